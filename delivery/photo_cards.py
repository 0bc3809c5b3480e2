"""Cards that are a picture: a photo under its grid, or as it will be published, with its caption and buttons."""

from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

from telegram import InputMediaPhoto
from telegram.error import BadRequest
from telegram.ext import ExtBot

from delivery.fate import Arrived
from delivery.orders import Workshop
from delivery.pace import Turn
from domain.exposure_photo import PhotoFacts
from storage.exposure_photos import read_published
from storage.vault import EvidenceFolder
from wording.message import Message


async def send_new(
    bot: ExtBot[Turn], workshop: Workshop, chat_id: int, photo: PhotoFacts, said: Message, placed: dict[str, Any],
    turn: Turn,
) -> list[int]:  # fmt: skip
    """Sends the card and returns its message's id; raises what `picture_of` raises."""
    extra = placed | ({"reply_markup": said.markup} if said.markup else {})
    content, name = await picture_of(workshop, photo), _name(photo)
    sent = await bot.send_photo(
        chat_id, content, caption=said.text, filename=name, api_kwargs=extra, rate_limit_args=turn
    )
    return [sent.message_id]


async def edit(
    bot: ExtBot[Turn], workshop: Workshop, chat_id: int, message_id: int, photo: PhotoFacts, said: Message, turn: Turn
) -> Arrived:
    """Puts the picture and its buttons in the old ones' place. Raises BadRequest where there is nothing to edit."""
    media = InputMediaPhoto(await picture_of(workshop, photo), caption=said.text, filename=_name(photo))
    extra = {"reply_markup": said.markup} if said.markup else {}
    try:
        await bot.edit_message_media(
            media, chat_id=chat_id, message_id=message_id, api_kwargs=extra, rate_limit_args=turn
        )
    except BadRequest as refusal:
        if "message is not modified" not in refusal.message.lower():
            raise
    return Arrived()


async def picture_of(workshop: Workshop, photo: PhotoFacts) -> bytes:
    """What the card shows: the file that is published, once there is one; before that the cleaned copy, under its grid
    while boxes are chosen. Raises FileNotFoundError, `papers.press.PaperFailed`, and what `read_published` raises."""
    if photo.picture is not None:
        return await read_published(workshop.evidence, photo.picture)
    assert photo.copy is not None, "a card is drawn of what has come"
    if not photo.chosen:
        return await workshop.evidence.read_copy(photo.copy)
    return await workshop.press.make("photo_grid", _lines(workshop.evidence, photo, photo.copy))


async def _lines(evidence: EvidenceFolder, photo: PhotoFacts, copy: str) -> AsyncIterator[object]:
    yield {"boxes": photo.boxes}
    yield b64encode(await evidence.read_copy(copy)).decode()


def _name(photo: PhotoFacts) -> str:
    return f"photo-{photo.photo_id}.jpg"
