"""Cron lines, as APScheduler's `CronTrigger` reads them, by the district's clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

_FIELDS = ("minute", "hour", "day", "month", "day_of_week")

_LONGEST_GAP = timedelta(hours=2)
"""No zone sets its clocks forward by more at once, save for those that crossed the date line."""


def calculator(zone: ZoneInfo) -> Callable[[str, datetime], datetime | None]:
    """What `App.next_fire` is: from a cron line and a moment to the first moment after it at which it is true.

    Weekdays are names (mon … sun): where numbers begin is read differently by different programs, so they are refused
    (ValueError), like everything else that is no cron line of five fields.

    A time that comes twice where clocks are set back is true once, the first time; one that is left out where they are
    set forward is true that much later.
    """

    @cache
    def trigger(line: str) -> CronTrigger:
        fields = line.split()
        if len(fields) != len(_FIELDS) or any(each.isdigit() for each in fields[4]):
            raise ValueError("a cron line has five fields, and weekdays are names: 0 18 * * fri")
        return CronTrigger(**dict(zip(_FIELDS, fields, strict=True)), timezone=UTC)

    def next_fire(line: str, after: datetime) -> datetime | None:
        # The trigger reckons with the face of the clock alone: by a zone it loses times in the hour that is left out,
        # and comes back to the same time for ever in the hour that is there twice.
        face = _face(zone, after)
        while (fire := trigger(line).get_next_fire_time(face, face)) is not None:
            at: datetime = fire.replace(tzinfo=zone).astimezone(UTC)
            if at > after:
                return at.astimezone(zone)
            face = fire
        return None

    return next_fire


def _face(zone: ZoneInfo, after: datetime) -> datetime:
    """What the clock shows; just behind an hour that was left out, what it showed before."""
    now, before = after.astimezone(zone), (after - _LONGEST_GAP).astimezone(zone)
    shown = before if now.utcoffset() != before.utcoffset() else now
    return shown.replace(tzinfo=UTC, fold=0)
