from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workdays import Calendar, Day, Due

CHINA = Calendar.of_china(range(2023, 2028))

# From the yearly notices of the General Office of the State Council (国务院办公厅关于…年部分节假日安排的通知),
# printed in the State Council Gazette: the weekends worked in exchange, and the days off they give.
WORKED_WEEKENDS = {
    2024: ["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
    2025: ["01-26", "02-08", "04-27", "09-28", "10-11"],
    2026: ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
}
DAYS_OFF = {
    2024: [
        ("01-01", "01-01"),
        ("02-10", "02-17"),
        ("04-04", "04-06"),
        ("05-01", "05-05"),
        ("06-10", "06-10"),
        ("09-15", "09-17"),
        ("10-01", "10-07"),
    ],
    2025: [
        ("01-01", "01-01"),
        ("01-28", "02-04"),
        ("04-04", "04-06"),
        ("05-01", "05-05"),
        ("05-31", "06-02"),
        ("10-01", "10-08"),
    ],
    2026: [
        ("01-01", "01-03"),
        ("02-15", "02-23"),
        ("04-04", "04-06"),
        ("05-01", "05-05"),
        ("06-19", "06-21"),
        ("09-25", "09-27"),
        ("10-01", "10-07"),
    ],
}

days_of_known_years = st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 11, 30))


def day(text: str) -> date:
    return date.fromisoformat(text)


def arranged_as_announced(year: int) -> dict[date, bool]:
    """Every day of the year → whether it is worked, from the notice alone."""
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    worked = {each: each.weekday() < 5 for each in days}
    for first, last in DAYS_OFF[year]:
        worked |= {each: False for each in days if first <= each.isoformat()[5:] <= last}
    return worked | {day(f"{year}-{text}"): True for text in WORKED_WEEKENDS[year]}


@pytest.mark.parametrize("year", WORKED_WEEKENDS)
def test_every_day_of_the_year_is_as_the_state_council_announced_it(year: int) -> None:
    announced = arranged_as_announced(year)
    assert {each: CHINA.is_working(each) for each in announced} == announced


@pytest.mark.parametrize(
    ("received", "term", "last"),
    [
        ("2024-02-04", 7, "2024-02-19"),
        ("2024-04-26", 7, "2024-05-09"),
        ("2024-09-10", 15, "2024-10-08"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2025-09-24", 7, "2025-10-10"),
        ("2025-09-24", 8, "2025-10-11"),
        ("2026-02-10", 7, "2026-02-26"),
        ("2026-09-10", 15, "2026-10-08"),
    ],
)
def test_working_days_are_counted_as_moved(received: str, term: int, last: str) -> None:
    assert CHINA.due(day(received), term) == Due(day(last), provisional=False)


def test_the_day_of_receipt_does_not_count() -> None:
    assert CHINA.due(day("2026-03-02"), 1).date == day("2026-03-03")


def test_a_last_day_on_a_holiday_moves_to_the_first_day_after() -> None:
    assert CHINA.due_in_days(day("2026-08-04"), 60) == Due(day("2026-10-08"), provisional=False)
    assert CHINA.due_in_days(day("2026-08-05"), 7).date == day("2026-08-12")


def test_a_term_that_reaches_an_unannounced_year_is_provisional() -> None:
    assert CHINA.due(day("2026-12-01"), 15) == Due(day("2026-12-22"), provisional=False)
    assert CHINA.due(day("2026-12-20"), 15).provisional


def test_the_last_days_of_december_wait_for_the_next_year_s_notice() -> None:
    assert CHINA.due(day("2026-12-20"), 8) == Due(day("2026-12-30"), provisional=True)
    assert not CHINA.due(day("2025-12-20"), 8).provisional


def test_a_year_out_of_range_is_provisional_and_counts_the_plain_week() -> None:
    assert CHINA.due(day("2040-10-01"), 1) == Due(day("2040-10-02"), provisional=True)


def test_the_district_s_overrides_win_and_can_complete_a_year() -> None:
    overrides = {day("2027-01-03"): Day.WORK, day("2027-01-04"): Day.REST, day("2026-03-03"): Day.REST}
    overrides |= {day("2026-02-14"): Day.REST, day("2026-02-16"): Day.WORK}
    own = Calendar.of_china(range(2025, 2029), overrides, announced=[2027])
    assert own.due(day("2027-01-02"), 2) == Due(day("2027-01-05"), provisional=False)
    assert own.due(day("2026-03-02"), 1).date == day("2026-03-04")
    assert own.due(day("2026-02-13"), 1).date == day("2026-02-16")
    assert own.due(day("2028-01-02"), 2).provisional


def test_an_override_alone_does_not_make_a_year_announced() -> None:
    own = Calendar.of_china(range(2025, 2029), {day("2027-01-03"): Day.WORK})
    assert own.due(day("2027-01-02"), 1) == Due(day("2027-01-03"), provisional=True)


@given(days_of_known_years, st.integers(min_value=1, max_value=90))
def test_a_term_ends_on_the_working_day_it_names(received: date, term: int) -> None:
    due = CHINA.due(received, term)
    assert CHINA.is_working(due.date)
    assert CHINA.working_days_between(received, due.date) == term
    assert CHINA.working_days_between(due.date, received) == -term


@given(days_of_known_years, st.integers(min_value=1, max_value=120))
def test_plain_days_end_on_the_first_working_day_not_before_the_term(received: date, days: int) -> None:
    due = CHINA.due_in_days(received, days)
    end = received + timedelta(days=days)
    assert CHINA.is_working(due.date)
    assert not any(CHINA.is_working(end + timedelta(days=n)) for n in range((due.date - end).days))


@pytest.mark.parametrize("term", [0, -7])
def test_a_term_without_days_is_refused(term: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        CHINA.due(day("2026-03-02"), term)
    with pytest.raises(ValueError, match="at least one day"):
        CHINA.due_in_days(day("2026-03-02"), term)
