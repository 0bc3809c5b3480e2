"""The publicity office's own group: picking, writing, approving, scheduling and publishing exposures."""

from aiogram import F, Router
from aiogram.filters import Command

from handlers.publicity import digests, listing, outlets, photos, presses, reading, replies, slots


def router() -> Router:
    """Tried before the towns' doors. Its commands and buttons are its own; whether somebody may use them here is asked
    of the database by every use case, so a command typed in another group is refused, not unknown."""
    doors = Router(name="publicity")
    doors.include_routers(reading.router(), _office())
    return doors


def _office() -> Router:
    office = Router(name="office")
    office.message.filter(F.chat.type.in_(("group", "supergroup")))
    office.callback_query.filter(F.message.chat.type.in_(("group", "supergroup")))
    office.message.register(listing.overview, Command("exposures"), digests.somebodys)
    office.message.register(digests.digest, Command("digest"), digests.somebodys)
    office.message.register(outlets.overview, Command("outlets"), digests.somebodys)
    office.my_chat_member.register(outlets.moved, F.chat.type == "channel")
    office.message.register(slots.overview, Command("slots"), digests.somebodys)
    office.message.register(slots.calendar, Command("calendar"), digests.somebodys)
    office.message.register(replies.answered, F.reply_to_message, replies.answers_form)
    office.message.register(photos.joins, photos.late_item)
    office.callback_query.register(presses.press, presses.is_ours)
    return office
