"""How soon an exposure has to be published, and how long it stays."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.expiry import expires_on, last_day_to_publish, months_later
from domain.exposure import Class
from domain.workdays import Calendar


def test_a_decision_is_published_within_twenty_working_days() -> None:
    # 25–27 September and 1–7 October 2026 are off; Sunday 20 September and Saturday 10 October are worked.
    assert last_day_to_publish(date(2026, 9, 15), Calendar.of_china([2026])).date == date(2026, 10, 19)


def test_a_penalty_is_shown_for_three_years_and_progress_for_good() -> None:
    assert expires_on(Class.PENALTY, date(2026, 3, 2)) == date(2029, 3, 2)
    assert expires_on(Class.PROGRESS, date(2026, 3, 2)) is None


def test_a_month_without_that_day_ends_with_its_last() -> None:
    assert months_later(date(2028, 2, 29), 36) == date(2031, 2, 28)
    assert months_later(date(2026, 11, 30), 3) == date(2027, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_are_counted_in_months(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
