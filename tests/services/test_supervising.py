"""Supervisors see every case, review what was concluded, and enter what they find; they move nothing else."""

import pytest

from domain.case import Outcome, Status
from domain.entry import Channel
from domain.people import Right, Role
from domain.refusal import Refusal
from services import closing, concluding, entering, handling, notes, viewing
from services.notes import Written
from services.reach import grasp
from storage import desks
from tests.district import EAST, HE, SUPERVISION, WANG, District, hand


@pytest.fixture(autouse=True)
async def supervisors(district: District) -> None:
    await district.supervised()


async def concluded(district: District) -> int:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.UNSUBSTANTIATED, "查无此事")
    return case_id


async def test_a_supervisor_opens_notes_and_reviews_any_case_in_their_group(district: District) -> None:
    case_id = await concluded(district)
    by = hand(HE, SUPERVISION)
    async with district.turn() as turn:
        assert not isinstance(await viewing.show(turn, by, case_id), Refusal)
        assert not isinstance(await notes.add_note(turn, by, case_id, Written(77, "已核对")), Refusal)
    await district.speak()
    assert "销号" in str(district.said_in(SUPERVISION)[0].buttons)
    async with district.turn() as turn:
        assert not isinstance(await closing.close(turn, by, case_id), Refusal)
    assert (await district.row(case_id)).status == Status.CLOSED


@pytest.mark.parametrize("right", [Right.TAKE_UP, Right.ASSIGN, Right.CONCLUDE, Right.ASK, Right.RECTIFY])
async def test_a_supervisor_does_none_of_the_desks_work(district: District, right: Right) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        answer = await grasp(turn, hand(HE, SUPERVISION), case_id, right)
    assert isinstance(answer, Refusal)
    assert answer.key == "not_your_right"


async def test_in_the_supervisors_group_a_town_officer_sees_nothing(district: District) -> None:
    case_id, foreign = await district.case(), await district.case("t002")
    async with district.turn() as turn:
        answer = await grasp(turn, hand(WANG, SUPERVISION), foreign, Right.SEE)
        assert isinstance(answer, Refusal)
        assert answer.key == "no_such_case"
        page = await viewing.open_page(turn, hand(HE, SUPERVISION), mine=False)
    assert not isinstance(page, Refusal)
    assert case_id in [line.case.id for line in page.lines]


async def test_nobody_reviews_a_case_they_hold_whatever_other_seat_they_have(district: District) -> None:
    case_id = await concluded(district)
    async with district.turn() as turn:
        await desks.enrol(turn.tx, WANG, "王", "supervisor", Role.OFFICER, district.now)
    for chat_id in (SUPERVISION, EAST):
        async with district.turn() as turn:
            answer = await closing.close(turn, hand(WANG, chat_id), case_id)
        assert isinstance(answer, Refusal)
        assert answer.key == "own_case"


async def test_a_supervisors_finding_is_a_case_of_the_town_it_lies_in(district: District) -> None:
    async with district.turn() as turn:
        done = await entering.enter(
            turn, hand(HE, SUPERVISION), Channel.SUPERVISOR, "unlicensed", "地点：东街道三巷\n情况：无证熟食"
        )
    assert not isinstance(done, Refusal)
    row = await district.row(done.case.id)
    assert (row.source, row.desk_id, row.entered_by, done.here) == ("supervisor", "t001", HE, False)


async def test_entering_in_the_supervisors_group_asks_at_once_what_was_found(district: District) -> None:
    await district.write(HE, SUPERVISION, "/entry")
    assert "督导发现：是哪一类问题" in district.last(SUPERVISION).text
