"""What people tap: buttons under a message, and keys of a reply keyboard."""

from typing import Any

from aiohttp import web

from sandbox.chats import Chat
from sandbox.control.asking import only, whole
from sandbox.control.speaking import speak
from sandbox.messages import Message
from sandbox.people import Bot
from sandbox.refusals import Json, WrongControl
from sandbox.updates import queue
from sandbox.world import World

FIELDS = ("chat_id", "message_id", "from_id", "bot", "data", "label", "row", "col", "forge", "location")


async def press(world: World, body: Json) -> Json:
    """Tap a button: a callback query for the bot that sent it, or a reply keyboard's text as a message."""
    only(body, *FIELDS)
    chat = world.chat(whole(body, "chat_id"), body.get("bot"))
    person = world.person(whole(body, "from_id"))
    if not chat.holds(person.id) and not body.get("forge"):
        raise WrongControl(f"{person.first_name} is not in this chat.")
    message = chat.messages.get(whole(body, "message_id", 0))
    if body.get("label") is not None and (message is None or not message.buttons()):
        return await _press_key(world, chat, body)
    bot = _owner(world, chat, message, body)
    data = body.get("data") if body.get("forge") else _button(message, body)["callback_data"]
    made = world.presses.add(bot.id, chat.id, world.clock.now())
    query = {
        "id": made.query_id,
        "from": person.user(),
        "chat_instance": str(abs(chat.id)),
        "message": _shown(chat, message, bot, whole(body, "message_id", 0)),
        "data": data,
    }
    update_id = queue(world, bot, "callback_query", query, chat.id)
    return {"callback_query_id": made.query_id, "update_ids": [update_id]}


def _owner(world: World, chat: Chat, message: Message | None, body: Json) -> Bot:
    if message is not None and message.by_bot is not None:
        return message.by_bot
    if not body.get("forge"):
        raise WrongControl("There is no bot's message with that id in this chat.")
    return chat.bot or world.bot(body.get("bot"))


def _button(message: Message | None, body: Json) -> Json:
    if message is None or message.deleted:
        raise WrongControl("That message is gone.")
    for row_number, row in enumerate(message.buttons()):
        for column, button in enumerate(row):
            if _is_meant(button, row_number, column, body):
                return _pressable(button)
    offered = [button["text"] for row in message.buttons() for button in row]
    raise WrongControl(f"No such button; this message has {offered}.")


def _is_meant(button: Json, row: int, column: int, body: Json) -> bool:
    if body.get("data") is not None:
        return bool(button.get("callback_data") == body["data"])
    if body.get("label") is not None:
        return bool(button["text"] == body["label"])
    return (row, column) == (body.get("row"), body.get("col", 0))


def _pressable(button: Json) -> Json:
    if "callback_data" not in button:
        raise WrongControl(f"The button {button['text']!r} asks the bot nothing; it opens, copies, or is disabled.")
    return button


def _shown(chat: Chat, message: Message | None, bot: Bot, message_id: int) -> Json:
    if message is None or message.deleted:
        return {"chat": chat.summary(), "message_id": message_id, "date": 0}  # InaccessibleMessage
    return message.shown_to(bot)


async def _press_key(world: World, chat: Chat, body: Json) -> Json:
    key = _key(chat, body["label"])
    said: Json = {"chat_id": chat.id, "from_id": body["from_id"], "bot": body.get("bot")}
    if key.get("request_location"):
        if body.get("location") is None:
            raise WrongControl("This key sends a place: give `location`.")
        return await speak(world, said | {"location": body["location"]})
    if key.get("request_contact"):
        person = world.person(body["from_id"])
        contact = {"phone_number": "+10000000000", "first_name": person.first_name, "user_id": person.id}
        return await speak(world, said | {"contact": contact})
    return await speak(world, said | {"text": key["text"]})


def _key(chat: Chat, label: Any) -> Json:
    keyboard = current_keyboard(chat)
    for row in keyboard.get("keyboard", ()) if keyboard else ():
        for key in row:
            if key["text"] == label:
                found: Json = key
                return found
    raise WrongControl(f"There is no key {label!r} on the keyboard now.")


def current_keyboard(chat: Chat) -> Json | None:
    """The reply keyboard that people see: the newest one sent, unless it was removed since."""
    for message in reversed(chat.messages.values()):
        if message.keyboard is not None and not message.deleted and "force_reply" not in message.keyboard:
            return message.keyboard if "keyboard" in message.keyboard else None
    return None


def show_press(world: World, request: web.Request) -> Any:
    """What the presser saw: `GET /control/presses/{id}`."""
    found = world.presses.by_id.get(request.match_info["query_id"])
    if found is None:
        raise WrongControl("There was no such press.")
    unanswered = {"text": None, "show_alert": False, "url": None}
    return {"answered": found.answer is not None, **(found.answer or unanswered)}
