"""Broadcasts: what a round is for, what its copies go through, and which pieces a form is made of."""

from dataclasses import dataclass
from enum import StrEnum

from domain.published import Form, Piece


class Round(StrEnum):
    """What a broadcast does in its chats. The values are stored."""

    PUBLISH = "publish"
    REHEARSE = "rehearse"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REPRINT = "reprint"


AMENDS = frozenset({Round.CORRECT, Round.WITHDRAW, Round.EXPIRE})
"""Rounds that edit or delete what stands already."""

UNPLACED = "nothing says in which message it stands"
"""Why a copy that a person said had arrived can't be edited or deleted: its message's id was lost with the answer."""

UNSEEN = "somebody looked, and it is not there"
"""Why a copy that was in doubt did not arrive, and is not sent again."""

TAKES_DOWN = frozenset({Round.WITHDRAW, Round.EXPIRE})
"""Rounds after which nothing of the exposure is to be seen."""

PUBLISHES = frozenset({Round.PUBLISH, Round.REPRINT})
"""Rounds that bring new messages to the public, and keep to the sending hours."""


class Going(StrEnum):
    """The state of a round. The values are stored."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class CopyState(StrEnum):
    """The state of a copy. The values are stored."""

    WAITING = "waiting"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """What was done with a copy that is `DONE`. The values are stored.

    `REPLACED`: edited to a notice where deleting was refused. `GONE`: somebody had deleted it before.
    """

    SENT = "sent"
    EDITED = "edited"
    DELETED = "deleted"
    REPLACED = "replaced"
    GONE = "gone"


LIVE = frozenset({Outcome.SENT, Outcome.EDITED})
"""Outcomes after which the copy can be seen."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a copy, and the messages that it stands in now; none after it was taken down."""

    outcome: Outcome
    message_ids: tuple[int, ...] = ()


def pieces(form: Form, *, pictures: bool) -> tuple[Piece, ...]:
    """What a chat gets in that form, in the order in which it gets it."""
    if not pictures or form is Form.SHORT:
        return (Piece.TEXT,)
    return (Piece.ALBUM,) if form is Form.ALBUM else (Piece.ALBUM, Piece.TEXT)
