"""Decided cases that nobody has exposed, from the ledger's index of conclusions: as dear as the period is long."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select

from domain.case import Outcome
from domain.exposure import Status
from domain.picking import DECIDED, EXPOSABLE, Candidate
from storage.case_repeats import FOUND_TRUE
from storage.conflicts import apart_from
from storage.database import Tx
from storage.tables import CaseRow, DeskRow, Exposure

_COLUMNS = (
    CaseRow.id, CaseRow.number, CaseRow.violation, CaseRow.severity, CaseRow.outcome, DeskRow.name, CaseRow.business,
    CaseRow.penalty_document, CaseRow.penalty, CaseRow.concluded_at, CaseRow.business_id,
)  # fmt: skip


async def candidates(tx: Tx, since: datetime, limit: int, *, not_about: Collection[int] = ()) -> list[Candidate]:
    """Cases concluded since then that may be exposed and are not, the newest `limit`; `not_about` are businesses whose
    cases don't exist for whoever asks (回避)."""
    return await _read(tx, statement(since, limit, not_about))


async def candidate(tx: Tx, case_id: int) -> Candidate | None:
    """One case, if it may be exposed and is not."""
    found = await _read(tx, _picked().where(CaseRow.id == case_id))
    return found[0] if found else None


def statement(since: datetime, limit: int, not_about: Collection[int] = ()) -> Select[*tuple[object, ...]]:
    """What `candidates` asks; a test looks at how both databases go about it."""
    query = _picked().where(CaseRow.concluded_at >= since)
    if not_about:
        query = query.where(apart_from(not_about))
    return query.order_by(CaseRow.concluded_at.desc()).limit(limit)


async def exposed_as(tx: Tx, case_id: int) -> int | None:
    """The id of the exposure that tells of the case, unless it was discarded."""
    return await tx.scalar(select(Exposure.id).where(Exposure.case_id == case_id, *_standing()).limit(1))


async def frequent(tx: Tx, since: datetime, most: int) -> list[str]:
    """The categories most often concluded so since then; what came up once only is not among them."""
    count = func.count()
    query = select(CaseRow.violation).where(CaseRow.concluded_at >= since, CaseRow.outcome.in_(tuple(EXPOSABLE)))
    return list(
        await tx.scalars(
            query.group_by(CaseRow.violation).having(count > 1).order_by(count.desc(), CaseRow.violation).limit(most)
        )
    )


def _picked() -> Select[*tuple[object, ...]]:
    # As an expression: most cases are closed, and a planner that goes by their status walks through the whole ledger.
    decided = func.coalesce(CaseRow.status, "").in_(tuple(DECIDED))
    exposed = select(Exposure.id).where(Exposure.case_id == CaseRow.id, *_standing()).exists()
    return (
        select(*_COLUMNS)
        .outerjoin(DeskRow, DeskRow.id == CaseRow.desk_id)
        .where(CaseRow.outcome.in_(tuple(EXPOSABLE)), decided, ~exposed)
    )


def _standing() -> list[ColumnElement[bool]]:
    return [Exposure.status != Status.DISCARDED]


async def _read(tx: Tx, query: Select[*tuple[object, ...]]) -> list[Candidate]:
    rows = (await tx.execute(query)).all()
    times = await _times(tx, {row.business_id for row in rows if row.business_id is not None})
    return [
        Candidate(
            row.id, row.number, row.violation, row.severity, Outcome(row.outcome), row.name or "", row.business,
            row.penalty_document, row.penalty, row.concluded_at, times.get(row.business_id, 1),
        )
        for row in rows
    ]  # fmt: skip


async def _times(tx: Tx, businesses: Collection[int]) -> dict[int, int]:
    true = CaseRow.outcome.in_((*FOUND_TRUE, Outcome.REFERRED))
    query = select(CaseRow.business_id, func.count()).where(CaseRow.business_id.in_(businesses), true)
    found: Sequence[tuple[int | None, int]] = [
        (business, count) for business, count in await tx.execute(query.group_by(CaseRow.business_id))
    ]
    return {business: count for business, count in found if business is not None}
