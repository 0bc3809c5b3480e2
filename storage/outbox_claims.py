"""Claiming what is to be said, and settling what became of it. Queueing stands in `storage/outbox.py`.

Every claim carries a token and a lease. Whoever settles names the token: a sender that slept past its lease finds
another token on the row, or none, and changes nothing.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table as SqlTable
from sqlalchemy import bindparam, delete, func, literal, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.broadcast import Result
from domain.outgoing import Lane, Mark
from storage import copy_ends, outlets, rounds
from storage.database import Tx
from storage.outbox import to_group
from storage.sealing import KeyRing
from storage.tables import DeskRow, OutboxRow, SentMessage
from storage.tables.schema import UtcDateTime

_CLAIM = (
    text(
        # The states are literal text: with bound parameters SQLite would not use the partial indexes.
        # A row that has been tried keeps its place in the line; one that never was, and is meant for later, does not.
        # PostgreSQL believes that nothing is open whenever it counted while little was. MATERIALIZED and OFFSET 0 keep
        # it from running the whole search once a row, and the search for earlier rows over all that is open.
        """
        WITH due AS MATERIALIZED (
            SELECT waiting.id FROM outbox AS waiting
            WHERE waiting.state = 'pending' AND waiting.lane = :lane AND waiting.not_before <= :now
              AND waiting.recipient NOT IN (SELECT recipient FROM outbox WHERE state = 'sending')
              AND NOT EXISTS (
                SELECT 1 FROM outbox AS earlier
                WHERE earlier.state IN ('pending', 'sending') AND earlier.recipient = waiting.recipient
                  AND (earlier.lane, earlier.id) < (waiting.lane, waiting.id)
                  AND (earlier.not_before <= :now OR earlier.attempts > 0)
                LIMIT 1 OFFSET 0)
            ORDER BY waiting.lane, waiting.id LIMIT :room)
        UPDATE outbox SET state = 'sending', lease = :token, leased_until = :until, topic = NULL,
            attempts = attempts + 1
        WHERE state = 'pending' AND id IN (SELECT id FROM due)
        RETURNING id, recipient, lane, payload, attempts, repeat, case_id, copy_id
        """
    )
    .bindparams(bindparam("now", type_=UtcDateTime()), bindparam("until", type_=UtcDateTime()))
    .columns(OutboxRow.id, OutboxRow.recipient, OutboxRow.lane, OutboxRow.payload, OutboxRow.attempts,
             OutboxRow.repeat, OutboxRow.case_id, OutboxRow.copy_id)
)  # fmt: skip

_OUTBOX: SqlTable = OutboxRow.metadata.tables["outbox"]
_PENDING = OutboxRow.state == literal("pending", literal_execute=True)
_SENDING = OutboxRow.state == literal("sending", literal_execute=True)
_CLAIMS_LOCK = 0x71B0FF01
"""The number of PostgreSQL's advisory lock under which claims are made."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One row in flight. `attempts` counts this flight; `repeat`: an earlier one may have arrived.

    `copy_id` is the copy of an exposure that it is; whatever becomes of the row becomes of the copy, too.
    """

    id: int
    recipient: str
    lane: Lane
    payload: bytes
    attempts: int
    repeat: bool
    case_id: int | None
    lease: str
    copy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What became a message. `message_ids` are those new in the chat; `mark` None: no reply is expected to them.

    `result` is what came of a copy of an exposure.
    """

    row: Claimed
    message_ids: Sequence[int] = ()
    mark: Mark | None = None
    ask: str | None = None
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """What did not. `why` is a short text without identities; `again_at` when to try anew, where that is done."""

    row: Claimed
    why: str
    again_at: datetime | None = None


async def claim(tx: Tx, now: datetime, until: datetime, token: str, rooms: Mapping[Lane, int]) -> list[Claimed]:
    """Takes what may be said now: `rooms` says how many of each lane, and a lower lane goes first.

    Of one recipient at most one row is in flight, the oldest of its lowest lane. The lease ends at `until`. A claimed
    row loses its topic: it may have been said already, so nothing newer takes its place any more.
    """
    await _one_claim_at_a_time(tx)
    found: list[Claimed] = []
    for lane, room in sorted(rooms.items()):
        if room <= 0:
            continue
        values = {"now": now, "until": until, "token": token, "lane": int(lane), "room": room}
        rows = (await tx.execute(_CLAIM, values)).all()
        found += (
            Claimed(row.id, row.recipient, lane, row.payload, row.attempts, row.repeat, row.case_id, token, row.copy_id)
            for row in sorted(rows, key=lambda row: int(row.id))
        )
    return found


