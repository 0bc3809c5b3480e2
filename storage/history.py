"""Cases with all their events, page by page, for those who check the whole ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from domain.replay import Standing
from storage.database import Tx
from storage.tables import CaseEvent, CaseRow


@dataclass(frozen=True, slots=True)
class History:
    """One case: what its row says now, and everything that happened to it in the order of `seq`."""

    id: int
    number: str
    standing: Standing
    events: Sequence[CaseEvent]


async def histories(tx: Tx, after: int, limit: int) -> list[History]:
    """The cases that follow the id `after`, in the order of their ids, each with its events."""
    # One statement sees one moment: a case that moves on while it is read is seen with its row and events in step.
    ids = select(CaseRow.id).where(CaseRow.id > after).order_by(CaseRow.id).limit(limit)
    columns = (CaseRow.id, CaseRow.number, CaseRow.status, CaseRow.outcome, CaseRow.holder_id)
    query = select(*columns, CaseEvent).outerjoin(CaseEvent, CaseEvent.case_id == CaseRow.id)
    found = await tx.execute(query.where(CaseRow.id.in_(ids)).order_by(CaseRow.id, CaseEvent.seq))
    return [_history(list(rows)) for _, rows in groupby(found.all(), key=lambda row: row.id)]


def _history(rows: list[Any]) -> History:
    first = rows[0]
    events = [row.CaseEvent for row in rows if row.CaseEvent is not None]
    return History(first.id, first.number, Standing(first.status, first.outcome, first.holder_id), events)
