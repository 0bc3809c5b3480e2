"""How much waits, and for how long: figures about rows, nothing of what is in them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, text, update

from storage.database import Tx
from storage.tables import InboxRow, KeyCheck, OutboxRow


@dataclass(frozen=True, slots=True)
class Backlog:
    """Counts of rows, and the ages in seconds of the oldest; an age is 0 where nothing waits."""

    inbox_waiting: int
    inbox_oldest_s: float
    inbox_quarantined: int
    outbox_waiting: int
    outbox_oldest_s: float
    outbox_in_doubt: int
    outbox_dead: int


async def backlog(tx: Tx, now: datetime) -> Backlog:
    """What waits at `now`. A message that is not to be sent before a later moment does not wait yet."""
    # Literal predicates let both databases use the partial indexes of what waits.
    came, oldest = await _one(
        tx, select(func.count(), func.min(InboxRow.received_at)).where(text("state = 'received'"))
    )
    queued, overdue = await _one(
        tx,
        select(func.count(), func.min(OutboxRow.not_before)).where(
            text("state = 'pending'"), OutboxRow.not_before <= now
        ),
    )
    states = await tx.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
    stuck = dict(states.all())
    quarantined = select(func.count()).select_from(InboxRow).where(InboxRow.state == "quarantined")
    return Backlog(
        inbox_waiting=came,
        inbox_oldest_s=_age(oldest, now),
        inbox_quarantined=await tx.scalar(quarantined) or 0,
        outbox_waiting=queued,
        outbox_oldest_s=_age(overdue, now),
        outbox_in_doubt=stuck.get("in_doubt", 0),
        outbox_dead=stuck.get("dead", 0),
    )


async def touch(tx: Tx) -> None:
    """Writes without changing anything: a full disk or a database that only reads shows itself here, by raising."""
    await tx.execute(update(KeyCheck).values(proof=KeyCheck.proof))


async def _one(tx: Tx, query: Select[int, datetime]) -> tuple[int, datetime | None]:
    count, since = (await tx.execute(query)).one()
    return count, since


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
