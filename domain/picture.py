"""What pictures of the district show: how old an open case is, and the weeks that charts count by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WEEKS = 12

FRESH_DAYS, WEEKS_DAYS = 7, 30
"""Up to how many days after its receipt an open case is fresh, and some weeks old."""


class Age(StrEnum):
    """How an open case is drawn; being overdue counts for more than days."""

    FRESH = "fresh"
    WEEKS = "weeks"
    OLD = "old"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Spot:
    """An open case on the map, in degrees of WGS-84."""

    lon: float
    lat: float
    age: Age


@dataclass(frozen=True, slots=True)
class Tally:
    """A desk's open cases: all of them, by age, and how many have a place on the map."""

    by_age: Mapping[Age, int]
    located: int

    @property
    def running(self) -> int:
        """Open cases altogether."""
        return sum(self.by_age.values())


@dataclass(frozen=True, slots=True)
class Weekly:
    """How many cases came in and ended in each week, oldest first."""

    begins: Sequence[date]
    filed: Sequence[int]
    concluded: Sequence[int]


def mondays(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the last weeks, oldest first; the last one's week holds `today` and is not over."""
    this = today - timedelta(days=today.weekday())
    return [this - timedelta(weeks=back) for back in range(count - 1, -1, -1)]


def begins(day: date, zone: ZoneInfo) -> datetime:
    """When that day begins by the district's clock, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
