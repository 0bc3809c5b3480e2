"""How long a report that was begun and never sent is kept, and when its writer is reminded of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Lapse:
    """`days` without a word until it is forgotten, of which the last `notice` come after the reminder.

    Nothing is forgotten without that notice: where a reminder comes late, forgetting comes later, too.
    """

    zone: ZoneInfo
    days: int = 14
    notice: int = 3

    def untouched_since(self, now: datetime) -> datetime:
        """Whoever wrote last before then is to be reminded now."""
        return now - timedelta(days=self.days - self.notice)

    def kept_until(self, reminded: datetime) -> date:
        """The last day, by the district's calendar, on which the draft is still there."""
        return reminded.astimezone(self.zone).date() + timedelta(days=self.notice)

    def reminded_before(self, now: datetime) -> datetime:
        """Whoever was reminded before then has had their notice, and the last day of it is over."""
        first = now.astimezone(self.zone).date() - timedelta(days=self.notice)
        return datetime.combine(first, time(), self.zone).astimezone(UTC)
