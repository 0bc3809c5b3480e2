"""What officers write in one reply, as they really write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Need
from domain.forms import LABELS, LONGEST_TERM, read_deadline, read_form
from domain.workdays import Calendar

THREE = (Need.MEASURE, Need.DEADLINE, Need.RESPONSIBLE)
TODAY = date(2026, 3, 2)
CHINA = Calendar.of_china(range(2026, 2028))


@pytest.mark.parametrize(
    "text",
    [
        "措施：停业\n期限：7\n责任人：王某", "责任人: 王某\n整改措施:停业\n整改时限：7", "停业/7/王某",
        "停业 / 7 / 王某", "停业／7／王某", "停业\n7\n王某", "停业\n\n7\n\n王某\n",
    ],
)  # fmt: skip
def test_three_parts_are_found_however_they_are_parted(text: str) -> None:
    assert read_form(text, THREE) == {Need.MEASURE: "停业", Need.DEADLINE: "7", Need.RESPONSIBLE: "王某"}


def test_a_line_without_a_label_goes_on_with_the_part_above() -> None:
    read = read_form("措施：停业\n并更换冷柜\n责任人：王某", THREE)
    assert read == {Need.MEASURE: "停业\n并更换冷柜", Need.RESPONSIBLE: "王某"}


def test_a_date_with_slashes_stays_whole() -> None:
    assert read_form("停业 / 2026/3/20 / 王某", THREE)[Need.DEADLINE] == "2026/3/20"


def test_the_last_part_takes_what_is_left() -> None:
    read = read_form("罚款\n12号\n说明一\n说明二", (Need.PENALTY, Need.PENALTY_DOCUMENT, Need.EXPLANATION))
    assert read[Need.EXPLANATION] == "说明一\n说明二"


@given(st.text(max_size=60), st.lists(st.sampled_from(list(LABELS)), min_size=1, max_size=3, unique=True))
def test_nothing_empty_and_nothing_unasked_is_ever_read(text: str, wanted: list[Need]) -> None:
    read = read_form(text, wanted)
    assert set(read) <= set(wanted)
    assert all(part == part.strip() and part for part in read.values())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7", date(2026, 3, 11)), ("7个工作日", date(2026, 3, 11)), ("7 天", date(2026, 3, 11)),
        ("3月20日", date(2026, 3, 20)), ("3.20", date(2026, 3, 20)), ("2026-03-20", date(2026, 3, 20)),
        ("2026年3月20日", date(2026, 3, 20)), ("2026/3/20", date(2026, 3, 20)), ("1月5日", date(2027, 1, 5)),
        ("3月2日", TODAY), ("2026-03-01", None), ("2月30日", None), ("0", None), ("尽快", None), ("", None),
        ("2029-01-01", None), ("999", None),
    ],
)  # fmt: skip
def test_a_deadline_is_read_as_it_is_written(text: str, day: date | None) -> None:
    assert read_deadline(text, TODAY, CHINA) == day


@given(st.text("0123456789-/.年月日个工作天 ", max_size=12))
def test_a_deadline_is_a_day_to_come_within_a_year_or_none(text: str) -> None:
    day = read_deadline(text, TODAY, CHINA)
    assert day is None or TODAY <= day <= TODAY + LONGEST_TERM
