"""Which cases come first: only decided ones, the grave before the common, the repeated before the single."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Outcome, Status
from domain.exposure import Class
from domain.picking import EXPOSABLE, Candidate, Merit, merits, only_warned, score, suggested, tells_of_a_decision

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def candidate(case_id: int = 1, **known: object) -> Candidate:
    facts: dict[str, object] = {
        "case_id": case_id, "number": f"SL-2026-{case_id:05d}", "violation": "expired", "severity": "general",
        "outcome": Outcome.PENALISED, "town": "东街道", "business": "阳光小卖部", "document": "",
        "penalty": "罚款500元", "concluded_at": NOW, "times": 1,
    }  # fmt: skip
    return Candidate(**(facts | known))  # type: ignore[arg-type]  # a test's shorthand


ANY = st.builds(
    candidate,
    st.integers(1, 999),
    severity=st.sampled_from(["general", "serious", "urgent"]),
    outcome=st.sampled_from(sorted(EXPOSABLE)),
    violation=st.sampled_from(["expired", "black_den"]),
    times=st.integers(1, 9),
    penalty=st.sampled_from(["", "罚款500元", "警告"]),
    concluded_at=st.integers(0, 90).map(lambda days: NOW - timedelta(days=days)),
)


@given(st.lists(ANY, max_size=12))
def test_suggestions_are_in_order_and_hold_everything_that_may_be_exposed(there: list[Candidate]) -> None:
    found = suggested(there, ["expired"])
    assert sorted(each.candidate.case_id for each in found) == sorted(
        each.case_id for each in there if not only_warned(each.penalty)
    )
    ranks = [(score(each), each.candidate.concluded_at) for each in found]
    assert ranks == sorted(ranks, reverse=True)


def test_what_is_grave_or_repeated_stands_before_what_is_common_however_new() -> None:
    old = NOW - timedelta(days=60)
    there = [
        candidate(1), candidate(2, severity="serious", concluded_at=old), candidate(3, severity="urgent",
        concluded_at=old), candidate(4, times=2, concluded_at=old), candidate(5, outcome=Outcome.BANNED),
    ]  # fmt: skip
    assert [each.candidate.case_id for each in suggested(there)] == [3, 2, 4, 5, 1]


def test_the_category_of_the_month_decides_between_equals() -> None:
    there = [candidate(1, violation="label"), candidate(2, concluded_at=NOW - timedelta(days=1))]
    assert [each.candidate.case_id for each in suggested(there)] == [1, 2]
    assert [each.candidate.case_id for each in suggested(there, ["expired"])] == [2, 1]
    assert merits(there[1], ["expired"]) == (Merit.FREQUENT,)


@pytest.mark.parametrize("penalty", ["警告", "给予警告，责令改正"])
def test_a_warning_alone_is_never_published(penalty: str) -> None:
    assert only_warned(penalty)


@pytest.mark.parametrize("penalty", ["警告，罚款500元", "罚款500元", "", "警告，没收违法所得", "责令停产停业"])
def test_a_warning_beside_something_heavier_is(penalty: str) -> None:
    assert not only_warned(penalty)


def test_a_text_tells_of_a_case_only_while_its_decision_stands() -> None:
    stands = [
        (status, outcome)
        for status in Status
        for outcome in (None, *Outcome)
        if tells_of_a_decision(Class.PENALTY, status, outcome)
    ]
    assert {status for status, _ in stands} == {Status.CONCLUDED, Status.CLOSED}
    assert {outcome for _, outcome in stands} == {Outcome.PENALISED, Outcome.BANNED, Outcome.REFERRED}
    assert tells_of_a_decision(Class.WARNING, Status.ACCEPTED, None), "it needs no decision"
