"""The page's ear: `GET /control/events`."""

import asyncio

from aiohttp import web

from sandbox.botapi import WORLD

HEARTBEAT_S = 15.0


async def stream(request: web.Request) -> web.StreamResponse:
    """Server-Sent Events until the page goes away or the sandbox stops; a comment line keeps it open."""
    events = request.app[WORLD].events
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    listener = events.listen()
    try:
        await response.write(b": listening\n\n")
        while True:
            await response.write(await _next_line(listener))
    except ConnectionError:  # the page was closed: that is how every stream ends
        return response
    finally:
        events.leave(listener)


async def _next_line(listener: asyncio.Queue[str]) -> bytes:
    try:
        async with asyncio.timeout(HEARTBEAT_S):
            return f"data: {await listener.get()}\n\n".encode()
    except TimeoutError:
        return b": still here\n\n"
