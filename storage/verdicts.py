"""Whether it is really gone: when a case's reporter is asked, and what they said."""

from datetime import datetime

from sqlalchemy import select, update

from domain.look_back import Verdict
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow


async def plan(tx: Tx, case_id: int, at: datetime | None) -> None:
    """Sets when the reporter is asked about the present conclusion, and forgets what they said of an earlier one.

    Called after the case's status was changed in the same transaction, which holds the row.
    """
    columns = {"ask_at": at, "verdict": None, "verdict_at": None}
    await changed(tx, update(CaseRow).where(CaseRow.id == case_id).values(**columns))


async def to_ask(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Cases whose reporter is to be asked by now, the longest waiting first."""
    query = select(CaseRow.id).where(CaseRow.ask_at <= now).order_by(CaseRow.ask_at, CaseRow.id).limit(limit)
    return list(await tx.scalars(query))


async def asked(tx: Tx, row: CaseRow) -> bool:
    """Marks the question as asked; False when another process was first, or the case has moved on."""
    as_read = (CaseRow.id == row.id) & (CaseRow.status == row.status) & (CaseRow.ask_at == row.ask_at)
    return await changed(tx, update(CaseRow).where(as_read).values(ask_at=None))


async def give(tx: Tx, row: CaseRow, verdict: Verdict, now: datetime) -> bool:
    """Keeps the answer to the conclusion that `row` was read with; False when there is one, or it is undone."""
    as_read = (CaseRow.id == row.id) & (CaseRow.status == row.status) & (CaseRow.concluded_at == row.concluded_at)
    return await changed(
        tx, update(CaseRow).where(as_read, CaseRow.verdict.is_(None)).values(verdict=verdict, verdict_at=now)
    )
