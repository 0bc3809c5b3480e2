"""What can be seen: the record, the calls, the messages of a chat, the files, the bots' state."""

import time
from typing import Any

from aiohttp import web

from sandbox.botapi import WORLD
from sandbox.control.asking import asked_number
from sandbox.messages import SERVICE_FIELDS, Message
from sandbox.refusals import Json
from sandbox.world import World

MOST_CALLS = 500


def show_record(world: World, request: web.Request) -> Any:
    """Accepted calls that changed what people see, oldest first."""
    since = asked_number(request, "since", 0) or 0
    entries = world.record.accepted_since(since, asked_number(request, "chat_id"), request.query.get("method"))
    return {"record": entries, "next": len(world.record.accepted)}


def show_calls(world: World, request: web.Request) -> Any:
    """Raw calls, refused ones too."""
    since, limit = asked_number(request, "since", 0) or 0, asked_number(request, "limit", MOST_CALLS) or MOST_CALLS
    return {"calls": world.record.calls_since(since, limit), "next": world.record.calls_seen}


def show_messages(world: World, request: web.Request) -> Any:
    """A chat's messages as it shows them now, oldest first; `viewer` decides which are outgoing."""
    chat = world.chat(int(request.match_info["chat_id"]), request.query.get("bot"))
    after, viewer = asked_number(request, "after", 0) or 0, asked_number(request, "viewer")
    return [as_seen(message, viewer) for message in chat.messages.values() if message.id > after]


def as_seen(message: Message, viewer: int | None) -> Json:
    """One message for the page."""
    payload = message.payload
    keyboard = message.keyboard or {}
    return {
        "message_id": message.id,
        "date": message.date,
        "from": _sender(payload),
        "outgoing": viewer is not None and message.author_id == viewer,
        "text": payload.get("text"),
        "entities": payload.get("entities", payload.get("caption_entities", [])),
        "caption": payload.get("caption"),
        "photos": [f"/control/files/{payload['photo'][-1]['file_unique_id']}"] if "photo" in payload else [],
        "spoiler": bool(payload.get("has_media_spoiler")),
        "album": payload.get("media_group_id"),
        "document": _document(payload),
        **{name: payload.get(name) for name in ("location", "venue", "contact", "poll", "dice", "forward_origin")},
        "buttons": message.buttons(),
        "reply_keyboard": keyboard if "keyboard" in keyboard else None,
        "remove_keyboard": bool(keyboard.get("remove_keyboard")),
        "force_reply": bool(keyboard.get("force_reply")),
        "reply_to_message_id": payload.get("reply_to_message", {}).get("message_id"),
        "message_thread_id": payload.get("message_thread_id"),
        "edited": "edit_date" in payload,
        "deleted": message.deleted,
        "protected": bool(payload.get("has_protected_content")),
        "pinned": message.id in message.chat.pinned,
        "reactions": _reactions(message),
        "service": _service(payload),
    }


def _sender(payload: Json) -> Json:
    user = payload.get("from")
    chat = payload.get("sender_chat")
    if chat is not None:
        return {"id": chat["id"], "first_name": chat.get("title", ""), "is_bot": False}
    return {name: user[name] for name in ("id", "first_name", "is_bot")} if user else {}


def _document(payload: Json) -> Json | None:
    for kind in ("document", "video", "audio", "voice", "animation", "video_note", "sticker"):
        if kind in payload:
            held = payload[kind]
            address = f"/control/files/{held['file_unique_id']}"
            return {"url": address, "file_name": held.get("file_name", kind), "size": held["file_size"], "kind": kind}
    return None


def _reactions(message: Message) -> Json:
    counted: dict[str, int] = {}
    for reactions in message.reactions.values():
        for each in reactions:
            counted[each["emoji"]] = counted.get(each["emoji"], 0) + 1
    return counted


def _service(payload: Json) -> str | None:
    name = next((field for field in SERVICE_FIELDS if field in payload), None)
    if name is None:
        return None
    about = payload[name]
    if name == "new_chat_members":
        return f"{', '.join(user['first_name'] for user in about)} joined"
    if name == "left_chat_member":
        return f"{about['first_name']} left"
    if isinstance(about, dict) and "name" in about:
        return f"{name.replace('_', ' ')}: {about['name']}"
    return name.removesuffix("_chat_id").replace("_", " ")


def show_status(world: World, _request: web.Request) -> Any:
    """How each bot receives and how much waits for it."""
    return {"bots": [_status(bot.username, bot.queue) for bot in world.bots.values()], "now": world.clock.now()}


def _status(username: str, queue: Any) -> Json:
    age = None if queue.last_poll is None else round(time.monotonic() - queue.last_poll, 1)
    mode = "webhook" if queue.webhook else "none" if age is None else "polling"
    return {"username": username, "mode": mode, "pending_updates": len(queue.pending), "last_poll_age_s": age,
            "polling_now": queue.waiting > 0}  # fmt: skip


async def show_file(request: web.Request) -> web.Response:
    """The bytes of a file, for the page and for tests."""
    stored = request.app[WORLD].files.files.get(request.match_info["unique_id"])
    if stored is None:
        raise web.HTTPNotFound(text='{"error":"There is no such file."}', content_type="application/json")
    kind = stored.mime_type or ("image/jpeg" if stored.path.startswith("photos/") else "application/octet-stream")
    # Served as a download unless it is one of our own JPEGs: what people upload must not run as a page here.
    headers = {} if stored.path.startswith("photos/") else {"Content-Disposition": "attachment"}
    headers["X-Content-Type-Options"] = "nosniff"
    return web.Response(body=request.app[WORLD].files.read(stored), content_type=kind, headers=headers)
