"""Messages in a group with no person behind them: anonymous administrators, channels, the linked channel, bots."""

from aiogram.types import Message

from domain.refusal import refuse
from handlers.town.speaking import Answers, explain, hand_of
from services import threads
from services.reach import desk_here
from services.turn import Turn


def has_no_person(message: Message) -> bool:
    """Whether Telegram names nobody whose rights could be looked up."""
    return hand_of(message) is None


async def refused(message: Message, turn: Turn) -> Answers | None:
    """Says why, where somebody plainly wanted something of the bot; posts of a linked channel want nothing."""
    if await desk_here(turn, message.chat.id) is None or message.is_automatic_forward:
        return None
    replied = message.reply_to_message
    to_us = replied is not None and await threads.thread_of(turn, message.chat.id, replied.message_id) is not None
    if to_us or (message.text or "").startswith("/"):
        explain(turn, message, refuse("anonymous"))
    return None
