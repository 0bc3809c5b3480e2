"""Copies of exposures on their way: taken back from the line, cancelled."""

from collections.abc import Sequence

from sqlalchemy import delete, literal, select, update

from domain.broadcast import CopyState
from storage.database import Tx
from storage.tables import Copy, OutboxRow


async def take_back(tx: Tx, broadcast_id: int, to: CopyState) -> None:
    """What is queued and unsaid leaves the outbox and is `to` (waiting, or cancelled) instead. Hold the round's row.

    A row that is claimed in this moment is either not pending any more, and its copy comes to an end as if nothing
    had been taken back, or is gone before the claim sees it: the DELETE decides, and says which copies it met.
    """
    mine = select(Copy.id).where(Copy.broadcast_id == broadcast_id, Copy.state == CopyState.QUEUED.value)
    pending = OutboxRow.state == literal("pending", literal_execute=True)
    gone = delete(OutboxRow).where(pending, OutboxRow.copy_id.in_(mine)).returning(OutboxRow.copy_id)
    met = await tx.scalars(gone.execution_options(synchronize_session=False))
    await _become(tx, [each for each in met if each is not None], to)


async def cancel_waiting(tx: Tx, broadcast_id: int) -> None:
    """Nothing more of that round is said. Hold the round's row, and `take_back` first."""
    waiting = (Copy.broadcast_id == broadcast_id) & (Copy.state == CopyState.WAITING.value)
    cancelled = update(Copy).where(waiting).values(state=CopyState.CANCELLED.value)
    await tx.execute(cancelled.execution_options(synchronize_session=False))


async def _become(tx: Tx, ids: Sequence[int], to: CopyState) -> None:
    for start in range(0, len(ids), 500):
        some = Copy.id.in_(ids[start : start + 500])
        queued = Copy.state == CopyState.QUEUED.value
        change = update(Copy).where(some, queued).values(state=to.value)
        await tx.execute(change.execution_options(synchronize_session=False))
