"""The reporter is asked once whether it is really gone; «no» weighs as an objection, also after the case was closed."""

import asyncio
from datetime import date

import pytest

from domain.case import Outcome, Status
from domain.look_back import Verdict
from domain.refusal import Refusal
from services import closing, objecting, really_gone
from storage import cases, correspondents
from storage.database import Database
from storage.tables import CaseRow
from tests.district import DUTY, EAST, LI, ZHOU, District, hand
from tests.private_chats import Citizen, PrivateChats
from tests.services.test_chasing import schedule, tick
from tests.services.test_looking_back import concluded, pass_it, refused, send_photo

ASKED = "问题真的解决了吗"


async def asked_at(district: District, at: str) -> bool:
    return any(ASKED in text for _, text in await tick(district, at))


async def answer(district: District, case_id: int, verdict: Verdict) -> CaseRow | Refusal:
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        return await really_gone.answer(turn, case_id, verdict, "问题还在")


async def test_the_reporter_is_asked_once_on_the_look_backs_day_even_if_the_case_is_closed(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    await pass_it(district, case_id, hand(LI))
    await district.speak()
    assert not await asked_at(district, "2026-03-08T10:00:00")
    assert not await asked_at(district, "2026-03-09T08:29:00")
    assert await asked_at(district, "2026-03-09T08:31:00")
    assert not await asked_at(district, "2026-03-09T08:32:00")
    assert not await asked_at(district, "2026-03-10T08:32:00")
    assert (await district.events(case_id)).count("asked_if_gone") == 1


async def test_without_a_look_back_they_are_asked_some_working_days_later(district: District) -> None:
    await concluded(district, Outcome.UNSUBSTANTIATED)
    assert district.app.calendar.due(date(2026, 3, 2), 10).date == date(2026, 3, 16)
    assert not await asked_at(district, "2026-03-13T20:00:00")
    assert await asked_at(district, "2026-03-16T08:31:00")


@pytest.mark.parametrize("outcome", [Outcome.NOT_OURS, Outcome.DUPLICATE])
async def test_nobody_is_asked_about_what_was_not_handled_here(district: District, outcome: Outcome) -> None:
    case_id = await concluded(district, outcome)
    assert (await district.row(case_id)).ask_at is None


async def test_nobody_is_asked_where_staff_entered_the_case_or_the_reporter_has_objected(district: District) -> None:
    objected = await concluded(district)
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await objecting.file_objection(turn, objected, "还在")
    entered = await district.case()
    async with district.turn() as turn:
        row = await cases.get(turn.tx, entered)
        assert row is not None
        row.reporter = None
    await district.speak()
    assert not await asked_at(district, "2026-03-20T10:00:00")


async def test_a_case_opened_again_is_not_asked_about(district: District) -> None:
    case_id = await concluded(district)
    district.now = district.now.replace(day=9, hour=0, minute=31)
    await schedule(district).chase()
    async with district.turn() as turn:
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "材料不全")
    await district.speak()
    assert not [text for text in district.told_reporter() if ASKED in text], "what waited was taken back"
    assert refused(await answer(district, case_id, Verdict.GONE)) == "verdict_late"
    assert (await district.row(case_id)).ask_at is None


async def test_two_processes_at_the_same_tick_ask_once(district: District, database_url: str) -> None:
    await concluded(district)
    district.now = district.now.replace(day=9, hour=0, minute=31)
    other = Database(database_url)
    await asyncio.gather(schedule(district).chase(), schedule(district, other).chase())
    await other.close()
    await district.speak()
    assert len([text for text in district.told_reporter() if ASKED in text]) == 1


async def test_no_is_an_objection_that_the_duty_desk_answers_after_closing_too(district: District) -> None:
    case_id = await concluded(district)
    await send_photo(district, case_id, hand(LI))
    await pass_it(district, case_id, hand(LI))
    assert refused(await answer(district, case_id, Verdict.STILL)) == "stale_button", "nobody has asked yet"
    await tick(district, "2026-03-09T08:31:00")
    assert not isinstance(await answer(district, case_id, Verdict.STILL), Refusal)
    assert refused(await answer(district, case_id, Verdict.GONE)) == "verdict_given"
    row = await district.row(case_id)
    assert (row.status, row.verdict, row.verdict_at) == (Status.CLOSED, "still", district.now)
    await district.speak()
    assert "问题还在" in district.said_in(DUTY, "有异议")[0].text
    assert not district.said_in(EAST, "有异议：")
    card = district.said_in(DUTY, "收到：")[-1]
    assert "举报人：问题还在" in card.text
    assert card.button("异议不成立")
    async with district.turn() as turn:
        assert not isinstance(await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "又查实"), Refusal)
    again = await district.row(case_id)
    assert (again.status, again.relapses, again.verdict) == (Status.ACCEPTED, 1, None)


async def test_after_an_answer_the_next_conclusion_is_asked_about_anew(district: District) -> None:
    case_id = await concluded(district, Outcome.UNSUBSTANTIATED)
    await tick(district, "2026-03-16T08:31:00")
    assert not isinstance(await answer(district, case_id, Verdict.UNSURE), Refusal)
    async with district.turn() as turn:
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "再查")
    assert refused(await answer(district, case_id, Verdict.GONE)) == "verdict_late"


async def test_three_buttons_and_a_reason_in_ones_own_words(district: District) -> None:
    citizen = Citizen(PrivateChats(district))
    case_id = await concluded(district)
    await tick(district, "2026-03-09T08:31:00")
    assert [each["text"] for each in citizen.last.buttons] == ["✅ 解决了", "😕 还在", "🤷 说不准"]
    assert await citizen.presses("解决了") == ""
    thanks = citizen.last
    await citizen.replies(thanks, text="门面已经换成文具店")
    assert "已补充到" in citizen.last.text
    await citizen.replies(thanks, text="再补一句")
    assert "门面已经换成文具店" in district.said_in(DUTY, "回答「问题解决了」")[0].text
    assert not district.said_in(DUTY, "再补一句")
    assert not district.said_in(DUTY, "有异议：")
    async with district.database.read() as tx:
        reasons = [each.reason for each in await cases.events(tx, case_id) if each.what == "verdict_reason"]
    assert reasons == ["门面已经换成文具店"]


async def test_somebody_elses_question_answers_as_one_that_does_not_exist(district: District) -> None:
    case_id = await concluded(district)
    await tick(district, "2026-03-09T08:31:00")
    async with district.turn() as turn:
        turn.correspondent = correspondents.meet(turn.tx, turn.app.keys, 4242, "zh", district.now)
        assert refused(await really_gone.answer(turn, case_id, Verdict.GONE, "")) == "no_such_report"
