"""Counts for pictures and charts are those of the cases, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.case import Status
from domain.picture import Age, Weekly, begins, mondays
from storage import tallies
from storage.database import Database
from tests.district import NOW, District
from tests.storage.test_ledger import ZONE, full, plan_of

__all__ = ["full"]  # a fixture: a ledger of some thousand cases, most of them closed

TODAY = date(2026, 3, 2)
"""A Monday."""


@pytest.fixture
async def district(district: District) -> District:
    """Cases of every age, at two towns and at none."""
    for desk_id, days_ago, due, status in (
        ("t001", 0, None, Status.ASSIGNED),
        ("t001", 7, TODAY, Status.ACCEPTED),
        ("t001", 8, TODAY, Status.ACCEPTED),
        ("t001", 30, None, Status.RECTIFYING),
        ("t001", 31, None, Status.PROSECUTING),
        ("t001", 2, TODAY - timedelta(days=1), Status.ACCEPTED),
        ("t002", 9, None, Status.CLOSED),
        ("t002", 100, None, Status.CONCLUDED),
        (None, 1, TODAY - timedelta(days=5), Status.RECEIVED),
    ):
        case_id = await district.case(desk_id, status)
        async with district.database.write() as tx:
            row = await tx.get_one(tallies.CaseRow, case_id)
            row.received_at, row.due_on = NOW - timedelta(days=days_ago), due
            if status in (Status.CLOSED, Status.CONCLUDED):
                row.concluded_at = NOW - timedelta(days=days_ago - 9)
    return district


async def test_open_cases_are_counted_by_desk_and_age(district: District) -> None:
    async with district.database.read() as tx:
        found = await tallies.tallies(tx, None, TODAY, district.app.zone)
        one = await tallies.tallies(tx, "t001", TODAY, district.app.zone)
    assert set(found) == {"t001", None}
    assert found["t001"].by_age == {Age.FRESH: 2, Age.WEEKS: 2, Age.OLD: 1, Age.OVERDUE: 1}
    assert found[None].by_age == {Age.FRESH: 0, Age.WEEKS: 0, Age.OLD: 0, Age.OVERDUE: 1}
    assert found["t001"].located == found["t001"].running == 6
    assert one == {"t001": found["t001"]}


async def test_the_dots_are_the_counted_cases(district: District) -> None:
    async with district.database.read() as tx:
        spots = await tallies.spots(tx, "t001", TODAY, district.app.zone, 100)
        fewer = await tallies.spots(tx, "t001", TODAY, district.app.zone, 2)
        everywhere = await tallies.spots(tx, None, TODAY, district.app.zone, 100)
    counted = {age: sum(spot.age is age for spot in spots) for age in Age}
    assert counted == {Age.FRESH: 2, Age.WEEKS: 2, Age.OLD: 1, Age.OVERDUE: 1}
    assert (len(fewer), len(everywhere)) == (2, 7)
    assert {(spot.lat, spot.lon) for spot in spots} == {(23.105, 113.205)}


async def test_a_paused_case_is_not_overdue(district: District) -> None:
    async with district.database.write() as tx:
        late = await tx.get_one(tallies.CaseRow, 6)
        late.paused_since = NOW
    async with district.database.read() as tx:
        found = await tallies.tallies(tx, "t001", TODAY, district.app.zone)
        spots = await tallies.spots(tx, "t001", TODAY, district.app.zone, 100)
    assert found["t001"].by_age[Age.OVERDUE] == 0
    assert Age.OVERDUE not in {spot.age for spot in spots}


async def test_weeks_begin_on_mondays_by_the_districts_clock(district: District) -> None:
    weeks = mondays(TODAY, 3)
    assert weeks == [date(2026, 2, 16), date(2026, 2, 23), TODAY]
    midnight = begins(TODAY, district.app.zone)
    async with district.database.write() as tx:
        # A second before Monday in the district is still Sunday there, whatever day it is in UTC.
        (await tx.get_one(tallies.CaseRow, 1)).received_at = midnight - timedelta(seconds=1)
        (await tx.get_one(tallies.CaseRow, 2)).received_at = midnight
    async with district.database.read() as tx:
        found = await tallies.weekly(tx, None, weeks, district.app.zone)
        west = await tallies.weekly(tx, "t002", weeks, district.app.zone)
    assert found == Weekly(weeks, [2, 3, 1], [0, 0, 1])
    assert west == Weekly(weeks, [1, 0, 0], [0, 0, 1])


async def test_what_has_ended_lately_is_counted_by_desk(district: District) -> None:
    async with district.database.read() as tx:
        assert await tallies.ended(tx, None, NOW - timedelta(days=30)) == {"t002": 1}
        assert await tallies.ended(tx, "t001", NOW - timedelta(days=365)) == {}
        assert await tallies.ended(tx, "t002", NOW - timedelta(days=365)) == {"t002": 2}


STATEMENTS = {
    "tallies": tallies.tallies_statement(None, TODAY, ZONE),
    "a town's tallies": tallies.tallies_statement("t002", TODAY, ZONE),
    "spots": tallies.spots_statement(None, 9),
    "a town's spots": tallies.spots_statement("t002", 9),
    "ended": tallies.ended_statement(None, NOW),
    "a town's ended": tallies.ended_statement("t002", NOW),
    "filed by week": tallies.weekly_statement(tallies.CaseRow.received_at, None, mondays(date(2025, 8, 20), 1), ZONE),
    "concluded by week": tallies.weekly_statement(tallies.CaseRow.concluded_at, "t002", mondays(TODAY, 12), ZONE),
}


def reads_it_all(plan: Any) -> bool:
    """Whether the plan walks through the whole ledger."""
    if isinstance(plan, dict):
        return plan["Node Type"] == "Seq Scan" or any(reads_it_all(each) for each in plan.get("Plans", ()))
    return any(line.startswith("SCAN case") for line in plan)


async def test_no_picture_reads_the_whole_ledger(full: Database) -> None:
    async with full.read() as tx:
        for name, statement in STATEMENTS.items():
            plan = await plan_of(tx, statement)
            assert not reads_it_all(plan), (name, plan)
        assert reads_it_all(await plan_of(tx, tallies.select(tallies.CaseRow.licence)))
