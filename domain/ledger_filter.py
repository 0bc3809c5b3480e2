"""A filter of the ledger as it travels in a button: the list's own buttons carry it, and nothing is remembered.

Beside a page's key a button has room for 32 characters (`domain/asking.py`), so names travel as short marks of their
hashes. Whoever presses may have forged it: a filter narrows what somebody may see, and never widens it.
"""

import hashlib
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import Self

from domain.case import OPEN, Status
from domain.entry import Channel
from domain.taxonomy import Taxonomy


class State(StrEnum):
    """How cases stand, as lists are narrowed by it. The letters stand in buttons that are out there: none is reused."""

    OPEN = "o"
    LATE = "l"
    RECEIVED = "r"
    ASSIGNED = "a"
    ACCEPTED = "v"
    RECTIFYING = "m"
    PROSECUTING = "p"
    REFERRED = "f"
    CONCLUDED = "c"
    CLOSED = "x"
    WITHDRAWN = "w"

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses it stands for."""
        return tuple(sorted(OPEN)) if self in (State.OPEN, State.LATE) else (Status[self.name],)


class Menu(IntEnum):
    """What is being chosen; stands in the buttons that lead to it. From `GROUP` on it is a group by its place in the
    taxonomy, from `DESKS` on a page of the desks."""

    STATE = 1
    KIND = 2
    SOURCE = 3
    PERIOD = 4
    GROUP = 10
    DESKS = 100


class Sort(StrEnum):
    """What `Filter.kind` may be a mark of."""

    CATEGORY = "v"
    GROUP = "g"
    SOURCE = "s"


@dataclass(frozen=True, slots=True)
class Kind:
    """A category, a group of them, or a source, by its id."""

    sort: Sort
    id: str

    @property
    def mark(self) -> str:
        """What stands for it in a filter."""
        return mark(f"{self.sort}:{self.id}")


SOURCES = ("report", *Channel, "referral")
"""How cases reach the ledger."""

_EPOCH = date(2000, 1, 1)
_DAYS = 64**3
"""Days that three characters can tell apart: until 2717."""
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SHAPE = re.compile(
    r"(?:s([a-z]))?(?:d([\w-]{5}))?(?:k([\w-]{5}))?(?:p([\w-]{3})([\w-]{3}))?", re.ASCII
)  # fmt: skip
_TYPED_DAY = re.compile(r"(20[0-9]{2})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", re.ASCII)
_BETWEEN_DAYS = re.compile(r"[\s~至到—–,，-]*")
_LEAF = re.compile(r"([nb])([\w-]{3})([\w-]*)", re.ASCII)


def mark(name: str) -> str:
    """Five characters for a name of any length: among the few hundred a district has, no two are alike."""
    return urlsafe_b64encode(hashlib.sha256(name.encode()).digest())[:5].decode()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed by; whatever is empty narrows nothing.

    `desk` is the mark of a desk's id, `kind` that of a `Kind`. `since` and `until` are days of receipt, both included.
    """

    state: State | None = None
    desk: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """At most 21 characters of [A-Za-z0-9_-]. Raises ValueError for days before 2000 or after 2716."""
        period = f"p{_day_text(self.since)}{_day_text(self.until)}" if self.since or self.until else ""
        parts = (("s", self.state or ""), ("d", self.desk), ("k", self.kind))
        return "".join(letter + value for letter, value in parts if value) + period

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what `text` never writes."""
        match = _SHAPE.fullmatch(text)
        if match is None or (match[1] and match[1] not in set(State)):
            return None
        try:
            found = cls(
                State(match[1]) if match[1] else None, match[2] or "", match[3] or "", _day(match[4]), _day(match[5])
            )
        except ValueError:
            return None
        return found if found.text == text else None


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a filtered list: what follows the case whose id stands beside it, or, `back`, what precedes it.

    `due_on` is that case's deadline in a list that is sorted by deadlines.
    """

    filter: Filter = Filter()
    back: bool = False
    due_on: date | None = None

    @property
    def text(self) -> str:
        """At most 25 characters of [A-Za-z0-9_-]."""
        return f"{'b' if self.back else 'n'}{_day_text(self.due_on)}{self.filter.text}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for what `text` never writes."""
        match = _LEAF.fullmatch(text)
        found = Filter.read(match[3]) if match else None
        try:
            return cls(found, match[1] == "b", _day(match[2])) if match and found is not None else None
        except ValueError:
            return None


def kinds(taxonomy: Taxonomy) -> dict[str, Kind]:
    """Everything that a filter's kind can be, by its mark."""
    found = [
        *(Kind(Sort.CATEGORY, each.id) for each in taxonomy.violations),
        *(Kind(Sort.GROUP, each.id) for each in taxonomy.violations.groups),
        *(Kind(Sort.SOURCE, each) for each in SOURCES),
    ]
    return {kind.mark: kind for kind in found}


def read_period(written: str) -> tuple[date, date | None] | None:
    """One day or two as somebody types them, the earlier first; None for what is none, or lies before 2000."""
    found = _TYPED_DAY.findall(written)
    if not 1 <= len(found) <= 2 or not _BETWEEN_DAYS.fullmatch(_TYPED_DAY.sub("", written)):
        return None
    try:
        days = sorted(date(int(year), int(month), int(day)) for year, month, day in found)
    except ValueError:
        return None
    return (days[0], days[1] if len(days) > 1 else None) if days[0] >= _EPOCH else None


def _day_text(day: date | None) -> str:
    """Three digits to the base of 64, from 1 for the first day of 2000; nothing at all is 0."""
    number = 0 if day is None else (day - _EPOCH).days + 1
    if not 0 <= number < _DAYS or (day is not None and number == 0):
        raise ValueError(f"{day} can't stand in a button")
    return "".join(_DIGITS[number >> shift & 63] for shift in (12, 6, 0))


def _day(text: str | None) -> date | None:
    number = 0
    for digit in text or "":
        number = number << 6 | _DIGITS.index(digit)
    return _EPOCH + timedelta(days=number - 1) if number else None