async def _one_claim_at_a_time(tx: Tx) -> None:
    # Two claims at once could each see another row of the same chat as the first in line. SQLite has one writer
    # anyway; on PostgreSQL the second waits here until the first has committed.
    if tx.get_bind().dialect.name == "postgresql":
        await tx.execute(select(func.pg_advisory_xact_lock(_CLAIMS_LOCK)))


async def next_due(tx: Tx, now: datetime) -> datetime | None:
    """The next moment at which another row may be said; None when nothing waits for a moment.

    What is due already and was not claimed is behind another row of its chat: one in flight, or one of these.
    """
    return await tx.scalar(select(func.min(OutboxRow.not_before)).where(_PENDING, OutboxRow.not_before > now))


async def settle_sent(tx: Tx, sent: Collection[Sent], now: datetime) -> set[int]:
    """Marks rows as sent and keeps which message is about which case. Returns the ids whose lease still held."""
    ours = await _held(tx, [each.row for each in sent])
    kept = [each for each in sent if each.row.id in ours]
    await _settle(
        tx, "sent", [(each.row, each.message_ids[-1] if each.message_ids else None, None) for each in kept], now
    )
    await _remember(tx, kept, now)
    done = [(each.row.copy_id, each.result) for each in kept if each.row.copy_id is not None and each.result]
    await copy_ends.done(tx, done, now)
    return ours


async def settle_dead(tx: Tx, dead: Collection[Failed], now: datetime) -> set[int]:
    """Marks rows that will never arrive. Returns the ids whose lease still held."""
    ours = await _held(tx, [each.row for each in dead])
    await _settle(tx, "dead", [(each.row, None, each.why) for each in dead if each.row.id in ours], now)
    failed = [(each.row.copy_id, each.why) for each in dead if each.row.id in ours and each.row.copy_id is not None]
    await copy_ends.failed(tx, failed, now)
    return ours


async def recall(tx: Tx, rows: Collection[Claimed]) -> set[int]:
    """Takes copies of a round that does not go on out of the line, unsaid. Returns the ids whose lease still held."""
    ours = await _held(tx, rows)
    await tx.execute(delete(OutboxRow).where(OutboxRow.id.in_(ours)))
    await copy_ends.recalled(tx, [row.copy_id for row in rows if row.id in ours and row.copy_id is not None])
    return ours


async def push_back(tx: Tx, failed: Collection[Failed], *, doubtful: bool = False) -> set[int]:
    """Puts rows back in line until `again_at`, marked as a possible repeat when `doubtful`."""
    ours = await _held(tx, [each.row for each in failed])
    values = [
        {"row_id": each.row.id, "token": each.row.lease, "at": each.again_at, "why": each.why[:200]}
        for each in failed
        if each.row.id in ours
    ]
    change: dict[str, object] = {"state": "pending", "not_before": bindparam("at"), "trouble": bindparam("why")}
    await _update_each(tx, change | ({"repeat": True} if doubtful else {}), values)
    return ours


async def mark_in_doubt(tx: Tx, failed: Collection[Failed]) -> set[int]:
    """For rows that may have arrived. A notice is said again, marked; a broadcast stays for an operator to decide."""
    again = [each for each in failed if each.row.lane is not Lane.BROADCAST]
    ours = await push_back(tx, again, doubtful=True)
    held = await _held(tx, [each.row for each in failed if each.row.lane is Lane.BROADCAST])
    values = [
        {"row_id": each.row.id, "token": each.row.lease, "why": each.why[:200]}
        for each in failed
        if each.row.id in held
    ]
    await _update_each(tx, {"state": "in_doubt", "trouble": bindparam("why")}, values)
    doubted = [each.row.copy_id for each in failed if each.row.id in held and each.row.copy_id is not None]
    await copy_ends.doubted(tx, doubted)
    return ours | held


