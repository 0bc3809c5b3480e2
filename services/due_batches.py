"""Batches go out when their time has come: at a moment of their own, or in turn at a slot's times.

A time that nobody kept, because the program stood still, is made up for within `GRACE`. After that a batch with a
moment of its own leaves the schedule, one in a slot's queue waits for the slot's next time, and the office is told.
"""

from datetime import datetime, timedelta
from itertools import takewhile

from domain.refusal import Refusal
from services import exposure_cards
from services.app import App
from services.publishing import publish_batch
from services.turn import Turn
from services.unscheduling import take_off, tell
from storage import batches, exposures, slots
from storage.database import Tx
from storage.tables import Batch, Slot

GRACE = timedelta(hours=3)
"""How much later than planned a batch still goes out: long enough for a restart or an outage in the night's wake,
short enough that nobody is surprised by what they had planned for the morning."""

_OVERTAKEN = frozenset({"batch_begun", "exposure_has_changed"})
"""Another process, or somebody's hand, was faster: nothing is wrong."""


async def due(tx: Tx, app: App, now: datetime) -> list[int]:
    """Batches whose time has come; none outside sending hours, which put them off."""
    if not app.hours.open_at(now):
        return []
    heads = [queue[0].id for slot in await slots.standing(tx) if (queue := await _waiting(tx, app, slot, now))]
    return [*await batches.due(tx, now), *heads]


async def go_out(turn: Turn, batch_id: int) -> bool:
    """Publishes a batch whose time has come; False when it has not, or not any more. Raises `Overtaken`."""
    row = await exposures.batch(turn.tx, batch_id)
    if row is None or row.begun_at is not None or not turn.app.hours.open_at(turn.now):
        return False
    if row.due_at is not None:
        if row.due_at > turn.now:
            return False
        return await (_publish(turn, row) if turn.now - row.due_at <= GRACE else _miss(turn, row, row.due_at))
    slot = await slots.get(turn.tx, row.slot_id) if row.slot_id is not None else None
    return slot is not None and await _take_turn(turn, row, slot)


async def _take_turn(turn: Turn, row: Batch, slot: Slot) -> bool:
    """The slot's time is used before anything goes out: of two processes at one time the second finds it used."""
    queue = await _waiting(turn.tx, turn.app, slot, turn.now)
    if not queue or queue[0].id != row.id:
        return False
    passed = _passed(turn.app, slot, row, turn.now)
    if not await slots.use(turn.tx, slot, passed[-1]):
        return False
    if turn.now - passed[-1] <= GRACE:
        return await _publish(turn, row)
    coming = next(turn.app.clockwork.times(slots.rule_of(slot), turn.now), None)
    await tell(turn, row, "slot_missed", at=passed[-1].isoformat(), coming=coming.at.isoformat() if coming else "")
    await exposure_cards.refresh_batch(turn, row.id)
    return True


async def _waiting(tx: Tx, app: App, slot: Slot, now: datetime) -> list[Batch]:
    """The slot's queue, if a time of the slot has come for the first in it."""
    queue = await batches.queue(tx, slot.id)
    return queue if queue and _passed(app, slot, queue[0], now) else []


def _passed(app: App, slot: Slot, head: Batch, now: datetime) -> list[datetime]:
    """The slot's times until now that are free, and for which the batch was there in time."""
    assert head.queued_at is not None, "it is in the queue"
    times = app.clockwork.times(slots.rule_of(slot), max(slot.through, head.queued_at))
    return [each.at for each in takewhile(lambda each: each.at <= now, times)]


async def _publish(turn: Turn, row: Batch) -> bool:
    done = await publish_batch(turn, row.id, by=None)
    if isinstance(done, Refusal):
        if done.key in _OVERTAKEN or not await take_off(turn, row, None):
            return False
        await tell(turn, row, "batch_held_back", why=done.key, **({"count": "", "id": ""} | dict(done.params)))
    return True


async def _miss(turn: Turn, row: Batch, at: datetime) -> bool:
    if not await take_off(turn, row, None):
        return False
    await tell(turn, row, "batch_missed", at=at.isoformat())
    return True
