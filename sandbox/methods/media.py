"""Photos, documents and other files, single and in albums."""

from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVideoNote,
    SendVoice,
)

from sandbox.files import UPLOAD_LIMIT, StoredFile, described
from sandbox.methods.addressing import deliver, envelope
from sandbox.methods.formatting import caption_content
from sandbox.methods.registry import Call, Handler, answers
from sandbox.posting import post
from sandbox.refusals import Json, Refusal, bad, not_in_the_sandbox
from sandbox.requests import Upload
from sandbox.updates import announce
from sandbox.validation import given

ALBUM_ITEMS = range(2, 11)
DEFAULTS: dict[str, Json] = {
    "video": {"width": 640, "height": 360, "duration": 1},
    "animation": {"width": 640, "height": 360, "duration": 1},
    "audio": {"duration": 1},
    "voice": {"duration": 1},
    "video_note": {"length": 240, "duration": 1},
    "document": {},
}
TOGETHER = {"photo": "visual", "video": "visual", "document": "document", "audio": "audio"}


async def media_content(call: Call[Any], kind: str, value: Any) -> Json:
    """`{photo: [...]}` or `{document: {...}}` from an upload or from a file id of the bot's own."""
    upload = uploaded(call, value)
    if kind == "photo":
        return {"photo": await _photo(call, upload, value)}
    if upload is None:
        stored = known_file(call, value)
        if stored.unique_id in call.world.files.photos:
            raise bad(f"can't use file of type Photo as {kind.replace('_', ' ').title()}")
    else:
        stored = call.world.files.add(upload.content, f"{kind}s", name=upload.file_name, mime_type=upload.mime_type)
    return {kind: {**DEFAULTS[kind], **described(stored)}}


async def _photo(call: Call[Any], upload: Upload | None, value: Any) -> list[Json]:
    if upload is not None:
        return await call.world.files.photo(upload.content)
    stored = known_file(call, value)
    if stored.unique_id not in call.world.files.photos:
        raise bad("can't use file of type Document as Photo")
    return call.world.files.photos[stored.unique_id]


def uploaded(call: Call[Any], value: Any) -> Upload | None:
    """The part an `attach://` address names, whatever the part is called; None for a file id."""
    if not isinstance(value, str) or not value.startswith("attach://"):
        return None
    upload = call.parameters.uploads.get(value.removeprefix("attach://"))
    if upload is None:
        raise bad("wrong file identifier/HTTP URL specified: no part of that name was sent")
    if len(upload.content) > UPLOAD_LIMIT:
        raise Refusal(413, "Request Entity Too Large")
    if not upload.content:
        raise bad("file must be non-empty")
    return upload


def known_file(call: Call[Any], value: Any) -> StoredFile:
    """A file sent before, by the id this bot knows it under."""
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        raise not_in_the_sandbox("fetching files from the web")
    return call.world.files.find(str(value), call.bot.id)


def sends(model: Any, kind: str) -> Handler:
    """Enter the method that sends one file of this kind."""

    async def send(call: Call[Any]) -> Json:
        # Decoding comes first: from the checks of the chat to the message in it nothing awaits, so nothing changes.
        content = await media_content(call, kind, getattr(call.request, kind))
        caption = caption_content(call.request) if hasattr(call.request, "caption") else {}
        spoiler = {"has_media_spoiler": True} if given(getattr(call.request, "has_spoiler", None)) else {}
        return deliver(call, envelope(call), content | caption | spoiler)

    return answers(model, visible=True)(send)


sends(SendPhoto, "photo")
sends(SendDocument, "document")
sends(SendVideo, "video")
sends(SendAnimation, "animation")
sends(SendAudio, "audio")
sends(SendVoice, "voice")
sends(SendVideoNote, "video_note")


@answers(SendMediaGroup, visible=True)
async def send_media_group(call: Call[SendMediaGroup]) -> list[Json]:
    """An album of 2–10 items, all or none; it has no buttons."""
    items = call.request.media
    if len(items) not in ALBUM_ITEMS:
        raise bad("media group must include 2-10 items")
    if len({TOGETHER.get(item.type, item.type) for item in items}) > 1:
        raise bad("these media types can't be mixed in an album")
    contents = [await item_content(call, item) for item in items]
    where = envelope(call)
    call.world.limits.spend(call.bot.id, where.chat.id, len(items))
    where.extra["media_group_id"] = call.world.next_album()
    call.touched.extend(post(call.world, where, content) for content in contents)
    for message in call.touched:
        announce(call.world, message)
    return [message.shown_to(call.bot) for message in call.touched]


async def item_content(call: Call[Any], item: Any) -> Json:
    """One `InputMedia…` as the content of a message."""
    if item.type not in TOGETHER and item.type != "animation":
        raise not_in_the_sandbox(f"media of type {item.type}")
    content = await media_content(call, item.type, item.media)
    spoiler = {"has_media_spoiler": True} if given(getattr(item, "has_spoiler", None)) else {}
    return content | caption_content(item) | spoiler
