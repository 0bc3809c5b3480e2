"""A month of the publicity office: what goes out when, which times are free, who is off, what expires."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What stands at a time: it went out, has a time of its own, is next in a slot's queue, or nobody has it yet."""

    OUT = "out"
    MOMENT = "moment"
    QUEUED = "queued"
    FREE = "free"


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One time, by the district's clock; without a batch for a free one. `withdrawn` are those of the batch's exposures
    that were taken down since."""

    at: datetime
    kind: Kind = field(compare=False)
    number: int = field(default=0, compare=False)
    title: str = field(default="", compare=False)
    provisional: bool = field(default=False, compare=False)
    withdrawn: tuple[int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day. `off`: a holiday within the week; `worked`: a weekend worked in exchange (调休). `expiring` are the
    exposures that are taken down on it."""

    day: date
    off: bool
    worked: bool
    entries: tuple[Entry, ...] = ()
    expiring: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """All its days; `provisional` while the year's arrangement of holidays is not announced."""

    first: date
    days: tuple[MonthDay, ...]
    provisional: bool
