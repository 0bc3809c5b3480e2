"""Copies and forwards."""

from typing import Any

from aiogram.methods import CopyMessage, ForwardMessage

from sandbox.messages import Message
from sandbox.methods.addressing import deliver, envelope, find_chat
from sandbox.methods.formatting import caption_content
from sandbox.methods.registry import Call, answers
from sandbox.posting import Envelope
from sandbox.refusals import Json, bad

CONTENT = (
    "text", "entities", "caption", "caption_entities", "photo", "document", "video", "animation", "audio", "voice",
    "video_note", "sticker", "location", "venue", "contact", "dice", "poll", "has_media_spoiler",
)  # fmt: skip
COPY_ONLY_CAPTION = ("caption", "caption_entities")


@answers(CopyMessage, visible=True)
async def copy_message(call: Call[CopyMessage]) -> Json:
    """The same content as a message of the bot's own; a caption given replaces the old one."""
    source = source_message(call, "copy")
    content = content_of(source)
    if call.request.caption is not None:
        content = {name: value for name, value in content.items() if name not in COPY_ONLY_CAPTION}
        content |= caption_content(call.request)
    sent = deliver(call, envelope(call), content)
    return {"message_id": sent["message_id"]}


@answers(ForwardMessage, visible=True)
async def forward_message(call: Call[ForwardMessage]) -> Json:
    """The same content with its origin shown."""
    source = source_message(call, "forward")
    where: Envelope = envelope(call)
    where.extra["forward_origin"] = origin(source)
    return deliver(call, where, content_of(source))


def source_message(call: Call[Any], what: str) -> Message:
    """The message to take from; 400 when missing or protected."""
    chat = find_chat(call, call.request.from_chat_id)
    message = chat.messages.get(call.request.message_id) if chat.holds(call.bot.id) else None
    if message is None or message.deleted:
        raise bad(f"message to {what} not found")
    if message.is_service() or message.payload.get("has_protected_content"):
        raise bad(f"the message can't be {'copied' if what == 'copy' else 'forwarded'}")
    return message


def content_of(message: Message) -> Json:
    """What a message says, without who said it where."""
    return {name: message.payload[name] for name in CONTENT if name in message.payload}


def origin(message: Message) -> Json:
    """The Bot API `MessageOrigin`; a forward of a forward keeps the first origin."""
    payload = message.payload
    if "forward_origin" in payload:
        kept: Json = payload["forward_origin"]
        return kept
    if "sender_chat" in payload:
        chat = payload["sender_chat"]
        key = "chat" if chat["type"] == "channel" else "sender_chat"
        post = {"message_id": message.id} if key == "chat" else {}
        return {"type": "channel" if post else "chat", "date": message.date, key: chat, **post}
    return {"type": "user", "date": message.date, "sender_user": payload["from"]}
