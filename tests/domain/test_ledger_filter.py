"""A filter fits a button beside a page's key, and is read back as it was written; forgeries are nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking import Asked, Verb
from domain.case import OPEN, Status
from domain.ledger import Selection
from domain.ledger_filter import Filter, Leaf, State, kinds, mark, read_period
from wording.cards import shipped_taxonomy

DAYS = st.none() | st.dates(date(2000, 1, 1), date(2716, 12, 31))
MARKS = st.just("") | st.text(max_size=64).map(mark)
FILTERS = st.builds(Filter, st.none() | st.sampled_from(State), MARKS, MARKS, DAYS, DAYS)


@given(FILTERS)
def test_a_filter_is_read_back(filter_: Filter) -> None:
    assert Filter.read(filter_.text) == filter_


@given(FILTERS, st.booleans(), DAYS, st.integers(0, 10**18 - 1), st.sampled_from([Verb.LEDGER, Verb.SIFT, Verb.EXPORT]))
def test_a_page_of_a_filtered_list_fits_a_button(
    filter_: Filter, back: bool, due_on: date | None, key: int, verb: Verb
) -> None:
    leaf = Leaf(filter_, back, due_on)
    asked = Asked.read(Asked(verb, key, leaf.text).data)
    assert asked is not None
    assert Leaf.read(asked.detail) == leaf


@given(st.text(alphabet="nbsdkpolAB-_0z9", max_size=32) | st.text(max_size=32))
def test_whatever_is_read_is_what_a_button_of_ours_would_say(text: str) -> None:
    filter_, leaf = Filter.read(text), Leaf.read(text)
    assert filter_ is None or filter_.text == text
    assert leaf is None or leaf.text == text


def test_every_status_has_a_letter_and_no_letter_is_two_things() -> None:
    single = [each.statuses for each in State if each not in (State.OPEN, State.LATE)]
    assert sorted(status for (status,) in single) == sorted(Status)
    assert set(State.OPEN.statuses) == OPEN
    assert len({each.value for each in State}) == len(State)


def test_marks_of_different_things_differ() -> None:
    taxonomy = shipped_taxonomy()
    everything = len(taxonomy.violations.entries) + len(taxonomy.violations.groups) + 6
    assert len(kinds(taxonomy)) == everything
    assert "other" in taxonomy.violations
    assert len({kind.mark for kind in kinds(taxonomy).values() if kind.id in ("other", "online", "duty")}) >= 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-03-01 2026-03-31", (date(2026, 3, 1), date(2026, 3, 31))),
        ("2026年3月31日至2026年3月1日", (date(2026, 3, 1), date(2026, 3, 31))),
        ("2026/3/1", (date(2026, 3, 1), None)),
        ("2026-02-30", None),
        ("上个月", None),
        ("2026-03-01 2026-03-02 2026-03-03", None),
        ("2026-03-01 东街道", None),
        ("", None),
    ],
)
def test_a_period_is_read_as_people_type_it(written: str, expected: object) -> None:
    assert read_period(written) == expected


SELECTIONS = st.builds(
    Selection,
    desk=st.none() | st.text(max_size=8),
    statuses=st.lists(st.sampled_from(Status), unique=True).map(tuple),
    late=st.booleans(),
    violations=st.lists(st.sampled_from(["unlicensed", "other"]), unique=True).map(tuple),
    source=st.none() | st.sampled_from(["report", "phone"]),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    not_about=st.lists(st.integers(1, 2**62), max_size=3).map(tuple),
)


@given(SELECTIONS)
def test_what_is_kept_of_a_document_says_what_it_was_asked_with(selection: Selection) -> None:
    assert Selection.from_json(selection.to_json()) == selection
