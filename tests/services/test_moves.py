"""王 orders, prosecutes, refers and concludes; the police answer; the reporter objects; 周 on duty decides."""

import asyncio
from datetime import date, timedelta

import pytest

from domain.asking import desk_handle
from domain.case import Actor, Outcome, Status
from domain.people import DeskKind, Role
from domain.refusal import Refusal, refuse
from domain.taxonomy import Severity
from services import closing, concluding, grading, handling, objecting, prosecuting, rectifying, referring
from services.notes import Noted, Written, add_note
from services.turn import Turn
from storage import cases, correspondents, desks
from storage.tables import CaseEvent, CaseRow
from tests.district import CHEN, DUTY, EAST, LI, REPORTER, WANG, WU, ZHOU, District, hand

POLICE, OFFICER = -1004, 501
FORM = "措施：停业清理，更换冷柜\n期限：7\n责任人：店主"


@pytest.fixture
async def police(district: District) -> str:
    """A department with a group and one officer; its handle in buttons."""
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", POLICE, district.now)
        await desks.enrol(turn.tx, OFFICER, "民警", "police", Role.LEAD, district.now)
    return desk_handle("police")


async def begun(district: District) -> int:
    """A case that 王 is verifying."""
    return await district.case(status=Status.ACCEPTED, holder=WANG)


async def last_event(district: District, case_id: int) -> CaseEvent:
    async with district.database.read() as tx:
        return (await cases.events(tx, case_id))[-1]


async def as_reporter(district: District, turn: Turn) -> Turn:
    turn.correspondent = await correspondents.get(turn.tx, district.reporter)
    return turn


async def concluded(district: District, outcome: Outcome = Outcome.BANNED) -> int:
    case_id = await begun(district)
    async with district.turn() as turn:
        assert not isinstance(await concluding.conclude(turn, hand(WANG), case_id, outcome, "已取缔"), Refusal)
    return case_id


