"""Photos of an exposure: which may be published, what is black in them, and the blackened copies."""

import errno
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any, TypeVarTuple, cast

from sqlalchemy import Select, Table, case, delete, exists, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.blackening import Box
from domain.exposure import Status
from domain.published import Picture
from storage.database import Tx
from storage.guarded import changed
from storage.tables import EvidenceRow, Exposure, ExposurePhoto
from storage.vault import EvidenceFolder

_Columns = TypeVarTuple("_Columns")


class NotAsFrozen(Exception):
    """The file is not the one that was approved: it must not be published."""


class Unreadable(Exception):
    """The file that was approved is gone, or the disk does not give it out."""

    def __init__(self, picture: Picture, why: str) -> None:
        """`why` is the kind of trouble, for the log."""
        super().__init__(f"photo {picture.photo_id} can't be read from {picture.copy}: {why}")
        self.picture = picture


_PASSES = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
"""The machine's own straits, which say nothing about the file."""


@dataclass(frozen=True, slots=True)
class ToBlacken:
    """A blackened copy to make: of the cleaned copy `source`, under the new name `copy`, which nothing else has."""

    photo_id: int
    source: str
    copy: str
    boxes: list[Box]
    attempts: int


async def pictures(tx: Tx, exposure_id: int) -> list[Picture]:
    """What is published with the exposure, in its order: photos chosen, confirmed and made; ask `unready` first."""
    mine = (ExposurePhoto.exposure_id == exposure_id) & ExposurePhoto.published
    made = (ExposurePhoto.state == "made") & ExposurePhoto.confirmed_by.is_not(None)
    query = select(ExposurePhoto.id, ExposurePhoto.copy, ExposurePhoto.sha256)
    rows = await tx.execute(_in_order(query.where(mine & made)))
    return [Picture(photo_id, copy, digest) for photo_id, copy, digest in rows if copy and digest]


async def unready(tx: Tx, exposure_id: int) -> list[int]:
    """Photos chosen for the public that nobody has confirmed, or whose blackened copy is not made: nothing can be
    submitted while there is one."""
    mine = (ExposurePhoto.exposure_id == exposure_id) & ExposurePhoto.published
    ready = (ExposurePhoto.state == "made") & ExposurePhoto.confirmed_by.is_not(None)
    # `state` is null for most: compared with `made` that is neither true nor false.
    open_ones = mine & (ExposurePhoto.state.is_(None) | ~ready)
    return list(await tx.scalars(select(ExposurePhoto.id).where(open_ones).order_by(ExposurePhoto.id)))


async def read_published(folder: EvidenceFolder, picture: Picture) -> bytes:
    """The bytes that were approved, and no others. Raises `NotAsFrozen`, `Unreadable`, OSError for what passes."""
    try:
        content = await folder.read_published(picture.copy)
    except OSError as error:
        if error.errno in _PASSES:
            raise
        raise Unreadable(picture, type(error).__name__) from error
    if sha256(content).hexdigest() != picture.sha256:
        raise NotAsFrozen(f"photo {picture.photo_id} is not as it was frozen")
    return content


async def chosen(tx: Tx, exposure_id: int) -> int:
    """How many photos are chosen for the public."""
    mine = (ExposurePhoto.exposure_id == exposure_id) & ExposurePhoto.published
    return await tx.scalar(select(func.count()).select_from(ExposurePhoto).where(mine)) or 0


async def get(tx: Tx, photo_id: int) -> ExposurePhoto | None:
    """The photo as it stands in the database now."""
    return await tx.get(ExposurePhoto, photo_id, populate_existing=True)


async def of_exposure(tx: Tx, exposure_id: int) -> list[tuple[ExposurePhoto, EvidenceRow]]:
    """The exposure's candidates with what they are made from: officers' photos first, then the reporter's."""
    query = select(ExposurePhoto, EvidenceRow).where(ExposurePhoto.exposure_id == exposure_id)
    rows = await tx.execute(_in_order(query).execution_options(populate_existing=True))
    return [(photo, evidence) for photo, evidence in rows]


async def of_evidence(tx: Tx, evidence_id: int) -> list[ExposurePhoto]:
    """The candidates that are made from that file."""
    return list(await tx.scalars(select(ExposurePhoto).where(ExposurePhoto.evidence_id == evidence_id)))


async def of_album(tx: Tx, album: str) -> int | None:
    """The exposure to which the office added an album's earlier items; `album` is its pseudonym.

    An album of a case's is that case's, whoever has made candidates of its photos since: a late item stays a note.
    """
    query = select(ExposurePhoto.exposure_id).join(EvidenceRow, EvidenceRow.id == ExposurePhoto.evidence_id)
    return await tx.scalar(query.where(EvidenceRow.album == album, EvidenceRow.case_id.is_(None)).limit(1))


async def kept_of_case(tx: Tx, case_id: int, *, by_staff: bool) -> list[int]:
    """The case's files that have a cleaned copy, as evidence ids: the staff's, or the reporter's."""
    kept = (EvidenceRow.case_id == case_id) & (EvidenceRow.state == "kept") & (EvidenceRow.by_staff.is_(by_staff))
    return list(await tx.scalars(select(EvidenceRow.id).where(kept).order_by(EvidenceRow.id)))


async def add(tx: Tx, exposure_id: int, evidence_ids: Collection[int]) -> None:
    """Makes candidates of these files, chosen by nobody yet; what is one already stays as it is.

    The constraint decides: of two at once the second inserts nothing.
    """
    if not evidence_ids:
        return
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    blank = {"exposure_id": exposure_id, "published": False, "boxes": [], "attempts": 0}
    values: list[dict[str, Any]] = [blank | {"evidence_id": each} for each in evidence_ids]
    await tx.execute(kind.insert(ExposurePhoto).values(values).on_conflict_do_nothing())


