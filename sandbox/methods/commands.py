"""The list of commands behind the «/» button, by scope and language."""

import re
from typing import Any

from aiogram.methods import DeleteMyCommands, GetMyCommands, SetMyCommands

from sandbox.methods.registry import Call, answers
from sandbox.queues import compact
from sandbox.refusals import Json, bad
from sandbox.text import utf16
from sandbox.validation import plain, plain_list

COMMANDS = 100
NAME = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_LIMIT = 256


@answers(SetMyCommands)
async def set_my_commands(call: Call[SetMyCommands]) -> bool:
    """Up to 100 commands of small letters, digits and underscores."""
    commands = plain_list(call.request.commands)
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not NAME.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= utf16(command["description"]) <= DESCRIPTION_LIMIT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.commands[slot(call.request)] = commands
    call.world.events.publish("world")
    return True


@answers(GetMyCommands)
async def get_my_commands(call: Call[GetMyCommands]) -> list[Json]:
    """What was set for exactly this scope and language."""
    return call.bot.commands.get(slot(call.request), [])


@answers(DeleteMyCommands)
async def delete_my_commands(call: Call[DeleteMyCommands]) -> bool:
    """Forget what was set for this scope and language."""
    call.bot.commands.pop(slot(call.request), None)
    return True


def slot(request: Any) -> str:
    """Scope and language as one key."""
    scope = plain(request.scope) or {"type": "default"}
    return f"{compact(scope)} {request.language_code or ''}"
