"""What an exposure's events say of it: the status that follows from them, and the digest of what was submitted."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.exposure import Status
from domain.replay import Happened


@dataclass(frozen=True, slots=True)
class Published:
    """Where an exposure stands; `digest` is that of the frozen text, None for a draft."""

    status: str = ""
    digest: str | None = None


def replay_exposure(events: Iterable[Happened]) -> Published:
    """Follows the events from the first to the last: submitting freezes, and whatever makes a draft of it unfreezes."""
    status, digest = "", None
    for event in events:
        status = event.to_status or status
        if event.what == "submitted":
            digest = event.facts.get("digest")
        elif event.to_status == Status.DRAFT:
            digest = None
    return Published(status, digest)
