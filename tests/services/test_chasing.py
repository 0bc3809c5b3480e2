"""Reminders walk from the holder to the lead to the duty desk, once each, and stop with an answer or a conclusion."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.schedule import Schedule
from domain.case import Actor, Outcome, Status
from domain.chase import Step
from domain.clock import Wait
from services import asking, cards, chasing, clocks, concluding, following, handling, pausing
from storage import cases, correspondents, desks
from storage.database import Database
from tests.district import DUTY, EAST, SUPERVISION, WANG, WEST, District, folder, hand


def local(text: str) -> datetime:
    """A moment by the district's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def schedule(
    district: District, database: Database | None = None, spoken: Callable[[], None] = lambda: None
) -> Schedule:
    return Schedule(district.app, database or district.database, folder(district), lambda: district.now, spoken)


async def tick(district: District, at: str) -> list[tuple[str, str]]:
    """What is said by the tick at that moment: (recipient, text) of each notice; cards are left aside."""
    district.now = local(at)
    await schedule(district).chase()
    return [(each.recipient, each.text) for each in await district.speak() if "收到：" not in each.text]


async def walk(district: District, first: date, last: date) -> dict[str, list[tuple[str, str]]]:
    """Ticks at each hour of each day; what was said, by the hour."""
    said = {}
    for days in range((last - first).days + 1):
        for hour in range(24):
            at = f"{first + timedelta(days=days)}T{hour:02d}:45:00"
            if found := [each for each in await tick(district, at) if "期限提醒" not in each[1]]:
                said[at] = found
    return said


async def filed(district: District) -> int:
    case_id = await district.case()
    async with district.turn() as turn:
        await clocks.wind(turn, case_id, Status.RECEIVED)
    return case_id


async def taken_up(district: District) -> int:
    case_id = await filed(district)
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
    await district.speak()
    return case_id


async def urge(district: District, case_id: int) -> None:
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        await following.urge(turn, case_id)
    await district.speak()


async def test_each_step_is_said_once_on_its_working_day_across_a_moved_holiday(district: District) -> None:
    district.now = local("2026-09-10T10:00:00")
    case_id = await taken_up(district)
    said = await walk(district, date(2026, 9, 27), date(2026, 10, 14))
    # The term ends on 8 October: the first week is off, and Saturday the 10th is worked.
    assert list(said) == [f"2026-{day}T08:45:00" for day in ("09-30", "10-08", "10-09", "10-10", "10-12", "10-14")]
    near, today, passed, lead, duty, _ = said.values()
    assert [to for to, _ in near + today + passed + lead] == [str(EAST)] * 4
    assert "快到了" in near[0][1] and near[0][1].startswith("王")
    assert "就是今天" in today[0][1]
    assert "已超过 1 个工作日" in passed[0][1]
    assert lead[0][1].startswith("陈") and "已超过 2 个工作日" in lead[0][1]
    assert {to for to, _ in duty} == {str(EAST), str(DUTY)}
    told = dict(duty)
    assert "已报值班台" in told[str(EAST)]
    assert all(part in told[str(DUTY)] for part in ("周", "东街道", "SL-2026-00001", "承办人：王", "请联系该单位"))
    assert (await district.events(case_id)).count("chased") == 6
    assert (await district.row(case_id)).chase_at is None


async def test_what_stays_overdue_comes_to_the_supervisors(district: District) -> None:
    await district.supervised()
    await filed(district)
    said = await walk(district, date(2026, 3, 9), date(2026, 3, 12))
    assert list(said) == ["2026-03-09T08:45:00", "2026-03-11T08:45:00"]
    told = dict(said["2026-03-11T08:45:00"])
    assert set(told) == {str(EAST), str(SUPERVISION)}
    assert "已报督导组" in told[str(EAST)]
    reason, what_to_do = "接办期限（3月4日）已超过 5 个工作日", "请督导并问明责任"
    assert all(part in told[str(SUPERVISION)] for part in ("何", "东街道", "SL-2026-00001", reason, what_to_do))


async def test_the_supervisors_morning_names_the_towns_that_are_behind(district: District) -> None:
    await district.supervised()
    await filed(district)
    said = await tick(district, "2026-03-05T08:45:00")
    (told,) = [text for to, text in said if to == str(SUPERVISION)]
    assert "东街道：1 件" in told
    assert not [text for to, text in await tick(district, "2026-03-05T08:46:00") if to == str(SUPERVISION)]


