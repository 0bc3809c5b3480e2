"""Counts and places of cases, for pictures and charts: aggregates of one statement each, each led by an index."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all

from domain.case import OPEN
from domain.picture import FRESH_DAYS, WEEKS_DAYS, Age, Spot, Tally, Weekly, begins
from storage.case_cards import wgs84
from storage.database import Tx
from storage.tables import CaseRow

_WANTED = (CaseRow.id, CaseRow.lat, CaseRow.lon, CaseRow.datum, CaseRow.received_at, CaseRow.due_on,
           CaseRow.paused_since)  # fmt: skip

_DESK = func.coalesce(CaseRow.desk_id, "")
"""The desk to group by. Not the column itself: to have it in order, SQLite would walk through an index by desks."""


async def tallies(tx: Tx, desk_id: str | None, today: date, zone: ZoneInfo) -> dict[str | None, Tally]:
    """Open cases by the desk that has them (None: nobody yet); `desk_id` narrows it to one desk."""
    found: dict[str | None, Tally] = {}
    for row in await tx.execute(tallies_statement(desk_id, today, zone)):
        before = found.get(row.desk or None, Tally({}, 0))
        by_age = {age: before.by_age.get(age, 0) + getattr(row, age) for age in Age}
        found[row.desk or None] = Tally(by_age, before.located + row.located)
    return found


def tallies_statement(desk_id: str | None, today: date, zone: ZoneInfo) -> Select[*tuple[Any, ...]]:
    """What `tallies` asks: a branch for each open status, so that an index leads to the open cases alone."""
    counts = [func.count().filter(which).label(age) for age, which in _ages(today, zone).items()]
    located = func.count().filter(CaseRow.lat.is_not(None)).label("located")
    query = select(_DESK.label("desk"), *counts, located).where(*_at(desk_id))
    branches = [query.where(CaseRow.status == status).group_by(_DESK) for status in sorted(OPEN)]
    return select(union_all(*branches).subquery())


async def spots(tx: Tx, desk_id: str | None, today: date, zone: ZoneInfo, limit: int) -> list[Spot]:
    """Where open cases are: the newest `limit` of those that have a place."""
    found = []
    for row in await tx.execute(spots_statement(desk_id, limit)):
        point = wgs84(row.lat, row.lon, row.datum)
        if point is not None:
            found.append(Spot(point.lon, point.lat, _age(row, today, zone)))
    return found


def spots_statement(desk_id: str | None, limit: int) -> Select[*tuple[Any, ...]]:
    """What `spots` asks: a branch for each open status, in the order of an index and at most `limit` long."""
    branches = [
        select(*_WANTED)
        .where(*_at(desk_id), CaseRow.status == status, CaseRow.lat.is_not(None))
        .order_by(CaseRow.id.desc())
        .limit(limit)
        for status in sorted(OPEN)
    ]
    found = union_all(*(select(each.subquery()) for each in branches)).subquery()
    return select(found).order_by(found.c.id.desc()).limit(limit)


async def ended(tx: Tx, desk_id: str | None, since: datetime) -> dict[str | None, int]:
    """How many cases each desk has concluded since then, and not opened again."""
    rows = await tx.execute(ended_statement(desk_id, since))
    return {row.desk or None: row.ended for row in rows}


def ended_statement(desk_id: str | None, since: datetime) -> Select[*tuple[Any, ...]]:
    """What `ended` asks."""
    which = (CaseRow.concluded_at >= since, *_at(desk_id))
    return select(_DESK.label("desk"), func.count().label("ended")).where(*which).group_by(_DESK)


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
