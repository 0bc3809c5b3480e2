"""What people tried and may not: counted for the limits on guessing, kept for whoever looks into it."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage.database import Tx
from storage.tables import Attempt


async def add(tx: Tx, who: str, what: str, now: datetime, case_id: int | None = None) -> None:
    """`who` is a numeric id for staff, a pseudonym for everybody else."""
    await tx.execute(insert(Attempt).values(at=now, who=who, what=what, case_id=case_id))


async def count(tx: Tx, what: str, since: datetime, who: str | None = None) -> int:
    """How many attempts of that kind since then: one person's, or everybody's when `who` is None."""
    query = select(func.count()).select_from(Attempt).where(Attempt.what == what, Attempt.at > since)
    return (await tx.scalar(query if who is None else query.where(Attempt.who == who))) or 0


async def forget(tx: Tx, before: datetime) -> None:
    """Removes attempts older than that."""
    await tx.execute(delete(Attempt).where(Attempt.at < before))
