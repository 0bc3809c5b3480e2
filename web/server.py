"""The window's HTTP server."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from web.health import Examine, Health
from web.metrics import Metrics
from web.webhook import BODY_LIMIT, Accept, Webhook

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
CLOSING_S = 5.0


def application(examine: Examine, accept: Accept, secret: str | None = None) -> web.Application:
    """All the window's pages. Without a `secret` (polling) there is no webhook, and its path answers 404."""
    metrics = Metrics()
    health = Health(examine, metrics)
    app = web.Application(client_max_size=BODY_LIMIT)
    app.router.add_get("/healthz", health.live)
    app.router.add_get("/readyz", health.ready)
    app.router.add_get("/metrics", health.metrics)
    if secret:
        app.router.add_post(WEBHOOK_PATH, Webhook(secret, accept, metrics).receive)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serves while the block runs and yields the address, with the port that was free where `port` is 0.

    Calls being answered when the block ends are given `CLOSING_S` seconds to finish. Raises OSError where the port
    is taken.
    """
    # No access log: it would name the callers' addresses.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=CLOSING_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound = runner.addresses[0][1]
        address = f"http://{f'[{host}]' if ':' in host else host}:{bound}"
        log.info("listening on %s", address)
        yield address
    finally:
        await runner.cleanup()
