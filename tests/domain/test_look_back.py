"""How soon a place is looked at again: by outcome, severity and kind, the shortest term that applies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import Outcome
from domain.look_back import NOTHING_TO_SEE, Terms
from domain.taxonomy import Severity

DAYS = st.integers(1, 60)
TERMS = st.builds(Terms, *[DAYS] * 8, st.just(frozenset({"black_den"})))
OUTCOMES, SEVERITIES, KINDS = (
    st.sampled_from(Outcome),
    st.sampled_from(Severity),
    st.sampled_from(["label", "black_den"]),
)


@pytest.mark.parametrize(
    ("outcome", "severity", "kind", "days"),
    [
        (Outcome.RECTIFIED, Severity.GENERAL, "label", 10),
        (Outcome.PENALISED, Severity.GENERAL, "label", 15),
        (Outcome.BANNED, Severity.GENERAL, "label", 5),
        (Outcome.REFERRED, Severity.GENERAL, "label", 20),
        (Outcome.PENALISED, Severity.SERIOUS, "label", 7),
        (Outcome.BANNED, Severity.SERIOUS, "label", 5),
        (Outcome.PENALISED, Severity.URGENT, "label", 3),
        (Outcome.RECTIFIED, Severity.GENERAL, "black_den", 5),
        (Outcome.UNSUBSTANTIATED, Severity.URGENT, "black_den", None),
        (Outcome.NOT_OURS, Severity.GENERAL, "label", None),
        (Outcome.DUPLICATE, Severity.SERIOUS, "label", None),
    ],
)
def test_the_shortest_of_the_terms_that_apply_counts(
    outcome: Outcome, severity: Severity, kind: str, days: int | None
) -> None:
    assert Terms().until_looked_at(outcome, severity, kind) == days


@given(TERMS, OUTCOMES, SEVERITIES, KINDS)
def test_what_was_found_is_always_looked_at_again_and_what_was_not_never(
    terms: Terms, outcome: Outcome, severity: Severity, kind: str
) -> None:
    assert (terms.until_looked_at(outcome, severity, kind) is None) == (outcome in NOTHING_TO_SEE)


@given(TERMS, st.sampled_from(sorted(set(Outcome) - NOTHING_TO_SEE)), SEVERITIES, KINDS)
def test_neither_severity_nor_kind_ever_puts_a_look_back_off(
    terms: Terms, outcome: Outcome, severity: Severity, kind: str
) -> None:
    plain = terms.until_looked_at(outcome, Severity.GENERAL, "label")
    found = terms.until_looked_at(outcome, severity, kind)
    assert plain is not None
    assert found is not None
    assert found <= plain
