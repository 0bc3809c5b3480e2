"""The life of an exposure (典型案例曝光): one table of statuses and moves, one gate; its classes and its parts."""

from dataclasses import dataclass
from enum import StrEnum

from domain.refusal import Refusal, refuse


class Status(StrEnum):
    """Where an exposure stands. The values are stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DISCARDED = "discarded"


class Actor(StrEnum):
    """In which capacity somebody moves an exposure; `CLOCK` is the schedule, which acts for nobody."""

    EDITOR = "editor"
    APPROVER = "approver"
    CLOCK = "clock"


_ANYBODY = frozenset({Actor.EDITOR, Actor.APPROVER})
_APPROVER = frozenset({Actor.APPROVER})
_CLOCK = frozenset({Actor.CLOCK})

MOVES: dict[Status, dict[Status, frozenset[Actor]]] = {
    Status.DRAFT: {Status.SUBMITTED: _ANYBODY, Status.DISCARDED: _ANYBODY},
    Status.SUBMITTED: {Status.APPROVED: _APPROVER, Status.DRAFT: _ANYBODY},
    Status.APPROVED: {
        Status.SCHEDULED: _ANYBODY,
        Status.PUBLISHING: _ANYBODY,
        Status.DRAFT: _ANYBODY,
        Status.DISCARDED: _ANYBODY,
    },
    # The schedule takes back what it can't bring out, and tells the office.
    Status.SCHEDULED: {
        Status.PUBLISHING: _ANYBODY | _CLOCK,
        Status.APPROVED: _ANYBODY | _CLOCK,
        Status.DRAFT: _ANYBODY,
    },
    Status.PUBLISHING: {Status.PUBLISHED: _CLOCK, Status.WITHDRAWN: _APPROVER},
    Status.PUBLISHED: {
        Status.CORRECTED: _ANYBODY | _CLOCK,
        Status.WITHDRAWN: _APPROVER,
        Status.EXPIRED: _CLOCK | _APPROVER,
    },
    Status.CORRECTED: {},
    Status.WITHDRAWN: {},
    Status.EXPIRED: {},
    Status.DISCARDED: {},
}
"""Every move there is, and in which capacity it may be made. A correction is an exposure of its own that passes
through the same statuses; when it goes out, the one it corrects becomes `CORRECTED`."""

EDITABLE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED})
"""What can still be changed: any change takes it back to `DRAFT`."""

OUT = frozenset({Status.PUBLISHING, Status.PUBLISHED})
"""What the public can see, in whole or in part."""


def move(was: Status, to: Status, actor: Actor) -> Refusal | None:
    """The one gate. Refusals: `exposure_no_such_move`, `exposure_not_your_move`."""
    capacities = MOVES[was].get(to)
    if capacities is None:
        return refuse("exposure_no_such_move", status=was, to=to)
    return None if actor in capacities else refuse("exposure_not_your_move", status=was, to=to)


class Class(StrEnum):
    """What kind of publication it is: each has its own basis in law, and not every district may issue every one."""

    PENALTY = "penalty"
    TRANSFER = "transfer"
    WARNING = "warning"
    SAMPLING = "sampling"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class ClassRule:
    """What a class asks for.

    `needs_decision`: only a decided case (a decision's number and day, or a transfer) may be published so.
    `reserved`: only an authority named in the configuration may. `months` until it expires by itself; None: never.
    """

    needs_decision: bool
    reserved: bool
    months: int | None


CLASSES: dict[Class, ClassRule] = {
    # 市场监督管理行政处罚信息公示规定, articles 2, 4, 14 and 16: food penalties stay up for three years.
    Class.PENALTY: ClassRule(needs_decision=True, reserved=False, months=36),
    Class.TRANSFER: ClassRule(needs_decision=True, reserved=False, months=36),
    # 食品安全法, article 118: the national level, or the province for what concerns it alone.
    Class.WARNING: ClassRule(needs_decision=False, reserved=True, months=12),
    # 食品安全抽样检验管理办法, article 46.
    Class.SAMPLING: ClassRule(needs_decision=False, reserved=True, months=12),
    Class.PROGRESS: ClassRule(needs_decision=False, reserved=False, months=None),
}


class Part(StrEnum):
    """The parts of a published text, in the order in which they stand in it."""

    LEAD = "lead"
    TITLE = "title"
    FACTS = "facts"
    VIOLATED = "violated"
    BASIS = "basis"
    PENALTY = "penalty"
    MEANING = "meaning"
    TIP = "tip"


NEEDED: dict[Class, frozenset[Part]] = {
    Class.PENALTY: frozenset({Part.LEAD, Part.TITLE, Part.FACTS, Part.VIOLATED, Part.BASIS, Part.PENALTY}),
    Class.TRANSFER: frozenset({Part.LEAD, Part.TITLE, Part.FACTS, Part.VIOLATED, Part.PENALTY}),
    Class.WARNING: frozenset({Part.TITLE, Part.FACTS, Part.TIP}),
    Class.SAMPLING: frozenset({Part.TITLE, Part.FACTS, Part.BASIS}),
    Class.PROGRESS: frozenset({Part.TITLE, Part.FACTS}),
}
"""Which parts a class can't do without; the others may stay empty."""
