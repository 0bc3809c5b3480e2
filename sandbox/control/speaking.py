"""What people write and send: `POST /control/messages`."""

import asyncio
import random

from sandbox.chats import Chat
from sandbox.control.asking import only, whole
from sandbox.control.contents import contents_of
from sandbox.messages import Message
from sandbox.people import ANONYMOUS_ADMIN, LINKED_CHANNEL
from sandbox.posting import Envelope, post
from sandbox.refusals import Json, WrongControl
from sandbox.updates import announce
from sandbox.world import World

FIELDS = (
    "chat_id", "from_id", "bot", "text", "caption", "entities", "photos", "documents", "location", "venue", "contact",
    "voice", "video", "video_note", "sticker", "dice", "poll", "reply_to_message_id", "message_thread_id", "as",
    "jitter_ms", "hold_after", "linked_channel_id",
)  # fmt: skip
VOICES = ("user", "anonymous_admin", "channel_post", "linked_channel")


async def speak(world: World, body: Json) -> Json:
    """Let someone say something; an album goes out item by item, each an update of its own, a moment apart."""
    only(body, *FIELDS)
    pause = pause_between(body)
    contents = await contents_of(world, body)
    envelope = envelope_of(world, body)
    if len(contents) > 1:
        envelope.extra["media_group_id"] = world.next_album()
    messages = [post(world, envelope, content) for content in contents]
    held = whole(body, "hold_after", len(messages))
    for message in messages[held:]:
        world.held.setdefault(envelope.chat.id, []).append(message)
    update_ids = announce(world, messages[0]) if held else []
    for message in messages[1:held]:
        update_ids += await _after_a_moment(world, message, pause)
    return {"message_ids": [message.id for message in messages], "update_ids": update_ids}


def pause_between(body: Json) -> tuple[float, float]:
    """Least and most milliseconds between the items of an album."""
    pause = body.get("jitter_ms", [0, 40])
    if not (isinstance(pause, list) and len(pause) == 2 and all(isinstance(each, int | float) for each in pause)):
        raise WrongControl("`jitter_ms` is a pair: least and most milliseconds between the items of an album.")
    return pause[0], pause[1]


async def _after_a_moment(world: World, message: Message, pause: tuple[float, float]) -> list[int]:
    await asyncio.sleep(random.uniform(*pause) / 1000)
    return announce(world, message)


async def release(world: World, body: Json) -> Json:
    """Let the held items of an album arrive."""
    only(body, "chat_id")
    held = world.held.pop(whole(body, "chat_id"), [])
    return {"update_ids": [update_id for message in held for update_id in announce(world, message)]}


def envelope_of(world: World, body: Json) -> Envelope:
    """Who says it where, as an answer to what; WrongControl if they could not."""
    chat = world.chat(whole(body, "chat_id"), body.get("bot"))
    sender, author_id = sender_of(world, chat, body)
    reply_to = body.get("reply_to_message_id")
    if reply_to is not None and reply_to not in chat.messages:
        raise WrongControl(f"There is no message {reply_to} in this chat to reply to.")
    original = chat.messages[reply_to] if reply_to is not None else None
    thread_id = body.get("message_thread_id")
    if thread_id is not None and thread_id not in chat.topics:
        raise WrongControl(f"There is no topic {thread_id} in this chat.")
    if thread_id is None and original is not None:
        thread_id = original.payload.get("message_thread_id")
    if chat.migrated_to is not None:
        raise WrongControl(f"This group moved; its people write in {chat.migrated_to} now.")
    if chat.kind == "private":
        chat.started = True
    return Envelope(chat, sender, author_id, reply_to=original, thread_id=thread_id)


def sender_of(world: World, chat: Chat, body: Json) -> tuple[Json, int]:
    """The sender's fields of the message, and whose account it is."""
    voice = body.get("as", "user")
    if voice not in VOICES:
        raise WrongControl(f"`as` is one of {', '.join(VOICES)}.")
    if voice == "channel_post" or chat.kind == "channel":
        return {"sender_chat": chat.summary()}, chat.id
    if voice == "anonymous_admin":
        return {"from": ANONYMOUS_ADMIN, "sender_chat": chat.summary()}, ANONYMOUS_ADMIN["id"]
    if voice == "linked_channel":
        channel = world.chat(whole(body, "linked_channel_id", next_channel(world))).summary()
        return {"from": LINKED_CHANNEL, "sender_chat": channel, "is_automatic_forward": True}, LINKED_CHANNEL["id"]
    person = world.person(whole(body, "from_id"))
    if chat.blocked:
        raise WrongControl("This person has blocked the bot; unblock it first.")
    if not chat.holds(person.id):
        raise WrongControl(f"{person.first_name} is not in this chat.")
    return {"from": person.user()}, person.id


def next_channel(world: World) -> int:
    """Any channel of the world, for posts that a group shows automatically."""
    for chat in world.chats.values():
        if chat.kind == "channel":
            return chat.id
    raise WrongControl("There is no channel whose post could appear here.")
