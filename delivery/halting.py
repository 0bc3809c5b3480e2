"""Stopping a round whose text or photos are not what was approved, and telling the office."""

from datetime import datetime

from domain.broadcast import CopyState, Going
from domain.outgoing import Notice
from storage import copies, outbox, rounds
from storage.database import Tx
from storage.outbox import Queued, to_group
from storage.sealing import KeyRing


async def halt(tx: Tx, keys: KeyRing, copy_id: int, now: datetime) -> None:
    """Pauses the copy's round: what would follow is the same text. Said once; a round that has ended stays as it is."""
    row = await rounds.of_copy(tx, copy_id)
    if row is None or not await rounds.turn_to(tx, row.id, Going.PAUSED, [Going.RUNNING]):
        return
    await copies.take_back(tx, row.id, CopyState.WAITING)
    if row.chat_id is not None:
        notice = Notice("round_halted", {"exposure": row.exposure_id})
        await outbox.put(tx, keys, [Queued(to_group(row.chat_id), notice)], now)
