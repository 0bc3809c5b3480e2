"""When somebody is reminded: by working days, never in the quiet hours, and without a stream after a silence."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.chase import OVER, Plan, Step
from domain.workdays import Calendar

CHINA = Calendar.of_china(range(2024, 2029))
PLAN = Plan(ZoneInfo("Asia/Shanghai"))
DUE = st.dates(date(2024, 1, 10), date(2026, 12, 1))
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PLAN.zone)


def test_steps_fall_on_working_days_around_a_long_holiday() -> None:
    days = [PLAN.day_of(step, date(2026, 9, 30), CHINA).isoformat() for step in Step]
    assert days == ["2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10", "2026-10-13"]


@pytest.mark.parametrize(
    ("at", "quiet"), [("2026-03-02T19:59", False), ("2026-03-02T20:00", True), ("2026-03-03T08:29", True),
                      ("2026-03-03T08:30", False)],
)  # fmt: skip
def test_nobody_is_disturbed_between_evening_and_morning(at: str, *, quiet: bool) -> None:
    assert PLAN.is_quiet(local(at)) is quiet


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all() -> None:
    night = Plan(PLAN.zone, quiet_from=time(0), quiet_until=time(7))
    assert [night.is_quiet(local(f"2026-03-02T{at}")) for at in ("00:00", "06:59", "07:00", "23:59")] == [
        True, True, False, False,
    ]  # fmt: skip
    always = Plan(PLAN.zone, quiet_from=time(9), quiet_until=time(9))
    assert not any(always.is_quiet(local(f"2026-03-02T{hour:02d}:00")) for hour in range(24))


@given(DUE)
def test_every_morning_of_a_step_is_outside_the_quiet_hours(due: date) -> None:
    assert not any(PLAN.is_quiet(PLAN.morning(PLAN.day_of(step, due, CHINA))) for step in Step)


@given(DUE, MOMENTS, st.integers(0, OVER))
def test_what_is_reached_is_the_last_step_whose_morning_has_come(due: date, now: datetime, said: int) -> None:
    reached = PLAN.reached(now, due, said, CHINA)
    come = [step for step in Step if step >= said and PLAN.morning(PLAN.day_of(step, due, CHINA)) <= now]
    assert reached == (max(come) if come else None)


@given(DUE, MOMENTS)
def test_ticking_from_any_moment_says_each_later_step_once(due: date, begun: datetime) -> None:
    chased, said, now = PLAN.first_after(begun, due, CHINA), [], begun
    expected = [step for step in Step if PLAN.morning(PLAN.day_of(step, due, CHINA)) > begun]
    while (at := PLAN.when(chased, due, CHINA)) is not None:
        now = max(now, at)
        step = PLAN.reached(now, due, chased, CHINA)
        assert step is not None
        said.append(step)
        chased = step + 1
    assert said == expected


def test_a_fresh_deadline_tomorrow_is_not_nagged_about_at_once() -> None:
    now = local("2026-03-02T10:00")
    assert PLAN.first_after(now, date(2026, 3, 3), CHINA) is Step.ON
    assert PLAN.reached(now, date(2026, 3, 3), Step.ON, CHINA) is None


def test_summer_time_moves_the_moment_and_not_the_hour() -> None:
    berlin = Plan(ZoneInfo("Europe/Berlin"))
    before, after = berlin.morning(date(2026, 3, 28)), berlin.morning(date(2026, 3, 29))
    assert after - before == timedelta(hours=23)
    assert {each.astimezone(berlin.zone).time() for each in (before, after)} == {time(8, 30)}
