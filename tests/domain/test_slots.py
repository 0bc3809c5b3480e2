"""Slots have their times after any moment, rising, on the right kind of day: over holidays, where clocks are set."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice, pairwise, takewhile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cron import calculator
from domain.slot_words import WEEKDAYS, read_moment, read_slot, shape
from domain.slots import Clockwork, Days, Shift, Slot, Time, line_up
from domain.workdays import Calendar
from wording.slots import slot_name
from wording.translate import words

SHANGHAI, NEW_YORK, BERLIN = map(ZoneInfo, ("Asia/Shanghai", "America/New_York", "Europe/Berlin"))
START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 330 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
CRONS = st.sampled_from(
    ["0 18 * * fri", "30 9 * * mon,thu", "0 10 1 * *", "0 9 * * *", "30 2 * * *", "0 8,20 * * sat,sun", "0 12 last * *"]
)
SLOTS = st.builds(Slot, CRONS, st.sampled_from(Days), st.sampled_from(Shift))
ZONES = st.sampled_from([SHANGHAI, NEW_YORK, BERLIN])


@cache
def clockwork(zone: ZoneInfo = SHANGHAI) -> Clockwork:
    return Clockwork(Calendar.of_china([2026]), zone, calculator(zone))


def days(text: str, after: str, count: int, zone: ZoneInfo = SHANGHAI) -> list[str]:
    """The next times of what is so called, by the district's clock."""
    slot = read_slot(text)
    assert slot is not None
    times = clockwork(zone).times(slot, datetime.fromisoformat(after).replace(tzinfo=zone))
    return [each.at.astimezone(zone).strftime("%m-%d %H:%M") for each in islice(times, count)]


@given(SLOTS, MOMENTS, ZONES)
@settings(max_examples=60, deadline=None)
def test_times_come_after_the_moment_rise_and_fall_on_the_right_kind_of_day(
    slot: Slot, after: datetime, zone: ZoneInfo
) -> None:
    found = list(islice(clockwork(zone).times(slot, after), 6))
    assert all(each.at > after for each in found)
    assert all(earlier.at < later.at for earlier, later in pairwise(found))
    calendar = clockwork(zone).calendar
    for each in found:
        day = each.at.astimezone(zone).date()
        if slot.days is Days.EVE:
            assert calendar.is_eve(day)
        if slot.days is Days.WORKING or slot.shift is not Shift.NONE:
            assert calendar.is_working(day)


@given(SLOTS, MOMENTS, ZONES, st.integers(0, 60 * 24 * 10))
@settings(max_examples=60, deadline=None)
def test_the_times_are_the_same_whenever_one_asks(slot: Slot, after: datetime, zone: ZoneInfo, minutes: int) -> None:
    later = after + timedelta(minutes=minutes)
    until = later + timedelta(days=40)
    early = [each for each in _until(slot, after, zone, until) if each.at > later]
    assert early == _until(slot, later, zone, until)


def _until(slot: Slot, after: datetime, zone: ZoneInfo, until: datetime) -> list[Time]:
    return list(takewhile(lambda each: each.at <= until, clockwork(zone).times(slot, after)))


@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN], ids=str)
@pytest.mark.parametrize("hour", [1, 2, 3])
def test_a_daily_time_comes_once_a_day_where_clocks_are_set(zone: ZoneInfo, hour: int) -> None:
    times = clockwork(zone).times(Slot(f"30 {hour} * * *"), datetime(2026, 1, 1, tzinfo=zone))
    found = [each.at.astimezone(zone).date() for each in islice(times, 365)]
    assert found == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def test_several_times_in_the_hour_that_is_left_out_are_none_of_them_lost() -> None:
    assert days("cron 15,45 2 * * *", "2026-03-08T00:00", 3, NEW_YORK) == ["03-08 03:15", "03-08 03:45", "03-09 02:15"]


def test_a_friday_on_which_nobody_works_moves_as_it_is_told() -> None:
    # 25–27 September is Mid-Autumn, 1–7 October National Day: the 25th and the 2nd are Fridays off.
    assert days("每周五 18:00", "2026-09-19T00:00", 3) == ["09-25 18:00", "10-02 18:00", "10-09 18:00"]
    assert days("每周五 18:00 遇节假日提前", "2026-09-19T00:00", 3) == ["09-24 18:00", "09-30 18:00", "10-09 18:00"]
    assert days("每周五 18:00 顺延", "2026-09-19T00:00", 3) == ["09-28 18:00", "10-08 18:00", "10-09 18:00"]


def test_a_weekend_worked_in_exchange_is_a_working_day() -> None:
    assert days("每个工作日 9:00", "2026-10-07T00:00", 4) == [
        "10-08 09:00",
        "10-09 09:00",
        "10-10 09:00",
        "10-12 09:00",
    ]


def test_the_eve_of_a_holiday_is_its_last_working_day_and_no_plain_friday() -> None:
    assert days("节前最后一个工作日 17:00", "2026-09-01T00:00", 2) == ["09-24 17:00", "09-30 17:00"]


def test_times_moved_from_several_days_come_in_order_and_those_that_meet_are_one() -> None:
    slot = Slot("0 9,18 * * *", shift=Shift.AFTER)
    found = clockwork().times(slot, datetime(2026, 10, 1, 12, tzinfo=SHANGHAI))
    shown = [each.at.astimezone(SHANGHAI).strftime("%d %H") for each in islice(found, 3)]
    assert shown == ["08 09", "08 18", "09 09"]


