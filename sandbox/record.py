"""The independent truth: what was accepted, and every raw call."""

from collections import deque
from dataclasses import dataclass, field

from sandbox.refusals import Json

KEPT_CALLS = 20_000


@dataclass(slots=True)
class Record:
    """Accepted calls that changed what people see are kept for ever; raw calls, the last 20,000."""

    accepted: list[Json] = field(default_factory=list)
    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=KEPT_CALLS))
    calls_seen: int = 0

    def accept(self, entry: Json) -> None:
        """Add to the record under the next sequence number, from 1."""
        self.accepted.append({"seq": len(self.accepted) + 1, **entry})

    def note_call(self, entry: Json) -> None:
        """Add to the raw calls under the next sequence number, from 1."""
        self.calls_seen += 1
        self.calls.append({"seq": self.calls_seen, **entry})

    def accepted_since(self, since: int, chat_id: int | None, method: str | None) -> list[Json]:
        """Accepted calls after `since`, oldest first, of one chat and one method if named."""
        return [
            entry
            for entry in self.accepted[max(since, 0) :]
            if (chat_id is None or entry["chat_id"] == chat_id) and (method is None or entry["method"] == method)
        ]

    def calls_since(self, since: int, limit: int) -> list[Json]:
        """Raw calls after `since`, oldest first; when there are more than `limit`, the newest."""
        missing = self.calls_seen - since
        return list(self.calls)[-min(missing, limit) :] if missing > 0 and limit > 0 else []
