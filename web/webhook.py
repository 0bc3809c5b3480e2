"""The webhook's end: Telegram's calls, stored before they are acknowledged."""

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from web.metrics import Metrics

log = logging.getLogger(__name__)

Accept = Callable[[list[dict[str, Any]]], Awaitable[object]]
"""Commits updates to the inbox; raises if it can't."""

HEADER = "X-Telegram-Bot-Api-Secret-Token"

BODY_LIMIT = 1024 * 1024
"""Bytes of one call. An update is a message of at most 4,096 characters and its surroundings: some ten kilobytes."""

RETRY_AFTER_S = "5"


class Webhook:
    """Answers POST: 401 without the secret; 200 for what is stored, or can never be; 503 for what may be later.

    Telegram repeats what is not answered with 2xx and holds that chat's later updates back meanwhile. So what can't
    be read is written down and acknowledged: a repeat would not read better.
    """

    def __init__(self, secret: str, accept: Accept, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._accept = accept
        self._metrics = metrics

    async def receive(self, request: web.Request) -> web.Response:
        """The handler of the webhook's path."""
        if not self._knows_the_secret(request):
            self._metrics.refused.inc()
            return web.Response(status=401)
        update = await _read(request)
        if update is None:
            self._metrics.unreadable.inc()
            return web.Response()
        try:
            await self._accept([update])
        except RecursionError:
            log.warning("a call nested too deeply was left out")
            self._metrics.unreadable.inc()
            return web.Response()
        except Exception:
            log.exception("an update could not be stored; Telegram keeps it and calls again")
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER_S})
        self._metrics.received.inc()
        return web.Response()

    def _knows_the_secret(self, request: web.Request) -> bool:
        # As bytes: `compare_digest` raises on text beyond ASCII, and a header may hold any.
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(given, self._secret)


async def _read(request: web.Request) -> dict[str, Any] | None:
    try:
        update = json.loads(await request.read())
    except web.HTTPRequestEntityTooLarge:
        log.warning("a call of more than %d bytes was left out", BODY_LIMIT)
    except RecursionError:
        log.warning("a call nested too deeply was left out")
    except ValueError:
        # Broken JSON, broken UTF-8, numbers of thousands of digits. The text is not repeated: it may be a tip.
        log.warning("a call that is no JSON was left out")
    else:
        return update if isinstance(update, dict) else None
    return None