async def test_a_rectification_has_its_measure_its_deadline_and_who_answers_for_it(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await rectifying.rectify(turn, hand(WANG), case_id, FORM)
    row = await district.row(case_id)
    assert (row.status, row.measure, row.responsible) == (Status.RECTIFYING, "停业清理，更换冷柜", "店主")
    assert row.rectify_by == date(2026, 3, 11)
    event = await last_event(district, case_id)
    assert (event.what, event.reason, event.facts["responsible"]) == ("rectifying", row.measure, "店主")
    await district.speak()
    assert "3月11日" in district.told_reporter()[-1]
    assert "店主" not in district.told_reporter()[-1]
    assert "整改措施：停业清理" in district.last(EAST).text


@pytest.mark.parametrize(
    ("text", "term", "why"),
    [
        ("措施：停业\n责任人：店主", "", refuse("missing", what="deadline")),
        ("停业", "7", refuse("missing", what="responsible")),
        ("停业 / 2月1日 / 店主", "", None),
        ("停业 / 尽快 / 店主", "", refuse("bad_deadline")),
        ("停业 / 2026-02-27 / 店主", "", refuse("bad_deadline")),
        (f"停业 / 7 / {'长' * 101}", "", refuse("too_long", limit="100")),
        (" \u200b", "7", refuse("missing", what="explanation")),
    ],
)
async def test_a_rectification_that_lacks_something_is_not_ordered(
    district: District, text: str, term: str, why: Refusal | None
) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        result = await rectifying.rectify(turn, hand(WANG), case_id, text, term)
    assert (result if isinstance(result, Refusal) else None) == why
    assert ((await district.row(case_id)).status == Status.RECTIFYING) == (why is None)


async def test_of_two_moves_at_once_one_is_made(district: District) -> None:
    case_id = await begun(district)

    async def order() -> object:
        async with district.turn() as turn:
            return await rectifying.rectify(turn, hand(WANG), case_id, FORM)

    async def charge() -> object:
        async with district.turn() as turn:
            return await prosecuting.prosecute(turn, hand(CHEN), case_id, "立案〔2026〕3号")

    results = await asyncio.gather(order(), charge())
    made = [each.what for each in await _all_events(district, case_id)]
    # Prosecuting may follow a rectification; nothing but one of each may stand in the history.
    assert len(made) == sum(not isinstance(each, Refusal) for each in results)
    assert len(set(made)) == len(made)


async def _all_events(district: District, case_id: int) -> list[CaseEvent]:
    async with district.database.read() as tx:
        return await cases.events(tx, case_id)


async def test_an_investigation_is_opened_and_its_grounds_stay_inside(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await prosecuting.prosecute(turn, hand(WANG), case_id, "立案〔2026〕3号")
    assert (await district.row(case_id)).status == Status.PROSECUTING
    await district.speak()
    assert "已立案查处" in district.told_reporter()[-1]
    assert "3号" not in district.told_reporter()[-1]


@pytest.mark.parametrize("who", [LI, ZHOU, WU])
async def test_only_the_holder_and_the_lead_move_a_case_that_is_held(district: District, who: int) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        for attempt in (
            rectifying.rectify(turn, hand(who), case_id, FORM),
            prosecuting.prosecute(turn, hand(who), case_id, "立案"),
            grading.grade(turn, hand(who), case_id, Severity.URGENT, "有人送医"),
        ):
            assert isinstance(await attempt, Refusal)
    assert (await district.row(case_id)).status == Status.ACCEPTED
    assert not await district.events(case_id)


async def test_a_department_gets_the_case_without_the_reporter(district: District, police: str) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await referring.refer(turn, hand(WANG), case_id, police, "涉嫌犯罪")
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.referred_from, row.holder_id) == (Status.REFERRED, "police", "t001", None)
    await district.speak()
    package = district.said_in(POLICE)
    assert "涉嫌犯罪" in package[0].text
    assert "涉嫌犯罪" in package[-1].text
    for each in package:
        assert district.reporter not in str(each)
        assert str(REPORTER) not in str(each)
        assert "举报者本名" not in str(each)
    assert "公安分局" in district.told_reporter()[-1]
    async with district.turn() as turn:
        assert await rectifying.rectify(turn, hand(WANG), case_id, FORM) == refuse("no_such_case")


async def test_a_department_acknowledges_once_and_the_town_hears_of_it(district: District, police: str) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await referring.refer(turn, hand(WANG), case_id, police, "涉嫌犯罪")
    async with district.turn() as turn:
        assert isinstance(await referring.acknowledge(turn, hand(OFFICER, POLICE), case_id), CaseRow)
        again = await referring.acknowledge(turn, hand(OFFICER, POLICE), case_id)
    assert again == refuse("acknowledged_already")
    row = await district.row(case_id)
    assert (row.holder_id, row.acknowledged_at) == (OFFICER, district.now)
    await district.speak()
    assert district.said_in(EAST, "公安分局已签收")
    async with district.turn() as turn:
        ended = await concluding.conclude(turn, hand(OFFICER, POLICE), case_id, Outcome.BANNED, "已捣毁")
    assert isinstance(ended, CaseRow)


async def test_a_department_sends_a_case_back_to_where_it_came_from(district: District, police: str) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await referring.refer(turn, hand(WANG), case_id, police, "涉嫌犯罪")
        await referring.send_back(turn, hand(OFFICER, POLICE), case_id, "未达立案标准")
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.referred_from, row.destination) == (Status.ACCEPTED, "t001", None, "")
    await district.speak()
    assert "未达立案标准" in district.said_in(EAST, "退回了")[-1].text
    async with district.turn() as turn:
        assert isinstance(await handling.take_up(turn, hand(LI), case_id), CaseRow)


async def test_a_case_is_referred_to_a_department_that_exists(district: District, police: str) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        assert await referring.refer(turn, hand(WANG), case_id, desk_handle("t002"), "不该去") == refuse("no_such_desk")
        assert await referring.acknowledge(turn, hand(WANG), case_id) == refuse(
            "no_such_move", status=Status.ACCEPTED, to=Status.REFERRED
        )


