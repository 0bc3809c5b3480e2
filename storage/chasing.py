"""Deadlines in the ledger: whose clock has something to say, and which group has had its morning digest."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.case import OPEN
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow, DeskRow, MorningDigest, OutboxRow


async def set_clock(tx: Tx, row: CaseRow, **columns: object) -> bool:
    """Changes the clock if status and clock are still what `row` was read with; False when somebody else was first.

    Of two processes at the same tick the second waits for the first to commit (on SQLite it has not begun), finds
    `chase_at` moved on, and meets no row; so does a tick that comes upon a case concluded meanwhile.
    """
    read = [
        getattr(CaseRow, name).is_not_distinct_from(getattr(row, name))
        for name in ("status", "clock", "clock_from", "extended", "paused_since", "chased", "chase_at")
    ]
    return await changed(tx, update(CaseRow).where(CaseRow.id == row.id, *read).values(**columns))


async def hold(tx: Tx, case_id: int) -> CaseRow:
    """The case as it stands now, held until this transaction ends: for a change that must not lose to a tick.

    PostgreSQL locks the row; on SQLite nobody else writes meanwhile. A tick holds one case at a time, so the two can't
    wait for each other.
    """
    query = select(CaseRow).where(CaseRow.id == case_id).with_for_update()
    return (await tx.scalars(query.execution_options(populate_existing=True))).one()


async def to_chase(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Cases whose next reminder is due, the longest waiting first."""
    query = select(CaseRow.id).where(CaseRow.chase_at <= now).order_by(CaseRow.chase_at, CaseRow.id).limit(limit)
    return list(await tx.scalars(query))


async def provisional(tx: Tx, after: int, limit: int) -> list[CaseRow]:
    """Running clocks whose deadline an announcement may have moved, by id; `after` is the last of the page before."""
    may_move = CaseRow.due_provisional & CaseRow.clock.is_not(None)
    query = select(CaseRow).where(may_move, CaseRow.id > after).order_by(CaseRow.id).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def take_back(tx: Tx, recipients: Sequence[str], topics: Sequence[str]) -> None:
    """Removes what has been queued under those topics and not yet been said."""
    waiting = (OutboxRow.state == "pending") & OutboxRow.recipient.in_(recipients) & OutboxRow.topic.in_(topics)
    await tx.execute(delete(OutboxRow).where(waiting))


async def running_out(tx: Tx, desk_id: str | None, until: date, limit: int) -> list[CaseRow]:
    """The desk's open cases with a running clock and a deadline up to `until`, the earliest first."""
    query = select(CaseRow).where(*_owed_by(desk_id), CaseRow.due_on <= until, CaseRow.paused_since.is_(None))
    return list(await tx.scalars(query.order_by(CaseRow.due_on, CaseRow.id).limit(limit)))


async def count_due(tx: Tx, desk_id: str | None, earliest: date, until: date) -> int:
    """How many of the desk's running clocks run out between those days, both included."""
    between = CaseRow.due_on.between(earliest, until)
    query = select(func.count()).where(*_owed_by(desk_id), between, CaseRow.paused_since.is_(None))
    return (await tx.scalar(query)) or 0


async def paused(tx: Tx, desk_id: str | None, limit: int) -> list[CaseRow]:
    """The desk's cases whose clock stands, the longest first: what nobody is reminded of is easily forgotten."""
    query = select(CaseRow).where(*_owed_by(desk_id), CaseRow.paused_since.is_not(None))
    return list(await tx.scalars(query.order_by(CaseRow.paused_since, CaseRow.id).limit(limit)))


async def without_digest(tx: Tx, day: date) -> list[str]:
    """Desks whose group can be reached and has had no digest that day."""
    given = select(MorningDigest.desk_id).where(MorningDigest.day == day)
    reachable = DeskRow.chat_id.is_not(None) & DeskRow.unreachable_at.is_(None) & (DeskRow.kind != "publicity")
    return list(await tx.scalars(select(DeskRow.id).where(reachable, DeskRow.id.not_in(given)).order_by(DeskRow.id)))


async def give_digest(tx: Tx, desk_id: str, day: date, now: datetime) -> bool:
    """Writes down that the desk has its digest; False when it had it already.

    The key decides: of two processes the second waits for the first to commit, and then inserts nothing.
    """
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(MorningDigest).values(desk_id=desk_id, day=day, at=now).on_conflict_do_nothing()
    return cast(CursorResult[Any], await tx.execute(row)).rowcount > 0


def _owed_by(desk_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """Named status by status, so that the index on desk and status leads to the open cases alone."""
    # PostgreSQL uses no index for IS NOT DISTINCT FROM.
    theirs = CaseRow.desk_id.is_(None) if desk_id is None else CaseRow.desk_id == desk_id
    return (theirs, CaseRow.status.in_(sorted(OPEN)))
