"""Canned answers: texts that the duty desk keeps, found by a case's status and category."""

from datetime import datetime

from sqlalchemy import or_, select, update

from storage.database import Tx
from storage.guarded import changed
from storage.tables import CannedAnswer


async def add(tx: Tx, answer: CannedAnswer) -> int:
    """Keeps the answer and returns its id."""
    tx.add(answer)
    await tx.flush()
    return answer.id


async def kept(tx: Tx) -> list[CannedAnswer]:
    """Every answer that was not dropped, oldest first."""
    return list(
        await tx.scalars(select(CannedAnswer).where(CannedAnswer.dropped_at.is_(None)).order_by(CannedAnswer.id))
    )


async def matching(tx: Tx, status: str, violation: str, limit: int) -> list[CannedAnswer]:
    """Kept answers for that status and category; those made for just this category come first."""
    query = select(CannedAnswer).where(
        CannedAnswer.dropped_at.is_(None),
        or_(CannedAnswer.status.is_(None), CannedAnswer.status == status),
        or_(CannedAnswer.violation.is_(None), CannedAnswer.violation == violation),
    )
    narrow_first = query.order_by(CannedAnswer.violation.is_(None), CannedAnswer.status.is_(None), CannedAnswer.id)
    return list(await tx.scalars(narrow_first.limit(limit)))


async def drop(tx: Tx, answer_id: int, at: datetime) -> bool:
    """Offers the answer no more; False when it was dropped before or never was."""
    there = (CannedAnswer.id == answer_id) & CannedAnswer.dropped_at.is_(None)
    return await changed(tx, update(CannedAnswer).where(there).values(dropped_at=at))
