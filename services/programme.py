"""The office's month (发布日历): what is scheduled, what is free, what expires, and on which days nobody works."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from domain.expiry import months_later
from domain.exposure import Status
from domain.programme import Entry, Kind, Month, MonthDay
from domain.refusal import Refusal
from domain.slots import line_up
from services import office
from services.reach import Hand
from services.turn import Turn
from storage import batches, exposures, slots
from storage.tables import Batch

_ONE_DAY = timedelta(days=1)


async def month(turn: Turn, by: Hand, first: date) -> Month | Refusal:
    """The month that begins with `first`. Refusals: those of `office.seated`."""
    seated = await office.seated(turn, by)
    if isinstance(seated, Refusal):
        return seated
    after = months_later(first, 1)
    entries = sorted(await _entries(turn, _midnight(turn, first), _midnight(turn, after)))
    expiring = await exposures.expiring_between(turn.tx, first, after)
    days = [first + n * _ONE_DAY for n in range((after - first).days)]
    shown = [_day(turn, each, entries, tuple(found for found, until in expiring if until == each)) for each in days]
    return Month(first, tuple(shown), any(map(turn.app.calendar.is_provisional, days)))


async def _entries(turn: Turn, since: datetime, until: datetime) -> list[Entry]:
    out = [
        replace(_entry(turn, each.begun_at, Kind.OUT, each), withdrawn=await _withdrawn(turn, each))
        for each in await batches.begun_between(turn.tx, since, until)
    ]
    own = [
        _entry(turn, each.due_at, Kind.MOMENT, each) for each in await batches.planned_between(turn.tx, since, until)
    ]
    return [*out, *own, *await _slot_entries(turn, since, until)]


async def _withdrawn(turn: Turn, row: Batch) -> tuple[int, ...]:
    return tuple(each.id for each in await exposures.in_batch(turn.tx, row.id) if each.status == Status.WITHDRAWN)


async def _slot_entries(turn: Turn, since: datetime, until: datetime) -> list[Entry]:
    """Each slot's times that are still to come, with the batch whose turn it will be."""
    found = []
    for row in await slots.standing(turn.tx):
        queue = {each.id: each for each in await batches.queue(turn.tx, row.id)}
        after, rule = max(row.through, turn.now), slots.rule_of(row)
        times = list(takewhile(lambda each: each.at < until, turn.app.clockwork.times(rule, after)))
        waiting = [(each.id, each.queued_at) for each in queue.values() if each.queued_at is not None]
        taken = {when.at: queue[batch_id] for batch_id, when in line_up(times, waiting)}
        found += [
            _entry(turn, each.at, Kind.QUEUED if each.at in taken else Kind.FREE, taken.get(each.at), each.provisional)
            for each in times
            if each.at >= since
        ]
    return found


def _entry(turn: Turn, at: datetime | None, kind: Kind, row: Batch | None, provisional: bool = False) -> Entry:
    assert at is not None, "only what has a time is asked for"
    here = at.astimezone(turn.app.zone)
    return Entry(here, kind, row.number if row else 0, row.title if row else "", provisional)


def _day(turn: Turn, day: date, entries: list[Entry], expiring: tuple[int, ...]) -> MonthDay:
    works, weekend = turn.app.calendar.is_working(day), day.weekday() >= 5
    mine = tuple(each for each in entries if each.at.date() == day)
    return MonthDay(day, not works and not weekend, works and weekend, mine, expiring)


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time(), turn.app.zone).astimezone(UTC)
