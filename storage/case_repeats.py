"""What a card says of other cases, each from its own small index."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from domain.case import OPEN, Outcome, Status
from domain.people import OVERSIGHT
from domain.repeats import PAST, REPEATED, Alike, Past, RepeatFacts
from storage.conflicts import apart_from
from storage.database import Tx
from storage.tables import CaseRow, DeskRow, EvidenceRow, LikenessRow, NoteRow

FOUND_TRUE = (Outcome.RECTIFIED, Outcome.PENALISED, Outcome.BANNED)
"""Outcomes that say that something was wrong."""

_NO_CASE_OF_ITS_OWN = (Outcome.DUPLICATE, Outcome.NOT_OURS)

# What every card asks is put together once: that would cost more each time than the answer does.
_OWN = CaseRow.desk_id == bindparam("desk_id")
_REPORTS = select(func.count()).where(CaseRow.duplicate_of == bindparam("case_id"))


async def repeats_of(tx: Tx, row: CaseRow, desk: DeskRow) -> RepeatFacts:
    """For the group of that desk, which learns nothing of another desk's cases but how many were found true."""
    leads = row.desk_id == desk.id
    head = await _number(tx, row.duplicate_of, desk) if row.duplicate_of else ""
    reports = await tx.scalar(_REPORTS, {"case_id": row.id}) or 0
    return RepeatFacts(
        alike=await _alike(tx, row, desk) if row.status in OPEN and (leads or desk.kind in OVERSIGHT) else None,
        linked=row.duplicate_of is not None,
        linked_to=head,
        reports=reports,
        photos=await _count_linked(tx, row.id, EvidenceRow, EvidenceRow.state != "refused") if reports else 0,
        notes=await _count_linked(tx, row.id, NoteRow) if reports else 0,
        business=await _past(tx, row, CaseRow.business_id, row.business_id, desk),
        supplier=await _past(tx, row, CaseRow.supplier_id, row.supplier_id, desk),
    )


def within_reach(desk: DeskRow) -> list[ColumnElement[bool]]:
    """The cases whose cards the desk's group may open: those that oversee every one, another's its own."""
    return [] if desk.kind in OVERSIGHT else [CaseRow.desk_id == desk.id]


async def _number(tx: Tx, case_id: int, desk: DeskRow) -> str:
    return await tx.scalar(select(CaseRow.number).where(CaseRow.id == case_id, *within_reach(desk))) or ""


async def _alike(tx: Tx, row: CaseRow, desk: DeskRow) -> Alike | None:
    best = (await tx.execute(_best(desk.kind in OVERSIGHT), {"case_id": row.id, "desk_id": desk.id})).first()
    return None if best is None else Alike(best.id, best.number, [(str(trait), int(n)) for trait, n in best.reasons])


@cache
def _best(everywhere: bool) -> Select[Any]:
    return (
        select(CaseRow.id, CaseRow.number, LikenessRow.reasons)
        .join(CaseRow, CaseRow.id == LikenessRow.earlier_id)
        .where(LikenessRow.later_id == bindparam("case_id"), LikenessRow.dismissed_at.is_(None))
        .where(CaseRow.status != Status.WITHDRAWN, *([] if everywhere else [_OWN]))
        .order_by(LikenessRow.score.desc(), LikenessRow.earlier_id)
        .limit(1)
    )


async def _count_linked(
    tx: Tx, head_id: int, table: type[EvidenceRow] | type[NoteRow], *more: ColumnElement[bool]
) -> int:
    linked = select(CaseRow.id).where(CaseRow.duplicate_of == head_id)
    return await tx.scalar(select(func.count()).select_from(table).where(table.case_id.in_(linked), *more)) or 0


async def _past(tx: Tx, row: CaseRow, column: Any, business_id: int | None, desk: DeskRow) -> Past:
    if business_id is None:
        return Past()
    since = {"lately": row.received_at - PAST, "again": row.received_at - REPEATED}
    asked = {"case_id": row.id, "business": business_id, "desk_id": desk.id} | since
    return Past(*(await tx.execute(_counts(column, desk.kind in OVERSIGHT), asked)).one())


@cache
def _counts(column: Any, everywhere: bool) -> Select[int, int, int]:
    true = CaseRow.outcome.in_(FOUND_TRUE)
    return select(
        func.count() if everywhere else func.count().filter(or_(true, _OWN)),
        func.count().filter(true),
        func.count().filter(true & (CaseRow.received_at >= bindparam("again"))),
    ).where(column == bindparam("business"), *_before(bindparam("case_id"), bindparam("lately")))


def _before(case_id: Any, since: Any) -> list[ColumnElement[bool]]:
    """Of the cases before this one, those that count: neither withdrawn nor a second report of another."""
    kept = CaseRow.outcome.is_(None) | CaseRow.outcome.not_in(_NO_CASE_OF_ITS_OWN)
    return [CaseRow.id < case_id, CaseRow.received_at >= since, CaseRow.status != Status.WITHDRAWN, kept]


async def of_business(
    tx: Tx, row: CaseRow, column: Any, desk: DeskRow, before: int | None, limit: int, *, not_about: Collection[int] = ()
) -> list[CaseRow]:
    """Other cases with the same business in that column of which the desk may open the cards, the newest first.

    `not_about` are businesses whose cases don't exist for whoever asks (回避).
    """
    same = column == getattr(row, column.key)
    query = select(CaseRow).where(same, CaseRow.id != row.id, *within_reach(desk))
    if not_about:
        query = query.where(apart_from(not_about))
    if before is not None:
        query = query.where(CaseRow.id < before)
    query = query.order_by(CaseRow.id.desc()).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))
