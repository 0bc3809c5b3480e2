"""王, 李 and their lead 陈 handle a case of the east town; 吴 of the west town may not even know of it."""

import asyncio

import pytest

from domain.asking import desk_handle
from domain.case import Outcome, Status
from domain.refusal import Refusal, refuse
from services import assigning, concluding, handling, rectifying
from services.handling import LONGEST_TEXT
from services.notes import Noted, Written, add_note
from services.reach import Grasp
from storage import attempts, evidence
from storage.tables import CaseRow, DeskRow
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand

NO_SUCH_CASE = refuse("no_such_case")


async def test_an_officer_takes_a_case_up_and_the_reporter_is_told(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    row = await district.row(case_id)
    assert (row.status, row.holder_id) == (Status.ACCEPTED, WANG)
    await district.speak()
    assert "东街道" in district.told_reporter()[0]
    assert "承办：王" in district.last(EAST).text
    assert await district.events(case_id) == ["taken_up"]


async def test_of_two_officers_at_once_one_wins_and_the_other_is_told_who(district: District) -> None:
    case_id = await district.case()

    async def take(user_id: int) -> CaseRow | Refusal:
        async with district.turn() as turn:
            return await handling.take_up(turn, hand(user_id), case_id)

    results = await asyncio.gather(take(WANG), take(LI))
    row = await district.row(case_id)
    winner = {WANG: "王", LI: "李"}[row.holder_id or 0]
    assert [each for each in results if isinstance(each, Refusal)] == [refuse("already_held", holder=winner)]
    assert await district.events(case_id) == ["taken_up"]


async def test_taking_up_twice_says_so_and_changes_nothing(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        assert await handling.take_up(turn, hand(WANG), case_id) == refuse("already_yours")
        assert await handling.take_up(turn, hand(LI), case_id) == refuse("already_held", holder="王")
    assert await district.events(case_id) == ["taken_up"]


@pytest.mark.parametrize(("who", "where"), [(WU, WEST), (WU, EAST), (STRANGER, EAST), (WANG, WEST)])
async def test_a_case_out_of_reach_answers_as_one_that_does_not_exist(district: District, who: int, where: int) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        foreign = await handling.take_up(turn, hand(who, where), case_id)
        absent = await handling.take_up(turn, hand(who, where), 987654)
    assert foreign == absent == NO_SUCH_CASE
    assert (await district.row(case_id)).status == Status.ASSIGNED
    assert not await district.speak()


async def test_a_refused_press_is_written_down_without_the_strangers_id(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(STRANGER), case_id)
    who = district.app.keys.pseudonym("attempt", STRANGER)
    async with district.database.read() as tx:
        assert await attempts.count(tx, "case take_up", district.now.replace(year=2000), who) == 1
        assert await attempts.count(tx, "case take_up", district.now.replace(year=2000), str(STRANGER)) == 0


async def test_a_returned_case_goes_to_the_duty_desk_with_its_reason(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.return_to_duty(turn, hand(WANG), case_id, "  不在本辖区\u202e ")
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.holder_id) == (Status.RECEIVED, None, None)
    await district.speak()
    card, notice = district.said_in(DUTY)
    assert "后巷有人无证加工熟食" in card.text
    assert "不在本辖区" in notice.text
    assert notice.reply_to == card.message_id
    assert "不需要再做什么" in district.told_reporter()[0]


async def test_a_case_is_not_returned_without_a_reason_or_once_something_was_ordered(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        assert await handling.return_to_duty(turn, hand(WANG), case_id, " \u200b ") == refuse(
            "missing", what="explanation"
        )
        too_long = "长" * (LONGEST_TEXT + 1)
        assert await handling.return_to_duty(turn, hand(WANG), case_id, too_long) == refuse(
            "too_long", limit=str(LONGEST_TEXT)
        )
        await handling.take_up(turn, hand(WANG), case_id)
        await rectifying.rectify(turn, hand(WANG), case_id, "措施：停业\n期限：7\n责任人：店主")
        refused = await handling.return_to_duty(turn, hand(WANG), case_id, "不在本辖区")
    assert isinstance(refused, Refusal)
    assert refused.key == "no_such_move"
    assert (await district.row(case_id)).holder_id == WANG


async def test_the_old_groups_card_says_where_the_case_went_and_nothing_more(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    await district.speak()
    async with district.database.write() as tx:
        row = await tx.get(CaseRow, case_id)
        assert row is not None
        row.status, row.holder_id = Status.ASSIGNED, None
    async with district.turn() as turn:
        await handling.return_to_duty(turn, hand(WANG), case_id, "不在本辖区")
    await district.speak()
    old = district.last(EAST)
    assert old.edits is not None
    assert "已退回值班台" in old.text
    assert "熟食" not in old.text
    assert not old.buttons


async def test_the_duty_desk_assigns_and_the_new_group_gets_the_card(district: District) -> None:
    case_id = await district.case(desk_id=None)
    async with district.turn() as turn:
        held, choices = _choices(await assigning.desks_for(turn, hand(ZHOU, DUTY), case_id))
        assert [each.name for each in choices] == ["东街道", "西街道"]
        await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, desk_handle("t002"))
    row = await district.row(case_id)
    assert (row.status, row.desk_id, row.routed_by) == (Status.ASSIGNED, "t002", "duty")
    await district.speak()
    assert "接办" in str(district.last(WEST).buttons)
    assert "西街道" in district.told_reporter()[0]
    assert held.case.id == case_id


def _choices(found: object) -> tuple[Grasp, list[DeskRow]]:
    assert isinstance(found, tuple)
    return found


async def test_a_town_may_not_pass_a_case_on_sideways(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        refused = await assigning.assign_to_desk(turn, hand(CHEN), case_id, desk_handle("t002"))
    assert refused == refuse("only_duty_hands_on")
    assert (await district.row(case_id)).desk_id == "t001"


async def test_the_duty_desk_reassigns_only_what_nobody_holds(district: District) -> None:
    case_id = await district.case()
    west = desk_handle("t002")
    async with district.turn() as turn:
        assert not isinstance(await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, west), Refusal)
        again = await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, west)
        assert again == refuse("already_there", desk="西街道")
        await handling.take_up(turn, hand(WU, WEST), case_id)
        taken = await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, desk_handle("t001"))
    assert taken == refuse("already_held", holder="吴")


async def test_a_desk_that_does_not_exist_is_refused(district: District) -> None:
    case_id = await district.case(desk_id=None)
    async with district.turn() as turn:
        assert await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, "beef") == refuse("no_such_desk")
    assert (await district.row(case_id)).status == Status.RECEIVED