async def test_a_late_case_says_so_on_its_card(district: District) -> None:
    case_id = await filed(district)
    assert "已超期" not in (await _card(district, case_id))
    await tick(district, "2026-03-04T08:45:00")
    assert "已超期" not in (await _card(district, case_id))
    await tick(district, "2026-03-05T08:45:00")
    assert "接办期限：3月4日 · ⏰ 已超期" in await _card(district, case_id)


async def _card(district: District, case_id: int) -> str:
    async with district.turn() as turn:
        row = await district.row(case_id)
        await cards.bring(turn, row)
    await district.speak()
    return next(each.text for each in reversed(district.spoken) if "收到：" in each.text)


async def test_nothing_is_said_in_the_quiet_hours_and_nothing_is_lost_by_them(district: District) -> None:
    await filed(district)
    assert await tick(district, "2026-03-05T20:00:00") == []
    assert await tick(district, "2026-03-06T03:00:00") == []
    said = [text for _, text in await tick(district, "2026-03-06T08:30:00") if "期限提醒" not in text]
    assert len(said) == 1 and "已超过 2 个工作日" in said[0], "the furthest step, and no stream of those before it"


async def test_a_case_nobody_has_taken_up_calls_nobody_by_name_until_the_lead(district: District) -> None:
    await filed(district)
    (_, near), *_ = await tick(district, "2026-03-03T08:45:00")
    assert near.startswith("⏳ SL-2026-00001 的接办期限")
    assert "接办" in near


@pytest.mark.parametrize("ended", ["concluded", "withdrawn", "paused"])
async def test_nothing_is_said_after_a_conclusion_or_while_the_clock_stands(district: District, ended: str) -> None:
    case_id = await (filed(district) if ended == "withdrawn" else taken_up(district))
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        if ended == "concluded":
            await concluding.conclude(turn, hand(WANG), case_id, Outcome.NOT_OURS, "不归本渠道")
        elif ended == "withdrawn":
            await following.withdraw(turn, case_id)
        else:
            await pausing.pause(turn, hand(WANG), case_id, Wait.TESTING)
    await district.speak()
    assert await walk(district, date(2026, 3, 19), date(2026, 3, 28)) == {}


@pytest.mark.parametrize("step", Step)
async def test_a_conclusion_after_any_step_is_the_end_of_reminders(district: District, step: Step) -> None:
    case_id = await taken_up(district)
    days = [district.app.chasing.day_of(each, date(2026, 3, 23), district.app.calendar) for each in Step]
    for day in days[: step + 1]:
        assert await tick(district, f"{day}T08:45:00")
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.NOT_OURS, "不归本渠道")
    await district.speak()
    for day in [*days, date(2026, 4, 1), date(2026, 5, 6)]:
        assert await tick(district, f"{max(day, days[step])}T08:50:00") == []


async def test_a_reminder_still_unsaid_is_taken_back_by_the_conclusion(district: District) -> None:
    case_id = await taken_up(district)
    district.now = local("2026-03-23T08:45:00")
    await schedule(district).chase()
    async with district.turn() as turn:
        await concluding.conclude(turn, hand(WANG), case_id, Outcome.UNSUBSTANTIATED, "查无此事")
    await district.speak()
    assert district.said_in(EAST, "就是今天") == []


async def test_the_reporter_who_asks_and_gets_no_answer_is_spoken_for_twice(district: District) -> None:
    case_id = await taken_up(district)
    await urge(district, case_id)
    said = await walk(district, date(2026, 3, 3), date(2026, 3, 10))
    assert list(said) == ["2026-03-04T08:45:00", "2026-03-05T08:45:00"]
    first, second = said.values()
    assert [to for to, _ in first] == [str(EAST)]
    assert "举报人3月2日询问 SL-2026-00001 的进展" in first[0][1]
    assert {to for to, _ in second} == {str(EAST), str(DUTY)}


async def test_an_answer_silences_the_reminder_of_the_question(district: District) -> None:
    case_id = await taken_up(district)
    await urge(district, case_id)
    async with district.turn() as turn:
        await asking.ask_reporter(turn, hand(WANG), case_id, "几号门？")
    await district.speak()
    assert await walk(district, date(2026, 3, 3), date(2026, 3, 10)) == {}


async def test_a_paused_case_still_owes_its_reporter_an_answer(district: District) -> None:
    case_id = await taken_up(district)
    async with district.turn() as turn:
        await pausing.pause(turn, hand(WANG), case_id, Wait.TESTING)
    await urge(district, case_id)
    assert list(await walk(district, date(2026, 3, 3), date(2026, 3, 6))) == [
        "2026-03-04T08:45:00",
        "2026-03-05T08:45:00",
    ]


