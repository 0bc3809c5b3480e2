"""The hours of the day in which exposures are broadcast, by the district's clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From `opens` until `closes`, the latter no longer in it; both on the same day."""

    zone: ZoneInfo
    opens: time
    closes: time

    def open_at(self, now: datetime) -> bool:
        """Whether something may be broadcast at that moment."""
        return self.opens <= now.astimezone(self.zone).time() < self.closes

    def next_open(self, now: datetime) -> datetime:
        """`now` where something may be broadcast then, else the first moment after it at which something may."""
        if self.open_at(now):
            return now
        return min(each for each in self._beginnings(now) if each > now and self.open_at(each))

    def _beginnings(self, now: datetime) -> Iterator[datetime]:
        # Where clocks are set back, a time of the day comes twice; where they are set forward, a morning that falls
        # into the hour that is left out begins after it. Two days ahead there is always one that is neither.
        today = now.astimezone(self.zone).date()
        for days in range(3):
            for fold in (0, 1):
                local = datetime.combine(today + days * _ONE_DAY, self.opens, self.zone).replace(fold=fold)
                yield local.astimezone(UTC)