async def change(tx: Tx, photo_id: int, *, boxes: Sequence[Box] | None = None, published: bool | None = None) -> None:
    """Other boxes, or another flag: the confirmation and the copy are gone with it. Call it behind `office.edited`,
    which is the guard."""
    wanted: dict[str, Any] = {} if boxes is None else {"boxes": [list(each) for each in boxes]}
    wanted |= {} if published is None else {"published": published}
    blank = dict.fromkeys(("confirmed_by", "confirmed_at", "state", "not_before", "copy", "sha256"))
    await tx.execute(update(ExposurePhoto).where(ExposurePhoto.id == photo_id).values(**wanted, **blank, attempts=0))


async def confirm(tx: Tx, photo_id: int, by: int, now: datetime) -> None:
    """A person has looked at it, and the copy is made from just these boxes. Behind `office.edited`, too."""
    said = {"confirmed_by": by, "confirmed_at": now, "state": "wanted", "not_before": now, "attempts": 0}
    await tx.execute(update(ExposurePhoto).where(ExposurePhoto.id == photo_id).values(**said, copy=None, sha256=None))


async def forget(tx: Tx, photo_id: int) -> None:
    """The candidate is none any more."""
    await tx.execute(delete(ExposurePhoto).where(ExposurePhoto.id == photo_id))


async def carry_over(tx: Tx, from_id: int, to_id: int) -> None:
    """Gives a correction the photos that are shown with what it corrects, confirmed as they are: the same copies, in
    the same order. What is not shown stays behind: a correction adds no photo."""
    table = cast(Table, ExposurePhoto.__table__)
    kept = [each.name for each in table.columns if each.name not in ("id", "exposure_id")]
    shown = (table.c.exposure_id == from_id) & table.c.published
    rows = select(literal(to_id), *(table.c[name] for name in kept)).where(shown).order_by(table.c.id)
    await tx.execute(insert(ExposurePhoto).from_select(["exposure_id", *kept], rows))


async def next_wanted(tx: Tx) -> datetime | None:
    """When the next copy may be made; None when none is wanted."""
    return await tx.scalar(select(func.min(ExposurePhoto.not_before)).where(ExposurePhoto.state == "wanted"))


async def claim(tx: Tx, now: datetime, lease: timedelta, limit: int) -> list[ToBlacken]:
    """Copies to make now; each stays away for `lease`.

    The row takes the new copy's name as it is claimed, and `made` asks for it: an edit clears it, a later claim puts
    another in its place, so a copy of boxes that were changed meanwhile is never taken.
    """
    due = (ExposurePhoto.state == "wanted") & (ExposurePhoto.not_before <= now)
    query = select(ExposurePhoto, EvidenceRow.copy).join(EvidenceRow, EvidenceRow.id == ExposurePhoto.evidence_id)
    rows = await tx.execute(
        query.where(due, EvidenceRow.copy.is_not(None)).order_by(ExposurePhoto.not_before).limit(limit)
        .with_for_update(skip_locked=True, of=ExposurePhoto).execution_options(populate_existing=True)
    )  # fmt: skip
    claimed = []
    for row, source in rows:
        assert source is not None, "asked for"
        copy = f"{token_hex(16)}.jpg"
        row.copy, row.attempts, row.not_before = copy, row.attempts + 1, now + lease
        claimed.append(ToBlacken(row.id, source, copy, _boxes(row), row.attempts))
    return claimed


async def made(tx: Tx, what: ToBlacken, digest: str) -> bool:
    """The copy is in the folder; False when the boxes or the flag were changed while it was made."""
    return await changed(tx, _claimed(what).values(state="made", sha256=digest, not_before=None))


async def postpone(tx: Tx, what: ToBlacken, until: datetime) -> bool:
    """It could not be made this time."""
    return await changed(tx, _claimed(what).values(not_before=until, copy=None))


async def fail(tx: Tx, what: ToBlacken) -> bool:
    """It can't be made; somebody is told, and may confirm once more."""
    return await changed(tx, _claimed(what).values(state="failed", not_before=None, copy=None))


async def in_use(tx: Tx, copies: Collection[str]) -> set[str]:
    """Which of these names of copies any photo has."""
    return {each for each in await tx.scalars(select(ExposurePhoto.copy).where(ExposurePhoto.copy.in_(copies))) if each}


async def forget_discarded(tx: Tx) -> None:
    """Discarded drafts have no candidates any more: their files belong to nobody then, and are tidied away."""
    gone = exists().where(Exposure.id == ExposurePhoto.exposure_id, Exposure.status == Status.DISCARDED)
    await tx.execute(delete(ExposurePhoto).where(gone))


def _in_order(query: Select[*_Columns]) -> Select[*_Columns]:
    """Photos as they are listed and published: the staff's first, then the reporter's, each as they came."""
    joined = query.join(EvidenceRow, EvidenceRow.id == ExposurePhoto.evidence_id)
    return joined.order_by(case((EvidenceRow.by_staff, 0), else_=1), ExposurePhoto.id)


def _claimed(what: ToBlacken) -> Any:
    mine = (ExposurePhoto.id == what.photo_id) & (ExposurePhoto.copy == what.copy)
    return update(ExposurePhoto).where(mine & (ExposurePhoto.state == "wanted"))


def _boxes(row: ExposurePhoto) -> list[Box]:
    return [(left, top, right, bottom) for left, top, right, bottom in row.boxes]
