"""Editing and deleting copies that stand. All of it may be done twice: what is so already, or gone, counts as done."""

import struct
import zlib
from collections.abc import Awaitable, Iterable, Sequence
from functools import cache

from telegram import InputMediaPhoto
from telegram.error import BadRequest
from telegram.ext import ExtBot

from delivery.pace import Turn
from delivery.parcels import Rewrite, TakeDown, Thin
from delivery.requests import DELETE, EDIT, EDIT_CAPTION, dressed, is_fixed, is_gone, is_so_already
from domain.broadcast import Outcome, Result


async def amend(bot: ExtBot[Turn], chat_id: int, parcel: Rewrite | Thin | TakeDown, turn: Turn) -> Result:
    """Does it. Raises `BadRequest` for a message that is there and can neither be edited nor deleted."""
    match parcel:
        case Rewrite():
            return await _rewrite(bot, chat_id, parcel, turn)
        case Thin():
            return await _thin(bot, chat_id, parcel, turn)
        case TakeDown():
            ends = [
                await _take_down(bot, chat_id, each, parcel.notice, turn, photo=parcel.photos)
                for each in parcel.message_ids
            ]
            return Result(_worst(ends))


async def _rewrite(bot: ExtBot[Turn], chat_id: int, parcel: Rewrite, turn: Turn) -> Result:
    asked = {"chat_id": chat_id, "text": parcel.message.text} | dressed(parcel.message)
    there = [
        each
        for each in parcel.message_ids
        if await _unless_gone(bot.do_api_request(EDIT, asked | {"message_id": each}, rate_limit_args=turn))
    ]
    return Result(Outcome.EDITED, tuple(there)) if there else Result(Outcome.GONE)


async def _thin(bot: ExtBot[Turn], chat_id: int, parcel: Thin, turn: Turn) -> Result:
    ends = [await _take_down(bot, chat_id, each, parcel.notice, turn, photo=True) for each in parcel.drop]
    if not parcel.keep:
        return Result(_worst(ends))
    gone: set[int] = set()
    if parcel.caption is not None:
        asked = {"chat_id": chat_id, "caption": parcel.caption.text, "caption_entities": parcel.caption.entities}
        for each in parcel.first:
            if not await _unless_gone(
                bot.do_api_request(EDIT_CAPTION, asked | {"message_id": each}, rate_limit_args=turn)
            ):
                gone.add(each)
    kept = tuple(each for each in parcel.keep if each not in gone)
    return Result(Outcome.EDITED, kept) if kept else Result(Outcome.GONE)


async def _take_down(
    bot: ExtBot[Turn], chat_id: int, message_id: int, notice: str, turn: Turn, *, photo: bool
) -> Outcome:
    try:
        # One by one: of several at once, Telegram passes over what it won't delete and says nothing.
        await bot.do_api_request(DELETE, {"chat_id": chat_id, "message_id": message_id}, rate_limit_args=turn)
    except BadRequest as refusal:
        if is_gone(refusal):
            return Outcome.GONE
        if not is_fixed(refusal):
            raise
    else:
        return Outcome.DELETED
    return await _replace(bot, chat_id, message_id, notice, turn, photo=photo)


async def _replace(
    bot: ExtBot[Turn], chat_id: int, message_id: int, notice: str, turn: Turn, *, photo: bool
) -> Outcome:
    """A notice, without buttons, where the text was; where a photo was, a grey one above the notice."""
    there: Awaitable[object]
    if photo:
        grey = InputMediaPhoto(_grey(), caption=notice, filename="withdrawn.png")
        there = bot.edit_message_media(grey, chat_id, message_id, rate_limit_args=turn)
    else:
        asked = {"chat_id": chat_id, "message_id": message_id, "text": notice}
        there = bot.do_api_request(EDIT, asked, rate_limit_args=turn)
    return Outcome.REPLACED if await _unless_gone(there) else Outcome.GONE


async def _unless_gone(edit: Awaitable[object]) -> bool:
    """False when there is no such message any more."""
    try:
        await edit
    except BadRequest as refusal:
        if is_gone(refusal):
            return False
        if not is_so_already(refusal):
            raise
    return True


def _worst(ends: Iterable[Outcome]) -> Outcome:
    """What is said of several messages: what is left of them counts for more than what is not."""
    found: Sequence[Outcome] = list(ends)
    return next((each for each in (Outcome.REPLACED, Outcome.DELETED) if each in found), Outcome.GONE)


@cache
def _grey() -> bytes:
    """A plain grey picture (PNG, 320 by 200), as small as a picture can be that Telegram takes for a photo."""
    width, height = 320, 200
    rows = (b"\x00" + b"\xb0" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
