"""Files that came with a report or a note: wanted first, fetched later, kept sealed and as a cleaned copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import bindparam, delete, exists, func, select, text, update

from storage.database import Tx
from storage.sealing import KeyRing, SealBroken
from storage.tables import EvidenceRow, ExposurePhoto
from storage.vault import Kept

_WANTED = text("state = 'wanted'")
_OF_OWNER = select(EvidenceRow).where(EvidenceRow.owner == bindparam("owner")).order_by(EvidenceRow.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch: `file_id` is Telegram's, `handle` the name it shall have in the vault.

    `file_id` None: it was altered in the database. Raised instead, it would keep every other file from being fetched.
    """

    id: int
    handle: str
    file_id: str | None
    as_file: bool
    attempts: int


def want(
    tx: Tx,
    keys: KeyRing,
    file_id: str,
    now: datetime,
    *,
    owner: str | None = None,
    case_id: int | None = None,
    note_id: int | None = None,
    by_staff: bool = False,
    album: str | None = None,
    as_file: bool = False,
    trouble: str | None = None,
) -> EvidenceRow:
    """Notes a file to be fetched: of a draft (`owner`), a case, or an officer's note (`note_id` with its case).

    `by_staff` for what staff sent without a note: make it somebody's in the same transaction, or it is tidied away.
    `album` is a pseudonym of the media group. `trouble` says why it will never be fetched (too large).
    """
    handle = token_hex(16)
    row = EvidenceRow(
        handle=handle,
        owner=owner,
        case_id=case_id,
        note_id=note_id,
        by_staff=by_staff or note_id is not None,
        as_file=as_file,
        album=album,
        source=keys.seal(file_id.encode(), "evidence", "source", handle),
        state="refused" if trouble else "wanted",
        trouble=trouble,
        not_before=now,
        at=now,
    )
    tx.add(row)
    return row


async def claim_wanted(tx: Tx, keys: KeyRing, now: datetime, lease: timedelta, limit: int) -> list[Wanted]:
    """Files to fetch now; each stays away for `lease`, so that a crash in the middle only delays it."""
    rows = (
        await tx.scalars(
            select(EvidenceRow)
            .where(_WANTED, EvidenceRow.not_before <= now)
            .order_by(EvidenceRow.not_before)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    ).all()
    for row in rows:
        row.attempts += 1
        row.not_before = now + lease
    return [Wanted(row.id, row.handle, _file_id(keys, row), row.as_file, row.attempts) for row in rows]


async def next_wanted(tx: Tx) -> datetime | None:
    """When the next file may be fetched; None when nothing is wanted."""
    return await tx.scalar(select(func.min(EvidenceRow.not_before)).where(_WANTED))


async def mark_kept(
    tx: Tx, evidence_id: int, kept: Kept, width: int, height: int, dhash: int | None, place: bytes | None
) -> EvidenceRow | None:
    """The file is in the vault; None if somebody else settled the row meanwhile. `place` is already sealed."""
    row = await _still_wanted(tx, evidence_id)
    if row is not None:
        row.state, row.original, row.copy, row.sha256 = "kept", kept.original, kept.copy, kept.sha256
        row.width, row.height, row.dhash, row.place, row.source = width, height, dhash, place, None
    return row


async def mark_refused(tx: Tx, evidence_id: int, trouble: str) -> EvidenceRow | None:
    """The file can't be had or can't be a picture; `trouble` is a key of `wording/citizen.py`."""
    row = await _still_wanted(tx, evidence_id)
    if row is not None:
        row.state, row.trouble, row.source = "refused", trouble, None
    return row


async def postpone(tx: Tx, evidence_id: int, until: datetime) -> None:
    """Telegram did not give the file this time; it is asked again later."""
    await tx.execute(update(EvidenceRow).where(EvidenceRow.id == evidence_id, _WANTED).values(not_before=until))


async def file_to_case(tx: Tx, owner: str, case_id: int) -> list[EvidenceRow]:
    """Moves a draft's files to its case; the case has them from now on, without their owner."""
    rows = (await tx.scalars(_OF_OWNER, {"owner": owner})).all()
    for row in rows:
        row.case_id, row.owner = case_id, None
    return list(rows)


async def drop_draft(tx: Tx, owner: str) -> None:
    """Forgets a draft's files: the citizen cancelled, or sends the photos again."""
    rows = await tx.scalars(select(EvidenceRow).where(EvidenceRow.owner == owner))
    for row in rows:
        row.owner, row.source, row.place = None, None, None
        if row.state == "wanted":
            row.state, row.trouble = "refused", "dropped"


async def dropped(tx: Tx, before: datetime, limit: int) -> list[EvidenceRow]:
    """Files that belong to nobody any more: of drafts that were cancelled, or photos that were sent again.

    `before` leaves out those that somebody may still be fetching. What the publicity office added to an exposure
    has neither owner nor case; it belongs to the exposure.
    """
    nobodys = EvidenceRow.case_id.is_(None) & EvidenceRow.owner.is_(None) & (EvidenceRow.not_before < before)
    nobodys &= ~exists().where(ExposurePhoto.evidence_id == EvidenceRow.id)
    return list(await tx.scalars(select(EvidenceRow).where(nobodys).order_by(EvidenceRow.id).limit(limit)))


async def forget(tx: Tx, evidence_ids: Sequence[int]) -> None:
    """Removes the rows of dropped files, once the files themselves are gone."""
    await tx.execute(delete(EvidenceRow).where(EvidenceRow.id.in_(evidence_ids)))


async def case_of_album(tx: Tx, album: str) -> int | None:
    """The case to which an album's earlier items were filed, so that a late item joins them."""
    return await tx.scalar(
        select(EvidenceRow.case_id).where(EvidenceRow.album == album, EvidenceRow.case_id.is_not(None)).limit(1)
    )


async def note_of_album(tx: Tx, album: str) -> int | None:
    """The officer's note that an album's earlier items are attached to."""
    return await tx.scalar(
        select(EvidenceRow.note_id).where(EvidenceRow.album == album, EvidenceRow.note_id.is_not(None)).limit(1)
    )


async def of_case(tx: Tx, case_id: int) -> Sequence[EvidenceRow]:
    """All files of a case, oldest first."""
    return (await tx.scalars(select(EvidenceRow).where(EvidenceRow.case_id == case_id).order_by(EvidenceRow.id))).all()


async def owner_of(tx: Tx, evidence_id: int) -> str | None:
    """Whose draft the file belongs to now; None once it is a case's, or nobody's."""
    return await tx.scalar(select(EvidenceRow.owner).where(EvidenceRow.id == evidence_id))


async def get(tx: Tx, evidence_id: int) -> EvidenceRow | None:
    """One file's row."""
    return await tx.get(EvidenceRow, evidence_id)


async def _still_wanted(tx: Tx, evidence_id: int) -> EvidenceRow | None:
    row = await tx.get(EvidenceRow, evidence_id, with_for_update=True)
    return row if row is not None and row.state == "wanted" else None


def _file_id(keys: KeyRing, row: EvidenceRow) -> str | None:
    assert row.source is not None
    try:
        return keys.open(row.source, "evidence", "source", row.handle).decode()
    except SealBroken:
        return None
