"""One request to Telegram, and what became of it."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from telegram import InputMediaPhoto
from telegram import Message as TelegramMessage
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from delivery import papers, photo_cards
from delivery.drawing import Drawn
from delivery.fate import Arrived, Dead, Fate, Later, Unexpected, Withheld, fate_of
from delivery.orders import NothingToMake, Order, Workshop
from delivery.pace import Turn
from delivery.parcels import Album, Text
from delivery.publishing import deliver
from delivery.requests import EDIT, SEND, dressed, file_forgotten, is_fixed, is_gone, is_so_already
from domain.exposure_photo import PhotoFacts
from domain.outgoing import Lane
from storage.addressing import Picture
from storage.exposure_photos import NotAsFrozen, Unreadable
from storage.vault import EvidenceFolder
from wording.message import Message

_LOG = logging.getLogger(__name__)


async def send(bot: ExtBot[Turn], workshop: Workshop, drawn: Drawn, turn: Turn) -> Fate:
    """Says it once. Never raises for what Telegram, the network or the disk did; `turn.begun` tells how far it came."""
    try:
        return replace(await _send(bot, workshop, drawn, turn), was_marked=drawn.address.marked)
    except TelegramError as error:
        return fate_of(error, drawn.address.chat_id)
    except FileNotFoundError:
        return Dead("a cleaned copy is missing from the evidence folder")
    except (NotAsFrozen, Unreadable) as trouble:
        _LOG.critical("Outbox row %s: %s", drawn.row.id, trouble)
        return _not_whole(drawn, trouble)
    except OSError as error:
        return Later(type(error).__name__)
    except Exception as error:
        _LOG.exception("Outbox row %s: sending failed", drawn.row.id)
        return Unexpected(type(error).__name__, begun=turn.begun)


def _not_whole(drawn: Drawn, trouble: NotAsFrozen | Unreadable) -> Fate:
    if drawn.row.copy_id is None:
        # A preview, or the card of a photo: nothing of it reaches the public.
        return Dead(str(trouble)[:200])
    if isinstance(trouble, NotAsFrozen):
        return Withheld(str(trouble))
    assert isinstance(drawn.parcel, Text | Album), "nothing else has photos to be read"
    return Withheld(str(trouble), "round_photo_gone", {"nth": drawn.parcel.pictures.index(trouble.picture) + 1})


async def _send(bot: ExtBot[Turn], workshop: Workshop, drawn: Drawn, turn: Turn) -> Arrived:
    if drawn.parcel is not None:
        result = await deliver(bot, workshop, drawn.address.chat_id, drawn.parcel, turn)
        return Arrived(result.message_ids, result=result)
    if drawn.order is not None:
        return await _document(bot, workshop, drawn, drawn.order, turn)
    if drawn.photo is not None and drawn.message is not None:
        return await _photo_card(bot, workshop, drawn, drawn.photo, drawn.message, turn)
    if drawn.message is None:
        return await _photos(bot, workshop.evidence, drawn, turn)
    if drawn.edits is not None and await _edited(bot, drawn, drawn.message, drawn.edits, turn):
        return Arrived()
    return await _text(bot, drawn, drawn.message, turn)


async def _edited(bot: ExtBot[Turn], drawn: Drawn, message: Message, message_id: int, turn: Turn) -> bool:
    """False when there is nothing left to edit: somebody deleted the card."""
    try:
        asked = {"chat_id": drawn.address.chat_id, "message_id": message_id, "text": message.text} | dressed(message)
        await bot.do_api_request(EDIT, asked, rate_limit_args=turn)
    except BadRequest as refusal:
        if is_gone(refusal) or is_fixed(refusal):
            return False
        if not is_so_already(refusal):
            raise
    return True


async def _text(bot: ExtBot[Turn], drawn: Drawn, message: Message, turn: Turn) -> Arrived:
    shown = marked(message, drawn.repeat)
    asked = {"chat_id": drawn.address.chat_id, "text": shown.text} | dressed(shown) | _placed(drawn)
    sent = await bot.do_api_request(SEND, asked, rate_limit_args=turn)
    return Arrived([sent["message_id"]], drawn.mark, drawn.ask)


async def _photo_card(
    bot: ExtBot[Turn], workshop: Workshop, drawn: Drawn, photo: PhotoFacts, message: Message, turn: Turn
) -> Arrived:
    chat_id = drawn.address.chat_id
    if drawn.edits is not None:
        try:
            return await photo_cards.edit(bot, workshop, chat_id, drawn.edits, photo, message, turn)
        except BadRequest as refusal:
            if not (is_gone(refusal) or is_fixed(refusal)):
                raise
    said = marked(message, drawn.repeat)
    ids = await photo_cards.send_new(bot, workshop, chat_id, photo, said, _placed(drawn), turn)
    return Arrived(ids, drawn.mark, drawn.ask)


async def _document(bot: ExtBot[Turn], workshop: Workshop, drawn: Drawn, order: Order, turn: Turn) -> Arrived:
    try:
        made = await papers.make(workshop, order)
    except NothingToMake:
        return Arrived()
    send_it = bot.send_photo if made.as_photo else bot.send_document
    sent = await send_it(
        drawn.address.chat_id,
        made.content,
        caption="\n".join(filter(None, (drawn.repeat, made.caption))),
        filename=made.filename,
        # Made to be kept, printed and filed: Telegram's apps don't save what is protected.
        api_kwargs=_placed(drawn, to_keep=True),
        rate_limit_args=turn,
    )
    return Arrived([sent.message_id], drawn.mark, counted=(order.paper_id, made.rows))


async def _photos(bot: ExtBot[Turn], evidence: EvidenceFolder, drawn: Drawn, turn: Turn) -> Arrived:
    try:
        sent = await _upload(bot, drawn, await _media(evidence, drawn.pictures, anew=False), turn)
    except BadRequest as refusal:
        if not file_forgotten(refusal):
            raise
        # Another token, or a file Telegram has forgotten: the bytes are still at hand.
        sent = await _upload(bot, drawn, await _media(evidence, drawn.pictures, anew=True), turn)
    uploads = [(picture.id, each.photo[-1].file_id) for picture, each in zip(drawn.pictures, sent, strict=True)]
    return Arrived([each.message_id for each in sent], drawn.mark, None, uploads, drawn.left_over)


async def _upload(
    bot: ExtBot[Turn], drawn: Drawn, media: Sequence[tuple[bytes | str, str]], turn: Turn
) -> Sequence[TelegramMessage]:
    chat, caption = drawn.address.chat_id, drawn.repeat or None
    placed = _placed(drawn)
    if len(media) == 1:
        content, name = media[0]
        photo = await bot.send_photo(
            chat, content, caption=caption, filename=name, api_kwargs=placed, rate_limit_args=turn
        )
        return [photo]
    album = [
        InputMediaPhoto(content, caption=caption if first else None, filename=name)
        for first, (content, name) in zip([True] + [False] * len(media), media, strict=False)
    ]
    return await bot.send_media_group(chat, album, api_kwargs=placed, rate_limit_args=turn)


async def _media(evidence: EvidenceFolder, pictures: Sequence[Picture], *, anew: bool) -> list[tuple[bytes | str, str]]:
    """File ids of our own uploads where there are any, else bytes; names are made up here."""
    return [
        (each.file_id if each.file_id and not anew else await evidence.read_copy(each.copy), f"photo-{each.id}.jpg")
        for each in pictures
    ]


def marked(message: Message, repeat: str) -> Message:
    """The message under a first line `repeat`, its entities moved along; as it is without one, or for want of room."""
    first = f"{repeat}\n"
    shift = _utf16(first)
    if not repeat or _utf16(message.text) + shift > 4096:
        return message
    entities = [each | {"offset": each["offset"] + shift} for each in message.entities]
    return Message(first + message.text, entities, message.markup)


def _placed(drawn: Drawn, *, to_keep: bool = False) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if drawn.address.is_group and drawn.row.lane is not Lane.BROADCAST and not to_keep:
        # What officers see of a case stays in their group; an exposure is meant to be passed on.
        place["protect_content"] = True
    if drawn.reply_to is not None:
        place["reply_parameters"] = {"message_id": drawn.reply_to, "allow_sending_without_reply": True}
    return place


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
