"""Cron lines, as APScheduler's `CronTrigger` reads them, in the district's zone."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

_FIELDS = ("minute", "hour", "day", "month", "day_of_week")


def calculator(zone: ZoneInfo) -> Callable[[str, datetime], datetime | None]:
    """What `App.next_fire` is: from a cron line and a moment to the first moment after it at which it is true.

    Weekdays are names (mon … sun): where numbers begin is read differently by different programs, so they are refused
    (ValueError), like everything else that is no cron line of five fields.
    """

    @cache
    def trigger(line: str) -> CronTrigger:
        fields = line.split()
        if len(fields) != len(_FIELDS) or any(each.isdigit() for each in fields[4]):
            raise ValueError("a cron line has five fields, and weekdays are names: 0 18 * * fri")
        return CronTrigger(**dict(zip(_FIELDS, fields, strict=True)), timezone=zone)

    def next_fire(line: str, after: datetime) -> datetime | None:
        fire: datetime | None = trigger(line).get_next_fire_time(after, after)
        return fire

    return next_fire
