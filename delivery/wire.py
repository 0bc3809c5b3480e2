"""The connection to the Bot API: python-telegram-bot's bot on httpx, set up for an outbox."""

import os
from http import HTTPStatus
from typing import Any

from telegram.error import BadRequest, NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from delivery.discretion import hush_libraries
from delivery.pace import Pacing, Turn

# The library's own switch to what its next major version does anyway; without it each 429 raises a warning.
os.environ["PTB_TIMEDELTA"] = "true"


class ServerFault(NetworkError):
    """The server, or something in front of it, failed with this status after the request was written."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Wire(HTTPXRequest):
    """Tells a failing server from a failing network, which the library reports as the same error."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Raises `ServerFault` for any 5xx; what is too large for the server is a bad request."""
        status, payload = await super().do_request(*args, **kwargs)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerFault(status)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("request entity too large")
        return status, payload


def open_wire(pacing: Pacing, answer_within_s: float) -> Wire:
    """As many connections as the pacing lets talk at once, so that none ever waits in the pool."""
    return Wire(
        connection_pool_size=pacing.pace.connections,
        connect_timeout=5,
        read_timeout=answer_within_s,
        write_timeout=10,
        media_write_timeout=60,
        pool_timeout=5,
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
