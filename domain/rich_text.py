"""What an editor wrote, as it may be published: clean text, and of its formatting only what stays plain to see.

The reply comes as Telegram delivers it: text and entities, whose offsets count UTF-16 units of the text before it was
cleaned.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.plain_text import clean, utf16_len
from domain.published import KEPT_ENTITIES, Rich

RECOGNISED = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Entities that Telegram itself puts where it knows a pattern: nobody formatted anything there."""


@dataclass(frozen=True, slots=True)
class Received:
    """The text as it is kept, and the kinds of formatting that were left out of it (the Bot API's names), sorted."""

    rich: Rich
    dropped: tuple[str, ...] = ()


def received(text: str, entities: Sequence[Mapping[str, Any]], limit: int) -> Received:
    """The text, cleaned and at most `limit` UTF-16 units, with bold, italic, underline and strikethrough where they
    were. Links, mentions of accounts, code, quotes, hidden text and custom emoji leave their text behind."""
    plain = clean(text, limit)
    kept = [each for each in entities if each["type"] in KEPT_ENTITIES]
    places = [(str(each["type"]), *_moved(text, plain, each, limit)) for each in kept]
    dropped = {str(each["type"]) for each in entities} - KEPT_ENTITIES - RECOGNISED
    return Received(Rich(plain, _tidied(plain, places)), tuple(sorted(dropped)))


def _moved(text: str, plain: str, entity: Mapping[str, Any], limit: int) -> tuple[int, int]:
    """Where the entity begins and ends in the cleaned text."""
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    return _offset(text, plain, begin, limit), _offset(text, plain, end, limit)


def _offset(text: str, plain: str, at: int, limit: int) -> int:
    # What stands before the place, cleaned by itself, is as long as what stands before it in the cleaned whole, but
    # for blanks at its end; those belong to no formatting that anybody could see.
    if plain == text:
        return min(at, utf16_len(plain))
    return min(utf16_len(clean(_units(text, 0, at), limit)), utf16_len(plain))


def _tidied(plain: str, places: Sequence[tuple[str, int, int]]) -> list[dict[str, Any]]:
    """One entity for each stretch of one kind: what overlaps or touches is joined, blanks at the edges are left out,
    what is empty goes."""
    joined: list[tuple[str, int, int]] = []
    for kind, begin, end in sorted(places):
        if joined and joined[-1][0] == kind and begin <= joined[-1][2]:
            joined[-1] = (kind, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((kind, begin, end))
    shown = [(kind, *_trimmed(plain, begin, end)) for kind, begin, end in joined]
    return [
        {"type": kind, "offset": begin, "length": end - begin}
        for kind, begin, end in sorted(shown, key=lambda each: (each[1], -each[2], each[0]))
        if begin < end
    ]


def _trimmed(plain: str, begin: int, end: int) -> tuple[int, int]:
    inside = _units(plain, begin, end)
    begin += utf16_len(inside) - utf16_len(inside.lstrip())
    return begin, begin + utf16_len(inside.strip())


def _units(text: str, begin: int, end: int) -> str:
    """The text between two offsets in UTF-16 units."""
    return text.encode("utf-16-le", "surrogatepass")[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")


def fingerprint(*what: object) -> str:
    """Twelve characters that change with what they are made of: a reply carries those of what its writer saw."""
    return hashlib.sha256("\x1f".join(map(str, what)).encode()).hexdigest()[:12]
