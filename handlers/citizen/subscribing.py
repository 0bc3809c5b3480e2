"""/subscribe and its buttons, and the one under each exposure that ends it all."""

from dataclasses import replace

from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from domain.refusal import Refusal, refuse
from handlers.citizen import talk
from services import subscribing
from services.turn import Turn
from wording import citizen_refusals
from wording import subscribing as texts
from wording.message import Message as Said

_MENUS = ("top", "towns", "kinds")


async def begin(message: Message, turn: Turn) -> None:
    """What is chosen, and what can be."""
    talk.tell(turn, await _menu(turn, "top"))


async def press(query: CallbackQuery, turn: Turn) -> list[AnswerCallbackQuery]:
    """`s:stop` under an exposure; `s:<menu>:<what>` opens a menu, or changes a choice and shows the menu again."""
    menu, _, choice = (query.data or "")[2:].partition(":")
    if menu == "stop":
        stopped = await subscribing.stop(turn)
        return [_answer(query, texts.stopped(talk.language(turn), was=stopped))]
    refusal = await _change(turn, menu, choice)
    if refusal is not None:
        return [_answer(query, citizen_refusals.sentence(refusal, talk.language(turn).lang)[:200])]
    assert turn.correspondent is not None
    shown = (await _menu(turn, menu)).to_say()
    turn.tell_person(
        turn.correspondent.key, replace(shown, instead_of=query.message.message_id if query.message else None)
    )
    return [AnswerCallbackQuery(callback_query_id=query.id)]


async def _change(turn: Turn, menu: str, choice: str) -> Refusal | None:
    if menu not in _MENUS:
        return refuse("stale_button")
    if not choice:
        return None
    if menu == "top" and choice == "none":
        await subscribing.stop(turn)
        return None
    if menu == "top":
        return await subscribing.toggle(turn, choice)
    if menu == "kinds":
        return await subscribing.toggle(turn, "category", choice)
    towns = await subscribing.towns(turn)
    found = [desk_id for desk_id, _ in towns if texts.handle(desk_id) == choice]
    return await subscribing.toggle(turn, "town", found[0]) if found else refuse("stale_button")


async def _menu(turn: Turn, menu: str) -> Said:
    w, chosen = talk.language(turn), await subscribing.chosen(turn)
    towns = await subscribing.towns(turn)
    if menu == "towns":
        return texts.town_menu(w, chosen, towns)
    if menu == "kinds":
        return texts.kind_menu(w, chosen, turn.app.taxonomy)
    return texts.menu(w, chosen, towns, turn.app.taxonomy, turn.app.district)


def _answer(query: CallbackQuery, text: str) -> AnswerCallbackQuery:
    return AnswerCallbackQuery(callback_query_id=query.id, text=text, show_alert=True)
