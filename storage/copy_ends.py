"""What becomes of a copy when its row in the outbox comes to an end: always in the same transaction.

Changes of copies are guarded by the state they leave, so a settlement that comes twice changes nothing the second time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, case, exists, select, update
from sqlalchemy.orm import aliased

from domain.broadcast import AMENDS, LIVE, CopyState, Going, Outcome, Result
from storage import targets
from storage.database import Tx
from storage.tables import Broadcast, Copy, Exposure

_QUEUED = Copy.state == CopyState.QUEUED.value
_OVER = (Going.CANCELLED, Going.DONE)
"""In a round that is done only what was in doubt comes to stand: somebody has seen it there, perhaps after an amendment
that did not know of it."""
_OPEN = Copy.state.in_([CopyState.WAITING.value, CopyState.QUEUED.value])


@dataclass(frozen=True, slots=True)
class _Held:
    copy: Copy
    going: str


async def done(tx: Tx, results: Sequence[tuple[int, Result]], now: datetime) -> None:
    """These copies, by their ids, came about."""
    held = await _hold(tx, [copy_id for copy_id, _ in results])
    for copy_id, result in results:
        if copy_id in held and held[copy_id].copy.state == CopyState.QUEUED.value:
            await stand(tx, held[copy_id].copy, held[copy_id].going, result, now)


async def stand(tx: Tx, copy: Copy, going: str, result: Result, now: datetime) -> None:
    """The copy is done. What stood in its place before stands no more; `going` is its round's state, which is held.

    A copy that was on its way when an amendment began was not among what stood then: it is added to the amendment.
    """
    message_ids = [*await _before(tx, copy, result), *result.message_ids]
    columns = {"state": CopyState.DONE.value, "outcome": result.outcome.value, "why": None, "settled_at": now}
    live = {"live": result.outcome in LIVE, "message_ids": message_ids or None}
    await tx.execute(_quietly(update(Copy).where(Copy.id == copy.id).values(**columns, **live)))
    if copy.previous_id is not None:
        place = (Copy.series_id == copy.series_id) & (Copy.recipient == copy.recipient) & (Copy.piece == copy.piece)
        await tx.execute(_quietly(update(Copy).where(place, Copy.live, Copy.id != copy.id).values(live=False)))
    if result.outcome is Outcome.SENT and going in _OVER:
        await _amend_late(tx, copy)


async def failed(tx: Tx, failures: Sequence[tuple[int, str]], now: datetime) -> None:
    """These copies will never come about; with each goes the reason."""
    for copy_id, why in failures:
        columns = {"state": CopyState.FAILED.value, "why": why[:200], "settled_at": now}
        await tx.execute(_quietly(update(Copy).where(Copy.id == copy_id, _QUEUED).values(**columns)))


async def doubted(tx: Tx, copy_ids: Collection[int]) -> None:
    """These may have come about or not: they wait for a person."""
    if copy_ids:
        doubt = {"state": CopyState.IN_DOUBT.value}
        await tx.execute(_quietly(update(Copy).where(Copy.id.in_(copy_ids), _QUEUED).values(**doubt)))


async def recalled(tx: Tx, copy_ids: Collection[int]) -> None:
    """These were taken out of the line unsaid: they wait again, or are cancelled where their round is."""
    for copy_id, held in (await _hold(tx, copy_ids)).items():
        to = CopyState.CANCELLED if held.going == Going.CANCELLED else CopyState.WAITING
        await tx.execute(_quietly(update(Copy).where(Copy.id == copy_id, _QUEUED).values(state=to.value)))


async def follow(tx: Tx, old: str, new: str) -> None:
    """A group became a supergroup: what is still to come goes there.

    Messages of the old chat can't be reached from the new one, where their numbers belong to other messages: what
    stands there is remembered without them, so that nothing of others is edited or deleted.
    """
    here, taken = Copy.recipient == old, aliased(Copy)
    same = (taken.broadcast_id == Copy.broadcast_id) & (taken.piece == Copy.piece) & (taken.recipient == new)
    free = ~exists().where(same)
    undecided = Copy.state.in_([CopyState.WAITING.value, CopyState.QUEUED.value, CopyState.IN_DOUBT.value])
    unknown = case((Copy.live, None), else_=Copy.message_ids)
    change = update(Copy).where(here, free, undecided | Copy.live).values(recipient=new, message_ids=unknown)
    await tx.execute(_quietly(change))


async def _hold(tx: Tx, copy_ids: Collection[int]) -> dict[int, _Held]:
    """The copies and the states of their rounds, which stay as they are until the transaction ends."""
    if not copy_ids:
        return {}
    query = select(Copy, Broadcast.state).join(Broadcast, Broadcast.id == Copy.broadcast_id)
    rows = await tx.execute(
        query.where(Copy.id.in_(copy_ids)).with_for_update(read=True, of=Broadcast)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    return {copy.id: _Held(copy, state) for copy, state in rows}


async def _before(tx: Tx, copy: Copy, result: Result) -> list[int]:
    """The messages of an earlier copy that stay beside a new one: those of what was reprinted."""
    if copy.previous_id is None or result.outcome is not Outcome.SENT:
        return []
    earlier = await tx.execute(select(Copy.live, Copy.message_ids).where(Copy.id == copy.previous_id))
    live, message_ids = earlier.one()
    return list(message_ids or []) if live else []


async def _amend_late(tx: Tx, copy: Copy) -> None:
    series = select(Exposure.id).where(Exposure.series_id == copy.series_id)
    amends = Broadcast.verb.in_([each.value for each in AMENDS]) & Broadcast.exposure_id.in_(series)
    newest = select(Broadcast).where(amends, Broadcast.id > copy.broadcast_id).order_by(Broadcast.id.desc()).limit(1)
    row = await tx.scalar(newest.with_for_update().execution_options(populate_existing=True))
    if row is None or row.state == Going.CANCELLED:
        return
    there = (Copy.broadcast_id == row.id) & (Copy.recipient == copy.recipient) & (Copy.piece == copy.piece)
    # Whoever had an earlier copy is in that round already, and waits: nothing was said in that chat meanwhile.
    await tx.execute(_quietly(update(Copy).where(there, _OPEN).values(previous_id=copy.id)))
    await targets.late(tx, targets.Reach(row.id, copy.series_id, pictures=False), copy.id)
    row.total = await targets.count(tx, row.id)
    if row.state == Going.DONE:
        row.state, row.ended_at = Going.RUNNING.value, None
    await tx.flush()


def _quietly(statement: Update) -> Update:
    # Rows already loaded are left as they were read (`storage.guarded`).
    return statement.execution_options(synchronize_session=False)
