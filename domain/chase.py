"""When somebody is reminded of a deadline, and who: steps counted in working days from the day it falls on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from domain.workdays import Calendar


class Step(IntEnum):
    """Each reaches further than the one before: holder, lead, duty desk, supervisors. The values are stored."""

    BEFORE = 0
    ON = 1
    AFTER = 2
    LEAD = 3
    DUTY = 4
    SUPERVISOR = 5


OVER = len(Step)
"""What `chased` is once every step has been said; the morning digest goes on."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """The district's own habits. `before` to `supervisor` are working days before and after the deadline, rising.

    From `quiet_from` to `quiet_until` by the district's clock nothing is said; each step is said when that ends.
    """

    zone: ZoneInfo
    quiet_from: time = time(20, 0)
    quiet_until: time = time(8, 30)
    before: int = 1
    after: int = 1
    lead: int = 2
    duty: int = 3
    supervisor: int = 5

    def is_quiet(self, now: datetime) -> bool:
        """Whether nobody is to be disturbed at that moment."""
        at = now.astimezone(self.zone).time()
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until

    def morning(self, day: date) -> datetime:
        """The moment, in UTC, at which that day's reminders are said."""
        return datetime.combine(day, self.quiet_until, self.zone).astimezone(UTC)

    def day_of(self, step: Step, due: date, calendar: Calendar) -> date:
        """The day on which a step is said."""
        match step:
            case Step.BEFORE:
                return _working_days_before(due, self.before, calendar)
            case Step.ON:
                return due
            case Step.AFTER:
                return calendar.due(due, self.after).date
            case Step.LEAD:
                return calendar.due(due, self.lead).date
            case Step.DUTY:
                return calendar.due(due, self.duty).date
            case Step.SUPERVISOR:
                return calendar.due(due, self.supervisor).date

    def first_after(self, now: datetime, due: date, calendar: Calendar) -> int:
        """The first step whose morning is still to come, or `OVER`: a fresh deadline is not nagged about at once."""
        return next((step for step in Step if self.morning(self.day_of(step, due, calendar)) > now), OVER)

    def reached(self, now: datetime, due: date, said: int, calendar: Calendar) -> Step | None:
        """The furthest step that is due and not said. After a time of silence the lesser ones are left out:
        «tomorrow» is no news to somebody who is three days late."""
        due_now = [step for step in Step if step >= said and self.morning(self.day_of(step, due, calendar)) <= now]
        return due_now[-1] if due_now else None

    def when(self, step: int, due: date, calendar: Calendar) -> datetime | None:
        """The morning of that step; None when every step has been said."""
        return None if step >= OVER else self.morning(self.day_of(Step(step), due, calendar))


def _working_days_before(day: date, count: int, calendar: Calendar) -> date:
    while count > 0:
        day -= _ONE_DAY
        count -= calendar.is_working(day)
    return day
