"""Telling Telegram which commands to offer where; done at each start, so that the menus follow the program."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from wording import commands
from wording.translate import LANGUAGES, words

log = logging.getLogger(__name__)


async def offer(bot: Bot) -> None:
    """Sets the menus in every language; the first language is everybody's who has none of the others."""
    for lang in LANGUAGES:
        code = None if lang == LANGUAGES[0] else lang
        private, groups = _list(commands.of_private_chats(words(lang))), _list(commands.of_groups(words(lang)))
        try:
            await bot(SetMyCommands(commands=private, scope=BotCommandScopeAllPrivateChats(), language_code=code))
            await bot(SetMyCommands(commands=groups, scope=BotCommandScopeAllGroupChats(), language_code=code))
        except TelegramAPIError as error:
            # A menu is a convenience: the commands work without it, so the start goes on.
            log.warning("the command menu could not be set: %s", error.message)


def _list(menu: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=command, description=text) for command, text in menu.items()]
