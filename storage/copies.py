"""Copies of exposures on their way: fed into the outbox, taken back, read at the moment of sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.orm import aliased

from domain import outgoing
from domain.broadcast import AMENDS, CopyState, Going, Round
from domain.outgoing import Lane
from domain.people import DeskKind
from storage import outbox
from storage.database import Tx
from storage.outbox import Queued
from storage.sealing import KeyRing
from storage.tables import Broadcast, Copy, DeskRow, Exposure, OutboxRow


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What a copy is to be, read at the moment of sending.

    `frozen` and `digest` are the exposure's. `home` is the group of the office that the round was begun in, `at_home`
    whether that is the office's now. What is amended: `before` is that copy's messages (None: unknown), and
    `frozen_before` what stands in them.
    """

    copy_id: int
    recipient: str
    piece: str
    form: str
    live: bool
    verb: Round
    going: Going
    home: int | None
    at_home: bool
    status: str
    frozen: dict[str, Any] | None
    digest: str | None
    message_ids: list[int] | None
    amends: bool
    before: list[int] | None
    frozen_before: dict[str, Any] | None


async def facts(tx: Tx, copy_id: int) -> CopyFacts | None:
    """None for no copy."""
    previous, earlier, stood = aliased(Copy), aliased(Broadcast), aliased(Exposure)
    office = select(DeskRow.id).where(DeskRow.kind == DeskKind.PUBLICITY, DeskRow.chat_id == Broadcast.chat_id)
    query = (
        select(Copy, Broadcast, Exposure.status, Exposure.frozen, Exposure.digest, previous.message_ids,
               stood.frozen, office.exists())
        .join(Broadcast, Broadcast.id == Copy.broadcast_id)
        .join(Exposure, Exposure.id == Broadcast.exposure_id)
        .outerjoin(previous, previous.id == Copy.previous_id)
        .outerjoin(earlier, earlier.id == previous.broadcast_id)
        .outerjoin(stood, stood.id == earlier.exposure_id)
        .where(Copy.id == copy_id)
        .execution_options(populate_existing=True)
    )  # fmt: skip
    found = (await tx.execute(query)).first()
    if found is None:
        return None
    copy, round_, status, frozen, digest, before, frozen_before, at_home = found
    verb = Round(round_.verb)
    return CopyFacts(
        copy.id, copy.recipient, copy.piece, copy.form, copy.live, verb, Going(round_.state), round_.chat_id, at_home,
        status, frozen, digest, copy.message_ids, verb in AMENDS and copy.previous_id is not None, before,
        frozen_before,
    )  # fmt: skip


async def on_its_way_to(tx: Tx, copy_id: int) -> str | None:
    """The recipient of the row in flight that says this copy, as it stands now; None when none is in flight."""
    flying = (OutboxRow.copy_id == copy_id) & (OutboxRow.state == literal("sending", literal_execute=True))
    return await tx.scalar(select(OutboxRow.recipient).where(flying))


async def queued(tx: Tx, broadcast_id: int) -> int:
    """How many of the round's copies have a row in the outbox that is not settled."""
    mine = (Copy.broadcast_id == broadcast_id) & (Copy.state == CopyState.QUEUED.value)
    return int(await tx.scalar(select(func.count()).select_from(Copy).where(mine)) or 0)


async def feed(tx: Tx, keys: KeyRing, broadcast_id: int, verb: Round, room: int, now: datetime) -> int:
    """Queues up to `room` of the round's waiting copies, and returns how many. Hold the round's row."""
    waiting = (Copy.broadcast_id == broadcast_id) & (Copy.state == CopyState.WAITING.value)
    query = select(Copy.id, Copy.recipient, Copy.previous_id).where(waiting).order_by(Copy.id).limit(room)
    rows = (await tx.execute(query)).all()
    change = update(Copy).where(Copy.id.in_([row.id for row in rows])).values(state=CopyState.QUEUED.value)
    await tx.execute(change.execution_options(synchronize_session=False))
    lanes = {row.id: _lane(verb, row.previous_id) for row in rows}
    await outbox.put(tx, keys, [Queued(row.recipient, outgoing.Copy(row.id), lanes[row.id]) for row in rows], now)
    return len(rows)


def _lane(verb: Round, previous_id: int | None) -> Lane:
    # What edits or deletes may be repeated unseen; what is sent anew must not be, whatever round it belongs to.
    return Lane.AMENDMENT if verb in AMENDS and previous_id is not None else Lane.BROADCAST


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
        mine = Copy.id.in_(ids[start : start + 500]) & (Copy.state == CopyState.QUEUED.value)
        change = update(Copy).where(mine).values(state=to.value)
        await tx.execute(change.execution_options(synchronize_session=False))
