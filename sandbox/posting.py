"""Putting a message into a chat, whoever sends it."""

from dataclasses import dataclass, field

from sandbox.chats import Chat
from sandbox.files import file_ids_in
from sandbox.messages import Message, quoted
from sandbox.people import Bot
from sandbox.refusals import Json
from sandbox.updates import announce
from sandbox.world import World


@dataclass(slots=True)
class Envelope:
    """All about a message but its content: who sends it where, as an answer to what, under which buttons."""

    chat: Chat
    sender: Json
    author_id: int
    by_bot: Bot | None = None
    reply_to: Message | None = None
    thread_id: int | None = None
    markup: Json | None = None
    protected: bool = False
    extra: Json = field(default_factory=dict)


def post(world: World, envelope: Envelope, content: Json) -> Message:
    """Give the message its number, keep it, and tell nobody yet."""
    chat = envelope.chat
    payload: Json = {
        "message_id": world.next_message_id(chat),
        "date": world.clock.now(),
        "chat": chat.summary(),
        **envelope.sender,
        **_connections(envelope),
        **envelope.extra,
        **content,
    }
    message = Message(chat, payload, envelope.author_id, envelope.by_bot)
    _attach(message, envelope.markup)
    message.has_files = any(file_ids_in(payload))
    chat.messages[message.id] = message
    if envelope.by_bot is not None:
        chat.last_bot = envelope.by_bot.id
    return message


def say(world: World, envelope: Envelope, content: Json) -> Message:
    """Post and announce in one go."""
    message = post(world, envelope, content)
    announce(world, message)
    return message


def serve(world: World, chat: Chat, by: Json, content: Json) -> Message:
    """A service message: something happened in the chat, caused by `by`."""
    thread_id = content.pop("message_thread_id", None)
    sender = {"sender_chat": chat.summary()} if chat.kind == "channel" else {"from": by}
    return say(world, Envelope(chat, sender, by["id"], thread_id=thread_id), content)


def bots_sender(bot: Bot, chat: Chat) -> Json:
    """How a bot's message names its sender: itself, or the channel it posts for."""
    return {"sender_chat": chat.summary()} if chat.kind == "channel" else {"from": bot.user()}


def _connections(envelope: Envelope) -> Json:
    found: Json = {}
    if envelope.reply_to is not None:
        found["reply_to_message"] = quoted(envelope.reply_to)
    if envelope.thread_id is not None:
        found["message_thread_id"] = envelope.thread_id
        found["is_topic_message"] = True
    if envelope.protected:
        found["has_protected_content"] = True
    return found


def _attach(message: Message, markup: Json | None) -> None:
    if markup is None:
        return
    if "inline_keyboard" in markup:
        if markup["inline_keyboard"]:
            message.payload["reply_markup"] = markup
    else:
        message.keyboard = markup
