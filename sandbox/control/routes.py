"""The control API's addresses, as docs/sandbox.md lists them."""

from typing import Any

from aiohttp import web

from sandbox.control import changing, faulting, looking, peopling, pressing, speaking, streaming
from sandbox.control.asking import does, shows
from sandbox.refusals import Json
from sandbox.world import World

POSTS = {
    "/control/world": peopling.add_to_world,
    "/control/messages": speaking.speak,
    "/control/release": speaking.release,
    "/control/presses": pressing.press,
    "/control/edits": changing.edit,
    "/control/deletes": changing.delete,
    "/control/members": changing.set_member,
    "/control/blocks": changing.block,
    "/control/migrate": changing.migrate,
    "/control/votes": changing.vote,
    "/control/reactions": changing.react,
    "/control/updates": faulting.inject,
    "/control/faults": faulting.add_fault,
    "/control/limits": faulting.set_limits,
    "/control/clock": faulting.advance_clock,
}
GETS = {
    "/control/world": peopling.show_world,
    "/control/presses/{query_id}": pressing.show_press,
    "/control/faults": faulting.show_faults,
    "/control/record": looking.show_record,
    "/control/calls": looking.show_calls,
    "/control/chats/{chat_id:-?[0-9]+}/messages": looking.show_messages,
    "/control/status": looking.show_status,
}


def add_routes(app: web.Application) -> None:
    """Put every control address on the application."""
    for path, verb in POSTS.items():
        app.router.add_post(path, does(verb))
    for path, view in GETS.items():
        app.router.add_get(path, shows(view))
    app.router.add_post("/control/reset", does(reset))
    app.router.add_get("/control/health", shows(health))
    app.router.add_delete("/control/faults", shows(faulting.forget_faults))
    app.router.add_get("/control/files/{unique_id}", looking.show_file)
    app.router.add_get("/control/events", streaming.stream)


async def reset(world: World, _body: Json) -> Json:
    """Forget everything; bots that poll or are called are cut off, pages that listen stay."""
    world.forget()
    world.events.publish("world")
    return {}


def health(_world: World, _request: web.Request) -> Any:
    """It answers, so it lives."""
    return {"ok": True}
