"""Working days as the State Council moves them: holidays taken off, weekends worked in exchange (调休).

A year's arrangement is announced late in the year before. Until then only the rule (Monday to Friday, and the
statutory days) is known, and a deadline that touches such a year is provisional: to be shown as such, and to be
computed again when the calendar knows better.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

import holidays

# A year's notice can reach back into the last days of December: 2018-12-29 was worked for 2019's New Year.
_NEW_YEAR_REACHES_BACK = timedelta(days=4)

_ONE_DAY = timedelta(days=1)


class Day(StrEnum):
    WORK = "work"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term, and whether an announcement still to come may move it."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked, by exceptions to Monday–Friday.

    `exceptions` holds the days off within the week and the days worked at weekends; `announced` the years whose
    arrangement is known in full.
    """

    exceptions: Mapping[date, Day] = field(default_factory=dict)
    announced: frozenset[int] = frozenset()

    @classmethod
    def of_china(
        cls, years: Iterable[int], overrides: Mapping[date, Day] | None = None, announced: Iterable[int] = ()
    ) -> Self:
        """The calendar of mainland China, as far as the installed `holidays` package knows it.

        `overrides` are the district's own corrections and win over everything; `announced` names years that the
        overrides complete. Days beyond `years` follow the plain week and count as unannounced.
        """
        official = holidays.country_holidays("CN", years=list(years))
        exceptions = dict.fromkeys(official, Day.REST) | dict.fromkeys(official.weekend_workdays, Day.WORK)
        # Every arrangement since 2008 has weekends worked in exchange, and the package has none for a year it
        # only extrapolates. A year arranged without any would stay provisional: late to be sure, never wrong.
        known = {day.year for day in official.weekend_workdays}
        return cls(exceptions | dict(overrides or {}), frozenset(known | set(announced)))

    def is_working(self, day: date) -> bool:
        kind = self.exceptions.get(day)
        return kind is Day.WORK if kind else day.weekday() < 5

    def is_eve(self, day: date) -> bool:
        """Whether it is the last working day before a holiday: before days off of which one is no plain weekend."""
        if not self.is_working(day):
            return False
        day += _ONE_DAY
        while not self.is_working(day):
            if self.exceptions.get(day) is Day.REST:
                return True
            day += _ONE_DAY
        return False

    def is_provisional(self, day: date) -> bool:
        """Whether an announcement still to come may make a working day of it, or a day off."""
        return not self.announced.issuperset({day.year, (day + _NEW_YEAR_REACHES_BACK).year})

    def due(self, received: date, working_days: int) -> Due:
        """The last of a number of working days; the day of receipt does not count (order 121 art. 45)."""
        day = received
        for _ in range(_at_least_one(working_days)):
            day = self._working_from(day + _ONE_DAY)
        return self._due(received, day)

    def due_in_days(self, received: date, days: int) -> Due:
        """The end of a term in plain days, as art. 23 has them; a last day off moves on to the next worked one."""
        return self._due(received, self._working_from(received + timedelta(days=_at_least_one(days))))

    def working_days_between(self, earlier: date, later: date) -> int:
        """Working days after `earlier` up to and including `later`; negative when `later` comes first."""
        if later < earlier:
            return -self.working_days_between(later, earlier)
        return sum(self.is_working(earlier + timedelta(days=n)) for n in range(1, (later - earlier).days + 1))

    def _working_from(self, day: date) -> date:
        while not self.is_working(day):
            day += _ONE_DAY
        return day

    def _due(self, received: date, last: date) -> Due:
        touched = range(received.year, (last + _NEW_YEAR_REACHES_BACK).year + 1)
        return Due(last, provisional=not self.announced.issuperset(touched))


def _at_least_one(days: int) -> int:
    if days < 1:
        raise ValueError(f"A term has at least one day, not {days}.")
    return days
