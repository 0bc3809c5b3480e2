"""/outlets and its buttons; and the bot's coming into a channel, or going from it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.methods import LeaveChat
from aiogram.types import ChatMemberAdministrator, ChatMemberUnion, ChatMemberUpdated, Message

from domain.asking import Verb
from domain.published import Form
from domain.refusal import Refusal
from handlers.publicity.asking_outlets import ask_office
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import outlets
from services.outlets import Place, Proposal
from services.reach import forged
from services.turn import Turn
from wording import outlets as texts
from wording.message import Message as Said


async def moved(update: ChatMemberUpdated, turn: Turn) -> Answers | None:
    """In a channel the bot publishes as an administrator who may post, and not otherwise."""
    if not _may_post(update.new_chat_member):
        await outlets.removed(turn, update.chat.id)
        return None
    if _may_post(update.old_chat_member):
        return None
    place = Place("channel", update.chat.id, update.chat.title or "", update.chat.username)
    found = await outlets.added(turn, place, update.from_user.id)
    if isinstance(found, Proposal):
        ask_office(turn, found)
    return None if found else [LeaveChat(chat_id=place.chat_id)]


def _may_post(member: ChatMemberUnion) -> bool:
    return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)


async def overview(message: Message, turn: Turn) -> None:
    """Where the office publishes, in which form."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    found = await outlets.listed(turn, by)
    if isinstance(found, Refusal):
        explain(turn, message, found)
    else:
        say(turn, by.chat_id, texts.listing(w, found), to=message.message_id)


async def _outlet(p: Press) -> Refusal | None:
    if p.asked.detail in set(Form):
        return await _shape(p, Form(p.asked.detail))
    if p.asked.detail == texts.KEEP:
        return await _drop(p)
    row = await outlets.one(p.turn, p.by, p.asked.about)
    if isinstance(row, Refusal):
        return row
    if p.asked.detail == texts.DROP and row.waiting:
        return await _drop(p)
    if p.asked.detail not in (texts.DROP, texts.OPEN):
        return await forged(p.turn, p.by.user_id)
    said = texts.sure_to_drop(w, row) if p.asked.detail == texts.DROP else texts.one(w, row)
    say(p.turn, p.by.chat_id, said, to=p.message_id)
    return None


async def _shape(p: Press, form: Form) -> Refusal | None:
    row = await outlets.shape(p.turn, p.by, p.asked.about, form)
    if isinstance(row, Refusal):
        return row
    _instead(p, texts.shaped(w, row))
    return None


async def _drop(p: Press) -> Refusal | None:
    row = await outlets.drop(p.turn, p.by, p.asked.about)
    if isinstance(row, Refusal):
        return row
    _instead(p, texts.dropped(w, row))
    return None


def _instead(p: Press, said: Said) -> None:
    """Where the question stood, so that its buttons are gone."""
    p.turn.tell_group(p.by.chat_id, replace(said.to_say(), instead_of=p.message_id))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.OUTLET: _outlet}
"""Merged into `handlers.publicity.presses`."""
