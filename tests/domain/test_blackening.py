"""What is blackened: cells and quarters of cells, as boxes that cover just these."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.blackening import COLUMNS, EVERYTHING, ROWS, boxes_of, cell, spans, toggled, units_of

CELLS = st.sampled_from([column + row for column in COLUMNS for row in ROWS])
UNITS = st.frozensets(st.sampled_from(sorted(EVERYTHING)))


def test_a_cell_is_an_eighth_by_a_sixth_of_the_picture() -> None:
    assert boxes_of(cell("A1")) == [(0, 0, 125, 167)]
    assert boxes_of(cell("H6")) == [(875, 833, 1000, 1000)]


@pytest.mark.parametrize("name", ["", "A", "I1", "A7", "A0", "A1a", "a1", "A11", "Ａ1"])
def test_what_names_no_cell_covers_nothing(name: str) -> None:
    assert cell(name) == frozenset()


def test_two_corners_span_everything_between_them_whichever_comes_first() -> None:
    expected = frozenset().union(*(cell(column + row) for column in "BCD" for row in "23"))
    assert spans("B2-D3") == spans("D3-B2") == spans("B3-D2") == spans("d2–b3") == expected


def test_several_may_be_written_at_once_in_any_width() -> None:
    assert spans("B2-C2，f5、Ｇ６") == cell("B2") | cell("C2") | cell("F5") | cell("G6")


def test_a_quarter_is_finer_than_a_cell() -> None:
    quarters = [spans(f"C3{each}") for each in "abcd"]
    assert [len(each or ()) for each in quarters] == [1, 1, 1, 1]
    assert frozenset().union(*(each or () for each in quarters)) == cell("C3")
    assert boxes_of(spans("C3a") or ()) == [(250, 333, 313, 417)]
    assert len(spans("B2d-C3a") or ()) == 4


@pytest.mark.parametrize("words", ["", "，", "B2-", "-D3", "B2-D3-E4", "B9", "B2 脸", "整张", "B2e", "车牌"])
def test_what_is_no_place_in_the_grid_is_refused_whole(words: str) -> None:
    assert spans(words) is None


@given(UNITS)
def test_boxes_cover_just_what_was_chosen(units: frozenset[tuple[int, int]]) -> None:
    boxes = boxes_of(units)
    assert units_of(boxes) == units
    assert boxes_of(units_of(boxes)) == boxes
    assert all(0 <= left < right <= 1000 and 0 <= top < bottom <= 1000 for left, top, right, bottom in boxes)


@given(UNITS, CELLS)
def test_a_second_press_clears_what_the_first_made_black(units: frozenset[tuple[int, int]], name: str) -> None:
    black = boxes_of(units - cell(name))
    once = toggled(black, cell(name))
    assert cell(name) <= units_of(once)
    assert toggled(once, cell(name)) == black


def test_a_press_on_a_cell_that_is_partly_black_makes_it_black() -> None:
    part = boxes_of(spans("B2a") or ())
    assert units_of(toggled(part, cell("B2"))) == cell("B2")


def test_clearing_one_cell_of_a_wide_box_leaves_the_others() -> None:
    wide = boxes_of(spans("B2-D3") or ())
    assert len(wide) == 1
    assert units_of(toggled(wide, cell("C2"))) == (spans("B2-D3") or frozenset()) - cell("C2")
