"""The private chat of an administrator."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.district import desks
from services.binding import is_administrator
from services.turn import Turn


def from_administrator(event: Message | CallbackQuery, turn: Turn) -> bool:
    """Whether the configuration names the sender; for everybody else these doors do not exist."""
    return event.from_user is not None and is_administrator(turn, event.from_user.id)


def router() -> Router:
    """Tried before the citizens' doors: an administrator's other messages are a citizen's, as anybody's."""
    district = Router(name="district")
    district.message.filter(F.chat.type == "private", from_administrator)
    district.callback_query.filter(F.message.chat.type == "private", from_administrator)
    district.message.register(desks.choose, Command("bindcode"))
    district.message.register(desks.list_all, Command("desks"))
    district.callback_query.register(desks.press, F.data.startswith("t:"))
    return district
