"""Broadcasts as rows: begun, paused, resumed, cancelled, ended; what of them stands how.

Whoever moves copies between waiting and queued, or ends a round, holds its row: `hold`, or a guarded change of it.
So a pause and a feeding at the same moment come one after the other, and nothing is left between them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, literal, select, update

from domain.broadcast import AMENDS, CopyState, Going, Round
from storage.database import Tx
from storage.guarded import changed
from storage.tables import Broadcast, Copy, Exposure


async def add(
    tx: Tx, exposure_id: int, verb: Round, chat_id: int | None, begun_by: int | None, now: datetime
) -> Broadcast:
    """A round that has just begun, with no copies yet."""
    row = Broadcast(
        exposure_id=exposure_id, verb=verb.value, state=Going.RUNNING.value, chat_id=chat_id, begun_by=begun_by,
        begun_at=now,
    )  # fmt: skip
    tx.add(row)
    await tx.flush()
    return row


async def get(tx: Tx, broadcast_id: int) -> Broadcast | None:
    """The round as it stands in the database now."""
    return await tx.get(Broadcast, broadcast_id, populate_existing=True)


async def of_copy(tx: Tx, copy_id: int) -> Broadcast | None:
    """The round that a copy belongs to."""
    query = select(Broadcast).join(Copy, Copy.broadcast_id == Broadcast.id).where(Copy.id == copy_id)
    return await tx.scalar(query.execution_options(populate_existing=True))


async def hold(tx: Tx, broadcast_ids: Collection[int]) -> dict[int, Broadcast]:
    """These rounds as they stand now, and as they will until the transaction ends: whoever changes one waits."""
    query = select(Broadcast).where(Broadcast.id.in_(broadcast_ids)).order_by(Broadcast.id).with_for_update()
    return {row.id: row for row in await tx.scalars(query.execution_options(populate_existing=True))}


async def running(tx: Tx) -> list[int]:
    """The rounds that go on: amendments first, otherwise the oldest first."""
    going = Broadcast.state == literal(Going.RUNNING.value, literal_execute=True)
    order = Broadcast.verb.not_in([each.value for each in AMENDS])
    return list(await tx.scalars(select(Broadcast.id).where(going).order_by(order, Broadcast.id)))


async def turn_to(tx: Tx, broadcast_id: int, to: Going, was: Collection[Going], **columns: object) -> bool:
    """Changes the state if it is one of `was`; False when it is not any more. Its row is held from then on."""
    mine = (Broadcast.id == broadcast_id) & Broadcast.state.in_([each.value for each in was])
    return await changed(tx, update(Broadcast).where(mine).values(state=to.value, **columns))


async def end(tx: Tx, broadcast_id: int, now: datetime) -> bool:
    """Ends a round of which nothing waits and nothing is queued; False while something does, or when it has ended."""
    open_ = select(Copy.id).where(
        Copy.broadcast_id == broadcast_id, Copy.state.in_([CopyState.WAITING.value, CopyState.QUEUED.value])
    )
    over = (Broadcast.id == broadcast_id) & (Broadcast.state == Going.RUNNING.value) & ~open_.exists()
    return await changed(tx, update(Broadcast).where(over).values(state=Going.DONE.value, ended_at=now))


async def counts(tx: Tx, broadcast_id: int) -> Mapping[CopyState, int]:
    """How many of its copies are in each state; states that none is in are left out."""
    query = select(Copy.state, func.count()).where(Copy.broadcast_id == broadcast_id).group_by(Copy.state)
    return {CopyState(state): count for state, count in await tx.execute(query)}


async def open_of_series(tx: Tx, round_ids: Collection[int]) -> list[Broadcast]:
    """Those of these rounds that run or are paused."""
    going = Broadcast.state.in_([Going.RUNNING.value, Going.PAUSED.value])
    return list(await tx.scalars(select(Broadcast).where(Broadcast.id.in_(round_ids), going).order_by(Broadcast.id)))


async def amendments_after(tx: Tx, series_id: int, broadcast_id: int) -> list[int]:
    """The rounds that edit or delete what that round of the series brought."""
    mine = select(Exposure.id).where(Exposure.series_id == series_id)
    amends = Broadcast.verb.in_([each.value for each in AMENDS]) & Broadcast.exposure_id.in_(mine)
    return list(await tx.scalars(select(Broadcast.id).where(amends, Broadcast.id > broadcast_id)))


async def mark_told(tx: Tx, broadcast_id: int, now: datetime, before: datetime) -> bool:
    """Its progress is said now; False when it was said since `before`."""
    mine = (Broadcast.id == broadcast_id) & (Broadcast.told_at.is_(None) | (Broadcast.told_at <= before))
    return await changed(tx, update(Broadcast).where(mine).values(told_at=now))


async def stands(tx: Tx, series_id: int) -> bool:
    """Whether a copy of the series can be seen anywhere, as far as is known."""
    return await tx.scalar(select(Copy.id).where(Copy.series_id == series_id, Copy.live).limit(1)) is not None


async def rename(tx: Tx, old: int, new: int) -> None:
    """The office's group became a supergroup: its rounds' progress is shown, and a rehearsal goes, to the new id."""
    await tx.execute(update(Broadcast).where(Broadcast.chat_id == old).values(chat_id=new))


async def set_total(tx: Tx, row: Broadcast, total: int) -> None:
    """Keeps how many copies it has."""
    row.total = total
    await tx.flush()
