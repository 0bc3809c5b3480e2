"""Exposures by where they stand, for the office's overview."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from domain.exposure import Part, Status
from storage.conflicts import apart_from
from storage.database import Tx
from storage.tables import Batch, CaseRow, Exposure, ExposurePart


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list; `title` is empty while nobody has written one."""

    exposure_id: int
    number: int
    title: str
    party: str
    status: Status
    published_at: datetime | None


async def standing(tx: Tx, statuses: Sequence[Status], limit: int, *, not_about: Collection[int] = ()) -> list[Listed]:
    """Those in one of the statuses, the newest first; without what is about one of those businesses (回避)."""
    title = (ExposurePart.exposure_id == Exposure.id) & (ExposurePart.name == Part.TITLE)
    query = (
        select(Exposure, Batch.number, ExposurePart.text)
        .join(Batch, Batch.id == Exposure.batch_id)
        .outerjoin(ExposurePart, title)
        .outerjoin(CaseRow, CaseRow.id == Exposure.case_id)
        .where(Exposure.status.in_(statuses))
    )
    if not_about:
        query = query.where(apart_from(not_about))
    rows = await tx.execute(query.order_by(Exposure.id.desc()).limit(limit))
    return [
        Listed(row.id, number, text or "", row.party, Status(row.status), row.published_at)
        for row, number, text in rows
    ]
