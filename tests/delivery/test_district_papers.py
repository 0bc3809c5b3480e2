"""What a picture and the charts are made of: each group's own cases and ground, and the true numbers."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from delivery import papers as makers
from delivery.orders import Made, Workshop, order_of
from domain.case import Status
from domain.people import DeskKind
from papers.press import Press
from storage import desks, papers
from storage.addressing import Address
from storage.tables import CaseRow
from tests.district import DUTY, EAST, WEST, ZHOU, District, folder

ELSEWHERE_DESK = -1777


@pytest.fixture
async def district(district: District) -> District:
    """Three cases of the east town, one of them late and one ended; two of the west; one of a department; one of
    nobody."""
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", ELSEWHERE_DESK, district.now)
    ids = [await district.case(desk_id) for desk_id in ("t001", "t001", "t001", "t002", "t002", "police", None)]
    async with district.database.write() as tx:
        late, over = await tx.get_one(CaseRow, ids[1]), await tx.get_one(CaseRow, ids[2])
        late.due_on, late.lat = district.now.date() - timedelta(days=1), None
        over.status, over.concluded_at = Status.CONCLUDED, district.now
    return district


@pytest.fixture
def workshop(district: District, tmp_path: Path) -> Workshop:
    """One whose child process hands back what it was given instead of drawing it."""
    echo = tmp_path / "echo.py"
    echo.write_text("import sys\nsys.stdout.write(sys.stdin.read())\n", "utf-8")
    app = district.app
    return Workshop(district.database, folder(district), app.zone, Press(worker=echo), app.district, app.ground)


async def made(district: District, workshop: Workshop, kind: str, chat_id: int) -> tuple[Made, dict[str, Any]]:
    async with district.turn() as turn:
        paper_id = await papers.add(turn.tx, kind, {}, ZHOU, chat_id, turn.now)
    async with district.database.read() as tx:
        order = await order_of(tx, paper_id, Address(chat_id, "zh", is_group=True))
    assert order is not None
    done = await makers.make(workshop, order)
    return done, json.loads(done.content)


async def test_the_duty_desk_sees_the_whole_ground_with_every_open_case(district: District, workshop: Workshop) -> None:
    done, facts = await made(district, workshop, "picture", DUTY)
    assert (done.rows, done.as_photo, done.filename) == (6, True, "线索分布-2026-03-02.png")
    assert {each["properties"]["name"] for each in facts["outlines"]["features"]} == {"东街道", "西街道"}
    assert facts["labels"] == {"东街道": "东街道\n2 件，超期 1", "西街道": "西街道\n2 件"}
    assert {age: len(dots) for age, dots in facts["dots"].items()} == {"fresh": 5, "weeks": 0, "old": 0, "overdue": 0}
    assert facts["legend"]["overdue"] == "已超期 1 件"
    assert "其中 1 件没有定位" in facts["note"]


async def test_a_town_sees_its_own_ground_and_numbers_alone(district: District, workshop: Workshop) -> None:
    done, facts = await made(district, workshop, "picture", WEST)
    assert done.rows == 2
    assert facts["labels"] == {"西街道": "西街道\n2 件"}
    assert len(facts["dots"]["fresh"]) == 2
    _, charts = await made(district, workshop, "charts", WEST)
    assert charts["title"] == "西街道线索办理情况"
    assert charts["desks"]["names"] == ["西街道"]
    assert (charts["weeks"]["filed"][-1], charts["weeks"]["concluded"][-1]) == (2, 0)


async def test_a_department_sees_its_own_cases_on_the_whole_ground(district: District, workshop: Workshop) -> None:
    done, facts = await made(district, workshop, "picture", ELSEWHERE_DESK)
    assert done.rows == 1
    assert facts["labels"] == {"东街道": "东街道", "西街道": "西街道"}
    assert "公安分局" in done.caption


async def test_the_charts_count_each_case_once_where_it_stands(district: District, workshop: Workshop) -> None:
    done, facts = await made(district, workshop, "charts", DUTY)
    shown = facts["desks"]
    counted = zip(shown["names"], shown["running"], shown["overdue"], shown["ended"], strict=True)
    assert sorted(counted) == sorted([
        ("东街道", 1, 1, 1), ("西街道", 2, 0, 0), ("公安分局", 1, 0, 0), ("值班台（待派发）", 1, 0, 0),
    ])  # fmt: skip
    assert len(facts["weeks"]["names"]) == 12
    assert facts["weeks"]["names"][-1] == "3/2"
    assert (sum(facts["weeks"]["filed"]), sum(facts["weeks"]["concluded"])) == (7, 1)
    assert done.rows == 6


async def test_dots_fall_inside_the_town_that_has_them(district: District, workshop: Workshop) -> None:
    _, facts = await made(district, workshop, "picture", EAST)
    ((lon, lat),) = facts["dots"]["fresh"]
    assert 113.2 < lon < 113.21
    assert 23.1 < lat < 23.11
