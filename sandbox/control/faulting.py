"""What goes wrong, how fast, and what time it is."""

from typing import Any

from aiohttp import web

from sandbox.control.asking import only, whole
from sandbox.refusals import Json, WrongControl
from sandbox.world import World


async def add_fault(world: World, body: Json) -> Json:
    """`POST /control/faults`."""
    return {"fault_id": world.faults.add(body).fault_id}


def show_faults(world: World, _request: web.Request) -> Any:
    """The rules in force with how often each has struck."""
    shown = ("fault_id", "kind", "method", "chat_id", "times", "every", "struck")
    return [{name: getattr(fault, name) for name in shown} for fault in world.faults.rules]


def forget_faults(world: World, _request: web.Request) -> Any:
    """Everything works again."""
    world.faults.rules.clear()
    return {}


async def set_limits(world: World, body: Json) -> Json:
    """Enforce Telegram's pace or not; `speed` makes its seconds shorter."""
    only(body, "enforce", "speed")
    speed = float(body.get("speed", world.clock.speed))
    if speed <= 0:
        raise WrongControl("`speed` must be above zero.")
    world.clock.speed = speed
    world.limits.enforce = bool(body.get("enforce", world.limits.enforce))
    world.limits.buckets.clear()
    return {"enforce": world.limits.enforce, "speed": speed}


async def advance_clock(world: World, body: Json) -> Json:
    """Let time pass at once: for buttons that expire and messages that grow too old."""
    only(body, "advance_s")
    seconds = whole(body, "advance_s")
    if seconds < 0:
        raise WrongControl("The sandbox's clock goes forward only.")
    world.clock.advance(seconds)
    return {"now": world.clock.now()}


async def inject(world: World, body: Json) -> Json:
    """Raw updates as given, one (`update`) or many (`updates`), or one delivered again (`repeat`: its id)."""
    only(body, "bot", "update", "updates", "repeat")
    queue = world.bot(body.get("bot")).queue
    if "repeat" in body:
        if not queue.repeat(whole(body, "repeat")):
            raise WrongControl("That update is not remembered.")
        return {"update_ids": [body["repeat"]]}
    updates = body.get("updates", [body["update"]] if "update" in body else [])
    if not updates or not all(isinstance(update, dict) for update in updates):
        raise WrongControl("Give `update`, `updates`, or `repeat`.")
    return {"update_ids": [queue.put_raw(update, _chat_of(update)) for update in updates]}


def _chat_of(update: Json) -> int | None:
    for body in update.values():
        if isinstance(body, dict):
            chat = body.get("chat") or body.get("message", {}).get("chat")
            if chat:
                return int(chat["id"])
    return None
