"""Stopping a round whose text or photos are not what was approved, or not at hand, and telling the office."""

from collections.abc import Mapping
from datetime import datetime

from domain.broadcast import CopyState, Going
from domain.outgoing import Notice
from storage import copies, outbox, rounds
from storage.database import Tx
from storage.outbox import Queued, to_group
from storage.sealing import KeyRing


async def halt(
    tx: Tx,
    keys: KeyRing,
    copy_id: int,
    now: datetime,
    notice: str = "round_halted",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Pauses the copy's round: what would follow is the same exposure. The office is told by `notice`, with `facts`.

    Said once each time it goes on; a round that has ended stays as it is.
    """
    row = await rounds.of_copy(tx, copy_id)
    if row is None or not await rounds.turn_to(tx, row.id, Going.PAUSED, [Going.RUNNING]):
        return
    await copies.take_back(tx, row.id, CopyState.WAITING)
    if row.chat_id is not None:
        said = Notice(notice, {"exposure": row.exposure_id, "verb": row.verb, **(facts or {})})
        await outbox.put(tx, keys, [Queued(to_group(row.chat_id), said)], now)
