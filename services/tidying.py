"""Forgetting what has served its purpose."""

from datetime import datetime, timedelta

from storage import attempts, evidence, exposure_photos, inbox, outbox
from storage.database import Database, Tx
from storage.vault import EvidenceFolder

SETTLED_KEPT_FOR = timedelta(days=7)
ATTEMPTS_KEPT_FOR = timedelta(days=180)
"""Long enough to look into a series of guesses or presses."""

FETCHED_WITHIN = timedelta(minutes=10)
"""Longer than the lease of any fetch."""

_AT_ONCE = 500


async def tidy(tx: Tx, now: datetime) -> None:
    """Removes settled inbox and outbox rows, and old attempts. Their payloads went when they were settled, but those of
    quarantined updates, which go now.

    Photos of discarded exposures are let go: what was made of them, and added to them, is removed by the ticks below.
    """
    await inbox.forget_settled(tx, now)
    await outbox.forget_settled(tx, now - SETTLED_KEPT_FOR)
    await attempts.forget(tx, now - ATTEMPTS_KEPT_FOR)
    await exposure_photos.forget_discarded(tx)


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


async def remove_unused_copies(database: Database, folder: EvidenceFolder) -> int:
    """Removes blackened copies that no photo has any more, of boxes that were changed or drafts that were discarded.

    A copy's name stands in a photo's row before the file is written, and no row takes a name that no other has: what
    is unused now can't come to be used.
    """
    names = await folder.published()
    unused: list[str] = []
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        async with database.read() as tx:
            used = await exposure_photos.in_use(tx, some)
        unused += [each for each in some if each not in used]
    for each in unused:
        await folder.remove_published(each)
    return len(unused)
