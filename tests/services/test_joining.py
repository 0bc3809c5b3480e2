"""陈 leads a case at the east town and has the west town help: who sees, who notes, who moves, and how it ends."""

import asyncio

import pytest

from domain.asking import desk_handle
from domain.case import Outcome, Status
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import closing, concluding, handling, joining, keeping, rectifying, viewing
from services.notes import Noted, Written, add_note, share_note
from services.reach import grasp
from storage import desks, joint
from storage.tables import CaseRow
from storage.vault import Kept
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand

WEST_DESK = desk_handle("t002")


async def begun(district: District) -> int:
    """A case that 王 is verifying."""
    return await district.case(status=Status.ACCEPTED, holder=WANG)


async def invited(district: District, case_id: int, who: int = WANG, to: str = WEST_DESK) -> CaseRow | Refusal:
    async with district.turn() as turn:
        chat_id = {ZHOU: DUTY, WU: WEST}.get(who, EAST)
        return await joining.invite(turn, hand(who, chat_id), case_id, to, "请协查上家")


async def together(district: District) -> int:
    """A case of 王's with which the west town helps, everything said."""
    case_id = await begun(district)
    assert isinstance(await invited(district, case_id), CaseRow)
    await district.speak()
    return case_id


async def noted(district: District, user_id: int, chat_id: int, case_id: int, text: str) -> Noted | Refusal:
    async with district.turn() as turn:
        made = await add_note(turn, hand(user_id, chat_id), case_id, Written(len(district.spoken) + user_id, text))
    await district.speak()
    return made


async def guests(district: District, case_id: int) -> list[str]:
    async with district.database.read() as tx:
        return [each.id for each in await joint.guests(tx, case_id)]


@pytest.mark.parametrize("who", [WANG, CHEN, ZHOU])
async def test_the_holder_the_lead_and_the_duty_desk_invite(district: District, who: int) -> None:
    case_id = await begun(district)
    assert isinstance(await invited(district, case_id, who), CaseRow)
    assert await guests(district, case_id) == ["t002"]
    await district.speak()
    card = district.said_in(WEST)[0]
    assert "本单位协办，由东街道牵头" in card.text
    assert "请协查上家" in district.said_in(WEST, "请本单位协办")[0].text
    assert "协办单位：西街道" in district.said_in(EAST, "SL-2026-00001")[0].text
    assert (await district.events(case_id))[-1] == "joined"
    assert not district.told_reporter()


@pytest.mark.parametrize(("who", "key"), [(LI, "not_holder"), (WU, "no_such_case"), (STRANGER, "no_such_case")])
async def test_nobody_else_invites(district: District, who: int, key: str) -> None:
    case_id = await begun(district)
    refused = await invited(district, case_id, who)
    assert isinstance(refused, Refusal)
    assert refused.key == key
    assert not await guests(district, case_id)


async def test_notes_and_photos_of_a_desk_that_helps_stand_before_all(district: District) -> None:
    case_id = await together(district)
    made = await noted(district, WU, WEST, case_id, "上家在西街道二巷")
    assert isinstance(made, Noted)
    assert not made.may_share
    assert "上家在西街道二巷" in district.last(EAST).text
    await noted(district, WANG, EAST, case_id, "明早一起去")
    assert any("明早一起去" in each.text and "协办" in each.text for each in district.said_in(WEST))


async def test_a_desk_that_helps_moves_nothing_and_tells_the_reporter_nothing(district: District) -> None:
    case_id = await together(district)
    made = await noted(district, WU, WEST, case_id, "上家在西街道二巷")
    assert isinstance(made, Noted)
    wu = hand(WU, WEST)
    async with district.turn() as turn:
        for attempt in (
            handling.take_up(turn, wu, case_id),
            handling.return_to_duty(turn, wu, case_id, "不办"),
            rectifying.rectify(turn, wu, case_id, "措施：停业\n期限：7\n责任人：店主"),
            concluding.conclude(turn, wu, case_id, Outcome.BANNED, "已取缔"),
            joining.invite(turn, wu, case_id, desk_handle("t001"), "帮忙"),
            joining.release(turn, wu, case_id, WEST_DESK),
            share_note(turn, wu, made.note.id),
        ):
            refused = await attempt
            assert isinstance(refused, Refusal)
            assert refused.key in ("not_your_right", "not_holder")
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.holder_id) == (Status.ACCEPTED, "t001", WANG)
    assert not district.told_reporter()


async def test_the_reporters_words_stay_with_the_desk_that_leads(district: District) -> None:
    case_id = await together(district)
    assert not any("无证加工熟食" in each.text for each in district.said_in(WEST))
    assert "举报人的原话由东街道保管" in district.said_in(WEST)[0].text
    async with district.turn() as turn:
        await viewing.show(turn, hand(CHEN), case_id)
    await district.speak()
    assert "无证加工熟食" in district.last(EAST).text