async def test_a_district_without_departments_says_so(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        assert await referring.departments_for(turn, hand(WANG), case_id) == refuse("no_departments")


@pytest.mark.parametrize(
    ("outcome", "text", "lacks"),
    [
        (Outcome.PENALISED, "处罚：罚款 5000 元\n说明：已处罚", "penalty_document"),
        (Outcome.PENALISED, "罚款 5000 元", "penalty_document"),
        (Outcome.PENALISED, "说明：已处罚", "penalty"),
        (Outcome.REFERRED, "移送：农业局", "explanation"),
        (Outcome.RECTIFIED, "已整改", "photo_after"),
    ],
)
async def test_an_outcome_is_refused_without_what_it_asks_for(
    district: District, outcome: Outcome, text: str, lacks: str
) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        assert await concluding.conclude(turn, hand(WANG), case_id, outcome, text) == refuse("missing", what=lacks)
    assert (await district.row(case_id)).outcome is None


async def test_a_penalty_is_kept_with_its_document_and_the_reporter_reads_the_explanation(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        text = "文号：越市监罚〔2026〕12号\n处罚：罚款 5000 元\n说明：已依法处罚，\n感谢监督"
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.PENALISED, text)
    row = await district.row(case_id)
    assert (row.penalty, row.penalty_document) == ("罚款 5000 元", "越市监罚〔2026〕12号")
    assert row.conclusion == "已依法处罚，\n感谢监督"
    assert row.concluded_at == district.now
    await district.speak()
    assert "感谢监督" in district.told_reporter()[-1]
    assert "12号" not in district.told_reporter()[-1]


async def test_a_photo_from_before_the_case_was_opened_again_does_not_show_the_place_rectified(
    district: District,
) -> None:
    case_id = await begun(district)
    await _photo(district, case_id)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.RECTIFIED, "已整改")
    district.now += timedelta(days=1)
    async with district.turn() as turn:
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "现场未改")
        stale = await concluding.conclude(turn, hand(WANG), case_id, Outcome.RECTIFIED, "已整改")
    assert stale == refuse("missing", what="photo_after")
    district.now += timedelta(hours=1)
    await _photo(district, case_id)
    async with district.turn() as turn:
        fresh = await concluding.conclude(turn, hand(WANG), case_id, Outcome.RECTIFIED, "已整改")
    assert isinstance(fresh, CaseRow)


async def _photo(district: District, case_id: int) -> None:
    async with district.turn() as turn:
        noted = await add_note(turn, hand(WANG), case_id, Written(int(district.now.timestamp()), "整改后"))
    assert isinstance(noted, Noted)
    await district.staff_photo(case_id, noted.note.id)


