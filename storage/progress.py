"""What a month came to: counts of one statement each, each led by an index on a time."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from domain.case import Outcome
from domain.exposure import Class, Status
from domain.look_back import NOTHING_TO_SEE
from storage.database import Tx
from storage.tables import CaseRow, Exposure, ExposureEvent

DEN = "black_den"
"""The category of clandestine workshops in the shipped taxonomy; a district without it has none to count."""

_DESK = func.coalesce(CaseRow.desk_id, "")
_REAL = and_(CaseRow.outcome.is_not(None), CaseRow.outcome.not_in(NOTHING_TO_SEE))
_OVER = (Status.DISCARDED, Status.WITHDRAWN)

_UNITS = ("公斤", "千克", "kg", "ｋｇ", "㎏", "斤", "吨")
"""What a text with a weight holds (`domain.quantities`), which folds width; LIKE does not."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """What one desk concluded: `handled` without the `merged`, of which another case tells."""

    handled: int
    merged: int
    real: int
    dens: int
    shut: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A concluded case in whose words there may be a weight."""

    id: int
    number: str
    texts: tuple[str, str]


async def received(tx: Tx, since: datetime, until: datetime) -> dict[str, int]:
    """How many cases came in from `since` until before `until`, by the desk that has them now (empty for none)."""
    rows = await tx.execute(received_statement(since, until))
    return {row.desk: row.received for row in rows}


def received_statement(since: datetime, until: datetime) -> Select[str, int]:
    """What `received` asks."""
    when = (CaseRow.received_at >= since, CaseRow.received_at < until)
    return select(_DESK.label("desk"), func.count().label("received")).where(*when).group_by(_DESK)


async def concluded(tx: Tx, since: datetime, until: datetime) -> dict[str, Concluded]:
    """What was concluded then and not opened again, by the desk that has it."""
    rows = await tx.execute(concluded_statement(since, until))
    return {row.desk: Concluded(*(getattr(row, each.name) for each in fields(Concluded))) for row in rows}


def concluded_statement(since: datetime, until: datetime) -> Select[*tuple[Any, ...]]:
    """What `concluded` asks."""
    merged = CaseRow.outcome == Outcome.DUPLICATE
    den = and_(_REAL, CaseRow.violation == DEN)
    which = {
        "handled": ~merged, "merged": merged, "real": _REAL, "dens": den,
        "shut": and_(den, CaseRow.outcome == Outcome.BANNED),
    }  # fmt: skip
    counts = [func.count().filter(each).label(name) for name, each in which.items()]
    when = (CaseRow.concluded_at >= since, CaseRow.concluded_at < until)
    return select(_DESK.label("desk"), *counts).where(*when).group_by(_DESK)


async def closed(tx: Tx, since: datetime, until: datetime) -> int:
    """How many cases were taken off the ledger then, without the merged."""
    return await tx.scalar(closed_statement(since, until)) or 0


def closed_statement(since: datetime, until: datetime) -> Select[int]:
    """What `closed` asks."""
    when = (CaseRow.closed_at >= since, CaseRow.closed_at < until, CaseRow.outcome != Outcome.DUPLICATE)
    return select(func.count()).select_from(CaseRow).where(*when)


async def weighed(tx: Tx, since: datetime, until: datetime) -> list[Weighed]:
    """The month's cases in which something was found and whose words name a unit of weight."""
    rows = await tx.execute(weighed_statement(since, until))
    return [Weighed(row.id, row.number, (row.penalty, row.conclusion)) for row in rows]


def weighed_statement(since: datetime, until: datetime) -> Select[int, str, str, str]:
    """What `weighed` asks."""
    units = or_(*(each.ilike(f"%{unit}%") for each in (CaseRow.penalty, CaseRow.conclusion) for unit in _UNITS))
    when = (CaseRow.concluded_at >= since, CaseRow.concluded_at < until)
    query = select(CaseRow.id, CaseRow.number, CaseRow.penalty, CaseRow.conclusion)
    return query.where(*when, _REAL, units).order_by(CaseRow.id)


async def exposed(tx: Tx, since: datetime, until: datetime) -> int:
    """How many cases were made public then; what was corrected counts once, what was withdrawn not at all."""
    gone = select(Exposure.series_id).where(Exposure.status == Status.WITHDRAWN)
    which = (
        Exposure.published_at >= since, Exposure.published_at < until, Exposure.class_ != Class.PROGRESS,
        Exposure.corrects_id.is_(None), Exposure.series_id.not_in(gone),
    )  # fmt: skip
    return await tx.scalar(select(func.count()).select_from(Exposure).where(*which)) or 0


async def drafted(tx: Tx, month: str) -> int | None:
    """The text that tells of that month («2026-02») already: a draft, or one that stands."""
    begun = (
        select(Exposure.id, ExposureEvent.facts)
        .join(ExposureEvent, ExposureEvent.exposure_id == Exposure.id)
        .where(Exposure.class_ == Class.PROGRESS, Exposure.status.not_in(_OVER), ExposureEvent.what == "begun")
        .order_by(Exposure.id.desc())
    )
    return next((row.id for row in await tx.execute(begun) if row.facts.get("month") == month), None)
