"""/sweep and /sweeps: a lead begins a sweep by taps and one reply, lists its places, and ends it.

Each tap carries the choices before it, so a restart in between loses nothing. The taps on the spot are in
`handlers/town/spots.py`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.people import OVERSIGHT
from domain.refusal import Refusal, refuse
from domain.sweep import ALL, checks_in
from handlers.town import spots
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import sweep_ends, sweep_views, sweeping, threads
from services.reach import Hand, forged
from services.sweep_reach import held_running
from services.turn import Turn
from wording import sweeps as texts
from wording.message import Message as Said


async def begin(message: Message, turn: Turn) -> Answers | None:
    """/sweep: what shall be looked at?"""
    by = _by(message)
    desk = await sweeping.may_begin(turn, by)
    if isinstance(desk, Refusal):
        explain(turn, message, desk)
    else:
        everywhere = desk.kind in OVERSIGHT
        say(turn, by.chat_id, texts.choose_checks(w, ALL, everywhere=everywhere), to=message.message_id)
    return None


async def overview(message: Message, turn: Turn) -> Answers | None:
    """/sweeps: what goes on, how far every desk has come, and what is over."""
    by = _by(message)
    found = await sweep_views.overview(turn, by)
    if isinstance(found, Refusal):
        explain(turn, message, found)
        return None
    if found.everywhere:
        _tell_all(turn, by, found)
    if not found.running:
        say(turn, by.chat_id, texts.none_running(w), to=message.message_id)
    if found.over:
        over = [(each.sweep.title, each.sweep.ends_on, each.whole) for each in found.over]
        say(turn, by.chat_id, texts.ended_list(w, over))
    return None


def _tell_all(turn: Turn, by: Hand, found: sweep_views.Overview) -> None:
    """The desks' own sweeps in one list, each of the whole district's by itself."""
    if found.own:
        own = [(each.desks[0][0], each.sweep.title, each.sweep.ends_on, each.whole) for each in found.own]
        say(turn, by.chat_id, texts.own_list(w, own))
    for each in reversed(found.whole):
        row = each.sweep
        say(turn, by.chat_id, texts.standing(w, row.id, row.title, row.ends_on, each.desks, each.whole))


async def _choose(p: Press) -> Refusal | None:
    desk = await sweeping.may_begin(p.turn, p.by)
    if isinstance(desk, Refusal):
        return desk
    bits, detail, everywhere = p.asked.about, p.asked.detail, desk.kind in OVERSIGHT
    if not checks_in(bits):
        return await forged(p.turn, p.by.user_id)
    if not detail:
        _instead(p, texts.choose_checks(w, bits, everywhere=everywhere))
    elif detail == texts.CHOSEN:
        _instead(p, texts.choose_last_day(w, bits, sweeping.end_days(p.turn)))
    elif (last := _day(detail)) is not None:
        said = texts.ask_sweep(w, bits, last, p.by.user_id, p.name, everywhere=everywhere)
        say(p.turn, p.by.chat_id, said, asked=p.asked, to=p.message_id)
    else:
        return await forged(p.turn, p.by.user_id)
    return None


def _instead(p: Press, said: Said) -> None:
    # Quick taps in a row: only the newest is said.
    topic = f"choice:{p.message_id}"
    p.turn.tell_group(p.by.chat_id, replace(said.to_say(), instead_of=p.message_id), topic)


def _day(detail: str) -> date | None:
    try:
        return date.fromisoformat(detail) if len(detail) == 8 and detail.isdigit() else None
    except ValueError:
        return None


async def _turn_page(p: Press) -> Refusal | None:
    after = p.asked.detail
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        return await forged(p.turn, p.by.user_id)
    return await sweep_views.show(p.turn, p.by, p.asked.about, int(after))


async def _list(p: Press) -> Refusal | None:
    held = await sweeping.may_list(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    said = texts.ask_places(w, held.sweep.title, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=Asked(Verb.SPOTS, held.sweep.id), to=p.message_id)
    return None


async def _finish(p: Press) -> Refusal | None:
    held = await sweep_ends.may_finish(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    if p.asked.detail == texts.SURE:
        ended = await sweep_ends.finish(p.turn, p.by, p.asked.about)
        return ended if isinstance(ended, Refusal) else None
    left = await sweep_ends.left_in(p.turn, held.sweep)
    say(p.turn, p.by.chat_id, texts.ask_finish(w, held.sweep.id, held.sweep.title, left), to=p.message_id)
    return None


async def answers_form(message: Message, turn: Turn) -> dict[str, Asked] | bool:
    """Whether the message replies to a question of a sweep that nobody has answered yet."""
    replied = message.reply_to_message
    form = await threads.form_in(turn, message.chat.id, replied.message_id) if replied else None
    return {"form": form} if form is not None and form.verb in _ANSWERS else False


async def answered(message: Message, turn: Turn, form: Asked) -> Answers | None:
    """The answer came: what it leads to is said, or why nothing was done, and then the question stays open."""
    by, replied = _by(message), message.reply_to_message
    assert replied is not None, "the filter passes replies only"
    done = await _ANSWERS[form.verb](message, turn, by, form)
    if isinstance(done, Refusal):
        explain(turn, message, done)
        return None
    if done:
        await threads.answered(turn, by.chat_id, replied.message_id)
    return nod(message)


async def _begun(message: Message, turn: Turn, by: Hand, form: Asked) -> bool | Refusal:
    last = _day(form.detail)
    assert last is not None, "what stands beside a question of ours was checked when it was asked"
    done = await sweeping.begin(turn, by, form.about, last, message.text or "")
    if isinstance(done, Refusal):
        return done
    said = texts.begun(w, done.sweep.title, done.places, done.again, everywhere=done.sweep.desk_id is None)
    say(turn, by.chat_id, said, to=message.message_id)
    return True


async def _listed(message: Message, turn: Turn, by: Hand, form: Asked) -> bool | Refusal:
    done = await sweeping.list_places(turn, by, form.about, message.text or "")
    if isinstance(done, Refusal):
        return done
    say(turn, by.chat_id, texts.places_listed(w, len(done.fresh), done.again), to=message.message_id)
    return True


async def _tap_first(message: Message, turn: Turn, by: Hand, form: Asked) -> bool | Refusal:
    """A reply to the sweep's own message, which asks for taps."""
    held = await held_running(turn, by, form.about)
    return held if isinstance(held, Refusal) else refuse("sweep_tap_first")


def _by(message: Message) -> Hand:
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    return by


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.SWEEP: _choose,
    Verb.SWEEPS: _turn_page,
    Verb.SPOTS: _list,
    Verb.FINISH: _finish,
    **spots.PRESSES,
}
"""Merged into `handlers.town.presses`."""

_ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[bool | Refusal]]] = {
    Verb.SWEEP: _begun,
    Verb.SPOTS: _listed,
    Verb.SWEEPS: _tap_first,
    **spots.ANSWERS,
}
"""What is done with a reply to each question; True once it is answered, False while more of it is owed."""
