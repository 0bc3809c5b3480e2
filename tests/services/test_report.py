"""Filing: one transaction, one effect, and always somebody who has the case."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from domain.case import Status
from domain.people import DeskKind
from domain.refusal import refuse
from services import drafting, intake, keeping, report
from services.intake import Arrived, WorkedElsewhere
from services.keeping import Picture
from services.turn import Turn
from storage import cases, correspondents, desks
from storage.database import Database
from storage.tables import CaseRow, Correspondent, OutboxRow
from storage.vault import Kept
from tests.district import DUTY, EAST, District, Spoken
from tests.private_chats import Citizen, PrivateChats


def a_citizen(district: District) -> Citizen:
    return Citizen(PrivateChats(district))


def cards(district: District, chat_id: int) -> list[Spoken]:
    return [each for each in district.said_in(chat_id, "反映的情况") if each.edits is None]


async def test_a_report_makes_a_case_a_card_and_a_receipt(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    assert (row.status, row.desk_id, row.routed_by) == (Status.ASSIGNED, "t001", "typed")
    assert "后巷卖过期牛奶" in cards(district, EAST)[0].text
    assert row.number in citizen.last.text
    assert await district.events(row.id) == ["filed", "routed"]
    assert await citizen.draft() is None


async def test_the_same_press_twice_files_once(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    press = citizen.press("d:send")
    await citizen.chats.deliver(press)
    await citizen.chats.deliver(press)
    await citizen.chats.deliver(press | {"update_id": press["update_id"] + 1_000_000})
    assert len(await citizen.reports()) == 1
    assert len(cards(district, EAST)) == 1
    assert sum("举报已登记" in each.text for each in citizen.read) == 1


async def test_an_update_whose_report_is_filed_can_not_file_another(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    press = citizen.press("d:send")
    await citizen.chats.deliver(press)
    filed = (await citizen.reports())[0]
    assert filed.update_id == press["update_id"]
    again = {column.key: getattr(filed, column.key) for column in CaseRow.__table__.columns} | {"id": None}
    with pytest.raises(IntegrityError):
        async with district.database.write() as tx:
            await cases.insert_case(tx, CaseRow(**again | {"number": "SL-2026-99999", "receipt": "other"}))


async def test_nothing_is_queued_when_the_transaction_fails(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    await citizen.chats.accept(citizen.press("d:send"))
    (arrived,) = await intake.pick(district.database, district.app.keys, 10)
    with pytest.raises(RuntimeError, match="the power is cut"):
        await _file_and_fail(district, arrived)
    async with district.database.read() as tx:
        waiting = select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "pending")
        assert await tx.scalar(waiting) == 0
    assert await citizen.reports() == []
    draft = await citizen.draft()
    assert draft is not None
    assert draft.complete()
    # And the press is still there: worked again, it has its effect.
    await citizen.chats.settle()
    assert len(await citizen.reports()) == 1


async def test_what_another_worker_has_settled_has_no_second_effect(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    await citizen.chats.accept(citizen.press("d:send"))
    batch = await intake.pick(district.database, district.app.keys, 10)
    await citizen.chats.settle()
    with pytest.raises(WorkedElsewhere):
        async with district.database.write() as tx:
            await intake.open_turns(district.app, tx, batch, district.now)
    assert len(await citizen.reports()) == 1


async def test_a_category_can_override_the_town_of_the_place(district: District) -> None:
    police = -1009
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", police, district.now)
    district.app = replace(district.app, overrides={"expired": "police"})
    row = await a_citizen(district).reports_something()
    assert (row.desk_id, row.routed_by) == ("police", "category")
    assert len(cards(district, police)) == 1
    assert cards(district, EAST) == []


async def test_a_department_without_a_group_leaves_its_cases_with_the_duty_desk(district: District) -> None:
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
    district.app = replace(district.app, overrides={"expired": "police"})
    row = await a_citizen(district).reports_something()
    assert (row.desk_id, row.status, row.routed_by) == (None, Status.RECEIVED, "unbound")
    assert len(cards(district, DUTY)) == 1


async def test_a_town_without_a_group_leaves_its_cases_with_the_duty_desk(district: District) -> None:
    async with district.turn() as turn:
        await _unbind(turn, "t001")
    row = await a_citizen(district).reports_something()
    assert (row.desk_id, row.status, row.routed_by) == (None, Status.RECEIVED, "unbound")
    assert len(cards(district, DUTY)) == 1
    assert "派" in "".join(each["text"] for each in cards(district, DUTY)[0].buttons)


async def test_a_place_that_nobody_can_name_goes_to_the_duty_desk(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("村口那棵大榕树旁边")
    await citizen.presses("不清楚")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert (row.desk_id, row.routed_by, row.place_text) == (None, "undecided", "村口那棵大榕树旁边")
    assert len(cards(district, DUTY)) == 1


async def test_in_a_district_without_any_group_a_report_is_kept_all_the_same(district: District) -> None:
    async with district.turn() as turn:
        await _unbind(turn, "t001")
        await _unbind(turn, "duty")
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    assert row.status == Status.RECEIVED
    assert row.number in citizen.last.text


async def test_neither_half_a_report_nor_none_is_filed(district: District) -> None:
    citizen = a_citizen(district)
    assert "已经提交、取消" in await citizen.forges("d:send")
    await citizen.says("卖过期牛奶")
    assert "没有填完" in await citizen.forges("d:send")
    assert await citizen.reports() == []


async def test_misconduct_of_officials_is_not_filed_even_from_an_old_draft(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    draft = await citizen.draft()
    assert draft is not None
    async with district.turn() as turn:
        turn.correspondent = await _row(turn, citizen)
        drafting.keep(turn, replace(draft, violation="official_misconduct"))
    async with district.turn() as turn:
        turn.correspondent = await _row(turn, citizen)
        assert await report.file(turn) == refuse("belongs_elsewhere", phone="12388")
    assert await citizen.reports() == []


async def test_every_version_of_the_words_is_kept_with_the_case(district: District) -> None:
    citizen = a_citizen(district)
    first = await citizen.says("卖过期牛奶")
    await citizen.edits(first, text="卖过期酸奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert row.happened == "卖过期酸奶"
    async with district.database.read() as tx:
        assert [(each.version, each.text) for each in await cases.statements(tx, row.id)] == [
            (1, "卖过期牛奶"),
            (2, "卖过期酸奶"),
        ]


async def test_the_database_holds_no_receipt_code_and_no_account(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    code = citizen.last.text.split("回执码：")[1].split()[0]
    kept = [str(getattr(row, column.key)) for column in CaseRow.__table__.columns]
    assert not [each for each in kept if code in each or str(citizen.user_id) in each]


async def test_photos_kept_before_filing_come_with_the_card_and_later_ones_follow_once(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("early", caption="卖过期牛奶")
    await citizen.chats.fetched()
    await citizen.sends_photo("late")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:done")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    assert [each.photos for each in district.said_in(EAST) if each.photos] == [1]
    await citizen.chats.fetched()
    await citizen.chats.fetched()
    assert [each.photos for each in district.said_in(EAST) if each.photos] == [1, 1]
    (row,) = await citizen.reports()
    assert [each.announced for each in await citizen.files(row.id)] == [True, True]
    assert [each.owner for each in await citizen.files(row.id)] == [None, None]


async def test_a_photo_kept_while_its_report_is_filed_is_shown_all_the_same(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p", caption="卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:done")
    await citizen.forges("d:skip")
    await citizen.chats.accept(citizen.press("d:send"))
    async with asyncio.TaskGroup() as both, district.turn() as turn:
        (wanted,) = await keeping.claim(turn.tx, district.app.keys, district.now, 1)
        kept = Kept("x.sealed", "x.jpg", "0" * 64)
        await keeping.keep(turn, wanted, Picture(kept, 800, 600, 1, None))
        await turn.tx.flush()
        filing = both.create_task(citizen.chats.settle())
        await _waits_for_a_lock(district.database)
        assert not filing.done()
    assert [each.photos for each in district.said_in(EAST) if each.photos] == [1]


async def _waits_for_a_lock(database: Database) -> None:
    """Returns once another transaction stands behind ours; on SQLite it does as soon as it begins."""
    async with asyncio.timeout(30):
        while not database.is_sqlite:
            async with database.read() as tx:
                if await tx.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
                    return


async def _file_and_fail(district: District, arrived: Arrived) -> None:
    async with district.database.write() as tx:
        turns = await intake.open_turns(district.app, tx, [arrived], district.now)
        assert isinstance(await report.file(turns[0]), CaseRow)
        await intake.close_turns(turns)
        raise RuntimeError("the power is cut")


async def _unbind(turn: Turn, desk_id: str) -> None:
    row = await desks.desk(turn.tx, desk_id)
    assert row is not None
    row.chat_id = None


async def _row(turn: Turn, citizen: Citizen) -> Correspondent:
    found = await correspondents.get(turn.tx, citizen.key)
    assert found is not None
    return found
