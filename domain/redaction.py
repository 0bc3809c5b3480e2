"""What in an exposure's text a person must decide on before anybody may approve it, and how it can be masked.

A flag is a question, never the last word: numbers and names that lead to people, what the ledger does not say, and
what sounds like the reporter. Nothing here changes a text by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.across_parts import across_parts
from domain.echoes import Overheard
from domain.exposure import Part
from domain.flag import Flag, Found, Kind
from domain.folded import folded
from domain.identifiers import identifiers
from domain.ledger_differences import Ledger, differences
from domain.never_flagged import digits_covered, open_numbers
from domain.people_named import people_named
from domain.plain_text import utf16_len
from domain.published import Rich
from domain.surnames import as_somebody
from domain.uncued_names import uncued_names

MASK = "＊＊＊"
_HIDDEN = frozenset(
    {Kind.PHONE, Kind.ID_NUMBER, Kind.BANK_CARD, Kind.PLATE, Kind.EMAIL, Kind.ACCOUNT, Kind.LINK, Kind.HOME}
)
_SOME_SHOP = "某店"


@dataclass(frozen=True, slots=True)
class Known:
    """What a text is compared with: the ledger (None for what tells of no case), the reporters' words, people whom the
    ledger names, and the businesses that may not be named."""

    ledger: Ledger | None = None
    overheard: Overheard = field(default_factory=lambda: Overheard(()))
    people: tuple[str, ...] = ()
    businesses: tuple[str, ...] = ()


def flags(parts: Mapping[Part, Rich], known: Known) -> list[Flag]:
    """Every question about the text, in its order, each once."""
    # Whoever is named with a cue in one place is the same person where none stands before the name.
    called = {each.words for each in _asked(parts, known) if each.kind is Kind.NAME and not each.words.startswith("姓")}
    known = replace(known, people=tuple(sorted({*known.people, *called})))
    return list(dict.fromkeys(_asked(parts, known)))


def _asked(parts: Mapping[Part, Rich], known: Known) -> Iterator[Flag]:
    for part in Part:
        text = parts[part].text if part in parts else ""
        yield from (Flag(part, each.kind, text[each.start : each.end]) for each in found_in(part, text, known))
    yield from across_parts(parts)


def found_in(part: Part, text: str, known: Known) -> list[Found]:
    """Where the part holds something to decide on; what overlaps and is of one kind is one."""
    plain = folded(text)
    never = open_numbers(plain)
    found = _widest(each for each in identifiers(plain) if not digits_covered(plain, (each.start, each.end), never))
    found += people_named(plain)
    found += uncued_names(plain)
    found += _mentioned(text, known.people, Kind.NAME)
    found += _mentioned(text, known.businesses, Kind.BUSINESS)
    if known.ledger is not None:
        found += differences(part, text, known.ledger)
    found += known.overheard.echoes(text)
    return _put_together(found)


def _mentioned(text: str, names: Iterable[str], kind: Kind) -> Iterable[Found]:
    for name in names:
        at = text.find(name) if name else -1
        while at >= 0:
            yield Found(at, at + len(name), kind)
            at = text.find(name, at + len(name))


def _widest(found: Iterable[Found]) -> list[Found]:
    """Without what is only a piece of a longer number or address: eleven digits of a bank card are no telephone."""
    together = _put_together(list(found))
    return [
        each
        for each in together
        if not any(one.kind is not each.kind and one.start <= each.start and each.end <= one.end for one in together)
    ]


def _put_together(found: Sequence[Found]) -> list[Found]:
    """Two of one kind that overlap are one. Of two kinds with the same words the first of `Kind` asks."""
    kept: list[Found] = []
    for kind in Kind:
        for each in sorted(one for one in found if one.kind is kind):
            last = kept[-1] if kept else None
            if last is not None and last.kind is kind and each.start < last.end:
                kept[-1] = Found(last.start, max(last.end, each.end), kind)
            else:
                kept.append(each)
    once: dict[tuple[int, int], Found] = {}
    for each in kept:
        once.setdefault((each.start, each.end), each)
    return sorted(once.values())


def mask_for(kind: Kind, words: str) -> str | None:
    """What the program would put in the place of the words; None where only a person can say it otherwise."""
    if kind in _HIDDEN:
        return MASK
    if kind is Kind.NAME:
        return as_somebody(words)
    return _SOME_SHOP if kind is Kind.BUSINESS else None


def replaced(rich: Rich, words: str, other: str) -> Rich:
    """The text with other words wherever those stood; its formatting stays on what it was on."""
    at = rich.text.find(words)
    while at >= 0:
        rich = _put(rich, at, words, other)
        at = rich.text.find(words, at + len(other))
    return rich


def _put(rich: Rich, at: int, words: str, other: str) -> Rich:
    start, was, now = utf16_len(rich.text[:at]), utf16_len(words), utf16_len(other)

    def moved(place: int) -> int:
        if place <= start:
            return place
        return place - was + now if place >= start + was else min(place, start + now)

    def shifted(entity: dict[str, Any]) -> dict[str, Any]:
        first, last = moved(entity["offset"]), moved(entity["offset"] + entity["length"])
        return entity | {"offset": first, "length": last - first}

    entities = [shifted(each) for each in rich.entities]
    text = rich.text[:at] + other + rich.text[at + len(words) :]
    return Rich(text, [each for each in entities if each["length"] > 0])
