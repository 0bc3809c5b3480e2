"""The private chat with someone who saw something."""

from aiogram import F, Router
from aiogram.filters import Command, CommandStart

from handlers.citizen import choices, edits, gathering, mine, objecting, opening, subscribing, talk, unreadable, verdict
from handlers.publicity import reading
from wording.citizen import keyboard_verb


def router() -> Router:
    """The doors of a private chat, in the order in which they are tried: commands, buttons, then everything else."""
    private = Router(name="citizen")
    private.message.filter(F.chat.type == "private")
    private.edited_message.filter(F.chat.type == "private")
    private.callback_query.filter(F.message.chat.type == "private")
    private.message.register(opening.start, CommandStart())
    private.message.register(opening.help_out, Command("help"))
    private.message.register(opening.tell_privacy, Command("privacy"))
    private.message.register(opening.offer_languages, Command("language"))
    private.message.register(mine.list_mine, Command("my"))
    private.message.register(mine.find, Command("find"))
    private.message.register(subscribing.begin, Command("subscribe"))
    private.message.register(unreadable.no_such_command, F.text.regexp(r"/[A-Za-z]\w*(@\w+)?(\s|$)"))
    private.message.register(choices.choose_by_keyboard, F.text.func(keyboard_verb))
    private.message.register(objecting.reason, F.reply_to_message, talk.IN_WORDS, objecting.is_reason)
    private.message.register(verdict.reason, F.reply_to_message, talk.IN_WORDS, verdict.is_reason)
    private.message.register(gathering.take_file, F.photo | (F.document & ~F.animation))
    private.message.register(gathering.take_place, F.venue | F.location)
    private.message.register(gathering.take_words, F.text)
    private.message.register(unreadable.take_nothing)
    private.callback_query.register(opening.choose_language, F.data.startswith("l:"))
    private.callback_query.register(mine.press, F.data.startswith("m:"))
    private.callback_query.register(choices.choose, F.data.startswith("d:"))
    private.callback_query.register(subscribing.press, F.data.startswith("s:"))
    private.callback_query.register(reading.press, reading.wants_all)
    private.callback_query.register(choices.answer_unknown)
    private.edited_message.register(edits.edited)
    return private
