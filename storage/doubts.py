"""Copies in doubt, and what somebody decides about them."""

from datetime import datetime

from sqlalchemy import delete, select, update

from domain.broadcast import UNSEEN, CopyState, Outcome, Result
from storage import copy_ends
from storage.database import Tx
from storage.guarded import changed
from storage.tables import Broadcast, Copy, OutboxRow


async def get(tx: Tx, copy_id: int) -> Copy | None:
    """The copy as it stands in the database now."""
    return await tx.get(Copy, copy_id, populate_existing=True)


async def arrived(tx: Tx, copy: Copy, round_: Broadcast, now: datetime) -> bool:
    """Somebody has seen it there; False when it was decided before. Hold the round's row.

    In which message it stands nobody knows: an amendment can't reach it, and says so.
    """
    if not await _leaves(tx, copy, CopyState.QUEUED):
        return False
    await copy_ends.stand(tx, copy, round_.state, Result(Outcome.SENT), now)
    end = update(OutboxRow).where(OutboxRow.copy_id == copy.id, OutboxRow.state == "in_doubt")
    await tx.execute(end.values(state="sent", payload=None, settled_at=now))
    return True


async def again(tx: Tx, copy: Copy) -> bool:
    """It is to be sent once more: it waits as if it had never been queued. False when it was decided before."""
    if not await _leaves(tx, copy, CopyState.WAITING):
        return False
    await tx.execute(delete(OutboxRow).where(OutboxRow.copy_id == copy.id, OutboxRow.state == "in_doubt"))
    return True


async def missing(tx: Tx, copy: Copy, now: datetime) -> bool:
    """Somebody looked, and it is not there; it is not sent again. False when it was decided before."""
    if not await _leaves(tx, copy, CopyState.QUEUED):
        return False
    await copy_ends.failed(tx, [(copy.id, UNSEEN)], now)
    end = update(OutboxRow).where(OutboxRow.copy_id == copy.id, OutboxRow.state == "in_doubt")
    await tx.execute(end.values(state="dead", payload=None, settled_at=now))
    return True


async def count(tx: Tx, broadcast_id: int) -> int:
    """How many of the round's copies are in doubt."""
    mine = (Copy.broadcast_id == broadcast_id) & (Copy.state == CopyState.IN_DOUBT.value)
    return len(list(await tx.scalars(select(Copy.id).where(mine))))


async def _leaves(tx: Tx, copy: Copy, to: CopyState) -> bool:
    doubtful = (Copy.id == copy.id) & (Copy.state == CopyState.IN_DOUBT.value)
    return await changed(tx, update(Copy).where(doubtful).values(state=to.value))
