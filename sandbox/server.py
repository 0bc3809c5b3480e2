"""The HTTP server: the Bot API, the control API, the chat page, on loopback only."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.botapi import WORLD, answer, download
from sandbox.control.routes import add_routes
from sandbox.webhooks import deliver_to_webhooks
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
LARGEST_REQUEST = 64 * 1024 * 1024
NAMES_OF_LOOPBACK = ("localhost",)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine and nothing else."""
    if host in NAMES_OF_LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@web.middleware
async def loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a request that a foreign web page sent through someone's browser, by name or by origin."""
    origin = request.headers.get("Origin")
    named = [urlsplit(f"//{request.host}").hostname, *([urlsplit(origin).hostname] if origin else [])]
    if not all(name is not None and is_loopback(name) for name in named):
        raise web.HTTPForbidden(
            text='{"error":"The sandbox speaks to this machine only."}', content_type="application/json"
        )
    return await handler(request)


def application(world: World) -> web.Application:
    """All addresses over one world."""
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[loopback_only])
    app[WORLD] = world
    app.router.add_route("GET", "/bot{token:[^/]+}/{method}", answer)
    app.router.add_route("POST", "/bot{token:[^/]+}/{method}", answer)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", download)
    add_routes(app)
    app.router.add_get("/", _index)
    if PAGE.is_dir():
        app.router.add_static("/page", PAGE)
    return app


async def _index(_request: web.Request) -> web.StreamResponse:
    index = PAGE / "index.html"
    if not index.exists():
        raise web.HTTPNotFound(text="The chat page is not installed.")
    return web.FileResponse(index, headers={"Cache-Control": "no-cache"})


@asynccontextmanager
async def serving(world: World, host: str, port: int) -> AsyncIterator[int]:
    """Serve while the context is open and give the port. A caller that hangs up ends its long poll at once."""
    runner = web.AppRunner(application(world), access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=1024)
        await site.start()
        async with asyncio.TaskGroup() as nursery:
            courier = nursery.create_task(deliver_to_webhooks(world))
            yield int(runner.addresses[0][1])
            courier.cancel()
    finally:
        await runner.cleanup()
