"""Whether the program lives, and whether it can take reports in."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from web.metrics import Metrics

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""A database that answers later than this is not there for a reporter either."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is wrong now, a sentence each (nothing: ready), and figures for the metrics."""

    trouble: tuple[str, ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)


Examine = Callable[[], Awaitable[Condition]]


class Health:
    """Answers /healthz, /readyz and /metrics from what `examine` finds at that moment."""

    def __init__(self, examine: Examine, metrics: Metrics) -> None:
        self._examine = examine
        self._metrics = metrics

    async def live(self, _request: web.Request) -> web.Response:
        """200 as long as the event loop turns: a supervisor restarts what doesn't answer."""
        return web.json_response({"live": True})

    async def ready(self, _request: web.Request) -> web.Response:
        """200, or 503 with what is wrong; it recovers by itself when that is over."""
        condition = await self._condition()
        body = {"ready": not condition.trouble, "trouble": condition.trouble}
        return web.json_response(body, status=503 if condition.trouble else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """Prometheus' text format."""
        await self._condition()
        return self._metrics.response()

    async def _condition(self) -> Condition:
        try:
            async with asyncio.timeout(PATIENCE_S):
                condition = await self._examine()
        except Exception as error:
            log.warning("the program can't examine itself", exc_info=error)
            condition = Condition(("the database does not answer",))
        self._metrics.note(not condition.trouble, condition.figures)
        return condition
