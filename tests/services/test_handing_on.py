"""周 on duty hands begun cases from one town to another, whole; towns may not, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from domain.asking import desk_handle
from domain.case import Status
from domain.entry import Channel
from domain.people import DeskKind, Role
from domain.refusal import Refusal, refuse
from services import entering, handing_on, handling, prosecuting, rectifying, referring
from services.auditing import verify
from services.entering import Entered
from storage import desks
from storage.tables import CaseRow
from tests.district import CHEN, DUTY, EAST, WANG, WEST, WU, ZHOU, District, hand

WEST_DESK = desk_handle("t002")
POLICE, OFFICER = -1004, 501
FORM = "措施：停业清理\n期限：7\n责任人：店主"


async def begun(district: District) -> int:
    """A case that 王 has taken up, with its clock running."""
    case_id = await district.case()
    async with district.turn() as turn:
        assert isinstance(await handling.take_up(turn, hand(WANG), case_id), CaseRow)
    return case_id


async def handed_on(
    district: District, case_id: int, who: int = ZHOU, to: str = WEST_DESK, reason: str = "地点在西街道一侧"
) -> CaseRow | Refusal:
    async with district.turn() as turn:
        chat_id = {ZHOU: DUTY, WU: WEST}.get(who, EAST)
        return await handing_on.hand_on(turn, hand(who, chat_id), case_id, to, reason)


async def test_a_begun_case_goes_to_another_town_whole_and_everybody_hears_of_it(district: District) -> None:
    case_id = await begun(district)
    async with district.turn() as turn:
        await rectifying.rectify(turn, hand(WANG), case_id, FORM)
    before = await district.row(case_id)
    district.now += timedelta(days=2)
    assert isinstance(await handed_on(district, case_id), CaseRow)
    row = await district.row(case_id)
    assert (row.desk_id, row.holder_id, row.routed_by) == ("t002", None, "duty")
    kept = ("status", "measure", "responsible", "clock", "clock_from", "due_on", "rectify_by", "chase_at")
    assert [getattr(row, name) for name in kept] == [getattr(before, name) for name in kept]
    await district.speak()
    assert "停业清理" in district.said_in(WEST)[0].text
    assert "地点在西街道一侧" in district.said_in(WEST, "转来")[0].text
    assert "地点在西街道一侧" in district.said_in(EAST, "不再承办")[0].text
    assert "西街道" in district.told_reporter()[-1]
    assert "地点在西街道一侧" not in district.told_reporter()[-1]


async def test_the_new_town_goes_on_with_it_and_the_old_one_finds_no_such_case(district: District) -> None:
    case_id = await begun(district)
    await handed_on(district, case_id)
    async with district.turn() as turn:
        assert await handling.take_up(turn, hand(CHEN), case_id) == refuse("no_such_case")
        assert isinstance(await handling.take_up(turn, hand(WU, WEST), case_id), CaseRow)
        assert isinstance(await prosecuting.prosecute(turn, hand(WU, WEST), case_id, "立案〔2026〕3号"), CaseRow)


async def test_the_history_follows_a_case_that_was_handed_on(district: District) -> None:
    async with district.turn() as turn:
        entered = await entering.enter(turn, hand(WANG), Channel.PHONE, "unlicensed", "东街道三巷\n无证熟食")
        assert isinstance(entered, Entered)
        await handling.take_up(turn, hand(WANG), entered.case.id)
    assert isinstance(await handed_on(district, entered.case.id), CaseRow)
    assert (await verify(district.database, district.app.keys)).broken is None
    assert (await district.events(entered.case.id))[-1] == "handed_on"


async def test_the_statutory_clock_does_not_begin_anew_by_being_passed_around(district: District) -> None:
    case_id = await begun(district)
    due = (await district.row(case_id)).due_on
    for to in (WEST_DESK, desk_handle("t001"), WEST_DESK):
        district.now += timedelta(days=3)
        assert isinstance(await handed_on(district, case_id, to=to), CaseRow)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WU, WEST), case_id)
    assert (await district.row(case_id)).due_on == due


@pytest.mark.parametrize("who", [WANG, CHEN])
async def test_a_town_cannot_hand_on_sideways_and_is_told_what_to_do(district: District, who: int) -> None:
    case_id = await begun(district)
    assert await handed_on(district, case_id, who=who) == refuse("only_duty_hands_on")
    async with district.turn() as turn:
        back = await handling.return_to_duty(turn, hand(who), case_id, "核查发现地点在西街道")
    assert isinstance(back, CaseRow)
    assert (back.status, back.desk_id, back.holder_id) == (Status.RECEIVED, None, None)


async def test_a_foreign_town_finds_no_such_case_to_hand_on(district: District) -> None:
    case_id = await begun(district)
    assert await handed_on(district, case_id, who=WU) == refuse("no_such_case")


@pytest.mark.parametrize(
    ("to", "reason", "why"),
    [
        ("beef", "理由", refuse("no_such_desk")),
        (desk_handle("t001"), "理由", refuse("no_such_desk")),
        (WEST_DESK, " \u200b", refuse("missing", what="explanation")),
        (WEST_DESK, "长" * 3501, refuse("too_long", limit="3500")),
    ],
)
async def test_what_lacks_a_desk_or_a_reason_stays_where_it_is(
    district: District, to: str, reason: str, why: Refusal
) -> None:
    case_id = await begun(district)
    assert await handed_on(district, case_id, to=to, reason=reason) == why
    assert (await district.row(case_id)).desk_id == "t001"


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.ASSIGNED, Status.CONCLUDED, Status.CLOSED])
async def test_only_what_has_begun_and_not_ended_is_handed_on(district: District, status: Status) -> None:
    case_id = await district.case(status=status)
    refused = await handed_on(district, case_id)
    assert isinstance(refused, Refusal)
    assert refused.key == "no_such_move"


async def test_of_two_hands_at_once_one_case_goes_to_one_place(district: District) -> None:
    case_id = await begun(district)
    results = await asyncio.gather(handed_on(district, case_id), _rectified(district, case_id), return_exceptions=True)
    row = await district.row(case_id)
    made = [each for each in results if isinstance(each, CaseRow)]
    assert made
    if len(made) == 1:
        assert (row.desk_id == "t002") != (row.status == Status.RECTIFYING)


async def _rectified(district: District, case_id: int) -> CaseRow | Refusal:
    async with district.turn() as turn:
        return await rectifying.rectify(turn, hand(WANG), case_id, FORM)


async def test_a_referred_case_is_handed_on_only_among_departments(district: District) -> None:
    async with district.turn() as turn:
        for desk_id, name, chat_id in (("police", "公安分局", POLICE), ("farm", "农业农村局", -1005)):
            await desks.set_up(turn.tx, desk_id, DeskKind.DEPARTMENT, name)
            await desks.bind(turn.tx, desk_id, chat_id, district.now)
        await desks.enrol(turn.tx, OFFICER, "民警", "police", Role.LEAD, district.now)
    case_id = await begun(district)
    async with district.turn() as turn:
        await referring.refer(turn, hand(WANG), case_id, desk_handle("police"), "涉嫌犯罪")
        await referring.acknowledge(turn, hand(OFFICER, POLICE), case_id)
    assert await handed_on(district, case_id) == refuse("no_such_desk")
    assert isinstance(await handed_on(district, case_id, to=desk_handle("farm")), CaseRow)
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.referred_from) == (Status.REFERRED, "farm", "t001")
    assert (row.destination, row.acknowledged_at, row.holder_id) == ("农业农村局", None, None)
