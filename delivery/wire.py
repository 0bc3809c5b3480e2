"""The connection to the Bot API: python-telegram-bot's bot on httpx, set up for an outbox."""

import os
import ssl
from http import HTTPStatus
from typing import Any

import httpx
from telegram.error import BadRequest, NetworkError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from delivery.discretion import hush_libraries
from delivery.pace import Pacing, Turn

# The library's own switch to what its next major version does anyway; without it each 429 raises a warning.
os.environ["PTB_TIMEDELTA"] = "true"


class ServerFault(NetworkError):
    """The server, or something in front of it, failed with this status after the request was written."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Wire(BaseRequest):
    """As many lines as may talk at once, each a client with a single connection.

    One client with a pool of sixteen looks at all of its connections at every request, which costs more than the
    request itself. A line is never waited for: `Pacing` lets no more requests through than there are lines.
    """

    def __init__(self, lines: int, answer_within_s: float) -> None:
        trust = httpx.create_ssl_context()
        self._answer_within_s = answer_within_s
        self._lines = [_line(answer_within_s, trust) for _ in range(lines)]
        self._free = list(self._lines)

    @property
    def read_timeout(self) -> float:
        """Seconds for which an answer is waited for."""
        return self._answer_within_s

    async def initialize(self) -> None:
        """Opens nothing yet: a connection is made by the first request."""
        for line in self._lines:
            await line.initialize()

    async def shutdown(self) -> None:
        """Closes all connections."""
        for line in self._lines:
            await line.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Raises `ServerFault` for any 5xx; what is too large for the server is a bad request."""
        # The line used last is taken first, so that in quiet hours one connection stays warm and the others close.
        line = self._free.pop()
        try:
            status, payload = await line.do_request(*args, **kwargs)
        finally:
            self._free.append(line)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerFault(status)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("request entity too large")
        return status, payload


def _line(answer_within_s: float, trust: ssl.SSLContext) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=5,
        read_timeout=answer_within_s,
        write_timeout=10,
        media_write_timeout=60,
        pool_timeout=5,
        httpx_kwargs={"verify": trust},
    )


def speaker(token: str, api_url: str, wire: Wire, pacing: Pacing) -> "ExtBot[Turn]":
    """A bot that speaks over `wire` at `pacing`'s pace.

    It is never `initialize`d: that asks Telegram who the bot is, which would make a start depend on Telegram being
    up, and puts the token into the error when it is wrong.
    """
    hush_libraries()
    root = api_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=wire,
        get_updates_request=wire,
        rate_limiter=pacing,
    )
