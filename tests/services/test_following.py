"""A reporter follows, completes, urges and withdraws what they filed; nobody else can even tell that it exists."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.case import Status
from domain.refusal import Refusal, refuse
from services import following, handling
from services.drafting import FILE_LIMIT_BYTES
from services.turn import Turn
from storage import cases, correspondents
from storage.database import Tx
from storage.tables import CaseRow, Statement
from tests.district import EAST, STRANGER, WANG, District, hand
from tests.private_chats import Citizen, PrivateChats

WRONG_CODE = "0000-0000-00"


def a_citizen(district: District) -> Citizen:
    return Citizen(PrivateChats(district))


def another(citizen: Citizen, user_id: int = STRANGER) -> Citizen:
    return Citizen(citizen.chats, user_id)


def code_told(citizen: Citizen) -> str:
    receipt = next(each.text for each in citizen.read if "回执码：" in each.text)
    return receipt.split("回执码：")[1].split()[0]


async def as_turn_of(turn: Turn, citizen: Citizen) -> Turn:
    turn.correspondent = await correspondents.get(turn.tx, citizen.key)
    return turn


async def test_a_code_finds_the_report_from_any_account_and_names_nobody(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    other = another(citizen)
    await other.says(f"/find {code_told(citizen).lower().replace('-', ' ')}")
    assert row.number in other.last.text
    assert not other.last.buttons
    assert "后巷" not in other.last.text
    assert not [name for name in ("举报者", str(citizen.user_id), citizen.key) if name in other.last.text]


async def test_wrong_impossible_and_foreign_codes_are_one_answer(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("/find K7MQ-4XTD-9P")
    wrong = citizen.last.text
    for typed in ("/find 0", "/find ' OR 1=1 --", "/find \udcff", "/find " + "字" * 3000):
        await citizen.says(typed)
        assert citizen.last.text == wrong


async def test_after_five_guesses_an_account_waits_an_hour_even_for_a_right_code(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    guesser = another(citizen)
    for _ in range(district.app.terms.code_guesses_per_hour):
        await guesser.says(f"/find {WRONG_CODE}")
    assert "没有查到" in guesser.last.text
    await guesser.says(f"/find {code_told(citizen)}")
    assert "一小时后再试" in guesser.last.text
    # The others are not made to wait for it.
    await citizen.says(f"/find {code_told(citizen)}")
    assert row.number in citizen.last.text
    district.now += timedelta(minutes=61)
    await guesser.says(f"/find {code_told(citizen)}")
    assert row.number in guesser.last.text


async def test_guesses_of_many_accounts_are_limited_together(district: District) -> None:
    district.app = replace(district.app, terms=replace(district.app.terms, code_guesses_everyone_per_hour=6))
    citizen = a_citizen(district)
    for guesser in range(6):
        await another(citizen, 700 + guesser).says(f"/find {WRONG_CODE}")
    late = another(citizen, 800)
    await late.says(f"/find {WRONG_CODE}")
    assert "一小时后再试" in late.last.text


async def test_somebody_elses_report_answers_as_one_that_does_not_exist(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    stranger = another(citizen)
    for verb in ("see", "add", "urge", "drop", "dropped"):
        foreign = await stranger.forges(f"m:{verb}:{row.id}")
        assert foreign == await stranger.forges(f"m:{verb}:{row.id + 1000}")
        assert "没有找到" in foreign
    assert (await district.row(row.id)).status == Status.ASSIGNED
    assert await district.events(row.id) == ["filed", "routed"]
    assert stranger.read == []


async def test_a_report_is_withdrawn_after_one_more_question_and_the_group_is_told(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.says("/my")
    await citizen.presses(row.number)
    await citizen.presses("撤回这份举报")
    assert (await district.row(row.id)).status == Status.ASSIGNED
    await citizen.presses("确定撤回")
    assert (await district.row(row.id)).status == Status.WITHDRAWN
    assert "已撤回" in citizen.last.text
    assert "撤回" in "".join(each.text for each in district.said_in(EAST))
    # A second press finds nothing left to withdraw.
    assert "不能撤回" in await citizen.forges(f"m:dropped:{row.id}")


async def test_of_a_withdrawal_and_an_officer_at_once_one_wins_and_the_other_is_told(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()

    async def withdraw() -> CaseRow | Refusal:
        async with district.turn() as turn:
            return await following.withdraw(await as_turn_of(turn, citizen), row.id)

    async def take_up() -> CaseRow | Refusal:
        async with district.turn() as turn:
            return await handling.take_up(turn, hand(WANG), row.id)

    results = await asyncio.gather(withdraw(), take_up())
    refused = [each for each in results if isinstance(each, Refusal)]
    status = (await district.row(row.id)).status
    assert len(refused) == 1
    assert status in (Status.WITHDRAWN, Status.ACCEPTED)
    assert (await district.events(row.id)).count("withdrawn") == (status == Status.WITHDRAWN)
    assert (await district.events(row.id)).count("taken_up") == (status == Status.ACCEPTED)


async def test_a_withdrawal_that_read_an_older_state_is_too_late(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    move_case = cases.move_case

    async def after_an_officer(tx: Tx, case_id: int, was: Status, to: Status, **columns: object) -> bool:
        # The officer's change lands between the citizen's reading and their writing.
        assert await move_case(tx, case_id, Status.ASSIGNED, Status.ACCEPTED, holder_id=WANG)
        return await move_case(tx, case_id, was, to, **columns)

    monkeypatch.setattr(cases, "move_case", after_an_officer)
    async with district.turn() as turn:
        assert await following.withdraw(await as_turn_of(turn, citizen), row.id) == refuse("too_late")
    assert (await district.row(row.id)).status == Status.ACCEPTED
    assert "withdrawn" not in await district.events(row.id)


async def test_an_answer_is_asked_for_once_a_day(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    assert await citizen.forges(f"m:urge:{row.id}") == ""
    assert "24小时内" in await citizen.forges(f"m:urge:{row.id}")
    district.now += timedelta(hours=25)
    assert await citizen.forges(f"m:urge:{row.id}") == ""
    assert (await district.events(row.id)).count("urged") == 2
    assert len(district.said_in(EAST, "答复")) == 2


async def test_words_and_photos_are_added_under_the_card_and_the_talk_ends_with_a_button(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.forges(f"m:add:{row.id}")
    await citizen.says("今天又开门了")
    await citizen.sends_photo("more")
    await citizen.chats.fetched()
    assert district.said_in(EAST, "今天又开门了")
    assert [each.photos for each in district.said_in(EAST) if each.photos] == [1]
    await citizen.presses("补充完了")
    assert await citizen.draft() is None
    # What comes now begins a report of its own.
    await citizen.says("另一家店卖假酒")
    assert "哪一类问题" in citizen.last.text
    assert "今天又开门了" in [each.text for each in await _statements(district, row.id)]


async def test_a_reply_to_the_receipt_goes_to_its_report_even_while_another_is_written(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    receipt = citizen.last
    await citizen.says("另一家店卖假酒")
    await citizen.replies(receipt, text="补充：门牌 12 号")
    draft = await citizen.draft()
    assert draft is not None
    assert draft.words == "另一家店卖假酒"
    assert "补充：门牌 12 号" in [each.text for each in await _statements(district, row.id)]


async def test_a_place_in_reply_to_a_question_goes_to_the_report_and_begins_none(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.replies(citizen.last, location={"latitude": 23.105, "longitude": 113.205})
    assert "23.10500, 113.20500" in district.said_in(EAST, "补充")[-1].text
    assert await citizen.draft() is None
    assert "已补充" in citizen.last.text
    assert [each.text for each in await _statements(district, row.id)][-1] == "地图上的点（23.10500, 113.20500）"


async def test_an_edit_after_filing_is_a_new_version_and_the_desk_sees_both(district: District) -> None:
    citizen = a_citizen(district)
    first = await citizen.says("后巷卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    await citizen.edits(first, text="后巷卖过期酸奶")
    await citizen.edits(first, text="后巷卖过期酸奶")
    versions = [(each.version, each.text) for each in await _statements(district, row.id)]
    assert versions == [(1, "后巷卖过期牛奶"), (2, "后巷卖过期酸奶")]
    told = district.said_in(EAST, "酸奶")[-1].text
    assert "牛奶" in told
    assert (await district.row(row.id)).happened == "后巷卖过期牛奶"
    assert (await district.events(row.id)).count("reworded") == 1


async def test_an_edit_of_another_account_with_the_same_message_number_meets_nothing(district: District) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.says("后巷卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    await another(citizen).edits(message_id, text="没有这回事")
    assert [each.text for each in await _statements(district, row.id)] == ["后巷卖过期牛奶"]


async def test_a_late_item_of_an_album_joins_the_report_it_belongs_to(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("one", media_group_id="album", caption="卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:done")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    await citizen.sends_photo("two", media_group_id="album")
    assert len(await citizen.files(row.id)) == 2
    assert await citizen.draft() is None
    # The same album name from another account is another album.
    await another(citizen).sends_photo("three", media_group_id="album")
    assert len(await citizen.files(row.id)) == 2


async def test_what_an_ended_report_is_sent_is_refused_with_a_way_on(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    receipt = citizen.last
    await citizen.forges(f"m:dropped:{row.id}")
    await citizen.replies(receipt, text="还有")
    assert "作为新的举报" in citizen.last.text
    assert "作为新的举报" in await citizen.forges(f"m:add:{row.id}")
    assert len(await _statements(district, row.id)) == 1


async def test_a_file_too_large_and_one_too_many_stay_out_of_a_filed_report(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.forges(f"m:add:{row.id}")
    large = {"file_id": "big", "file_unique_id": "u", "file_size": FILE_LIMIT_BYTES + 1, "mime_type": "image/png"}
    await citizen.sends(document=large, caption="原图在这里")
    assert "20 MB" in citizen.last.text
    assert "原图在这里" in [each.text for each in await _statements(district, row.id)]
    limit = 3 * district.app.terms.photos_limit
    for n in range(limit + 1):
        await citizen.chats.accept(citizen.message(photo=[_size(f"p{n}")]))
    await citizen.chats.settle()
    assert f"最多 {limit} 张" in citizen.last.text
    assert len(await citizen.files(row.id)) == limit


async def test_mine_lists_only_ones_own_reports_and_says_so_when_there_are_none(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.says("/my")
    assert row.number in citizen.last.text
    stranger = another(citizen)
    await stranger.says("/my")
    assert row.number not in stranger.last.text
    assert "没有提交过" in stranger.last.text


def _size(file_id: str) -> dict[str, object]:
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "width": 90, "height": 60, "file_size": 900}


async def _statements(district: District, case_id: int) -> list[Statement]:
    async with district.database.read() as tx:
        return await cases.statements(tx, case_id)
