"""What waits to be fetched by, or delivered to, one bot."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.refusals import Json

LEFT_OUT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 100_000_001
KEPT_FOR_REPEATING = 20_000


def compact(value: Any) -> str:
    """JSON without spaces, characters as they are; escaped where half a surrogate pair could not travel as UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if is_unicode(text) else json.dumps(value, separators=(",", ":"))


def is_unicode(text: str) -> bool:
    """Whether the text can be encoded at all: JSON can carry half a surrogate pair, UTF-8 can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Webhook:
    """Where to deliver; `replaced` is set when another address, or none, took its place."""

    url: str
    secret: str | None
    max_connections: int
    replaced: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class QueuedUpdate:
    """One update as text, serialised once however often it is delivered."""

    update_id: int
    text: str
    chat_id: int | None
    twice: bool = False


class UpdateQueue:
    """Updates of one bot in the order of their ids, until an offset or a 2xx confirms them.

    The choice of `allowed_updates` is sticky, as Telegram's is: None leaves it alone, an empty list
    means the default, which leaves out `chat_member` and `message_reaction`.
    """

    def __init__(self, webhook_work: asyncio.Event) -> None:
        self.next_id = FIRST_UPDATE_ID
        self.pending: deque[QueuedUpdate] = deque()
        self.repeats: deque[QueuedUpdate] = deque()
        self.history: deque[QueuedUpdate] = deque(maxlen=KEPT_FOR_REPEATING)
        self.allowed: frozenset[str] | None = None
        self.arrived = asyncio.Event()
        self.last_poll: float | None = None
        self.poller = 0
        self.waiting = 0
        self.webhook: Webhook | None = None
        self.webhook_work = webhook_work
        self.closed = False
        self.last_failure: Json = {}

    def allows(self, kind: str) -> bool:
        """Whether an update of this kind reaches the bot at all."""
        return kind in self.allowed if self.allowed else kind not in LEFT_OUT_BY_DEFAULT

    def allow(self, kinds: list[str] | None) -> None:
        """Remember the bot's choice; unknown kinds are ignored, as Telegram does."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def put(self, kind: str, body: Json, chat_id: int | None, *, twice: bool = False) -> int | None:
        """Queue an update and return its id, or None when the bot did not ask for this kind."""
        if not self.allows(kind):
            return None
        return self.put_raw({"update_id": self.next_id, kind: body}, chat_id, twice=twice)

    def put_raw(self, update: Json, chat_id: int | None, *, twice: bool = False) -> int:
        """Queue an update as given, adding an id if it has none."""
        update_id = int(update.setdefault("update_id", self.next_id))
        self.next_id = max(self.next_id, update_id + 1)
        entry = QueuedUpdate(update_id, compact(update), chat_id, twice)
        self.pending.append(entry)
        self.history.append(entry)
        self._wake()
        return update_id

    def repeat(self, update_id: int) -> bool:
        """Deliver an update once more, confirmed or not; False if it is not remembered."""
        found = next((entry for entry in self.history if entry.update_id == update_id), None)
        if found is None:
            return False
        self.repeats.append(found)
        self._wake()
        return True

    def confirm(self, offset: int) -> None:
        """Forget everything below `offset`; a negative one keeps only that many from the end."""
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        while self.pending and self.pending[0].update_id < offset:
            self.pending.popleft()

    def take(self, limit: int) -> list[QueuedUpdate]:
        """The next batch: repeats of earlier batches first, then what is pending and stays so."""
        batch = [self.repeats.popleft() for _ in range(min(limit, len(self.repeats)))]
        for entry in self.pending:
            if len(batch) >= limit:
                break
            batch.append(entry)
            if entry.twice:
                entry.twice = False
                self.repeats.append(entry)
        return batch

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Deliver there from now on, or nowhere; pollers that wait find out."""
        if self.webhook is not None:
            self.webhook.replaced.set()
        self.webhook = webhook
        self.last_failure = {}
        self._wake()

    def close(self) -> None:
        """The bot is no more: whoever waits is sent away."""
        self.closed = True
        self.set_webhook(None)

    def _wake(self) -> None:
        self.arrived.set()
        self.webhook_work.set()

    def ready(self) -> bool:
        """Whether a poll would get something now."""
        return bool(self.pending or self.repeats)

    def drop(self) -> None:
        """Forget what waits."""
        self.pending.clear()
        self.repeats.clear()
