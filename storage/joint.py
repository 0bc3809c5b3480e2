"""Which desks handle a case together with the one that leads it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow, CoHandler, DeskRow

# Put together once: every card asks.
_GUESTS = (
    select(DeskRow)
    .join(CoHandler, CoHandler.desk_id == DeskRow.id)
    .join(CaseRow, CaseRow.id == CoHandler.case_id)
    # A guest to which the case is given leads it from then on, and helps again should it move on.
    .where(CoHandler.case_id == bindparam("case_id"), CoHandler.until.is_(None))
    .where(CaseRow.desk_id.is_distinct_from(DeskRow.id))
    .order_by(DeskRow.id)
)


async def guests(tx: Tx, case_id: int) -> list[DeskRow]:
    """The desks that help with the case now, in the order of their ids; never the one that leads it."""
    return list(await tx.scalars(_GUESTS, {"case_id": case_id}))


async def cases_of(tx: Tx, desk_id: str) -> list[int]:
    """The cases that the desk helps with now."""
    query = select(CoHandler.case_id).where(CoHandler.desk_id == desk_id, CoHandler.until.is_(None))
    return list(await tx.scalars(query))


async def join(tx: Tx, case_id: int, desk_id: str, by: int, now: datetime) -> bool:
    """The desk helps from now on; False when it does already.

    The key decides: of two who ask for the same desk at once, the second waits for the first to commit, finds its row
    open, and changes nothing.
    """
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(CoHandler).values(case_id=case_id, desk_id=desk_id, asked_by=by, since=now)
    again = row.on_conflict_do_update(
        index_elements=["case_id", "desk_id"],
        set_={"asked_by": by, "since": now, "until": None},
        where=CoHandler.until.is_not(None),
    )
    return cast(CursorResult[Any], await tx.execute(again)).rowcount > 0


async def part(tx: Tx, case_id: int, desk_id: str, now: datetime) -> bool:
    """The desk helps no more; False when it did not."""
    return await changed(tx, _open(case_id, now).where(CoHandler.desk_id == desk_id))


async def end(tx: Tx, case_id: int, now: datetime) -> None:
    """Nobody helps any more."""
    await changed(tx, _open(case_id, now))


def _open(case_id: int, now: datetime) -> Update:
    return update(CoHandler).where(CoHandler.case_id == case_id, CoHandler.until.is_(None)).values(until=now)