async def sweep_leases(tx: Tx, now: datetime, *, all_of_them: bool = False) -> int:
    """Ends flights whose lease ran out: notices are said again, marked; broadcasts are in doubt. Returns how many.

    `all_of_them` is for a voice that has just taken the lead: whatever is in flight was its predecessor's.
    """
    over = _SENDING if all_of_them else _SENDING & (OutboxRow.leased_until < now)
    gone: dict[str, object] = {"lease": None, "leased_until": None, "trouble": "the sender went away"}
    notices = update(_OUTBOX).where(over, _OUTBOX.c.lane != int(Lane.BROADCAST))
    broadcasts = update(_OUTBOX).where(over, _OUTBOX.c.lane == int(Lane.BROADCAST))
    again = await tx.execute(notices.values(**gone, state="pending", repeat=True).returning(_OUTBOX.c.id))
    doubt = await tx.scalars(broadcasts.values(**gone, state="in_doubt").returning(_OUTBOX.c.copy_id))
    copies = doubt.all()
    await copy_ends.doubted(tx, [each for each in copies if each is not None])
    return len(again.all()) + len(copies)


async def migrate_chat(tx: Tx, keys: KeyRing, old: int, new: int) -> None:
    """A group became a supergroup: its desk or outlet, the progress of its rounds and whatever waits for it follow.
    Doing it twice changes nothing.

    `sent_message` keeps the old chat's messages: ids begin anew in a supergroup, so under the new name they would
    be taken for other messages, and a reply or an edit would reach the wrong case. Cards are sent anew there.
    """
    await tx.execute(update(DeskRow).where(DeskRow.chat_id == old).values(chat_id=new, unreachable_at=None))
    await outlets.rename(tx, old, new)
    # Before the copies, as whoever feeds or settles a round holds its row first.
    await rounds.rename(tx, old, new)
    await copy_ends.follow(tx, to_group(old), to_group(new))
    unsaid = OutboxRow.state.in_(("pending", "sending", "in_doubt"))
    rows = await tx.scalars(select(OutboxRow).where(OutboxRow.recipient == to_group(old), unsaid).with_for_update())
    for row in rows.all():
        # Without its topic a row can't collide with one that is queued for the new chat already.
        row.recipient, row.topic = to_group(new), None
        if row.payload is not None:
            row.payload = _moved(keys, row.payload, to_group(old), to_group(new))
    await tx.flush()


def _moved(keys: KeyRing, payload: bytes, old: str, new: str) -> bytes:
    what = json.loads(keys.open(payload, "outbox", "payload", old))
    # Both name a message of the old chat.
    what |= {name: None for name in ("reply_to", "instead_of") if name in what}
    return keys.seal(json.dumps(what, ensure_ascii=False).encode(), "outbox", "payload", new)


async def _held(tx: Tx, rows: Iterable[Claimed]) -> set[int]:
    """The ids still in flight under these rows' own leases, locked until the transaction ends."""
    lease_of = {row.id: row.lease for row in rows}
    if not lease_of:
        return set()
    query = select(OutboxRow.id, OutboxRow.lease).where(OutboxRow.id.in_(lease_of), _SENDING).with_for_update()
    return {row_id for row_id, lease in await tx.execute(query) if lease_of[row_id] == lease}


async def _settle(tx: Tx, state: str, rows: Sequence[tuple[Claimed, int | None, str | None]], now: datetime) -> None:
    # What was said is no longer needed: the sealed text goes with the row's end.
    values = [
        {"row_id": row.id, "token": row.lease, "message": message_id, "why": why[:200] if why else None}
        for row, message_id, why in rows
    ]
    change = {"state": state, "payload": None, "settled_at": now, "leased_until": None}
    await _update_each(tx, change | {"message_id": bindparam("message"), "trouble": bindparam("why")}, values)


async def _update_each(tx: Tx, change: Mapping[str, object], values: Sequence[Mapping[str, object]]) -> None:
    if not values:
        return
    # Through the connection: one statement for many rows, where the session would ask for primary keys.
    mine = (_OUTBOX.c.id == bindparam("row_id")) & (_OUTBOX.c.lease == bindparam("token"))
    await (await tx.connection()).execute(update(_OUTBOX).where(mine).values(**change), list(values))


async def _remember(tx: Tx, sent: Iterable[Sent], now: datetime) -> None:
    values = [
        {"recipient": each.row.recipient, "message_id": message_id, "case_id": each.row.case_id,
         "mark": str(each.mark), "ask": each.ask, "sent_at": now}
        for each in sent if each.mark for message_id in each.message_ids
    ]  # fmt: skip
    if values:
        # A message known already is left as it is: a settle repeated after a lost commit must not fail.
        kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
        await tx.execute(kind.insert(SentMessage).values(values).on_conflict_do_nothing())
