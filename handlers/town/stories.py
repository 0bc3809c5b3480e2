"""A case's whole story and what is made of it; pictures and charts of the cases at hand."""

from collections.abc import Awaitable, Callable

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.asking import Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import telling
from services.reach import Hand, forged
from services.turn import Turn
from wording import story as texts

_PAPERS = {texts.AS_PDF: telling.STORY, texts.AS_FORM: telling.FORM}


async def story(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/story NUMBER: everything that happened to the case."""
    by = _by(message)
    if not command.args:
        say(turn, by.chat_id, texts.how_to_tell(w), to=message.message_id)
        return None
    found = await telling.tell_number(turn, by, command.args[:64])
    if isinstance(found, Refusal):
        explain(turn, message, found)
        return None
    said = texts.told(w, found, turn.app.zone)
    say(turn, by.chat_id, said, case_id=found.card.case_id, to=message.message_id)
    return None


async def picture(message: Message, turn: Turn) -> Answers | None:
    """/picture: where the open cases are."""
    return await _order(message, turn, telling.PICTURE)


async def charts(message: Message, turn: Turn) -> Answers | None:
    """/charts: how many there are and were."""
    return await _order(message, turn, telling.CHARTS)


async def _order(message: Message, turn: Turn, kind: str) -> Answers | None:
    refusal = await telling.order_picture(turn, _by(message), kind)
    if refusal is not None:
        explain(turn, message, refusal)
        return None
    return nod(message)


async def _story(p: Press) -> Refusal | None:
    found = await telling.tell(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    p.prompt(texts.told(w, found, p.turn.app.zone))
    return None


async def _paper(p: Press) -> Refusal | None:
    if p.asked.detail not in _PAPERS:
        return await forged(p.turn, p.by.user_id)
    return await telling.order_paper(p.turn, p.by, p.asked.about, _PAPERS[p.asked.detail])


def _by(message: Message) -> Hand:
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    return by


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.STORY: _story,
    Verb.PAPER: _paper,
}
"""Merged into `handlers.town.presses`."""
