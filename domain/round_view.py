"""What the office is shown of a round: how far it is, and what became of it where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.broadcast import CopyState, Going, Outcome, Round
from domain.published import Piece


@dataclass(frozen=True, slots=True)
class Unreached:
    """What a correction or a taking down leaves as it was. A place is a chat's name and a piece.

    `places` are to be mended by hand; `people` counts subscribers' copies, where nobody can. `doubtful` and
    `doubtful_people` are copies of the same text of which nobody has decided yet whether they arrived, in the rounds
    `undecided`.
    """

    places: Sequence[tuple[str, Piece]] = ()
    people: int = 0
    doubtful: Sequence[tuple[str, Piece]] = ()
    doubtful_people: int = 0
    undecided: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """How far a round is. `counts` leaves out states that no copy is in; `left` is for rounds that amend."""

    broadcast_id: int
    exposure_id: int
    title: str
    verb: Round
    going: Going
    counts: Mapping[CopyState, int]
    left: Unreached = Unreached()

    def count(self, *states: CopyState) -> int:
        """How many copies are in one of these states."""
        return sum(self.counts.get(each, 0) for each in states)


@dataclass(frozen=True, slots=True)
class Place:
    """What became of one piece in a chat that has a name: `name` is an outlet's title or a desk's name."""

    name: str
    piece: Piece
    state: CopyState
    outcome: Outcome | None
    why: str


@dataclass(frozen=True, slots=True)
class Results:
    """What became of a round: by name where there is one, by numbers for subscribers, who have none here."""

    facts: RoundFacts
    places: Sequence[Place]
    subscribers: Mapping[tuple[CopyState, Outcome | None], int]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A copy of which nobody knows whether it arrived; `name` is empty for a subscriber's."""

    copy_id: int
    name: str
    piece: Piece
