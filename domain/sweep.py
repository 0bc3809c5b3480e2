"""A sweep (排查): what is looked at, how a list of places is read, and how far a round of checks has come."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.plain_text import clean_line

LONGEST_TITLE, LONGEST_NAME, LONGEST_ADDRESS = 100, 200, 400
"""Characters of the columns."""

PLACES_LIMIT = 200
"""Places of one desk in one sweep: more is a second sweep, not a longer list."""

FINE = "fine"
"""What was found where nothing is wrong."""


class Check(StrEnum):
    """What is looked at in each place: licence, label, expiry, records of purchase (进货查验、索证索票、台账)."""

    LICENCE = "licence"
    LABEL = "label"
    EXPIRY = "expiry"
    PURCHASES = "purchases"


CHECKS = tuple(Check)
"""Buttons carry a choice of checks as bits in this order, so a new one goes to the end."""

ALL = (1 << len(CHECKS)) - 1

CATEGORIES: Mapping[Check, str] = {
    Check.LICENCE: "unlicensed",
    Check.LABEL: "label",
    Check.EXPIRY: "expired",
    Check.PURCHASES: "no_records",
}
"""The category under which a finding stands in the ledger; where a district has dropped it, `OTHERWISE`."""

OTHERWISE = "other"

# «1. », «2、», «（3）», «④», «- »: how people number a list. «1.5元店» and «7-11» are names.
_BULLET = re.compile(r"(?:[（(]\d{1,3}[)）]|\d{1,3}[)）、]|\d{1,3}[.．](?!\d)|[①-⑳㉑-㉟㊱-㊿]|[-•·*—](?=\s))\s*")
_PARTS = re.compile(r"\s*[，,]\s*")


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: a place by its name, and where it is, as far as anybody wrote it."""

    name: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list brings: places that are new, and how many of its lines name one that is there already."""

    fresh: tuple[Listed, ...] = ()
    again: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a sweep has come: places, those visited, and what was found wrong."""

    places: int = 0
    visited: int = 0
    findings: int = 0

    @property
    def left(self) -> int:
        """Places nobody has been to."""
        return self.places - self.visited

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.places + other.places, self.visited + other.visited, self.findings + other.findings)


@dataclass(frozen=True, slots=True)
class SweepFacts:
    """What a sweep's message in a group shows. `next_places` are (id, name) of some not yet visited; `more` follow.

    `whole_district`: every town has its own list, and only the desk that began it ends it.
    """

    sweep_id: int
    title: str
    checks: tuple[Check, ...]
    ends_on: date
    ended: bool
    whole_district: bool
    coverage: Coverage
    next_places: tuple[tuple[int, str], ...] = field(default=())
    more: bool = False


def checks_in(bits: int) -> tuple[Check, ...]:
    """The checks that a button's number stands for; none for a number that no button has."""
    return tuple(each for at, each in enumerate(CHECKS) if bits >> at & 1) if 0 < bits <= ALL else ()


def read_line(line: str) -> Listed | None:
    """«name，address», with or without a number before it; None for a line without a name."""
    name, _, address = _split(_BULLET.sub("", line.strip(), count=1))
    name = clean_line(name, len(line) * 2)
    return Listed(name, clean_line(address, len(line) * 2)) if name else None


def read_places(text: str, known: Mapping[str, str]) -> Reading:
    """A place a line. `known` are the places already listed, name to address.

    Two shops may have one name: with another address the second is called by both. The same line twice is one place.
    """
    taken, fresh, again = dict(known), list[Listed](), 0
    for read in _lines(text):
        place = read
        if place.name in taken and place.address and taken[place.name] != place.address:
            place = Listed(f"{place.name}（{place.address}）", place.address)
        if place.name in taken:
            again += 1
            continue
        taken[place.name] = place.address
        fresh.append(place)
    return Reading(tuple(fresh), again)


def _lines(text: str) -> Iterable[Listed]:
    return (read for line in text.splitlines() if (read := read_line(line)) is not None)


def _split(line: str) -> tuple[str, str, str]:
    parted = _PARTS.search(line)
    return (line[: parted.start()], parted[0], line[parted.end() :]) if parted else (line, "", "")