async def test_two_processes_at_the_same_tick_say_it_once(
    district: District, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = await taken_up(district)
    other = Database(database_url)
    district.now = local("2026-03-23T08:45:00")
    await asyncio.gather(schedule(district).chase(), schedule(district, other).chase())
    await other.close()
    await district.speak()
    assert caplog.text == "", "losing to the other is no failure"
    assert len(district.said_in(EAST, "就是今天")) == 1
    assert len(district.said_in(EAST, "期限提醒")) == 1
    assert (await district.events(case_id)).count("chased") == 1


async def test_one_who_read_the_case_before_another_reminded_says_nothing(district: District) -> None:
    case_id = await taken_up(district)
    district.now = local("2026-03-23T08:45:00")
    async with district.database.read() as tx:
        assert await chasing.due(tx, district.app, district.now) == [case_id]
    async with district.turn() as turn:
        assert await chasing.remind(turn, case_id)
    async with district.turn() as turn:
        assert not await chasing.remind(turn, case_id)


async def test_the_voice_is_rung_only_when_something_was_said(district: District) -> None:
    await filed(district)
    rung: list[datetime] = []
    ticking = schedule(district, spoken=lambda: rung.append(district.now))
    for at in ("2026-03-02T10:00:00", "2026-03-03T08:45:00", "2026-03-03T08:46:00"):
        district.now = local(at)
        await ticking.chase()
    assert set(rung) == {local("2026-03-03T08:45:00")}


async def test_the_digest_lists_what_is_late_soon_and_standing_once_a_working_day(district: District) -> None:
    await filed(district)
    paused = await taken_up(district)
    async with district.turn() as turn:
        await pausing.pause(turn, hand(WANG), paused, Wait.TESTING)
    await district.speak()
    for at in ("2026-03-07T08:45:00", "2026-03-09T08:00:00"):
        assert not [each for each in await tick(district, at) if "期限提醒" in each[1]]
    said = [each for each in await tick(district, "2026-03-09T08:45:00") if "期限提醒" in each[1]]
    assert [to for to, _ in said] == [str(DUTY), str(EAST)]
    told = dict(said)
    assert "SL-2026-00001 接办期限 3月4日，超期 3 个工作日" in told[str(EAST)]
    assert "SL-2026-00002 3月2日起（送检）" in told[str(EAST)]
    assert "东街道：1 件" in told[str(DUTY)]
    assert not [each for each in await tick(district, "2026-03-09T08:46:00") if "期限提醒" in each[1]]


async def test_a_desk_with_nothing_to_list_is_left_in_peace(district: District) -> None:
    await filed(district)
    await tick(district, "2026-03-03T08:45:00")
    assert district.said_in(EAST, "期限提醒")
    assert not district.said_in(WEST)


async def test_a_digest_given_elsewhere_is_not_given_again(district: District) -> None:
    await filed(district)
    district.now = local("2026-03-03T08:45:00")
    async with district.turn() as turn:
        assert await chasing.give_digest(turn, "t001")
    async with district.turn() as turn:
        assert not await chasing.give_digest(turn, "t001")
    await district.speak()
    assert len(district.said_in(EAST, "期限提醒")) == 1


async def test_what_a_group_out_of_reach_owes_is_brought_to_the_duty_desk(district: District) -> None:
    await filed(district)
    async with district.turn() as turn:
        await desks.mark_unreachable(turn.tx, EAST, district.now)
    said = await tick(district, "2026-03-03T08:45:00")
    assert str(EAST) not in {to for to, _ in said}
    assert any(to == str(DUTY) and "快到了" in text for to, text in said)


async def test_one_case_that_fails_keeps_no_other_waiting(district: District, caplog: pytest.LogCaptureFixture) -> None:
    broken, _ = await filed(district), await filed(district)
    async with district.turn() as turn:
        # No version ever wrote a reminder without its step: the history of this case can't be read.
        for what in ("urged", clocks.ANSWER_CHASED):
            await cases.add_event(turn.tx, turn.app.keys, broken, what, turn.now, Actor.ROUTING)
    said = await tick(district, "2026-03-03T08:45:00")
    assert any("SL-2026-00002" in text and "快到了" in text for _, text in said)
    assert "the next tick tries again" in caplog.text