def test_a_year_not_announced_is_provisional_where_it_matters() -> None:
    # The calendar here knows 2026 only; the last days of a year hang on the next one's notice.
    after = datetime(2026, 12, 20, tzinfo=SHANGHAI)
    working = islice(clockwork().times(Slot("0 9 * * *", Days.WORKING), after), 8)
    assert [each.provisional for each in working] == [False] * 5 + [True] * 3
    assert not any(each.provisional for each in islice(clockwork().times(Slot("0 9 * * *"), after), 30))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("cron 0 18 * * 5", "unreadable"),
        ("cron 0 25 * * *", "unreadable"),
        ("cron 0 18 30 2 *", "never"),
        ("cron */5 * * * *", "often"),
        ("每天 23:00", "closed"),
        ("每周五 18:00", None),
    ],
)
def test_a_rule_that_can_be_no_slot_is_told_why(text: str, why: str | None) -> None:
    slot = read_slot(text)
    assert slot is not None

    def open_at(at: datetime) -> bool:
        return time(8) <= at.astimezone(SHANGHAI).time() < time(21, 30)

    assert clockwork().works(slot, datetime(2026, 3, 2, tzinfo=UTC), open_at) == why


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("每周五 18:00", Slot("0 18 * * fri")),
        ("每周一、周四 9:30", Slot("30 9 * * mon,thu")),
        ("每周四和周一 9：30", Slot("30 9 * * mon,thu")),
        ("每星期天 晚上8点半 照常", Slot("30 20 * * sun")),
        ("每月1日 10:00", Slot("0 10 1 * *")),
        ("每月1日、15日 10点 遇节假日顺延", Slot("0 10 1,15 * *", shift=Shift.AFTER)),
        ("每月最后一天 下午3:00，遇节假日提前", Slot("0 15 last * *", shift=Shift.BEFORE)),
        ("每个工作日 9:00", Slot("0 9 * * *", Days.WORKING)),
        ("每天 9:00", Slot("0 9 * * *")),
        ("节前最后一个工作日 17:00", Slot("0 17 * * *", Days.EVE)),
        ("cron 0 18 * * FRI", Slot("0 18 * * fri")),
        ("cron 0 18 * * fri 遇节假日提前", Slot("0 18 * * fri", shift=Shift.BEFORE)),
        ("每周五 25:00", None),
        ("每周八 18:00", None),
        ("每月32日 10:00", None),
        ("晚上12点", None),
        ("周五", None),
        ("", None),
    ],
)
def test_slots_are_read_as_people_write_them(text: str, slot: Slot | None) -> None:
    assert read_slot(text) == slot


_DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda found: f"* * {','.join(WEEKDAYS[n] for n in sorted(found))}")
_MONTH_DAYS = st.sets(st.integers(1, 31), min_size=1).map(lambda found: f"{','.join(map(str, sorted(found)))} * *")
_TIMES = st.tuples(st.integers(0, 59), st.integers(0, 23)).map(lambda at: f"{at[0]} {at[1]}")
_REGULAR = st.builds(lambda at, on: f"{at} {on}", _TIMES, _DAYS | _MONTH_DAYS | st.sampled_from(["* * *", "last * *"]))


@given(
    st.builds(Slot, _REGULAR, shift=st.sampled_from(Shift))
    | st.builds(lambda at, kind: Slot(f"{at} * * *", kind), _TIMES, st.sampled_from([Days.WORKING, Days.EVE]))
    | st.builds(Slot, st.sampled_from(["*/30 9-17 * * mon-fri", "0 18 1-7 3 fri"]), shift=st.sampled_from(Shift))
)
def test_what_a_slot_is_called_is_how_it_is_written(slot: Slot) -> None:
    assert read_slot(slot_name(words("zh"), slot)) == slot
    assert slot_name(words("en"), slot)


def test_a_line_that_only_cron_can_say_has_no_words() -> None:
    assert shape("0 18 * * mon-fri") is None
    assert shape("0 18 1 * fri") is None
    assert shape("0 18 1 6 *") is None
    assert shape("99 18 * * *") is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("12月8日 18:00", "2026-12-08T18:00"),
        ("3月1日 18:00", "2027-03-01T18:00"),
        ("12/8 18:00", "2026-12-08T18:00"),
        ("2026-12-08 18:00", "2026-12-08T18:00"),
        ("2026年1月5日18点", "2026-01-05T18:00"),
        ("今天 9:00", "2026-03-02T09:00"),
        ("明天下午3点半", "2026-03-03T15:30"),
        ("后天 18：00", "2026-03-04T18:00"),
        ("2月30日 18:00", None),
        ("12月8日", None),
        ("尽快", None),
    ],
)
def test_moments_are_read_as_people_write_them(text: str, at: str | None) -> None:
    found = read_moment(text, datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI), SHANGHAI)
    assert found == (datetime.fromisoformat(at).replace(tzinfo=SHANGHAI) if at else None)


@given(
    st.lists(st.integers(0, 500), max_size=12),
    st.lists(st.integers(0, 400), max_size=8).map(sorted),
)
def test_batches_queue_into_times_in_order_each_once(times: list[int], queue: list[int]) -> None:
    free = [Time(START + timedelta(hours=n)) for n in sorted(set(times))]
    lined = list(line_up(free, [(n, START + timedelta(hours=since)) for n, since in enumerate(queue)]))
    assert [batch for batch, _ in lined] == list(range(len(lined)))
    assert all(earlier.at < later.at for (_, earlier), (_, later) in pairwise(lined))
    assert all(when.at > START + timedelta(hours=queue[batch]) for batch, when in lined)
    if len(lined) < len(queue):
        last = lined[-1][1].at if lined else START - timedelta(hours=1)
        assert not [each for each in free if each.at > max(last, START + timedelta(hours=queue[len(lined)]))]
