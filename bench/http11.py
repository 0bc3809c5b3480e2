"""Just enough HTTP/1.1 to stand in for a server: kept connections, bodies of a known length, one request at a time.

Written out because the stub must cost little beside the bots it measures: a framework's request object alone costs
more than all that happens here.
"""

import asyncio
import re
from collections.abc import Callable
from typing import cast

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)

Answer = Callable[[bytes], None]
"""`answer(json)`: called once a request, now or later."""
Handler = Callable[[str, bytes, Answer], None]
"""`handler(path, body, answer)`."""


class Connection(asyncio.Protocol):
    """Gives each request to `handler`; the next one is read when it was answered."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._received = bytearray()
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps where answers go."""
        # A stream transport, as `create_server` makes them; uvloop's is no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, _error: Exception | None) -> None:
        """Whatever is answered from now on goes nowhere."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """A part of a request, or all of it."""
        self._received += data
        self._take_next()

    def _take_next(self) -> None:
        end = self._received.find(b"\r\n\r\n")
        if self._busy or end < 0:
            return
        head = bytes(self._received[:end])
        length = int(found[1]) if (found := _LENGTH.search(head)) else 0
        if len(self._received) < end + 4 + length:
            return
        body = bytes(self._received[end + 4 : end + 4 + length])
        del self._received[: end + 4 + length]
        self._busy = True
        self._handler(head.split(b" ", 2)[1].decode(), body, self._answer)

    def _answer(self, body: bytes) -> None:
        self._busy = False
        if self._transport is None:
            return
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)
        self._take_next()
