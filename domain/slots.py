"""Slots: recurring times at which the next batch in line goes out, with the district's working days and holidays."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, islice, pairwise
from zoneinfo import ZoneInfo

from domain.workdays import Calendar

NextFire = Callable[[str, datetime], datetime | None]
"""From a cron line and a moment to the first moment after it at which the line is true."""

HORIZON = timedelta(days=731)
"""How far ahead a time on a certain kind of day is looked for: a line that has none in two years has none."""

CLOSEST = timedelta(hours=1)
"""Two times of one slot are at least that far apart: each is an issue of its own."""

_ONE_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


class Days(StrEnum):
    """On which days a slot has times: all its cron line names, the working ones of them, or those of them that are the
    last working day before a holiday. The values are stored."""

    ANY = "any"
    WORKING = "working"
    EVE = "eve"


class Shift(StrEnum):
    """Where a time goes that falls on a day off: it stays, or moves to the working day before or after. Stored."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Slot:
    """A rule for times. `shift` matters only where `days` is `ANY`: the others have no time on a day off."""

    cron: str
    days: Days = Days.ANY
    shift: Shift = Shift.NONE


@dataclass(frozen=True, slots=True)
class Time:
    """One of a slot's times, in UTC; `provisional` while an announcement still to come may move or drop it."""

    at: datetime
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Clockwork:
    """What times are reckoned with: the district's working days, its zone, and how it reads cron lines."""

    calendar: Calendar
    zone: ZoneInfo
    next_fire: NextFire

    def times(self, slot: Slot, after: datetime) -> Iterator[Time]:
        """The slot's times after that moment, strictly rising. Raises ValueError for what is no cron line.

        A day is gone through as a whole, whatever the hour of `after`: times that were moved there from several days
        off come in order, and two that meet are one.
        """
        for day, fires in groupby(self._fires(slot, after), key=lambda each: self._goes_to(slot, each.date())):
            if self._is_one_of(slot, day):
                moments = {self._at(day, each.time()) for each in fires}
                provisional = self._is_provisional(slot, day)
                yield from (Time(each, provisional) for each in sorted(moments) if each > after)

    def works(self, slot: Slot, after: datetime, open_at: Callable[[datetime], bool]) -> str | None:
        """Why the rule can't be a slot: `never` has a time, `closed` (a time at which nothing is sent), `often` (times
        closer than `CLOSEST`), or `unreadable`. Looks at its first times only."""
        try:
            first = [each.at for each in islice(self.times(slot, after), 60)]
        except ValueError:
            return "unreadable"
        if not first:
            return "never"
        if any(later - earlier < CLOSEST for earlier, later in pairwise(first)):
            return "often"
        return None if all(map(open_at, first)) else "closed"

    def _fires(self, slot: Slot, after: datetime) -> Iterator[datetime]:
        """When the cron line is true, by the district's clock, from the first day that can matter."""
        day = after.astimezone(self.zone).date()
        while slot.shift is Shift.AFTER and not self.calendar.is_working(day - _ONE_DAY):
            day -= _ONE_DAY
        at: datetime | None = self._at(day, time()) - _MOMENT
        end = None if slot.days is Days.ANY else after + HORIZON
        while at is not None and (at := self.next_fire(slot.cron, at)) is not None:
            if end is not None and at > end:
                return
            yield at.astimezone(self.zone)

    def _goes_to(self, slot: Slot, day: date) -> date:
        step = {Shift.NONE: 0, Shift.BEFORE: -1, Shift.AFTER: 1}[slot.shift]
        while step and not self.calendar.is_working(day):
            day += step * _ONE_DAY
        return day

    def _is_one_of(self, slot: Slot, day: date) -> bool:
        if slot.days is Days.ANY:
            return True
        if not self.calendar.is_working(day):
            return False
        return slot.days is Days.WORKING or self.calendar.is_eve(day)

    def _is_provisional(self, slot: Slot, day: date) -> bool:
        moves = slot.days is not Days.ANY or slot.shift is not Shift.NONE
        return moves and self.calendar.is_provisional(day)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at.replace(fold=0), self.zone).astimezone(UTC)


def line_up(times: Iterable[Time], queue: Iterable[tuple[int, datetime]]) -> Iterator[tuple[int, Time]]:
    """Which batch goes out when: each of the queue, in its order, at the first time that is free and after it queued.

    `queue` is (batch, since when it queues). What comes too late for a time leaves it to nobody: times don't wait.
    """
    coming = iter(times)
    for batch_id, since in queue:
        found = next((each for each in coming if each.at > since), None)
        if found is None:
            return
        yield batch_id, found
