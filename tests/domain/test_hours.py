"""Sending hours: what is closed opens at the first moment that is open, also where clocks are set."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.hours import Hours

ZONES = [ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")]
_MINUTES = st.integers(0, 365 * 24 * 60)
MOMENTS = _MINUTES.map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
SHANGHAI = Hours(ZoneInfo("Asia/Shanghai"), time(8), time(21, 30))


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def test_the_morning_opens_and_the_evening_closes() -> None:
    assert not SHANGHAI.open_at(local("2026-03-02T07:59:59"))
    assert SHANGHAI.open_at(local("2026-03-02T08:00"))
    assert SHANGHAI.open_at(local("2026-03-02T21:29:59"))
    assert not SHANGHAI.open_at(local("2026-03-02T21:30"))


def test_what_comes_too_late_waits_for_the_morning_and_what_is_in_time_for_nothing() -> None:
    assert SHANGHAI.next_open(local("2026-03-02T21:30")) == local("2026-03-03T08:00")
    assert SHANGHAI.next_open(local("2026-03-02T00:10")) == local("2026-03-02T08:00")
    assert SHANGHAI.next_open(local("2026-03-02T12:34")) == local("2026-03-02T12:34")


def test_a_morning_in_the_hour_that_is_left_out_begins_after_it() -> None:
    hours = Hours(ZoneInfo("America/New_York"), time(2, 30), time(21))
    assert hours.next_open(datetime(2026, 3, 8, 6, 0, tzinfo=UTC)) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_hours_that_lie_in_the_hour_that_is_left_out_come_a_day_later() -> None:
    hours = Hours(ZoneInfo("America/New_York"), time(2, 10), time(2, 50))
    assert hours.next_open(datetime(2026, 3, 8, 6, 0, tzinfo=UTC)) == datetime(2026, 3, 9, 6, 10, tzinfo=UTC)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 22), st.integers(1, 8))
def test_nothing_is_open_before_the_next_opening(now: datetime, zone: ZoneInfo, hour: int, lasts: int) -> None:
    hours = Hours(zone, time(hour, 15), time(min(hour + lasts, 23), 45))
    found = hours.next_open(now)
    assert found >= now and hours.open_at(found)
    between = now
    while between < found:
        assert not hours.open_at(between)
        between += timedelta(minutes=5)
