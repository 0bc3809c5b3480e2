"""Slots: the recurring times at which the office publishes."""

from datetime import datetime

from sqlalchemy import select, update

from domain.slots import Days, Shift
from domain.slots import Slot as Rule
from storage.database import Tx
from storage.guarded import changed
from storage.tables import Slot


async def add(tx: Tx, rule: Rule, made_by: int, now: datetime) -> Slot:
    """A new slot, with times from now on."""
    row = Slot(cron=rule.cron, days=rule.days, shift=rule.shift, since=now, through=now, made_by=made_by)
    tx.add(row)
    await tx.flush()
    return row


async def standing(tx: Tx) -> list[Slot]:
    """All that were not dropped, oldest first."""
    query = select(Slot).where(Slot.dropped_at.is_(None)).order_by(Slot.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def get(tx: Tx, slot_id: int) -> Slot | None:
    """The slot as it stands in the database now; None for one that was dropped."""
    row = await tx.get(Slot, slot_id, populate_existing=True)
    return row if row is not None and row.dropped_at is None else None


async def drop(tx: Tx, slot_id: int, by: int, now: datetime) -> bool:
    """Ends the slot; False when it had ended before."""
    there = (Slot.id == slot_id) & Slot.dropped_at.is_(None)
    return await changed(tx, update(Slot).where(there).values(dropped_at=now, dropped_by=by))


async def use(tx: Tx, row: Slot, through: datetime) -> bool:
    """Writes down that its times until then are used or given up; False when somebody else was faster: of two
    processes at one time the second meets no row."""
    as_read = (Slot.id == row.id) & (Slot.through == row.through) & Slot.dropped_at.is_(None)
    return await changed(tx, update(Slot).where(as_read).values(through=through))


def rule_of(row: Slot) -> Rule:
    """When it has its times."""
    return Rule(row.cron, Days(row.days), Shift(row.shift))
