"""Telling Telegram which commands to offer where; done at each start, so that the menus follow the program."""

import logging
from collections.abc import Callable

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.methods import SetMyCommands
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from wording import commands
from wording.translate import LANGUAGES, Words, words

log = logging.getLogger(__name__)


async def offer(bot: Bot) -> None:
    """Sets the menus in every language; the first language is everybody's who has none of the others."""
    await _set(bot, BotCommandScopeAllPrivateChats(), commands.of_private_chats)
    await _set(bot, BotCommandScopeAllGroupChats(), commands.of_groups)


async def offer_office(bot: Bot, chat_id: int) -> None:
    """The publicity office's group has a menu of its own; a group bound later has it from the next start."""
    await _set(bot, BotCommandScopeChat(chat_id=chat_id), commands.of_the_office)


async def _set(bot: Bot, scope: BotCommandScopeUnion, menu: Callable[[Words], dict[str, str]]) -> None:
    for lang in LANGUAGES:
        code = None if lang == LANGUAGES[0] else lang
        try:
            await bot(SetMyCommands(commands=_list(menu(words(lang))), scope=scope, language_code=code))
        except TelegramAPIError as error:
            # A menu is a convenience: the commands work without it, so the start goes on.
            log.warning("the command menu could not be set: %s", error.message)
        except ClientDecodeError as error:
            log.warning("the command menu could not be set: %s", type(error).__name__)


def _list(menu: dict[str, str]) -> list[BotCommand]:
    return [BotCommand(command=command, description=text) for command, text in menu.items()]
