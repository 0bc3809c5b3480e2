"""The life of a case: one table of statuses and moves, one gate. The diagram in docs/ is drawn from it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.refusal import Refusal, refuse


class Status(StrEnum):
    """Where a case stands. The values are stored; their Chinese names are in `wording/terms.py`."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    RECTIFYING = "rectifying"
    PROSECUTING = "prosecuting"
    REFERRED = "referred"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """In which capacity somebody moves a case; one person may have several."""

    ROUTING = "routing"
    CITIZEN = "citizen"
    TOWN = "town"
    DEPARTMENT = "department"
    DUTY_DESK = "duty_desk"
    SUPERVISOR = "supervisor"
    CHECKER = "checker"


class Outcome(StrEnum):
    """How a case ended. Nothing ends without one (一查到底)."""

    RECTIFIED = "rectified"
    PENALISED = "penalised"
    BANNED = "banned"
    REFERRED = "referred"
    UNSUBSTANTIATED = "unsubstantiated"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"


class Need(StrEnum):
    """What a move asks for beyond the right to make it."""

    OUTCOME = "outcome"
    EXPLANATION = "explanation"
    MEASURE = "measure"
    DEADLINE = "deadline"
    RESPONSIBLE = "responsible"
    PHOTO_AFTER = "photo_after"
    PENALTY = "penalty"
    PENALTY_DOCUMENT = "penalty_document"
    DESTINATION = "destination"


@dataclass(frozen=True, slots=True)
class Move:
    """One arrow of the diagram."""

    to: Status
    by: frozenset[Actor]
    needs: frozenset[Need] = frozenset()


def _move(to: Status, *by: Actor, needs: tuple[Need, ...] = ()) -> Move:
    return Move(to, frozenset(by), frozenset(needs))


_CONCLUDE = (Need.OUTCOME, Need.EXPLANATION)
_RECTIFY = (Need.MEASURE, Need.DEADLINE, Need.RESPONSIBLE)
_FIELD = (Actor.TOWN, Actor.DEPARTMENT)
_REVIEW = (Actor.SUPERVISOR, Actor.DUTY_DESK, Actor.CHECKER)

MOVES: dict[Status, tuple[Move, ...]] = {
    Status.RECEIVED: (
        _move(Status.ASSIGNED, Actor.DUTY_DESK, Actor.ROUTING),
        _move(Status.CONCLUDED, Actor.DUTY_DESK, needs=_CONCLUDE),
        _move(Status.WITHDRAWN, Actor.CITIZEN),
    ),
    Status.ASSIGNED: (
        _move(Status.ACCEPTED, *_FIELD),
        _move(Status.RECEIVED, *_FIELD, needs=(Need.EXPLANATION,)),
        _move(Status.CONCLUDED, *_FIELD, Actor.DUTY_DESK, needs=_CONCLUDE),
        _move(Status.WITHDRAWN, Actor.CITIZEN),
    ),
    Status.ACCEPTED: (
        _move(Status.RECEIVED, *_FIELD, needs=(Need.EXPLANATION,)),
        _move(Status.RECTIFYING, *_FIELD, needs=_RECTIFY),
        _move(Status.PROSECUTING, *_FIELD),
        _move(Status.REFERRED, *_FIELD, needs=(Need.EXPLANATION,)),
        _move(Status.CONCLUDED, *_FIELD, Actor.DUTY_DESK, needs=_CONCLUDE),
    ),
    Status.RECTIFYING: (
        _move(Status.CONCLUDED, *_FIELD, needs=_CONCLUDE),
        _move(Status.PROSECUTING, *_FIELD),
        _move(Status.REFERRED, *_FIELD, needs=(Need.EXPLANATION,)),
    ),
    Status.PROSECUTING: (
        _move(Status.CONCLUDED, *_FIELD, needs=_CONCLUDE),
        _move(Status.REFERRED, *_FIELD, needs=(Need.EXPLANATION,)),
    ),
    Status.REFERRED: (
        _move(Status.ACCEPTED, Actor.DEPARTMENT, needs=(Need.EXPLANATION,)),
        _move(Status.CONCLUDED, Actor.DEPARTMENT, needs=_CONCLUDE),
    ),
    Status.CONCLUDED: (
        _move(Status.CLOSED, *_REVIEW),
        _move(Status.ACCEPTED, *_REVIEW, needs=(Need.EXPLANATION,)),
        _move(Status.RECEIVED, *_REVIEW, needs=(Need.EXPLANATION,)),
    ),
    Status.CLOSED: (
        _move(Status.ACCEPTED, *_REVIEW, needs=(Need.EXPLANATION,)),
        _move(Status.RECEIVED, *_REVIEW, needs=(Need.EXPLANATION,)),
    ),
    Status.WITHDRAWN: (),
}
"""Every move there is. `routing` stands for the program itself, at registration; `checker` for whoever looked back at
a place (回头看): what they found closes the case or opens it again.

A case is reopened at the desk that had it; one that the duty desk concluded itself goes back to be dispatched.
Before anything was ordered the duty desk may also end a case at a desk, but only by linking it to an earlier one: that
is the right it has there (`domain/people.py`), and two desks' cases are in nobody else's reach.
"""

OUTCOME_NEEDS: dict[Outcome, frozenset[Need]] = {
    Outcome.RECTIFIED: frozenset({Need.PHOTO_AFTER}),
    Outcome.PENALISED: frozenset({Need.PENALTY, Need.PENALTY_DOCUMENT}),
    Outcome.BANNED: frozenset(),
    Outcome.REFERRED: frozenset({Need.DESTINATION}),
    Outcome.UNSUBSTANTIATED: frozenset(),
    Outcome.NOT_OURS: frozenset(),
    Outcome.DUPLICATE: frozenset(),
}
"""What an outcome asks for on top of the move: a place said to be rectified is shown, a penalty is quoted."""

OPEN = frozenset(Status) - {Status.CONCLUDED, Status.CLOSED, Status.WITHDRAWN}
"""Statuses in which somebody still owes the next step."""


def move(status: Status, to: Status, actor: Actor, given: frozenset[Need] = frozenset()) -> Move | Refusal:
    """The one gate for a change of status.

    `given` says which needs the caller has in hand. Refusals: `no_such_move` (the table has no such arrow),
    `not_your_move` (it has, for somebody else), `missing` (with `what`, the first need that is absent).
    """
    arrows = [arrow for arrow in MOVES[status] if arrow.to is to]
    if not arrows:
        return refuse("no_such_move", status=status, to=to)
    for arrow in arrows:
        if actor in arrow.by:
            missing = sorted(arrow.needs - given)
            return refuse("missing", what=missing[0]) if missing else arrow
    return refuse("not_your_move", status=status, to=to)


def missing_for(outcome: Outcome, given: frozenset[Need]) -> Refusal | None:
    """What `outcome` still asks for, or None when nothing is missing."""
    missing = sorted(OUTCOME_NEEDS[outcome] - given)
    return refuse("missing", what=missing[0]) if missing else None
