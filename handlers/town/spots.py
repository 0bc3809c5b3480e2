"""On the spot: tap the place, tap what was found, reply with the photo. «All fine» needs no reply."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from domain.sweep import FINE, Check
from handlers.town.attachments import picture_of
from handlers.town.pressing import Press
from handlers.town.speaking import name_of, say, w
from services import visiting
from services.notes import Written
from services.reach import Hand, forged
from services.sweep_reach import held_running
from services.turn import Turn
from wording import sweeps as texts


async def _spot(p: Press) -> Refusal | None:
    """A place was tapped, or what was found there."""
    place_id, what = p.asked.about, p.asked.detail
    if what == FINE:
        return await _fine(p)
    if what and what not in set(Check):
        return await forged(p.turn, p.by.user_id)
    at = await (
        visiting.may_find(p.turn, p.by, place_id, Check(what)) if what else visiting.at_place(p.turn, p.by, place_id)
    )
    if isinstance(at, Refusal):
        return at
    place, checks = at.place, [Check(each) for each in at.held.sweep.checks]
    if not what:
        said = texts.choose_finding(w, place.id, place.name, place.place_text, checks)
        say(p.turn, p.by.chat_id, said, to=p.message_id)
    else:
        said = texts.ask_photo(w, place.name, Check(what), p.by.user_id, p.name)
        say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


async def _fine(p: Press) -> Refusal | None:
    at = await visiting.all_fine(p.turn, p.by, p.asked.about)
    if isinstance(at, Refusal):
        return at
    said = texts.fine(w, at.place.name, at.held.person.name)
    p.turn.tell_group(p.by.chat_id, replace(said.to_say(), instead_of=p.message_id))
    return None


async def _off_list(p: Press) -> Refusal | None:
    """A place that nobody had listed: what was found there, then one reply with its name."""
    held = await held_running(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    what = p.asked.detail
    if not what:
        checks = [Check(each) for each in held.sweep.checks]
        said = texts.choose_finding_off_list(w, held.sweep.id, held.sweep.title, checks)
        say(p.turn, p.by.chat_id, said, to=p.message_id)
        return None
    if what != FINE and what not in held.sweep.checks:
        return await forged(p.turn, p.by.user_id)
    said = texts.ask_off_list(w, None if what == FINE else Check(what), p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    return None


async def _photo(message: Message, turn: Turn, by: Hand, form: Asked) -> bool | Refusal:
    """The photo of a finding; a position may come before it."""
    point = _point(message)
    if point is not None:
        at = await visiting.pin(turn, by, form.about, *point)
        if isinstance(at, Refusal):
            return at
        say(turn, by.chat_id, texts.pinned(w, at.place.name), to=message.message_id)
        return False
    brought = _brought(message, message.text or message.caption or "")
    return await _found(message, turn, by, form.about, Check(form.detail), brought)


async def _met(message: Message, turn: Turn, by: Hand, form: Asked) -> bool | Refusal:
    """The name of a place off the list, with the photo of what is wrong there; a photo still owed is asked for."""
    met = await visiting.meet(turn, by, form.about, _called(message))
    if isinstance(met, Refusal):
        return met
    place, words = met
    if (point := _point(message)) is not None:
        at = await visiting.pin(turn, by, place.id, *point)
        if isinstance(at, Refusal):
            return at
    if form.detail == FINE:
        return await _met_fine(message, turn, by, place.id)
    what, brought = Check(form.detail), _brought(message, words)
    if brought.attachment is not None:
        return await _found(message, turn, by, place.id, what, brought)
    return await _photo_owed(message, turn, by, place.id, what)


async def _met_fine(message: Message, turn: Turn, by: Hand, place_id: int) -> bool | Refusal:
    at = await visiting.all_fine(turn, by, place_id)
    if isinstance(at, Refusal):
        return at
    say(turn, by.chat_id, texts.fine(w, at.place.name, at.held.person.name), to=message.message_id)
    return True


async def _photo_owed(message: Message, turn: Turn, by: Hand, place_id: int, what: Check) -> bool | Refusal:
    at = await visiting.may_find(turn, by, place_id, what)
    if isinstance(at, Refusal):
        return at
    said = texts.ask_photo(w, at.place.name, what, by.user_id, name_of(message.from_user))
    say(turn, by.chat_id, said, asked=Asked(Verb.SPOT, place_id, what), to=message.message_id)
    return True


async def _found(
    message: Message, turn: Turn, by: Hand, place_id: int, what: Check, brought: Written
) -> bool | Refusal:
    done = await visiting.find(turn, by, place_id, what, brought)
    if isinstance(done, Refusal):
        return done
    said = texts.found(w, done.place.name, what, done.case.number, done.by)
    say(turn, by.chat_id, said, case_id=done.case.id, to=message.message_id)
    return True


def _brought(message: Message, words: str) -> Written:
    return Written(message.message_id, words, picture_of(message), message.media_group_id)


def _point(message: Message) -> tuple[float, float] | None:
    where = message.venue.location if message.venue else message.location
    return (where.latitude, where.longitude) if where else None


def _called(message: Message) -> str:
    """The name and address of a place as it was written, or as the map has it."""
    if message.venue is not None:
        return f"{message.venue.title}，{message.venue.address}"
    return message.text or message.caption or ""


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.SPOT: _spot,
    Verb.OFFLIST: _off_list,
}
"""Merged into `handlers.town.sweeps`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[bool | Refusal]]] = {
    Verb.SPOT: _photo,
    Verb.OFFLIST: _met,
}
"""As `handlers.town.sweeps` has them: True once the question is answered, False while more of it is owed."""
