"""A month's figures: which month is meant, and that no figure points at somebody."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exposure import NEEDED, Class, Part
from domain.progress import FEW, OTHERS, Progress, Town, after, compose, folded, read_month

MARCH = Progress(
    received=40, merged=2, handled=30, real=20, closed=18, dens=3, shut=2, exposed=4, kilograms=Decimal("352.50"),
    towns=(Town("东街道", 20, 15), Town("西街道", 17, 12), Town("南街道", 3, 3)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("", date(2026, 2, 1)), ("2026-02", date(2026, 2, 1)), ("2026年2月", date(2026, 2, 1)), ("2", date(2026, 2, 1)),
        ("2月", date(2026, 2, 1)), ("3", date(2025, 3, 1)), ("12", date(2025, 12, 1)), (" 2025/11 ", date(2025, 11, 1)),
        ("2026-03", None), ("2027-01", None), ("13", None), ("0", None), ("上个月", None), ("2026", None),
    ],
)  # fmt: skip
def test_a_month_that_is_over_is_read_however_it_is_written(written: str, month: date | None) -> None:
    assert read_month(written, date(2026, 3, 2)) == month


def test_in_january_the_month_before_is_last_years() -> None:
    assert read_month("", date(2026, 1, 31)) == date(2025, 12, 1)


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_month_before_this_one_ends_where_this_one_begins(today: date) -> None:
    month = read_month("", today)
    assert month is not None
    assert after(month) == today.replace(day=1)


def test_a_draft_has_what_its_class_needs_and_says_every_figure() -> None:
    parts = compose("示例区", date(2026, 3, 1), MARCH)
    assert set(parts) >= NEEDED[Class.PROGRESS]
    assert "示例区2026年3月" in parts[Part.TITLE].text
    for said in ("收到食品安全问题线索40件", "办结30件", "查实20件", "销号18件", "重复线索2件", "黑窝点3个", "取缔2个",
                 "352.5公斤", "典型案例4件"):  # fmt: skip
        assert said in parts[Part.FACTS].text
    assert "南街道：收到3件，办结3件" in parts[Part.MEANING].text


def test_figures_that_are_zero_are_left_unsaid_but_for_cases() -> None:
    quiet = Progress(0, 0, 0, 0, 0, 0, 0, 0, Decimal(0))
    parts = compose("示例区", date(2026, 3, 1), quiet)
    assert parts[Part.FACTS].text == "3月，共收到食品安全问题线索0件，办结0件。"
    assert Part.MEANING not in parts


def test_weights_are_written_without_zeros_or_powers() -> None:
    def facts(kilograms: str) -> str:
        return compose("区", date(2026, 3, 1), replace(MARCH, kilograms=Decimal(kilograms)))[Part.FACTS].text

    assert "约1000公斤" in facts("1000.00")
    assert "约0.5公斤" in facts("0.50")


def test_a_town_with_few_cases_is_put_together_with_others() -> None:
    towns = [Town("东街道", 20, 15), Town("西街道", 9, 8), Town("南街道", 2, 0), Town("北街道", 1, 4)]
    assert folded(towns) == [Town("东街道", 20, 15), Town("西街道", 9, 8), Town(OTHERS, 3, 4)]


def test_one_town_alone_is_never_the_others() -> None:
    towns = [Town("东街道", 20, 15), Town("西街道", 9, 8), Town("南街道", 1, 0)]
    assert folded(towns) == [Town("东街道", 20, 15), Town(OTHERS, 10, 8)]
    assert folded(towns[1:]) == []


@given(st.lists(st.builds(Town, st.text("东西南北", min_size=1), st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_no_figure_shown_is_small_and_the_sum_gives_none_away(towns: list[Town]) -> None:
    shown = folded(towns)
    assert not any(0 < figure <= FEW for each in shown for figure in (each.received, each.handled))
    kept = [each for each in shown if each.name != OTHERS]
    assert set(kept) <= set(towns)
    if shown:
        assert sum(each.received for each in shown) == sum(each.received for each in towns)
        hidden = [each for each in towns if each.received or each.handled]
        assert len(hidden) - len(kept) != 1