async def test_a_severity_is_overridden_with_a_reason_and_stays_on_record(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        same = await grading.grade(turn, hand(CHEN), case_id, Severity.GENERAL, "理由")
        bare = await grading.grade(turn, hand(CHEN), case_id, Severity.URGENT, " ")
        await grading.grade(turn, hand(CHEN), case_id, Severity.URGENT, "有人送医")
    assert (same, bare) == (refuse("same_severity"), refuse("missing", what="explanation"))
    row = await district.row(case_id)
    assert (row.severity, row.severity_reason) == ("urgent", "有人送医")
    assert (await last_event(district, case_id)).facts == {"from": "general", "to": "urgent"}


@pytest.mark.parametrize("name", grading.FIELDS)
async def test_an_officer_or_the_duty_desk_fills_in_a_field_and_the_old_words_stay_in_the_event(
    district: District, name: str
) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await grading.fill(turn, hand(LI), case_id, name, "甲\n一")
        await grading.fill(turn, hand(ZHOU, DUTY), case_id, name, "乙")
        long = await grading.fill(turn, hand(LI), case_id, name, "长" * (grading.FIELDS[name] + 1))
    assert long == refuse("too_long", limit=str(grading.FIELDS[name]))
    assert getattr(await district.row(case_id), name) == "乙"
    assert (await last_event(district, case_id)).facts == {"field": name, "from": "甲 一", "to": "乙"}


async def test_an_objection_goes_to_the_duty_desk_and_not_to_those_who_concluded(district: District) -> None:
    case_id = await concluded(district)
    await district.speak()
    before = len(district.said_in(EAST))
    async with district.turn() as turn:
        await objecting.file_objection(await as_reporter(district, turn), case_id, "门还开着")
        again = await objecting.file_objection(turn, case_id, "真的还开着")
    assert again == refuse("objected_already")
    await district.speak()
    notice = district.last(DUTY)
    assert "门还开着" in notice.text
    assert notice.button("异议成立")
    assert not district.said_in(EAST, "门还开着")
    assert len(district.said_in(EAST)) == before
    event = await last_event(district, case_id)
    assert (event.what, event.actor, event.actor_id) == ("objected", Actor.CITIZEN, None)


async def test_an_objection_upheld_gives_the_case_back_and_everybody_hears_why(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        await objecting.file_objection(await as_reporter(district, turn), case_id, "门还开着")
        assert await closing.close(turn, hand(ZHOU, DUTY), case_id) == refuse("objection_open")
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "已电话核实，确未关停")
    row = await district.row(case_id)
    assert (row.status, row.outcome, row.conclusion, row.holder_id) == (Status.ACCEPTED, None, "", WANG)
    assert (row.relapses, row.concluded_at) == (0, None)
    assert (await last_event(district, case_id)).what == "objection_upheld"
    await district.speak()
    assert "意见成立" in district.told_reporter()[-1]
    assert "确未关停" in district.told_reporter()[-1]
    assert "确未关停" in district.last(EAST).text


async def test_an_objection_declined_is_answered_once_and_the_case_can_be_closed(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        assert await closing.rebut(turn, hand(ZHOU, DUTY), case_id, "没有异议") == refuse("no_objection")
        await objecting.file_objection(await as_reporter(district, turn), case_id, "门还开着")
        await closing.rebut(turn, hand(ZHOU, DUTY), case_id, "那是隔壁的合法店铺")
        assert await closing.rebut(turn, hand(ZHOU, DUTY), case_id, "再答一次") == refuse("no_objection")
        assert await objecting.file_objection(turn, case_id, "不服") == refuse("objected_already")
    await district.speak()
    assert "隔壁的合法店铺" in district.told_reporter()[-1]
    await district.looked_back(case_id)
    async with district.turn() as turn:
        assert isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), CaseRow)
    row = await district.row(case_id)
    assert (row.status, row.closed_at, row.outcome) == (Status.CLOSED, district.now, Outcome.BANNED)


async def test_a_case_opened_again_after_it_was_closed_counts_as_a_relapse(district: District) -> None:
    case_id = await concluded(district)
    await district.looked_back(case_id)
    async with district.turn() as turn:
        await closing.close(turn, hand(ZHOU, DUTY), case_id)
        late = await objecting.file_objection(await as_reporter(district, turn), case_id, "又开了")
        assert late == refuse("not_concluded")
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "回头看发现反弹")
    row = await district.row(case_id)
    assert (row.status, row.relapses, row.closed_at) == (Status.ACCEPTED, 1, None)
    assert (await last_event(district, case_id)).what == "reopened"
    await district.speak()
    assert "回头看发现反弹" in district.told_reporter()[-1]


async def test_a_case_no_desk_had_is_dispatched_anew_when_it_is_opened_again(district: District) -> None:
    case_id = await district.case(desk_id=None)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(ZHOU, DUTY), case_id, Outcome.NOT_OURS, "不在本渠道")
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "属于本渠道")
    assert (await district.row(case_id)).status == Status.RECEIVED


async def test_whoever_left_the_desk_is_not_given_the_case_again(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        await desks.dismiss(turn.tx, WANG, "t001", district.now)
        await closing.reopen(turn, hand(ZHOU, DUTY), case_id, "现场未改")
    assert (await district.row(case_id)).holder_id is None


@pytest.mark.parametrize("who", [WANG, CHEN])
async def test_a_town_has_no_say_in_the_review_of_its_own_conclusion(district: District, who: int) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        for attempt in (
            closing.close(turn, hand(who), case_id),
            closing.reopen(turn, hand(who), case_id, "自己重开"),
            closing.rebut(turn, hand(who), case_id, "自己答复"),
        ):
            assert await attempt == refuse("not_your_right")
    assert (await district.row(case_id)).status == Status.CONCLUDED


async def test_somebody_elses_report_can_not_be_objected_to(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        turn.correspondent = correspondents.meet(turn.tx, turn.app.keys, 4242, "zh", district.now)
        assert await objecting.file_objection(turn, case_id, "我也看到了") == refuse("no_such_report")
