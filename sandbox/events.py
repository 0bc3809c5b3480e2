"""What the chat page listens to: a line for each change, by Server-Sent Events."""

import asyncio

from sandbox.queues import compact
from sandbox.refusals import Json

WAITING_EVENTS = 1000


class Events:
    """Fan-out to open pages. A page that does not read loses the oldest lines, and refetches anyway."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[str]] = set()
        self.seq = 0

    def publish(self, kind: str, chat_id: int | None = None) -> None:
        """Tell every open page that something of this kind happened."""
        self.seq += 1
        if not self.listeners:
            return
        event: Json = {"type": kind, "seq": self.seq}
        if chat_id is not None:
            event["chat_id"] = chat_id
        line = compact(event)
        for listener in self.listeners:
            if listener.full():
                listener.get_nowait()
            listener.put_nowait(line)

    def listen(self) -> asyncio.Queue[str]:
        """Open a listener; give it back with `leave`."""
        listener: asyncio.Queue[str] = asyncio.Queue(WAITING_EVENTS)
        self.listeners.add(listener)
        return listener

    def leave(self, listener: asyncio.Queue[str]) -> None:
        """Close a listener."""
        self.listeners.discard(listener)
