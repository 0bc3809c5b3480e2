"""Batches (第N期) and when they go out: changed under a guard, found when their time has come."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from storage.database import Tx
from storage.guarded import changed
from storage.tables import Batch


async def begin(tx: Tx, row: Batch, now: datetime) -> bool:
    """Writes down that the batch goes out; False when it had before, or its schedule is not what `row` says."""
    return await changed(tx, update(Batch).where(*_as_read(row)).values(begun_at=now))


async def reschedule(tx: Tx, row: Batch, **columns: object) -> bool:
    """Changes when the batch goes out; False when it is going out already, or somebody else was faster."""
    return await changed(tx, update(Batch).where(*_as_read(row)).values(**columns))


async def due(tx: Tx, now: datetime) -> list[int]:
    """What was to go out at a time of its own that has come, in order."""
    query = select(Batch.id).where(Batch.due_at <= now, Batch.begun_at.is_(None))
    return list(await tx.scalars(query.order_by(Batch.due_at, Batch.id)))


async def queue(tx: Tx, slot_id: int) -> list[Batch]:
    """What waits for the slot's next times, in its order."""
    query = select(Batch).where(Batch.slot_id == slot_id, Batch.queued_at.is_not(None), Batch.begun_at.is_(None))
    return list(await tx.scalars(query.order_by(Batch.queued_at, Batch.id).execution_options(populate_existing=True)))


async def planned_between(tx: Tx, since: datetime, until: datetime) -> Sequence[Batch]:
    """What has a time of its own in that span and has not gone out, in order."""
    span = (Batch.due_at >= since) & (Batch.due_at < until)
    return list(await tx.scalars(select(Batch).where(span, Batch.begun_at.is_(None)).order_by(Batch.due_at, Batch.id)))


async def begun_between(tx: Tx, since: datetime, until: datetime) -> Sequence[Batch]:
    """What went out in that span, in order."""
    span = (Batch.begun_at >= since) & (Batch.begun_at < until)
    return list(await tx.scalars(select(Batch).where(span).order_by(Batch.begun_at, Batch.id)))


def _as_read(row: Batch) -> tuple[ColumnElement[bool], ...]:
    return (
        Batch.id == row.id,
        Batch.begun_at.is_(None),
        Batch.due_at.is_not_distinct_from(row.due_at),
        Batch.slot_id.is_not_distinct_from(row.slot_id),
        Batch.queued_at.is_not_distinct_from(row.queued_at),
    )
