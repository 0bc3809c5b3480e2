"""Finding a town by the place names in what somebody typed: the district's own names, longest first, no guesses.

General address libraries know too much: they send a village to its namesake a thousand kilometres away. Here
only names count that the district's files tie to a town, and a longer name always hides the shorter one in
it: 白云山 is not 白云街道, 北京 alone is nothing.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

_BLANKS = re.compile(r"\s+")
_GAP = "\n"

SHORTEST_NAME = 2
"""Characters a name needs: a single one is part of too many others."""


class GazetteerError(ValueError):
    """The gazetteer file cannot be used; the message says which name is wrong."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a text names. One town: the guess to show. Several: ask. None: ask, and `elsewhere` may say why."""

    towns: tuple[str, ...]
    words: tuple[str, ...]
    elsewhere: tuple[str, ...]


class Gazetteer:
    """Place names, each with the towns it may lie in; none for a name known to lie elsewhere."""

    def __init__(self, entries: Mapping[str, Collection[str]]) -> None:
        plain: dict[str, frozenset[str]] = {}
        for name, towns in entries.items():
            plain[_plain(name)] = plain.get(_plain(name), frozenset()) | frozenset(towns)
        self._entries = dict(sorted(plain.items(), key=lambda entry: (-len(entry[0]), entry[0])))

    @classmethod
    def of_district(cls, towns: Iterable[str], own_names: Mapping[str, Any] | None = None) -> Self:
        """The towns' names with their short forms, and the district's file as parsed from TOML.

        The file holds `elsewhere = [names]` and, for each town, `[towns."NAME"]` with lists of names under
        headings of its choice. Raises GazetteerError in one sentence.
        """
        known = list(towns)
        file = own_names or {}
        if unread := set(file) - {"elsewhere", "towns"}:
            raise GazetteerError(f'The gazetteer has only "elsewhere" and "towns", not "{min(unread)}".')
        entries: dict[str, set[str]] = {}
        for town in known:
            for name in (town, *_short_forms(town)):
                entries.setdefault(name, set()).add(town)
        for town, name in _own_names(file.get("towns", {}), known):
            entries.setdefault(name, set()).add(town)
        for name in _names(file.get("elsewhere", []), "elsewhere"):
            if entries.setdefault(name, set()):
                raise GazetteerError(f"{name} cannot both be elsewhere and in {min(entries[name])}.")
        return cls(entries)

    def find(self, text: str) -> Found:
        """All names in a text, longest first, each letter used once.

        Names that support each other narrow the answer (a road through two towns beside one of their names);
        names that contradict each other leave every town to ask about.
        """
        rest = _plain(text)
        words: list[str] = []
        for name in self._entries:
            if name in rest:
                words.append(name)
                rest = rest.replace(name, _GAP)
        sets = [self._entries[word] for word in words if self._entries[word]]
        towns = (frozenset.intersection(*sets) or frozenset.union(*sets)) if sets else frozenset()
        return Found(
            towns=tuple(sorted(towns)),
            words=tuple(word for word in words if self._entries[word]),
            elsewhere=tuple(word for word in words if not self._entries[word]),
        )


def _plain(text: str) -> str:
    """One form for full-width and half-width, capitals and blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _short_forms(town: str) -> list[str]:
    """东山街道 → 东山街. No bare 东山: without its kind a name is shared with roads, hills and other districts."""
    return [town.removesuffix("道")] if town.endswith("街道") else []


def _own_names(towns: Any, known: Collection[str]) -> Iterable[tuple[str, str]]:
    if not isinstance(towns, Mapping):
        raise GazetteerError('In the gazetteer, each town needs a table such as [towns."甲镇"].')
    for town, headings in towns.items():
        if town not in known:
            raise GazetteerError(f"The gazetteer names {town}, which the boundaries do not have.")
        if not isinstance(headings, Mapping):
            raise GazetteerError(f"In the gazetteer, {town} needs lists under headings such as roads or villages.")
        for heading, names in headings.items():
            yield from ((town, name) for name in _names(names, f"{town} {heading}"))


def _names(value: Any, where: str) -> list[str]:
    if not isinstance(value, list):
        raise GazetteerError(f"In the gazetteer, {where} must be a list of names.")
    for name in value:
        if not isinstance(name, str) or len(_plain(name)) < SHORTEST_NAME:
            raise GazetteerError(f"In the gazetteer, {where} holds {name!r}: a name needs two characters or more.")
    return value
