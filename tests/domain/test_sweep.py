"""How a list of places is read, and how coverage adds up."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sweep import ALL, CHECKS, Check, Coverage, Listed, Reading, checks_in, read_line, read_places

NAMES = st.text(st.sampled_from("东西南北街小卖部店7-A "), min_size=1, max_size=8).filter(lambda name: name.strip())
COVERAGES = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 50)).map(
    lambda each: Coverage(max(each[0], each[1]), min(each[0], each[1]), each[2])
)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("东街小卖部，东街 3 号", Listed("东街小卖部", "东街 3 号")),
        ("东街小卖部, 东街 3 号", Listed("东街小卖部", "东街 3 号")),
        ("东街小卖部", Listed("东街小卖部")),
        ("东街小卖部，东街 3 号，后门", Listed("东街小卖部", "东街 3 号，后门")),
        ("1. 东街小卖部，东街", Listed("东街小卖部", "东街")),
        ("12、东街小卖部", Listed("东街小卖部")),
        ("（3）东街小卖部", Listed("东街小卖部")),
        ("④ 东街小卖部", Listed("东街小卖部")),
        ("- 东街小卖部", Listed("东街小卖部")),
        ("7-11便利店，东街", Listed("7-11便利店", "东街")),
        ("1.5元店", Listed("1.5元店")),
        ("24小时超市", Listed("24小时超市")),
        ("\u202e店卖小街东\u202c，东街", Listed("店卖小街东", "东街")),
        ("\u200b", None),
        ("，东街 3 号", None),
        ("2.", None),
        ("   ", None),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, read: Listed | None) -> None:
    assert read_line(line) == read


def test_a_line_twice_is_one_place_and_one_name_at_two_addresses_is_two() -> None:
    text = "1. 小卖部，东街 3 号\n\n2. 小卖部，东街 3 号\n3. 小卖部，西街 9 号\n4. 小卖部"
    assert read_places(text, {}) == Reading(
        (Listed("小卖部", "东街 3 号"), Listed("小卖部（西街 9 号）", "西街 9 号")), again=2
    )


def test_what_is_listed_already_is_not_listed_again() -> None:
    known = {"小卖部": "东街 3 号", "菜市场": ""}
    read = read_places("小卖部，东街 3 号\n菜市场\n肉铺", known)
    assert read == Reading((Listed("肉铺"),), again=2)


@given(st.lists(st.tuples(NAMES, NAMES | st.just("")), max_size=30))
def test_every_line_is_a_new_place_or_counted_as_there_already(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{at}. {name}，{address}" for at, (name, address) in enumerate(lines, 1))
    read = read_places(text, {})
    names = [each.name for each in read.fresh]
    assert len(names) + read.again == len(lines)
    assert len(set(names)) == len(names)
    assert read_places(text, {each.name: each.address for each in read.fresh}).fresh == ()


@given(st.text(max_size=200))
def test_whatever_is_written_a_name_is_visible_text_on_one_line(text: str) -> None:
    for each in read_places(text, {}).fresh:
        assert each.name.strip() == each.name != ""
        assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") and character != "\u200d"
                       for character in each.name + each.address)  # fmt: skip


@given(st.lists(COVERAGES, max_size=10))
def test_coverage_adds_up_and_never_leaves_less_than_nothing(desks: list[Coverage]) -> None:
    whole = sum(desks, Coverage())
    assert whole.left == sum(each.left for each in desks) >= 0
    assert (whole.places, whole.findings) == (sum(each.places for each in desks), sum(each.findings for each in desks))


@given(st.integers(-5, 40))
def test_a_choice_of_checks_is_read_back_and_nothing_else_is_one(bits: int) -> None:
    chosen = checks_in(bits)
    assert bool(chosen) == (0 < bits <= ALL)
    assert not chosen or sum(1 << CHECKS.index(each) for each in chosen) == bits
    assert set(chosen) <= set(Check)
