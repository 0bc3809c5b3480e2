"""The office's slots: what there is, a new one, one less."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from domain.refusal import Refusal, refuse
from domain.slot_words import read_slot
from domain.slots import Slot as Rule
from domain.slots import Time, line_up
from services import office
from services.reach import Hand
from services.turn import Turn
from services.unscheduling import take_off
from storage import batches, slots
from storage.tables import Slot

LIMIT = 12
"""Slots of an office: more would not fit a message, nor anybody's mind."""

_COMING = 2


@dataclass(frozen=True, slots=True)
class Coming:
    """A slot with its next times, and its queue: (batch's id, its number, when it will go out as far as known)."""

    slot_id: int
    rule: Rule
    times: list[Time]
    queue: list[tuple[int, int, datetime | None]]


async def overview(turn: Turn, by: Hand) -> list[Coming] | Refusal:
    """All slots, oldest first. Refusals: those of `office.seated`."""
    seated = await office.seated(turn, by)
    if isinstance(seated, Refusal):
        return seated
    return [await coming(turn, row) for row in await slots.standing(turn.tx)]


async def coming(turn: Turn, row: Slot) -> Coming:
    """What the slot has before it."""
    rule, after = slots.rule_of(row), max(row.through, turn.now)
    times = list(islice(turn.app.clockwork.times(rule, after), _COMING))
    queue = await batches.queue(turn.tx, row.id)
    waiting = [(each.id, each.queued_at) for each in queue if each.queued_at is not None]
    turns = dict(line_up(turn.app.clockwork.times(rule, after), waiting))
    lined = [(each.id, each.number, turns[each.id].at if each.id in turns else None) for each in queue]
    return Coming(row.id, rule, times, lined)


async def add(turn: Turn, by: Hand, text: str) -> Coming | Refusal:
    """A new slot, as somebody describes it.

    Refusals: those of `office.seated`, `slots_full` (with `limit`), `slot_there`, `slot_unreadable`, `slot_never`,
    `slot_often`, `slot_closed` (with `opens`, `closes`).
    """
    seated = await office.seated(turn, by)
    if isinstance(seated, Refusal):
        return seated
    rule, there = read_slot(text[:200]), await slots.standing(turn.tx)
    if rule is None or len(rule.cron) > _LONGEST:
        return refuse("slot_unreadable")
    if len(there) >= LIMIT:
        return refuse("slots_full", limit=str(LIMIT))
    if any(slots.rule_of(each) == rule for each in there):
        return refuse("slot_there")
    hours = turn.app.hours
    if (why := turn.app.clockwork.works(rule, turn.now, hours.open_at)) is not None:
        blanks = {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
        return refuse(_REFUSALS[why].key, **blanks)
    return await coming(turn, await slots.add(turn.tx, rule, by.user_id, turn.now))


_LONGEST = 60
"""Characters of the column."""

_REFUSALS = {
    "unreadable": refuse("slot_unreadable"),
    "never": refuse("slot_never"),
    "often": refuse("slot_often"),
    "closed": refuse("slot_closed"),
}
"""By what `Clockwork.works` says."""


async def may_drop(turn: Turn, by: Hand, slot_id: int) -> Coming | Refusal:
    """Whether `by` may drop the slot: a lead. Refusals: those of `office.leading`, `no_such_slot`."""
    lead = await office.leading(turn, by)
    if isinstance(lead, Refusal):
        return lead
    row = await slots.get(turn.tx, slot_id)
    return await coming(turn, row) if row is not None else refuse("no_such_slot")


async def drop(turn: Turn, by: Hand, slot_id: int) -> Coming | Refusal:
    """Ends the slot; what queued for it is off the schedule, still approved. Refusals: those of `may_drop`."""
    found, lead = await may_drop(turn, by, slot_id), await office.leading(turn, by)
    if isinstance(found, Refusal) or isinstance(lead, Refusal):
        return found
    if not await slots.drop(turn.tx, slot_id, by.user_id, turn.now):
        return refuse("no_such_slot")
    for each in await batches.queue(turn.tx, slot_id):
        await take_off(turn, each, lead)
    return found
