"""The status table: every move in it is let through with what it needs, and no other."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case import MOVES, OPEN, OUTCOME_NEEDS, Actor, Move, Need, Outcome, Status, missing_for, move
from domain.refusal import Refusal

STATUSES, ACTORS = st.sampled_from(Status), st.sampled_from(Actor)
NEEDS = st.frozensets(st.sampled_from(Need))
EVERYTHING = frozenset(Need)


@given(STATUSES, STATUSES, ACTORS, NEEDS)
def test_the_gate_lets_through_exactly_what_the_table_says(
    status: Status, to: Status, actor: Actor, given: frozenset[Need]
) -> None:
    allowed = any(arrow.to is to and actor in arrow.by and arrow.needs <= given for arrow in MOVES[status])
    assert isinstance(move(status, to, actor, given), Move) == allowed


@given(STATUSES, STATUSES, ACTORS, NEEDS)
def test_a_refusal_names_the_first_thing_that_stands_in_the_way(
    status: Status, to: Status, actor: Actor, given: frozenset[Need]
) -> None:
    answer = move(status, to, actor, given)
    arrows = [arrow for arrow in MOVES[status] if arrow.to is to]
    match answer:
        case Refusal("no_such_move"):
            assert not arrows
        case Refusal("not_your_move"):
            assert arrows
            assert all(actor not in arrow.by for arrow in arrows)
        case Refusal("missing", params):
            assert params["what"] not in given
            assert isinstance(move(status, to, actor, given | EVERYTHING), Move)
        case _:
            assert isinstance(answer, Move)


@given(STATUSES, STATUSES, ACTORS, NEEDS, NEEDS)
def test_more_in_hand_never_closes_a_door(
    status: Status, to: Status, actor: Actor, given: frozenset[Need], more: frozenset[Need]
) -> None:
    if isinstance(move(status, to, actor, given), Move):
        assert isinstance(move(status, to, actor, given | more), Move)


def test_every_open_status_can_be_concluded_by_somebody() -> None:
    for status in OPEN:
        assert any(isinstance(move(status, Status.CONCLUDED, actor, EVERYTHING), Move) for actor in Actor)


def test_no_case_is_concluded_without_an_outcome_and_an_explanation() -> None:
    arrows = [arrow for arrows in MOVES.values() for arrow in arrows if arrow.to is Status.CONCLUDED]
    assert arrows
    assert all({Need.OUTCOME, Need.EXPLANATION} <= arrow.needs for arrow in arrows)


def test_a_withdrawn_case_stays_withdrawn() -> None:
    assert not MOVES[Status.WITHDRAWN]


def test_a_citizen_withdraws_only_before_the_case_is_taken_up() -> None:
    may = {status for status in Status if isinstance(move(status, Status.WITHDRAWN, Actor.CITIZEN), Move)}
    assert may == {Status.RECEIVED, Status.ASSIGNED}


def test_a_citizen_can_do_nothing_else() -> None:
    for status, to in product(Status, Status):
        if to is not Status.WITHDRAWN:
            assert isinstance(move(status, to, Actor.CITIZEN, EVERYTHING), Refusal)


def test_every_status_is_reached_from_registration() -> None:
    reached, edge = {Status.RECEIVED}, {Status.RECEIVED}
    while edge:
        edge = {arrow.to for status in edge for arrow in MOVES[status]} - reached
        reached |= edge
    assert reached == set(Status)


@given(st.sampled_from(Outcome), NEEDS)
def test_an_outcome_stands_only_with_everything_it_asks_for(outcome: Outcome, given: frozenset[Need]) -> None:
    lacking = missing_for(outcome, given)
    assert (lacking is None) == (OUTCOME_NEEDS[outcome] <= given)
    if lacking is not None:
        assert Need(lacking.params["what"]) in OUTCOME_NEEDS[outcome] - given


def test_each_outcome_says_what_it_asks_for() -> None:
    asked = {outcome: set(needs) for outcome, needs in OUTCOME_NEEDS.items() if needs}
    assert set(OUTCOME_NEEDS) == set(Outcome)
    assert asked == {
        Outcome.RECTIFIED: {Need.PHOTO_AFTER},
        Outcome.PENALISED: {Need.PENALTY, Need.PENALTY_DOCUMENT},
        Outcome.REFERRED: {Need.DESTINATION},
    }


@pytest.mark.parametrize("ended", [Status.CONCLUDED, Status.CLOSED])
def test_an_ended_case_is_opened_again_only_by_those_who_review_and_with_a_reason(ended: Status) -> None:
    for to in (Status.ACCEPTED, Status.RECEIVED):
        for actor in Actor:
            reviews = actor in (Actor.SUPERVISOR, Actor.DUTY_DESK, Actor.CHECKER)
            assert isinstance(move(ended, to, actor, frozenset({Need.EXPLANATION})), Move) == reviews
            assert isinstance(move(ended, to, actor), Refusal)