async def test_a_desk_is_invited_once_and_of_two_at_once_one_is_told_so(district: District) -> None:
    case_id = await begun(district)
    results = await asyncio.gather(invited(district, case_id), invited(district, case_id, CHEN), return_exceptions=True)
    assert await guests(district, case_id) == ["t002"]
    assert len([each for each in results if isinstance(each, CaseRow)]) == 1
    assert await invited(district, case_id, CHEN) == refuse("helps_already", desk="西街道")
    assert (await district.events(case_id)).count("joined") == 1


async def test_the_lead_of_the_desk_that_helps_takes_it_out_and_finds_no_such_case(district: District) -> None:
    case_id = await together(district)
    async with district.turn() as turn:
        assert isinstance(await joining.leave(turn, hand(WU, WEST), case_id), CaseRow)
        assert await joining.leave(turn, hand(WU, WEST), case_id) == refuse("no_such_case")
    assert not await guests(district, case_id)
    await district.speak()
    assert district.said_in(EAST, "的协办已由吴结束")
    assert isinstance(await noted(district, WU, WEST, case_id, "还想说"), Refusal)
    assert isinstance(await invited(district, case_id), CaseRow)


async def test_whoever_leads_the_case_lets_a_desk_go_once(district: District) -> None:
    case_id = await together(district)
    async with district.turn() as turn:
        assert isinstance(await joining.release(turn, hand(WANG), case_id, WEST_DESK), CaseRow)
        assert await joining.release(turn, hand(WANG), case_id, WEST_DESK) == refuse("helps_no_more")
    await district.speak()
    assert district.said_in(WEST, "的协办已由王结束")
    old = [each for each in district.said_in(WEST) if each.edits is not None][-1]
    assert not old.buttons


async def test_an_open_list_marks_what_a_desk_only_helps_with(district: District) -> None:
    case_id = await together(district)
    own = await district.case("t002")
    async with district.turn() as turn:
        page = await viewing.open_page(turn, hand(WU, WEST), mine=False)
        theirs = await viewing.open_page(turn, hand(CHEN), mine=False)
    assert isinstance(page, viewing.Page)
    assert isinstance(theirs, viewing.Page)
    assert [(line.case.id, line.as_guest) for line in page.lines] == [(case_id, True), (own, False)]
    assert [(line.case.id, line.as_guest) for line in theirs.lines] == [(case_id, False)]


async def test_closing_ends_it_and_a_conclusion_does_not(district: District) -> None:
    case_id = await together(district)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "已取缔")
    assert await guests(district, case_id) == ["t002"]
    await district.looked_back(case_id)
    async with district.turn() as turn:
        assert isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), CaseRow)
    assert not await guests(district, case_id)
    async with district.turn() as turn:
        assert await viewing.show(turn, hand(WU, WEST), case_id) == refuse("no_such_case")


async def test_a_case_returned_to_the_duty_desk_is_nobodys_to_help_with(district: District) -> None:
    case_id = await together(district)
    async with district.turn() as turn:
        await handling.return_to_duty(turn, hand(WANG), case_id, "地点在西街道")
    assert not await guests(district, case_id)


async def test_a_dismissed_officer_of_the_desk_that_helps_finds_no_such_case(district: District) -> None:
    case_id = await together(district)
    async with district.turn() as turn:
        assert not isinstance(await grasp(turn, hand(WU, WEST), case_id, Right.NOTE), Refusal)
        await desks.dismiss(turn.tx, WU, "t002", district.now)
        assert await grasp(turn, hand(WU, WEST), case_id, Right.NOTE) == refuse("no_such_case")


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.ASSIGNED, Status.CONCLUDED, Status.CLOSED])
async def test_only_a_case_that_is_being_handled_is_handled_together(district: District, status: Status) -> None:
    case_id = await district.case(status=status)
    assert await invited(district, case_id, CHEN) == refuse("joint_not_now")


async def test_a_photo_from_one_group_at_work_is_shown_in_the_others(district: District) -> None:
    case_id = await together(district)
    made = await noted(district, WU, WEST, case_id, "门头照")
    assert isinstance(made, Noted)
    await district.staff_photo(case_id, made.note.id)
    async with district.turn() as turn:
        (wanted,) = await keeping.claim(turn.tx, turn.app.keys, district.now, 10)
        await keeping.keep(turn, wanted, keeping.Picture(Kept("a" * 64, "b" * 64, "c" * 64), 800, 600, 1, None))
    shown = await district.speak()
    assert [each.recipient for each in shown if each.photos] == [str(EAST)]