async def test_the_lead_hands_a_case_to_an_officer_who_begins_it(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await assigning.hand_over(turn, hand(CHEN), case_id, LI)
    row = await district.row(case_id)
    assert (row.status, row.holder_id) == (Status.ACCEPTED, LI)
    await district.speak()
    assert district.said_in(EAST, "陈把")
    assert len(district.told_reporter()) == 1


async def test_only_the_holder_or_the_lead_hands_a_case_over(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    async with district.turn() as turn:
        assert await assigning.hand_over(turn, hand(LI), case_id, LI) == refuse("not_holder", holder="王")
        assert await assigning.hand_over(turn, hand(WANG), case_id, WU) == refuse("not_a_colleague")
        assert await assigning.hand_over(turn, hand(WANG), case_id, WANG) == refuse("already_held", holder="王")
        assert not isinstance(await assigning.hand_over(turn, hand(WANG), case_id, LI), Refusal)
        assert not isinstance(await assigning.hand_over(turn, hand(CHEN), case_id, CHEN), Refusal)
    assert (await district.row(case_id)).holder_id == CHEN


async def test_a_conclusion_tells_the_reporter_the_outcome_and_why(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.UNSUBSTANTIATED, "现场证照齐全")
    row = await district.row(case_id)
    assert (row.status, row.outcome, row.conclusion) == (Status.CONCLUDED, Outcome.UNSUBSTANTIATED, "现场证照齐全")
    await district.speak()
    (told,) = district.told_reporter()
    assert "不属实" in told
    assert "现场证照齐全" in told
    assert [each["text"] for each in district.last(EAST).buttons] == ["📜 全部经过", "🗺 地图"]


async def test_nothing_is_concluded_without_an_explanation_or_by_a_bystander(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    async with district.turn() as turn:
        empty = await concluding.conclude(turn, hand(WANG), case_id, Outcome.BANNED, "\u202e")
        bystander = await concluding.conclude(turn, hand(LI), case_id, Outcome.BANNED, "已取缔")
        duty = await concluding.conclude(turn, hand(ZHOU, DUTY), case_id, Outcome.BANNED, "已取缔")
    assert empty == refuse("missing", what="explanation")
    assert bystander == refuse("not_holder", holder="王")
    assert isinstance(duty, Refusal)
    assert (await district.row(case_id)).status == Status.ACCEPTED


async def test_rectified_must_be_shown_by_an_officers_photo(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    async with district.turn() as turn:
        evidence.want(turn.tx, turn.app.keys, "the reporter's own photo", turn.now, case_id=case_id)
        unshown = await concluding.conclude(turn, hand(WANG), case_id, Outcome.RECTIFIED, "已整改")
    assert unshown == refuse("missing", what="photo_after")
    note_id = await _note(district, case_id)
    await district.staff_photo(case_id, note_id)
    async with district.turn() as turn:
        shown = await concluding.conclude(turn, hand(WANG), case_id, Outcome.RECTIFIED, "已整改")
    assert not isinstance(shown, Refusal)
    assert (await district.row(case_id)).status == Status.CONCLUDED


async def _note(district: District, case_id: int) -> int:
    async with district.turn() as turn:
        noted = await add_note(turn, hand(WANG), case_id, Written(77, "整改后"))
    assert isinstance(noted, Noted)
    return noted.note.id


async def test_a_case_of_an_unbound_town_hangs_in_the_duty_desks_group(district: District) -> None:
    case_id = await district.case()
    async with district.database.write() as tx:
        desk = await tx.get(DeskRow, "t001")
        assert desk is not None
        desk.chat_id = None
    async with district.turn() as turn:
        assert not isinstance(await handling.take_up(turn, hand(WANG, DUTY), case_id), Refusal)
    await district.speak()
    assert "承办：王" in district.last(DUTY).text
