"""The clock follows the case: through its statuses, through pauses and extensions, and through new facts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.asking import desk_handle
from domain.case import Outcome, Status
from domain.clock import Kind, Wait
from domain.refusal import Refusal, refuse
from domain.taxonomy import Severity
from domain.workdays import Calendar, Day
from services import asking, assigning, clocks, concluding, following, grading, handling, notes, pausing, rectifying
from storage import cases, correspondents
from tests.district import CHEN, DUTY, EAST, LI, WANG, WEST, WU, ZHOU, District, hand

NO_CLOCK = (None, None, None)


async def filed(district: District, status: Status = Status.ASSIGNED) -> int:
    """A case whose clock was started when it was filed, as `services.report` does."""
    case_id = await district.case("t001" if status is not Status.RECEIVED else None, status)
    async with district.turn() as turn:
        await clocks.wind(turn, case_id, Status.RECEIVED)
    return case_id


async def taken_up(district: District) -> int:
    case_id = await filed(district)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    return case_id


async def clock(district: District, case_id: int) -> tuple[str | None, date | None, datetime | None]:
    row = await district.row(case_id)
    return row.clock, row.due_on, row.chase_at


async def hear(district: District, case_id: int, words: str) -> None:
    async with district.turn() as turn:
        row = await cases.get(turn.tx, case_id)
        assert row is not None
        await notes.reporter_answered(turn, row, words)


async def test_taking_up_starts_the_term_for_verifying_from_the_day_of_receipt(district: District) -> None:
    case_id = await filed(district)
    assert (await clock(district, case_id))[:2] == (Kind.ACCEPT, date(2026, 3, 4))
    district.now += timedelta(days=2)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    assert await clock(district, case_id) == (Kind.VERIFY, date(2026, 3, 23), datetime(2026, 3, 20, 0, 30, tzinfo=UTC))


async def test_a_case_returned_to_the_duty_desk_is_the_duty_desks_to_send_on(district: District) -> None:
    case_id = await filed(district)
    async with district.turn() as turn:
        await handling.return_to_duty(turn, hand(WANG), case_id, "不在辖区")
    assert (await clock(district, case_id))[:2] == (Kind.ASSIGN, date(2026, 3, 3))


async def test_another_desk_has_a_term_of_its_own_and_a_new_severity_changes_none(district: District) -> None:
    case_id = await filed(district)
    district.now += timedelta(days=1)
    async with district.turn() as turn:
        assert not isinstance(await grading.grade(turn, hand(WANG), case_id, Severity.URGENT, "多人不适"), Refusal)
    assert (await clock(district, case_id))[:2] == (Kind.ACCEPT, date(2026, 3, 4))
    async with district.turn() as turn:
        await assigning.assign_to_desk(turn, hand(ZHOU, DUTY), case_id, desk_handle("t002"))
    assert (await clock(district, case_id))[:2] == (Kind.ACCEPT, date(2026, 3, 5))


async def test_a_rectification_runs_to_the_date_that_was_ordered(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await rectifying.rectify(turn, hand(WANG), case_id, "措施：停用冷库\n时限：3月20日\n责任人：店主")
    assert await clock(district, case_id) == (Kind.RECTIFY, date(2026, 3, 20), datetime(2026, 3, 19, 0, 30, tzinfo=UTC))


async def test_a_concluded_case_has_no_clock(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.UNSUBSTANTIATED, "查无此事")
    assert await clock(district, case_id) == NO_CLOCK


async def test_a_withdrawn_report_has_no_clock(district: District) -> None:
    case_id = await filed(district)
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await following.withdraw(turn, case_id)
    assert await clock(district, case_id) == NO_CLOCK


async def test_a_test_stops_the_clock_and_its_days_are_added(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await pausing.pause(turn, hand(WANG), case_id, Wait.TESTING)
    row = await district.row(case_id)
    assert (row.paused_for, row.chase_at) == (Wait.TESTING, None)
    await district.speak()
    assert "3月2日起暂停计时（送检）" in district.last(EAST).text
    district.now += timedelta(days=9)
    async with district.turn() as turn:
        await pausing.resume(turn, hand(WANG), case_id)
    # Nine days over one weekend are seven working days; the term was to end on 23 March.
    assert await clock(district, case_id) == (Kind.VERIFY, date(2026, 4, 1), datetime(2026, 3, 31, 0, 30, tzinfo=UTC))
    await district.speak()
    assert "暂停计时（" not in district.last(EAST).text
    assert (await district.events(case_id))[-2:] == ["clock_paused", "clock_resumed"]


async def test_two_who_stop_the_clock_stop_it_once(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await pausing.pause(turn, hand(WANG), case_id, Wait.TESTING)
    async with district.turn() as turn:
        assert await pausing.pause(turn, hand(CHEN), case_id, Wait.TESTING) == refuse("clock_is_paused")
    assert (await district.events(case_id)).count("clock_paused") == 1


async def test_the_clock_waits_for_the_reporter_only_when_something_was_asked(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        assert await pausing.pause(turn, hand(WANG), case_id, Wait.CITIZEN) == refuse("nothing_asked")
        await asking.ask_reporter(turn, hand(WANG), case_id, "几号门？")
        await pausing.pause(turn, hand(WANG), case_id, Wait.CITIZEN)
    assert (await district.row(case_id)).paused_for == Wait.CITIZEN
    district.now += timedelta(days=1)
    await hear(district, case_id, "12号")
    row = await district.row(case_id)
    assert (row.paused_since, row.paused_days, row.clock_from) == (None, 1, date(2026, 3, 2))
    assert (await district.events(case_id))[-1] == "clock_resumed"


async def test_new_facts_start_the_verification_again_from_their_day(district: District) -> None:
    case_id = await taken_up(district)
    district.now = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
    await hear(district, case_id, "今天又看见了")
    row = await district.row(case_id)
    assert (row.clock_from, row.due_on) == (date(2026, 3, 10), date(2026, 3, 31))
    assert (await district.events(case_id))[-1] == "clock_restarted"


async def test_a_photo_is_an_answer_too(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await asking.ask_reporter(turn, hand(WANG), case_id, "能拍一张吗？")
        await pausing.pause(turn, hand(WANG), case_id, Wait.CITIZEN)
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        assert await following.add_file(turn, case_id, "f1", as_file=False, album=None, size=1000) is None
    assert (await district.row(case_id)).paused_since is None


async def test_new_facts_before_taking_up_count_for_the_verification(district: District) -> None:
    case_id = await filed(district)
    district.now += timedelta(days=1)
    await hear(district, case_id, "补充：是后门")
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    assert (await district.row(case_id)).clock_from == date(2026, 3, 3)


async def test_more_time_is_asked_for_with_a_reason_and_granted_by_a_lead_once(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await pausing.ask_extension(turn, hand(WANG), case_id, "等复检")
        assert await pausing.answer_extension(turn, hand(WANG), case_id, granted=True) == refuse("not_lead")
        await pausing.answer_extension(turn, hand(CHEN), case_id, granted=True)
    row = await district.row(case_id)
    assert (row.extended, row.due_on) == (True, date(2026, 4, 14))
    async with district.turn() as turn:
        assert await pausing.ask_extension(turn, hand(WANG), case_id, "再等等") == refuse("clock_extended")
    await district.speak()
    (asked,) = district.said_in(EAST, "申请延长")
    assert "等复检" in asked.text
    assert district.said_in(EAST, "新的期限是4月14日")


async def test_a_lead_may_say_no_and_the_deadline_stays(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await pausing.answer_extension(turn, hand(CHEN), case_id, granted=False)
    row = await district.row(case_id)
    assert (row.extended, row.due_on) == (False, date(2026, 3, 23))


@pytest.mark.parametrize(("who", "where", "key"), [(LI, EAST, "not_holder"), (WU, WEST, "no_such_case"),
                                                  (ZHOU, DUTY, "not_your_right")])  # fmt: skip
async def test_nobody_else_stops_the_clock(district: District, who: int, where: int, key: str) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        refused = await pausing.pause(turn, hand(who, where), case_id, Wait.TESTING)
    assert isinstance(refused, Refusal)
    assert refused.key == key
    assert (await district.row(case_id)).paused_since is None


async def test_a_provisional_deadline_is_computed_again_when_the_calendar_knows_the_year(
    district: District,
) -> None:
    district.now = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    case_id = await taken_up(district)
    row = await district.row(case_id)
    assert (row.due_on, row.due_provisional) == (date(2027, 1, 12), True)
    known = Calendar.of_china(range(2026, 2028))
    announced = Calendar({**known.exceptions, date(2027, 1, 3): Day.WORK}, known.announced | {2027})
    district.app = replace(district.app, calendar=announced)
    async with district.turn() as turn:
        assert await clocks.settle_provisional(turn, 0, 10) == case_id
        assert await clocks.settle_provisional(turn, case_id, 10) is None
    row = await district.row(case_id)
    assert (row.due_on, row.due_provisional) == (date(2027, 1, 11), False)


async def test_an_urge_is_answered_by_a_word_to_the_reporter_or_by_a_move(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await following.urge(turn, case_id)
    async with district.turn() as turn:
        assert await clocks.urge_of(turn, case_id) == clocks.Urge(date(2026, 3, 2))
        await asking.ask_reporter(turn, hand(WANG), case_id, "几号门？")
        assert await clocks.urge_of(turn, case_id) is None
