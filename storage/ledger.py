"""The ledger page by page, at the same cost whatever its size: keyset pages, each branch of a query on an index.

A selection is taken apart into branches of plain equalities (one status, one category), each of which an index gives
in order and stops after a page; the union of the branches is sorted, and that is a few hundred keys at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, func, select, union_all
from sqlalchemy.orm import aliased

from domain.case import OPEN, Outcome, Status
from domain.ledger import NOBODYS, LedgerRow, Selection
from storage.conflicts import apart_from
from storage.database import Tx
from storage.tables import CaseRow, DeskRow, StaffRow

_Found = Select[*tuple[Any, ...]]
_NEVER = 1 << 62
_DISORDER = timedelta(hours=1)
"""Ids grow with the time of receipt, but for transactions that end in another order than they began."""


_SAID_OTHERWISE = {"desk", "referred_from", "holder", "status", "outcome", "paused"}
_AS_THEY_ARE = tuple(each.name for each in fields(LedgerRow) if each.name not in _SAID_OTHERWISE)
"""What a row of the ledger takes from the case's columns of the same names."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where a page ended or begins: the case's id, and its deadline in a list that is sorted by deadlines."""

    id: int
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A selection with what it takes to ask for it: the day it is today, and the ids its period lies between."""

    selection: Selection
    today: date
    zone: ZoneInfo
    above: int = 0
    below: int = _NEVER


async def prepare(tx: Tx, selection: Selection, today: date, zone: ZoneInfo) -> Query:
    """Looks up which ids the period lies between, days being the district's."""
    above, below = 0, _NEVER
    if selection.since is not None:
        before = CaseRow.received_at < _begins(selection.since, zone) - _DISORDER
        newest = select(CaseRow.id).where(before).order_by(CaseRow.received_at.desc())
        above = await tx.scalar(newest.limit(1)) or 0
    if selection.until is not None:
        after = CaseRow.received_at >= _begins(selection.until + timedelta(days=1), zone) + _DISORDER
        oldest = select(CaseRow.id).where(after).order_by(CaseRow.received_at)
        below = await tx.scalar(oldest.limit(1)) or _NEVER
    return Query(selection, today, zone, above, below)


async def page(tx: Tx, query: Query, limit: int, after: Key | None = None, before: Key | None = None) -> list[int]:
    """Ids of the newest cases asked for, or of those longest overdue first when `late` ones are.

    `after` is the last of the page before; `before` the first of the page that follows, and then the ids are those
    just in front of it.
    """
    found = list(await tx.scalars(page_statement(query, limit, after, before)))
    return found[::-1] if before is not None else found


def page_statement(query: Query, limit: int, after: Key | None = None, before: Key | None = None) -> _Found:
    """What `page` asks; a test looks at how both databases go about it."""
    late, back = query.selection.late, before is not None
    found = union_all(*(select(each.subquery()) for each in _branches(query, limit, after, before))).subquery()
    columns = (found.c.due_on, found.c.id) if late else (found.c.id,)
    down = back if late else not back
    return select(found.c.id).order_by(*(each.desc() if down else each for each in columns)).limit(limit)


async def count(tx: Tx, query: Query, cap: int) -> int:
    """How many cases are asked for, at most `cap`: what lies beyond would cost a walk through the ledger."""
    found = page_statement(query, cap).subquery()
    return await tx.scalar(select(func.count()).select_from(found)) or 0


async def rows(tx: Tx, ids: Sequence[int]) -> list[LedgerRow]:
    """These cases, in the order asked for. What leads to a reporter is not even read."""
    referrer = aliased(DeskRow)
    query = (
        select(
            *(getattr(CaseRow, name) for name in _AS_THEY_ARE),
            CaseRow.status,
            CaseRow.outcome,
            CaseRow.paused_since,
            DeskRow.name.label("desk"),
            referrer.name.label("referred_from"),
            StaffRow.name.label("holder"),
        )
        .outerjoin(DeskRow, DeskRow.id == CaseRow.desk_id)
        .outerjoin(referrer, referrer.id == CaseRow.referred_from)
        .outerjoin(StaffRow, StaffRow.user_id == CaseRow.holder_id)
        .where(CaseRow.id.in_(ids))
    )
    found = {row.id: _row(row) for row in await tx.execute(query)}
    return [found[each] for each in ids if each in found]


def _branches(query: Query, limit: int, after: Key | None, before: Key | None) -> list[_Found]:
    asked = query.selection
    narrowed = asked.desk is not None or asked.violations or asked.source is not None
    statuses: Sequence[Status | None] = asked.statuses or ([*Status] if narrowed else [None])
    if asked.late:
        statuses = sorted(OPEN.intersection(asked.statuses or OPEN))
    order = _late_order if asked.late else _newest_order
    return [
        order(query, after, before).where(*_equal(asked, violation, status)).limit(limit)
        for violation, status in product(asked.violations or [None], statuses)
    ]


def _equal(asked: Selection, violation: str | None, status: Status | None) -> list[ColumnElement[bool]]:
    equal: list[ColumnElement[bool]] = []
    if asked.desk is not None:
        equal.append(CaseRow.desk_id.is_(None) if asked.desk == NOBODYS else CaseRow.desk_id == asked.desk)
    if status is not None:
        equal.append(CaseRow.status == status)
    if violation is not None:
        equal.append(CaseRow.violation == violation)
    if asked.source is not None:
        equal.append(CaseRow.source == asked.source)
    if asked.not_about:
        equal.append(apart_from(asked.not_about))
    return equal


def _newest_order(query: Query, after: Key | None, before: Key | None) -> _Found:
    """By id, always between two bounds: without any, a planner may think another index as good, and sort."""
    above = max(query.above, before.id) if before else query.above
    below = min(query.below, after.id) if after else query.below
    found = select(CaseRow.id).where(CaseRow.id > above, CaseRow.id < below, *_received(query))
    return found.order_by(CaseRow.id if before else CaseRow.id.desc())


def _late_order(query: Query, after: Key | None, before: Key | None) -> _Found:
    """By deadline. Whatever else is asked for is looked up case by case: late cases are few, the ledger is long."""
    found = select(CaseRow.due_on, CaseRow.id).where(
        CaseRow.due_on < query.today, CaseRow.paused_since.is_(None), *_received(query)
    )
    if before is not None:
        found = found.where(CaseRow.due_on <= before.due_on)
        found = found.where((CaseRow.due_on < before.due_on) | (CaseRow.id < before.id))
        return found.order_by(CaseRow.due_on.desc(), CaseRow.id.desc())
    if after is not None:
        found = found.where(CaseRow.due_on >= after.due_on)
        found = found.where((CaseRow.due_on > after.due_on) | (CaseRow.id > after.id))
    return found.order_by(CaseRow.due_on, CaseRow.id)


def _received(query: Query) -> list[ColumnElement[bool]]:
    """The period itself, for the few at its ends whose ids are out of order."""
    asked, received = query.selection, []
    if asked.since is not None:
        received.append(CaseRow.received_at >= _begins(asked.since, query.zone))
    if asked.until is not None:
        received.append(CaseRow.received_at < _begins(asked.until + timedelta(days=1), query.zone))
    return received


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _row(row: Row[*tuple[Any, ...]]) -> LedgerRow:
    return LedgerRow(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        desk=row.desk or "",
        referred_from=row.referred_from or "",
        holder=row.holder or "",
        status=Status(row.status),
        outcome=Outcome(row.outcome) if row.outcome else None,
        paused=row.paused_since is not None,
    )
