"""What a case's events say of it: the status, outcome and holder that follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol


class Happened(Protocol):
    """The part of an event that changes where a case stands."""

    @property
    def what(self) -> str: ...
    @property
    def to_status(self) -> str | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands; compared with its row, it shows a history that was cut short or a row that was changed."""

    status: str = ""
    outcome: str | None = None
    holder_id: int | None = None


HANDED = frozenset({"taken_up", "handed_over", "acknowledged", "reopened", "objection_upheld", "look_back_failed"})
"""Events that say in `facts.holder` who has the case in hand from then on, or that nobody has."""

LET_GO = frozenset({"released", "returned", "assigned", "referred", "sent_back", "handed_on"})
"""Events after which nobody has the case in hand."""


def replay(events: Iterable[Happened]) -> Standing:
    """Follows the events from the first to the last."""
    standing = Standing()
    for event in events:
        standing = _after(standing, event)
    return standing


def _after(standing: Standing, event: Happened) -> Standing:
    if event.what in LET_GO:
        standing = replace(standing, holder_id=None)
    elif event.what in HANDED:
        standing = replace(standing, holder_id=event.facts.get("holder"))
    if event.to_status is None or event.to_status == standing.status:
        return standing
    # An outcome belongs to the conclusion it came with: whatever opens the case again takes it away.
    kept = event.facts.get("outcome", standing.outcome) if event.to_status in ("concluded", "closed") else None
    return replace(standing, status=event.to_status, outcome=kept)
