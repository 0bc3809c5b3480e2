"""Sending a copy of an exposure: a text, or an album of exactly those photos that were approved."""

from collections.abc import Sequence
from typing import Any

from telegram import InputMediaPhoto, MessageEntity
from telegram.error import BadRequest
from telegram.ext import ExtBot

from delivery.amending import amend
from delivery.orders import Workshop
from delivery.pace import Turn
from delivery.parcels import Album, Parcel, Text
from delivery.requests import SEND, dressed, file_forgotten
from domain.broadcast import Outcome, Result
from domain.published import Picture, Rich
from storage.exposure_photos import read_published

_REMEMBERED = 1000


async def deliver(bot: ExtBot[Turn], workshop: Workshop, chat_id: int, parcel: Parcel, turn: Turn) -> Result:
    """Does it once. Raises what Telegram and the network raise; for photos, what `read_published` raises."""
    match parcel:
        case Text():
            await _all_at_hand(workshop, parcel.pictures)
            asked = {"chat_id": chat_id, "text": parcel.message.text} | dressed(parcel.message)
            sent = await bot.do_api_request(SEND, asked, rate_limit_args=turn)
            return Result(Outcome.SENT, (sent["message_id"],))
        case Album():
            return Result(Outcome.SENT, await _album(bot, workshop, chat_id, parcel, turn))
    return await amend(bot, chat_id, parcel, turn)


async def _all_at_hand(workshop: Workshop, pictures: Sequence[Picture]) -> None:
    """Asked before the first text, for its photos may follow much later: half of an exposure is another exposure."""
    for each in pictures:
        if each.sha256 not in workshop.at_hand:
            await _medium(workshop, each)


async def _album(bot: ExtBot[Turn], workshop: Workshop, chat_id: int, album: Album, turn: Turn) -> tuple[int, ...]:
    try:
        return await _send(bot, workshop, chat_id, album, turn)
    except BadRequest as refusal:
        if not file_forgotten(refusal):
            raise
        for each in album.pictures:
            workshop.uploads.pop(each.sha256, None)
        return await _send(bot, workshop, chat_id, album, turn)


async def _send(bot: ExtBot[Turn], workshop: Workshop, chat_id: int, album: Album, turn: Turn) -> tuple[int, ...]:
    media = [await _medium(workshop, each) for each in album.pictures]
    if len(media) == 1:
        sent = [await bot.send_photo(chat_id, media[0], **_captioned(album.caption), rate_limit_args=turn)]
    else:
        items = [
            InputMediaPhoto(each, filename=f"photo-{n}.jpg", **(_captioned(album.caption) if n == 1 else {}))
            for n, each in enumerate(media, 1)
        ]
        sent = list(await bot.send_media_group(chat_id, items, rate_limit_args=turn))
    _remember(workshop, album.pictures, [each.photo[-1].file_id for each in sent])
    return tuple(each.message_id for each in sent)


async def _medium(workshop: Workshop, picture: Picture) -> bytes | str:
    """Our own upload of just these bytes in this process, where there was one; they were compared before it."""
    if (upload := workshop.uploads.get(picture.sha256)) is not None:
        return upload
    content = await read_published(workshop.evidence, picture)
    _make_room(workshop)
    workshop.at_hand.add(picture.sha256)
    return content


def _remember(workshop: Workshop, pictures: Sequence[Picture], file_ids: Sequence[str]) -> None:
    _make_room(workshop)
    workshop.uploads.update((each.sha256, file_id) for each, file_id in zip(pictures, file_ids, strict=True))


def _make_room(workshop: Workshop) -> None:
    for each in (workshop.uploads, workshop.at_hand):
        if len(each) > _REMEMBERED:
            each.clear()


def _captioned(caption: Rich | None) -> dict[str, Any]:
    if caption is None:
        return {}
    entities = [MessageEntity(each["type"], each["offset"], each["length"]) for each in caption.entities]
    return {"caption": caption.text, "caption_entities": entities}
