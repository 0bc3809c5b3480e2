"""Commands of the private chat: /start, /help, /privacy, /language."""

from dataclasses import replace

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from domain.draft import Draft
from handlers.citizen import talk
from services import drafting
from services.turn import Turn
from wording import citizen
from wording.message import Message as Words
from wording.message import button, inline
from wording.translate import LANGUAGES


async def start(message: Message, turn: Turn) -> None:
    """Says what this is and asks the first question; a draft that waits is not overwritten.

    Whatever follows /start in a link is not read: nobody can hide an action behind one.
    """
    # Whoever was adding to a filed report begins something else now: what follows must not go to that one's desk.
    draft = replace(drafting.draft_of(turn) or Draft(), adding_to=None)
    if draft.holds_something:
        drafting.keep(turn, draft)
        talk.tell(turn, citizen.unfinished(talk.language(turn), draft.mark), topic=talk.PROMPT)
        return
    talk.tell(turn, citizen.opening(talk.language(turn), turn.app.district, turn.app.phones.reports))
    talk.ask(turn, drafting.begin(turn, draft))


async def help_out(message: Message, turn: Turn) -> None:
    """What this is and how to begin."""
    talk.tell(turn, citizen.welcome(talk.language(turn), turn.app.district, turn.app.phones.reports))


async def tell_privacy(message: Message, turn: Turn) -> None:
    """The privacy text in full."""
    talk.tell(turn, citizen.privacy(talk.language(turn), turn.app.lapse.days))


async def offer_languages(message: Message, turn: Turn) -> None:
    """Each language by its own name."""
    rows = [[button("中文", "l:zh"), button("English", "l:en")]]
    talk.tell(turn, Words.of("请选择语言 / Please choose a language", inline(rows)))


async def choose_language(query: CallbackQuery, turn: Turn) -> list[AnswerCallbackQuery]:
    """Changes the language and repeats the question that stands."""
    chosen = (query.data or "")[2:]
    if chosen in LANGUAGES and turn.correspondent is not None:
        turn.correspondent.lang, turn.correspondent.lang_chosen = chosen, True
        if (draft := drafting.draft_of(turn)) is not None and draft.begun:
            talk.ask(turn, draft)
    return [AnswerCallbackQuery(callback_query_id=query.id, text="OK")]
