"""Forgetting what has served its purpose."""

from datetime import datetime, timedelta

from storage import attempts, evidence, inbox, outbox
from storage.database import Database, Tx
from storage.vault import EvidenceFolder

SETTLED_KEPT_FOR = timedelta(days=7)
ATTEMPTS_KEPT_FOR = timedelta(days=180)
"""Long enough to look into a series of guesses or presses."""

FETCHED_WITHIN = timedelta(minutes=10)
"""Longer than the lease of any fetch."""


async def tidy(tx: Tx, now: datetime) -> None:
    """Removes settled inbox and outbox rows, and old attempts. Their payloads went when they were settled."""
    await inbox.forget_done(tx, now)
    await outbox.forget_settled(tx, now - SETTLED_KEPT_FOR)
    await attempts.forget(tx, now - ATTEMPTS_KEPT_FOR)


async def remove_dropped_files(database: Database, folder: EvidenceFolder, now: datetime, at_once: int = 100) -> int:
    """Removes the files of drafts that were given up, original and copy, and returns how many.

    The files go first and the rows after: a crash between leaves rows, and the next tick does the rest. A row without
    owner and case can get neither again, so nobody can come to want what is being removed.
    """
    async with database.read() as tx:
        rows = [(row.id, row.handle) for row in await evidence.dropped(tx, now - FETCHED_WITHIN, at_once)]
    for _, handle in rows:
        await folder.remove(handle)
    if rows:
        async with database.write() as tx:
            await evidence.forget(tx, [evidence_id for evidence_id, _ in rows])
    return len(rows)
