"""Counts and places of cases, for pictures and charts: aggregates of one statement each, each led by an index."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select

from domain.case import OPEN
from domain.picture import FRESH_DAYS, WEEKS_DAYS, Age, Spot, Tally, Weekly, begins
from storage.case_cards import wgs84
from storage.database import Tx
from storage.tables import CaseRow

_WANTED = (CaseRow.lat, CaseRow.lon, CaseRow.datum, CaseRow.received_at, CaseRow.due_on, CaseRow.paused_since)


async def tallies(tx: Tx, desk_id: str | None, today: date, zone: ZoneInfo) -> dict[str | None, Tally]:
    """Open cases by the desk that has them (None: nobody yet); `desk_id` narrows it to one desk."""
    return {
        row.desk_id: Tally({age: getattr(row, age) for age in Age}, row.located)
        for row in await tx.execute(tallies_statement(desk_id, today, zone))
    }


def tallies_statement(desk_id: str | None, today: date, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    """What `tallies` asks."""
    counts = [func.count().filter(which).label(age) for age, which in _ages(today, zone).items()]
    located = func.count().filter(CaseRow.lat.is_not(None)).label("located")
    return select(CaseRow.desk_id, *counts, located).where(*_open(desk_id)).group_by(CaseRow.desk_id)


async def spots(tx: Tx, desk_id: str | None, today: date, zone: ZoneInfo, limit: int) -> list[Spot]:
    """Where open cases are: the newest `limit` of those that have a place."""
    found = []
    for row in await tx.execute(spots_statement(desk_id, limit)):
        point = wgs84(row.lat, row.lon, row.datum)
        if point is not None:
            found.append(Spot(point.lon, point.lat, _age(row, today, zone)))
    return found


def spots_statement(desk_id: str | None, limit: int) -> Select[*tuple[Any, ...]]:
    """What `spots` asks."""
    here = (*_open(desk_id), CaseRow.lat.is_not(None))
    return select(*_WANTED).where(*here).order_by(CaseRow.id.desc()).limit(limit)


async def ended(tx: Tx, desk_id: str | None, since: datetime) -> dict[str | None, int]:
    """How many cases each desk has concluded since then, and not opened again."""
    rows = await tx.execute(ended_statement(desk_id, since))
    return {row.desk_id: row.ended for row in rows}


def ended_statement(desk_id: str | None, since: datetime) -> Select[*tuple[Any, ...]]:
    """What `ended` asks."""
    which = (CaseRow.concluded_at >= since, *_at(desk_id))
    return select(CaseRow.desk_id, func.count().label("ended")).where(*which).group_by(CaseRow.desk_id)


async def weekly(tx: Tx, desk_id: str | None, weeks: Sequence[date], zone: ZoneInfo) -> Weekly:
    """What came in and what ended, week by week; `weeks` are Mondays, oldest first."""
    filed = (await tx.execute(weekly_statement(CaseRow.received_at, desk_id, weeks, zone))).one()
    concluded = (await tx.execute(weekly_statement(CaseRow.concluded_at, desk_id, weeks, zone))).one()
    return Weekly(weeks, list(filed), list(concluded))


def weekly_statement(when: Any, desk_id: str | None, weeks: Sequence[date], zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    """What `weekly` asks of each of the two times."""
    bounds = [begins(each, zone) for each in (*weeks, weeks[-1] + timedelta(weeks=1))]
    counts = [func.count().filter(and_(when >= start, when < end)) for start, end in pairwise(bounds)]
    return select(*counts).where(when >= bounds[0], when < bounds[-1], *_at(desk_id))


def _at(desk_id: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if desk_id is None else (CaseRow.desk_id == desk_id,)


def _open(desk_id: str | None) -> tuple[ColumnElement[bool], ...]:
    """Named status by status, so that an index leads to the open cases alone."""
    return (*_at(desk_id), CaseRow.status.in_(sorted(OPEN)))


def _ages(today: date, zone: ZoneInfo) -> Mapping[Age, ColumnElement[bool]]:
    late = and_(CaseRow.due_on < today, CaseRow.paused_since.is_(None))
    on_time = (CaseRow.due_on.is_(None)) | (CaseRow.due_on >= today) | CaseRow.paused_since.is_not(None)
    fresh, weeks = (begins(today - timedelta(days=days), zone) for days in (FRESH_DAYS, WEEKS_DAYS))
    received = CaseRow.received_at
    return {
        Age.FRESH: and_(on_time, received >= fresh),
        Age.WEEKS: and_(on_time, received < fresh, received >= weeks),
        Age.OLD: and_(on_time, received < weeks),
        Age.OVERDUE: late,
    }


def _age(row: Any, today: date, zone: ZoneInfo) -> Age:
    if row.due_on is not None and row.due_on < today and row.paused_since is None:
        return Age.OVERDUE
    days = (today - row.received_at.astimezone(zone).date()).days
    return Age.FRESH if days <= FRESH_DAYS else Age.WEEKS if days <= WEEKS_DAYS else Age.OLD
