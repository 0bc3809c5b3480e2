"""The group chats of towns, departments and the duty desk."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.town import (
    answers,
    commands,
    entry,
    ledger_list,
    looking_back,
    membership,
    nobody,
    presses,
    recusing,
    replies,
    seats,
    stories,
    sweeps,
)
from services.turn import Turn

_GROUPS = frozenset({"group", "supergroup"})


def mentions_bot(message: Message, turn: Turn) -> bool:
    """Whether the message calls the bot by its name."""
    return f"@{turn.app.me}".lower() in (message.text or message.caption or "").lower()


def router() -> Router:
    """The doors of a group, in the order in which they are tried; whatever passes all of them is people's own talk."""
    town = Router(name="town")
    town.message.filter(F.chat.type.in_(_GROUPS))
    town.edited_message.filter(F.chat.type.in_(_GROUPS))
    town.callback_query.filter(F.message.chat.type.in_(_GROUPS))
    town.my_chat_member.filter(F.chat.type.in_(_GROUPS))
    town.my_chat_member.register(membership.moved)
    town.message.register(membership.migrated, F.migrate_to_chat_id | F.migrate_from_chat_id)
    town.message.register(nobody.refused, nobody.has_no_person)
    town.message.register(seats.bind, Command("bind"))
    town.message.register(seats.staff, Command("staff"))
    town.message.register(commands.case, Command("case"))
    town.message.register(commands.mine, Command("mine"))
    town.message.register(commands.open_cases, Command("open"))
    town.message.register(ledger_list.begin, Command("ledger"))
    town.message.register(ledger_list.exports, Command("exports"))
    town.message.register(entry.begin, Command("entry"))
    town.message.register(looking_back.recheck, Command("recheck"))
    town.message.register(answers.manage, Command("answers"))
    town.message.register(recusing.begin, Command("conflict"))
    town.message.register(stories.story, Command("story"))
    town.message.register(stories.picture, Command("picture"))
    town.message.register(stories.charts, Command("charts"))
    town.message.register(commands.help_here, Command("help", "start", "my", "find", "report"))
    town.message.register(sweeps.begin, Command("sweep"))
    town.message.register(sweeps.overview, Command("sweeps"))
    town.message.register(entry.filled, F.reply_to_message, entry.answers_form)
    town.message.register(answers.written, F.reply_to_message, answers.answers_form)
    town.message.register(sweeps.answered, F.reply_to_message, sweeps.answers_form)
    town.message.register(recusing.filled, F.reply_to_message, recusing.answers_form)
    town.message.register(replies.reply, F.reply_to_message)
    town.message.register(commands.help_here, mentions_bot)
    town.message.register(replies.album_item, F.media_group_id)
    town.edited_message.register(replies.edited)
    town.callback_query.register(presses.press)
    return town
