"""Who may do what: for every right, every kind of seat, and every place a case can be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.case import Actor
from domain.people import DeskKind, Person, Reach, Right, Role, Seat, capacity, colleagues

DESKS = {
    "east": DeskKind.TOWN,
    "police": DeskKind.DEPARTMENT,
    "duty": DeskKind.DUTY,
    "press": DeskKind.PUBLICITY,
    "above": DeskKind.SUPERVISOR,
}
ME, OTHER = 1, 2

SEATS = st.builds(
    lambda desk, role: Seat(desk, DESKS[desk], role), st.sampled_from(sorted(DESKS)), st.sampled_from(Role)
)
PEOPLE = st.builds(
    lambda seats: Person(ME, "王", tuple(seats)), st.lists(SEATS, max_size=4, unique_by=lambda seat: seat.desk_id)
)
GUESTS = st.frozensets(st.sampled_from(["east", "west", "police"]))
REACHES = st.builds(
    Reach,
    st.sampled_from([None, "east", "west", "police"]),
    st.sampled_from([None, ME, OTHER]),
    GUESTS,
    st.booleans(),
)
RIGHTS = st.sampled_from(Right)


def expected(person: Person, right: Right, reach: Reach) -> bool:
    """The rules once more, as sentences."""
    if reach.conflicted:
        return False
    helping = [seat for seat in person.seats if seat.desk_id in reach.guests and seat.desk_id != reach.desk_id]
    seat = person.seat_at(reach.desk_id)
    in_the_field = seat is not None and seat.kind in (DeskKind.TOWN, DeskKind.DEPARTMENT)
    on_duty, supervises = person.sits_at(DeskKind.DUTY), person.sits_at(DeskKind.SUPERVISOR)
    sees, judges = in_the_field or on_duty or supervises, reach.holder_id != person.user_id
    may_decide = in_the_field and (
        reach.holder_id is None or reach.holder_id == person.user_id or person.leads(str(reach.desk_id))
    )
    return {
        Right.SEE: sees or bool(helping),
        Right.NOTE: sees or bool(helping),
        Right.ASK: in_the_field or on_duty,
        Right.TAKE_UP: in_the_field,
        Right.RETURN: may_decide,
        Right.HAND_OVER: may_decide,
        Right.CONCLUDE: may_decide or (on_duty and reach.desk_id is None),
        Right.ASSIGN: on_duty,
        Right.RECTIFY: may_decide,
        Right.PROSECUTE: may_decide,
        Right.REFER: may_decide,
        Right.ACKNOWLEDGE: in_the_field,
        Right.SEND_BACK: may_decide,
        Right.GRADE: may_decide,
        Right.TIME: may_decide,
        Right.REGISTER: in_the_field or on_duty,
        Right.REVIEW: (on_duty or supervises) and judges,
        Right.LOOK_BACK: sees and judges,
        Right.WAIVE: supervises and judges,
        Right.LINK: may_decide or on_duty,
        Right.INVITE: may_decide or on_duty,
        Right.LEAVE: any(seat.role is Role.LEAD for seat in helping),
    }[right]


@given(PEOPLE, RIGHTS, REACHES)
def test_every_right_is_had_by_exactly_those_who_should(person: Person, right: Right, reach: Reach) -> None:
    assert (capacity(person, right, reach) is not None) == expected(person, right, reach)


@given(RIGHTS, REACHES)
def test_a_stranger_has_no_right_at_all(right: Right, reach: Reach) -> None:
    assert capacity(Person(ME, ""), right, reach) is None


@given(PEOPLE, RIGHTS, REACHES)
def test_whoever_may_do_anything_may_see_the_case(person: Person, right: Right, reach: Reach) -> None:
    if capacity(person, right, reach):
        assert capacity(person, Right.SEE, reach)


@given(PEOPLE, RIGHTS, REACHES)
def test_a_name_decides_nothing(person: Person, right: Right, reach: Reach) -> None:
    assert capacity(replace(person, name="陈"), right, reach) == capacity(person, right, reach)


@given(PEOPLE, RIGHTS, REACHES)
def test_the_capacity_is_that_of_a_seat_the_person_has(person: Person, right: Right, reach: Reach) -> None:
    kinds = {
        Actor.TOWN: {DeskKind.TOWN}, Actor.DEPARTMENT: {DeskKind.DEPARTMENT}, Actor.DUTY_DESK: {DeskKind.DUTY},
        Actor.SUPERVISOR: {DeskKind.SUPERVISOR}, Actor.CHECKER: set(DeskKind) - {DeskKind.PUBLICITY},
    }  # fmt: skip
    actor = capacity(person, right, reach)
    assert actor is None or any(person.sits_at(kind) for kind in kinds[actor])


@given(PEOPLE, REACHES, st.sampled_from([Right.REVIEW, Right.LOOK_BACK, Right.WAIVE]))
def test_nobody_judges_a_case_they_hold(person: Person, reach: Reach, right: Right) -> None:
    assert capacity(person, right, replace(reach, holder_id=ME)) is None


@given(PEOPLE, RIGHTS, REACHES)
def test_whoever_is_too_close_to_the_business_has_no_right_at_all(person: Person, right: Right, reach: Reach) -> None:
    assert capacity(person, right, replace(reach, conflicted=True)) is None


@given(PEOPLE, RIGHTS, REACHES)
def test_helping_never_takes_a_right_away_and_never_moves_a_case(person: Person, right: Right, reach: Reach) -> None:
    alone = capacity(person, right, replace(reach, guests=frozenset()))
    if alone is not None or right not in (Right.SEE, Right.NOTE, Right.LEAVE):
        assert capacity(person, right, reach) == alone


def test_colleagues_are_those_at_the_desk_and_leads_come_first() -> None:
    def seated(user_id: int, name: str, desk: str, role: Role) -> Person:
        return Person(user_id, name, (Seat(desk, DESKS[desk], role),))

    people = [
        seated(1, "b", "east", Role.OFFICER),
        seated(2, "z", "east", Role.LEAD),
        seated(3, "a", "east", Role.OFFICER),
        seated(4, "c", "police", Role.LEAD),
        Person(5, "d"),
    ]
    assert [each.name for each in colleagues(people, "east")] == ["z", "a", "b"]
