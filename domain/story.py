"""A case's whole story: everything that happened to it, in order, as officers may read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from domain.card import CardFacts
from domain.case import Actor

OF_THE_REPORT = frozenset({"filed", "routed"})
"""Events that happen in the moment a report is filed."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `who` is a member of staff by name, empty for the reporter and for the program itself.

    `words` are what was written: a reason, a note, what the reporter added. `desk`, `came_from` and `holder` are the
    names behind the ids in `facts`.
    """

    at: datetime
    what: str
    actor: str
    who: str = ""
    words: str = ""
    from_status: str | None = None
    to_status: str | None = None
    desk: str = ""
    came_from: str = ""
    holder: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        """Whether its time may be told to the minute: officers' own acts only, for a report's or its reporter's exact
        time could give them away."""
        return bool(self.who) and self.what not in OF_THE_REPORT and self.actor != Actor.CITIZEN


@dataclass(frozen=True, slots=True)
class Story:
    """The case as its card shows it, and what happened. `registrar` is the desk that takes reports in."""

    card: CardFacts
    registrar: str
    happenings: tuple[Happening, ...]
    photos: tuple[str, ...] = ()
    """Names of the cleaned copies in the evidence folder, oldest first."""
