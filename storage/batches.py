"""Batches (第N期) and when they go out: changed under a guard, found when their time has come."""

from datetime import datetime

from sqlalchemy import ColumnElement, update

from storage.database import Tx
from storage.guarded import changed
from storage.tables import Batch


async def begin(tx: Tx, row: Batch, now: datetime) -> bool:
    """Writes down that the batch goes out; False when it had before, or its schedule is not what `row` says."""
    return await changed(tx, update(Batch).where(*_as_read(row)).values(begun_at=now))


async def reschedule(tx: Tx, row: Batch, **columns: object) -> bool:
    """Changes when the batch goes out; False when it is going out already, or somebody else was faster."""
    return await changed(tx, update(Batch).where(*_as_read(row)).values(**columns))


def _as_read(row: Batch) -> tuple[ColumnElement[bool], ...]:
    return (
        Batch.id == row.id,
        Batch.begun_at.is_(None),
        Batch.due_at.is_not_distinct_from(row.due_at),
        Batch.slot_id.is_not_distinct_from(row.slot_id),
        Batch.queued_at.is_not_distinct_from(row.queued_at),
    )
