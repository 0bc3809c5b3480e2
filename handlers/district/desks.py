"""Bind codes and the list of desks, for administrators in private."""

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from domain.asking import Asked, Verb
from domain.people import DeskKind
from domain.refusal import Refusal
from services import binding
from services.assigning import DESKS_A_PAGE
from services.reach import forged
from services.turn import Turn
from wording import seats
from wording.message import Message as Said
from wording.refusals import sentence
from wording.translate import Words, words


async def choose(message: Message, turn: Turn) -> None:
    """/bindcode: for which desk?"""
    assert message.from_user is not None
    _say_refusal(turn, await _tell_choice(turn, message.from_user.id, ""))


async def list_all(message: Message, turn: Turn) -> None:
    """/desks: every desk, and whether its group is there."""
    assert message.from_user is not None
    found = await binding.all_desks(turn, message.from_user.id)
    if isinstance(found, Refusal):
        _say_refusal(turn, found)
        return
    rows = [(each.name, DeskKind(each.kind), each.chat_id is not None, each.unreachable_at is None) for each in found]
    _say(turn, seats.desk_list(_words(turn), rows))


async def press(query: CallbackQuery, turn: Turn) -> list[AnswerCallbackQuery]:
    """A desk was chosen, or the next page of desks."""
    asked = Asked.read(query.data)
    refusal: Refusal | None
    if asked is not None and asked.verb is Verb.CODES:
        refusal = await _tell_choice(turn, query.from_user.id, asked.detail)
    elif asked is not None and asked.verb is Verb.CODE:
        refusal = await _tell_code(turn, query.from_user.id, asked.detail)
    else:
        refusal = await forged(turn, query.from_user.id)
    text = sentence(refusal, _words(turn).lang)[:200] if refusal else None
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text, show_alert=refusal is not None)]


async def _tell_choice(turn: Turn, admin_id: int, after: str) -> Refusal | None:
    found = await binding.desks_to_bind(turn, admin_id, after)
    if isinstance(found, Refusal):
        return found
    _say(turn, seats.choose_desk_to_bind(_words(turn), [(each.id, each.name) for each in found], DESKS_A_PAGE))
    return None


async def _tell_code(turn: Turn, admin_id: int, handle: str) -> Refusal | None:
    made = await binding.make_code(turn, admin_id, handle)
    if isinstance(made, Refusal):
        return made
    _say(turn, seats.bind_code(_words(turn), made.desk, made.code, made.expires_at, turn.app.zone))
    return None


def _say(turn: Turn, said: Said) -> None:
    assert turn.correspondent is not None
    turn.tell_person(turn.correspondent.key, said.to_say())


def _say_refusal(turn: Turn, refusal: Refusal | None) -> None:
    if refusal is not None:
        _say(turn, Said.of(sentence(refusal, _words(turn).lang)))


def _words(turn: Turn) -> Words:
    assert turn.correspondent is not None
    return words(turn.correspondent.lang)
