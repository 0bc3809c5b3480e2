"""Commands and mentions in a group."""

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.people import DeskKind
from domain.refusal import Refusal
from handlers.town import lists
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import groups, viewing
from services.reach import Hand, desk_here, works_here
from services.turn import Turn
from wording import town


async def case(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/case NUMBER: the case's card again."""
    by = _by(message)
    if not command.args:
        say(turn, by.chat_id, town.how_to_find(w), to=message.message_id)
        return None
    _explained(turn, message, await viewing.show_number(turn, by, command.args[:64]))
    return None


async def mine(message: Message, turn: Turn) -> Answers | None:
    """/mine: what the writer holds."""
    _explained(turn, message, await lists.tell_page(turn, _by(message), mine=True))
    return None


async def open_cases(message: Message, turn: Turn) -> Answers | None:
    """/open: what is open at this desk."""
    _explained(turn, message, await lists.tell_page(turn, _by(message), mine=False))
    return None


async def help_here(message: Message, turn: Turn) -> Answers | None:
    """/help, /start, or a mention: what can be done here; to a citizen, where to go instead.

    What a citizen wrote is not kept: everybody in the group has seen who wrote it, and a report must not begin so.
    """
    by = _by(message)
    desk = await desk_here(turn, by.chat_id)
    if desk is None:
        if await groups.trusts(turn, by.user_id):
            say(turn, by.chat_id, town.help_text(w, None), to=message.message_id)
    elif await works_here(turn, by):
        say(turn, by.chat_id, town.help_text(w, DeskKind(desk.kind)), to=message.message_id)
    else:
        say(turn, by.chat_id, town.invite_to_private(w, turn.app.me), to=message.message_id)
    return None


def _by(message: Message) -> Hand:
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    return by


def _explained(turn: Turn, message: Message, result: object) -> None:
    if isinstance(result, Refusal):
        explain(turn, message, result)
