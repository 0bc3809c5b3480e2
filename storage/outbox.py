"""Queueing what is to be said. Claiming and settling stand in `storage/outbox_claims.py`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table as SqlTable
from sqlalchemy import delete, insert, tuple_

from domain.outgoing import Copy, Lane, Outgoing, to_json
from storage.database import Tx
from storage.sealing import KeyRing
from storage.tables import OutboxRow

_OUTBOX: SqlTable = OutboxRow.metadata.tables["outbox"]


@dataclass(frozen=True, slots=True)
class Queued:
    """One thing to say to one chat.

    `recipient` is made by `to_group` or `to_person`. `topic`: a row of the same topic that is still waiting for this
    recipient gives way to this one. `not_before`: None means at once.
    """

    recipient: str
    what: Outgoing
    lane: Lane = Lane.NOTICE
    topic: str | None = None
    not_before: datetime | None = None


def to_group(chat_id: int) -> str:
    """The recipient name of a group or channel."""
    return str(chat_id)


def to_person(key: str) -> str:
    """The recipient name of a correspondent's private chat."""
    return f"p:{key}"


async def put(tx: Tx, keys: KeyRing, rows: Sequence[Queued], now: datetime) -> None:
    """Queues `rows` in order, in the caller's transaction: what is said and what happened stand or fall together."""
    if not rows:
        return
    latest = {(row.recipient, row.topic): row for row in rows if row.topic}
    if latest:
        await tx.execute(
            delete(OutboxRow).where(
                OutboxRow.state == "pending", tuple_(OutboxRow.recipient, OutboxRow.topic).in_(list(latest))
            )
        )
    kept = [row for row in rows if not row.topic or latest[row.recipient, row.topic] is row]
    # Through the connection: one statement for all, where the session would sort them by the columns that are empty.
    await (await tx.connection()).execute(insert(_OUTBOX), [_values(row, keys, now) for row in kept])


def _values(row: Queued, keys: KeyRing, now: datetime) -> dict[str, object]:
    payload = json.dumps(to_json(row.what), ensure_ascii=False, separators=(",", ":")).encode()
    return {
        "recipient": row.recipient,
        "lane": int(row.lane),
        "topic": row.topic,
        # Bound to the recipient: a payload moved under another recipient does not open.
        "payload": keys.seal(payload, "outbox", "payload", row.recipient),
        "not_before": row.not_before or now,
        "case_id": row.what.case_id,
        "copy_id": row.what.copy_id if isinstance(row.what, Copy) else None,
        "created_at": now,
    }


async def forget_settled(tx: Tx, before: datetime) -> None:
    """Removes rows that were said, or given up, before then; what is in doubt stays until somebody decides."""
    await tx.execute(delete(OutboxRow).where(OutboxRow.state.in_(("sent", "dead")), OutboxRow.settled_at < before))
