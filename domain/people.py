"""Who may do what. Decided anew at every press, from what the database says, by numeric user id."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from domain.case import Actor


class DeskKind(StrEnum):
    """What a bound group is. A desk has at most one group; a group is at most one desk."""

    TOWN = "town"
    DEPARTMENT = "department"
    DUTY = "duty"
    PUBLICITY = "publicity"
    SUPERVISOR = "supervisor"


OVERSIGHT = frozenset({DeskKind.DUTY, DeskKind.SUPERVISOR})
"""Desks that have every case in view."""


class Role(StrEnum):
    """What somebody is at a desk."""

    OFFICER = "officer"
    LEAD = "lead"


class Right(StrEnum):
    """What a button or a reply asks to do with a case."""

    SEE = "see"
    TAKE_UP = "take_up"
    RETURN = "return"
    HAND_OVER = "hand_over"
    ASK = "ask"
    NOTE = "note"
    CONCLUDE = "conclude"
    ASSIGN = "assign"
    RECTIFY = "rectify"
    PROSECUTE = "prosecute"
    REFER = "refer"
    ACKNOWLEDGE = "acknowledge"
    SEND_BACK = "send_back"
    GRADE = "grade"
    TIME = "time"
    REGISTER = "register"
    REVIEW = "review"
    LOOK_BACK = "look_back"
    WAIVE = "waive"
    LINK = "link"
    INVITE = "invite"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place at one desk."""

    desk_id: str
    kind: DeskKind
    role: Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff, as the database knows them at this moment; a stranger has no seats."""

    user_id: int
    name: str
    seats: tuple[Seat, ...] = field(default=())

    def seat_at(self, desk_id: str | None) -> Seat | None:
        """The person's seat at that desk, if any."""
        return next((seat for seat in self.seats if seat.desk_id == desk_id), None)

    def sits_at(self, kind: DeskKind) -> bool:
        """Whether the person has a seat at any desk of that kind."""
        return any(seat.kind is kind for seat in self.seats)

    def leads(self, desk_id: str) -> bool:
        """Whether the person leads that desk."""
        seat = self.seat_at(desk_id)
        return seat is not None and seat.role is Role.LEAD


@dataclass(frozen=True, slots=True)
class Reach:
    """What deciding a right needs to know of a case: whose ground it is on, in whose hands, which desks help with it,
    and whether the person who asks is too close to the business (回避)."""

    desk_id: str | None
    holder_id: int | None
    guests: frozenset[str] = frozenset()
    conflicted: bool = False


_HOLDER_RIGHTS = frozenset(
    {
        Right.RETURN,
        Right.HAND_OVER,
        Right.CONCLUDE,
        Right.RECTIFY,
        Right.PROSECUTE,
        Right.REFER,
        Right.SEND_BACK,
        Right.GRADE,
        Right.TIME,
        Right.LINK,
        Right.INVITE,
    }
)
_FIELD_RIGHTS = _HOLDER_RIGHTS | {
    Right.SEE,
    Right.TAKE_UP,
    Right.ASK,
    Right.NOTE,
    Right.ACKNOWLEDGE,
    Right.REGISTER,
}
_DUTY_RIGHTS = frozenset(
    {
        Right.SEE,
        Right.NOTE,
        Right.ASK,
        Right.ASSIGN,
        Right.CONCLUDE,
        Right.REGISTER,
        Right.REVIEW,
        Right.LINK,
        Right.INVITE,
    }
)
_SUPERVISOR_RIGHTS = frozenset({Right.SEE, Right.NOTE, Right.REVIEW, Right.WAIVE})
_GUEST_RIGHTS = frozenset({Right.SEE, Right.NOTE, Right.LEAVE})
_NEVER_OWN = frozenset({Right.REVIEW, Right.LOOK_BACK, Right.WAIVE})
"""What nobody does with a case they hold themselves, whatever other seats they have."""


def capacity(person: Person, right: Right, reach: Reach) -> Actor | None:
    """In which capacity `person` may use `right` on a case, or None.

    At the desk that has the case everybody may see, note, ask, take it up and fill in what is known of the business;
    once it is held, only the holder and the lead may move it. The duty desk reaches every case, reviews what was
    concluded, links what two desks have, and concludes only what no desk has. Supervisors see every case, note, review
    and waive look-backs. At a desk that helps everybody may see and note, and the lead may leave; nothing there moves
    the case. Whoever else sees a case may look back at it, and nobody judges a case they hold. Whoever is too close to
    the business has no right at all. None must be answered as «no such case» unless the person may `SEE` it.
    """
    if reach.conflicted or (right in _NEVER_OWN and reach.holder_id == person.user_id):
        return None
    if right is Right.LOOK_BACK:
        return Actor.CHECKER if capacity(person, Right.SEE, replace(reach, guests=frozenset())) else None
    seat = person.seat_at(reach.desk_id)
    if seat is not None and seat.kind in (DeskKind.TOWN, DeskKind.DEPARTMENT) and right in _FIELD_RIGHTS:
        free = reach.holder_id in (None, person.user_id) or seat.role is Role.LEAD
        if free or right not in _HOLDER_RIGHTS:
            return Actor.TOWN if seat.kind is DeskKind.TOWN else Actor.DEPARTMENT
    if person.sits_at(DeskKind.DUTY) and right in _DUTY_RIGHTS:
        return None if right is Right.CONCLUDE and reach.desk_id is not None else Actor.DUTY_DESK
    if person.sits_at(DeskKind.SUPERVISOR) and right in _SUPERVISOR_RIGHTS:
        return Actor.SUPERVISOR
    return _as_guest(person, right, reach)


def _as_guest(person: Person, right: Right, reach: Reach) -> Actor | None:
    for seat in person.seats:
        may = right in _GUEST_RIGHTS and (right is not Right.LEAVE or seat.role is Role.LEAD)
        if may and seat.desk_id in reach.guests - {reach.desk_id}:
            return Actor.DEPARTMENT if seat.kind is DeskKind.DEPARTMENT else Actor.TOWN
    return None


def colleagues(people: Iterable[Person], desk_id: str) -> list[Person]:
    """Those who sit at the desk, leads first, then by name."""
    seated = [person for person in people if person.seat_at(desk_id)]
    return sorted(seated, key=lambda person: (not person.leads(desk_id), person.name))
