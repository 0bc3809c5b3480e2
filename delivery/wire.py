"""The connection to the Bot API: python-telegram-bot's bot on aiohttp, set up for an outbox."""

import json
import os
import ssl
from http import HTTPStatus
from typing import Any

import aiohttp
import certifi
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from delivery.discretion import hush_libraries
from delivery.pace import Pacing, Turn

# The library's own switch to what its next major version does anyway; without it each 429 raises a warning.
os.environ["PTB_TIMEDELTA"] = "true"

_CONNECT_WITHIN_S = 5
_UPLOAD_WITHIN_S = 60


class ServerFault(NetworkError):
    """The server, or something in front of it, failed with this status after the request was written."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class Wire(BaseRequest):
    """As many connections as may talk at once, none waited for: `Pacing` lets no more requests through.

    aiohttp, and not the library's httpx: a request costs a quarter there, and half of what the program spends on a
    message was spent on the request (`make bench`). aiohttp never repeats a POST by itself.
    """

    def __init__(self, lines: int, answer_within_s: float) -> None:
        self._lines, self._answer_within_s = lines, answer_within_s
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for which an answer is waited for."""
        return self._answer_within_s

    async def initialize(self) -> None:
        """Opens nothing yet: a connection is made by the first request."""
        trust = ssl.create_default_context(cafile=certifi.where())
        timeout = aiohttp.ClientTimeout(
            total=self._answer_within_s + _UPLOAD_WITHIN_S,
            sock_connect=_CONNECT_WITHIN_S,
            sock_read=self._answer_within_s,
        )
        connector = aiohttp.TCPConnector(limit=self._lines, ssl=trust)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            headers={"User-Agent": self.USER_AGENT},
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def shutdown(self) -> None:
        """Closes all connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_timeouts: Any, **_more: Any
    ) -> tuple[int, bytes]:
        """Raises `ServerFault` for any 5xx; what is too large for the server is a bad request.

        What the network did is the `__cause__` of a `NetworkError`. Timeouts are the wire's own, whatever is asked.
        """
        assert self._session is not None, "used before `initialize`"
        try:
            async with self._session.request(method, url, data=_body(request_data), allow_redirects=False) as response:
                status, payload = response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            # Only the kind: the error's own text may hold the address, and so the token.
            raise NetworkError(type(error).__name__) from error
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise ServerFault(status)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            raise BadRequest("request entity too large")
        return status, payload


def _body(request_data: RequestData | None) -> aiohttp.FormData | aiohttp.BytesPayload | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        # As one JSON document: in a form, each nested part is written as JSON and then escaped once more.
        document = json.dumps(request_data.parameters).encode("ascii")
        return aiohttp.BytesPayload(document, content_type="application/json")
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, mime_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


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
