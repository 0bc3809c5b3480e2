"""Who of the staff is too close to which business (回避)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, bindparam, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.case import OPEN
from storage.database import Tx
from storage.guarded import changed
from storage.tables import BusinessRow, CaseRow, ConflictRow, SeatRow, StaffRow

Marked = tuple[int, int, str, str, str]
"""(id of the mark, user id, name, business, reason)."""


async def mark(tx: Tx, user_id: int, business_id: int, reason: str, by: int, now: datetime) -> bool:
    """Marks somebody as related to a business; False when they are already.

    The index decides: of two who mark the same pair at once, the second waits for the first to commit, and then
    inserts nothing.
    """
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    values = {"user_id": user_id, "business_id": business_id, "reason": reason, "marked_by": by, "since": now}
    row = kind.insert(ConflictRow).values(**values)
    once = row.on_conflict_do_nothing(
        index_elements=["user_id", "business_id"], index_where=text("until IS NULL")
    )  # fmt: skip
    return cast(CursorResult[Any], await tx.execute(once)).rowcount > 0


async def lift(tx: Tx, conflict_id: int, by: int, now: datetime) -> bool:
    """Ends a mark; False when it had ended."""
    standing = (ConflictRow.id == conflict_id) & ConflictRow.until.is_(None)
    return await changed(tx, update(ConflictRow).where(standing).values(until=now, lifted_by=by))


async def businesses_of(tx: Tx, user_id: int) -> frozenset[int]:
    """The businesses somebody is too close to now."""
    query = select(ConflictRow.business_id).where(ConflictRow.user_id == user_id, ConflictRow.until.is_(None))
    return frozenset(await tx.scalars(query))


async def standing(tx: Tx, desk_id: str | None, limit: int) -> list[Marked]:
    """The marks of those who sit at the desk now, or of everybody, the newest first."""
    query = (
        select(ConflictRow.id, ConflictRow.user_id, StaffRow.name, BusinessRow.name, ConflictRow.reason)
        .join(StaffRow, StaffRow.user_id == ConflictRow.user_id)
        .join(BusinessRow, BusinessRow.id == ConflictRow.business_id)
        .where(ConflictRow.until.is_(None))
    )
    if desk_id is not None:
        query = query.where(ConflictRow.user_id.in_(_seated(desk_id)))
    found = await tx.execute(query.order_by(ConflictRow.id.desc()).limit(limit))
    return [(row[0], row[1], row[2], row[3], row[4]) for row in found]


async def of(tx: Tx, conflict_id: int) -> tuple[int, str, str] | None:
    """(user id, name, business) of a mark that stands."""
    query = (
        select(ConflictRow.user_id, StaffRow.name, BusinessRow.name)
        .join(StaffRow, StaffRow.user_id == ConflictRow.user_id)
        .join(BusinessRow, BusinessRow.id == ConflictRow.business_id)
        .where(ConflictRow.id == conflict_id, ConflictRow.until.is_(None))
    )
    row = (await tx.execute(query)).first()
    return None if row is None else (row[0], row[1], row[2])


async def any_at(tx: Tx, desk_id: str, businesses: Collection[int]) -> bool:
    """Whether somebody who sits at the desk is too close to one of those businesses."""
    return await tx.scalar(_ANY_AT, {"desk_id": desk_id, "businesses": list(businesses)}) is not None


async def open_cases_about(tx: Tx, business_id: int, limit: int) -> list[CaseRow]:
    """Open cases of that business, or supplied by it, in order of their ids."""
    about = or_(CaseRow.business_id == business_id, CaseRow.supplier_id == business_id)
    query = select(CaseRow).where(about, CaseRow.status.in_(sorted(OPEN))).order_by(CaseRow.id).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


def apart_from(businesses: Collection[int]) -> ColumnElement[bool]:
    """Cases that none of those businesses has to do with, by name or as the supplier."""
    columns = (CaseRow.business_id, CaseRow.supplier_id)
    first, second = (or_(column.is_(None), column.not_in(businesses)) for column in columns)
    return first & second


def _seated(desk_id: Any) -> Any:
    return select(SeatRow.user_id).where(SeatRow.desk_id == desk_id, SeatRow.until.is_(None))


# Put together once: every report asks.
_ANY_AT = (
    select(ConflictRow.id)
    .where(ConflictRow.user_id.in_(_seated(bindparam("desk_id"))), ConflictRow.until.is_(None))
    .where(ConflictRow.business_id.in_(bindparam("businesses", expanding=True)))
    .limit(1)
)
