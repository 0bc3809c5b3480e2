"""What Telegram told us, in order, once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Tx
from storage.sealing import KeyRing, SealBroken
from storage.tables import InboxRow

_INBOX: SqlTable = InboxRow.metadata.tables["inbox"]
_WAITING = text("state = 'received'")
REPEATS_KNOWN_FOR = timedelta(hours=48)
QUARANTINE_KEPT_FOR = timedelta(days=30)
"""Time to find in the log what was wrong; its sender was told at once to send it in another way."""
"""Telegram keeps an update for 24 hours; done rows are kept twice that, so that a repeat is always recognised."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update waiting to be worked. `broken`: its payload was altered or moved, and `update` is empty."""

    update_id: int
    chat: str
    attempts: int
    update: dict[str, Any]
    broken: SealBroken | None = None


async def store(tx: Tx, keys: KeyRing, updates: Sequence[tuple[str, dict[str, Any]]], now: datetime) -> int:
    """Adds `(chat pseudonym, raw update)` pairs; an update already known is left alone. Returns how many were new."""
    if not updates:
        return 0
    values = [
        {
            "update_id": update["update_id"],
            "chat": chat,
            "state": "received",
            "attempts": 0,
            "payload": keys.seal(_pack(update), "inbox", "payload", str(update["update_id"])),
            "received_at": now,
        }
        for chat, update in updates
    ]
    dialect = tx.get_bind().dialect.name
    insert = postgresql.insert(_INBOX) if dialect == "postgresql" else sqlite.insert(_INBOX)
    # The rows beside the statement, not in it: it is the same whatever their number, and is put together once.
    new = insert.on_conflict_do_nothing().returning(_INBOX.c.update_id)
    return len((await (await tx.connection()).execute(new, values)).all())


async def waiting(tx: Tx, keys: KeyRing, limit: int, busy: frozenset[str] = frozenset()) -> list[Arrived]:
    """The oldest waiting updates of up to `limit` chats, one a chat, none of a chat in `busy`."""
    # One a chat: the next row of a chat is looked at only when this one is settled, which keeps its order.
    oldest = select(func.min(InboxRow.update_id)).where(_WAITING).group_by(InboxRow.chat)
    if busy:
        oldest = oldest.where(InboxRow.chat.not_in(busy))
    rows = await tx.scalars(
        select(InboxRow).where(_WAITING, InboxRow.update_id.in_(oldest)).order_by(InboxRow.update_id).limit(limit)
    )
    return [_arrived(row, keys) for row in rows]


async def mark_done(tx: Tx, update_ids: Sequence[int], now: datetime) -> bool:
    """Marks all of them done in the transaction of their effects; False if any was settled by somebody else."""
    # The guard makes one update's effect happen once: a second worker's mark waits for the first one's commit,
    # then finds nothing left to mark, and its transaction is given up.
    result = await tx.execute(
        update(InboxRow)
        .where(_WAITING, InboxRow.update_id.in_(update_ids))
        .values(state="done", done_at=now, payload=None)
        .returning(InboxRow.update_id)
    )
    return len(result.all()) == len(update_ids)


async def note_failure(tx: Tx, update_id: int, reference: str, limit: int, now: datetime) -> bool:
    """Counts a failed attempt; after `limit` of them the update is quarantined and its chat goes on. True if it was."""
    row = await tx.get(InboxRow, update_id)
    if row is None or row.state != "received":
        return False
    row.attempts += 1
    row.trouble = reference
    if row.attempts >= limit:
        row.state, row.done_at = "quarantined", now
    return row.state == "quarantined"


async def forget_settled(tx: Tx, now: datetime) -> int:
    """Removes done rows whose repeats can't come any more, and quarantined ones, with what people wrote in them, that
    have been there long enough; returns how many."""
    known = (InboxRow.state == "done") & (InboxRow.done_at < now - REPEATS_KNOWN_FOR)
    looked_into = (InboxRow.state == "quarantined") & (InboxRow.done_at < now - QUARANTINE_KEPT_FOR)
    result = await tx.execute(delete(InboxRow).where(known | looked_into).returning(InboxRow.update_id))
    return len(result.all())


def _pack(update: dict[str, Any]) -> bytes:
    # A lone surrogate can stand in an update (JSON allows it) but not in UTF-8.
    return json.dumps(update, separators=(",", ":")).encode("ascii")


def _arrived(row: InboxRow, keys: KeyRing) -> Arrived:
    assert row.payload is not None
    try:
        payload = keys.open(row.payload, "inbox", "payload", str(row.update_id))
    except SealBroken as broken:
        # Given as the error it is: raised here, one such row would keep every other chat from being heard.
        return Arrived(row.update_id, row.chat, row.attempts, {}, broken)
    return Arrived(row.update_id, row.chat, row.attempts, json.loads(payload))
