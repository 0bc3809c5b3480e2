"""The button under the beginning of an exposure, wherever it was published: anybody may press it."""

from aiogram import Router
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery

from domain.asking import Asked, Verb
from services import reading
from services.turn import Turn
from wording import copies
from wording.translate import words


def router() -> Router:
    """For channels and groups of every kind; the citizens' room takes the same press in private."""
    readers = Router(name="readers")
    readers.callback_query.register(press, wants_all)
    return readers


def wants_all(query: CallbackQuery) -> dict[str, Asked] | bool:
    """Whether it is that button."""
    asked = Asked.read(query.data)
    return {"asked": asked} if asked is not None and asked.verb is Verb.FULL and query.message else False


async def press(query: CallbackQuery, turn: Turn, asked: Asked) -> list[AnswerCallbackQuery]:
    """The message shows the whole text a moment later."""
    assert query.message is not None, "the filter passes presses on messages only"
    if await reading.expand(turn, asked.about, query.message.chat.id, query.message.message_id):
        return [AnswerCallbackQuery(callback_query_id=query.id)]
    chinese = (query.from_user.language_code or "zh").lower().startswith("zh")
    text = copies.no_longer(words("zh" if chinese else "en"))
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text, show_alert=True)]
