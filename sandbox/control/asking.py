"""Reading control requests: JSON in, JSON out, and one sentence for what is wrong."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.botapi import WORLD
from sandbox.queues import compact
from sandbox.refusals import Json, Refusal, WrongControl
from sandbox.world import World

Verb = Callable[[World, Json], Awaitable[Any]]
View = Callable[[World, web.Request], Any]
MISSING = object()


def does(verb: Verb) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A POST address: the body is an object, `verb` acts on it and returns what to answer."""

    async def handle(request: web.Request) -> web.Response:
        try:
            body = await request.json() if request.can_read_body else {}
        except ValueError:
            return _wrong("The body is not JSON.")
        if not isinstance(body, dict):
            return _wrong("The body must be a JSON object.")
        return await _answered(verb(request.app[WORLD], body))

    return handle


def shows(view: View) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A GET address: changes nothing, answers what `view` finds."""

    async def handle(request: web.Request) -> web.Response:
        async def look() -> Any:
            return view(request.app[WORLD], request)

        return await _answered(look())

    return handle


async def _answered(found: Awaitable[Any]) -> web.Response:
    try:
        return web.Response(text=compact(await found), content_type="application/json")
    except WrongControl as wrong:
        return _wrong(str(wrong))
    except Refusal as refusal:
        return _wrong(refusal.description)


def _wrong(sentence: str) -> web.Response:
    return web.Response(status=400, text=compact({"error": sentence}), content_type="application/json")


def whole(body: Json, name: str, default: Any = MISSING) -> Any:
    """A whole number of the body."""
    value = body.get(name)
    if value is None and default is not MISSING:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongControl(f"`{name}` must be a whole number.")
    return value


def asked_number(request: web.Request, name: str, default: int | None = None) -> int | None:
    """A whole number of the query."""
    text = request.query.get(name)
    if text is None or text == "":
        return default
    if not text.lstrip("-").isdigit():
        raise WrongControl(f"`{name}` must be a whole number.")
    return int(text)


def only(body: Json, *names: str) -> None:
    """Refuse names this address does not know: a typo must not pass for a wish."""
    unknown = sorted(set(body) - set(names))
    if unknown:
        raise WrongControl(f"Unknown: {', '.join(unknown)}. Known: {', '.join(names)}.")
