"""Buttons and replies about a case's clock: stop it, let it run on, ask for more time, and a lead's answer."""

from collections.abc import Awaitable, Callable

from domain.asking import Asked, Verb
from domain.clock import Wait
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import w
from services import pausing
from services.reach import Hand, forged
from services.turn import Turn
from wording import reminders


async def _pause(p: Press) -> Refusal | None:
    held = await pausing.may_pause(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    p.prompt(reminders.choose_wait(w, held.case.id, held.case.number))
    return None


async def _stop(p: Press) -> Refusal | None:
    if p.asked.detail not in set(Wait):
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await pausing.pause(p.turn, p.by, p.asked.about, Wait(p.asked.detail)))


async def _resume(p: Press) -> Refusal | None:
    return only_refusal(await pausing.resume(p.turn, p.by, p.asked.about))


async def _extend(p: Press) -> Refusal | None:
    held = await pausing.may_extend(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    said = reminders.ask_extension_reason(w, held.case.number, p.by.user_id, p.name)
    p.prompt(said, Asked(Verb.EXTEND, held.case.id))
    return None


async def _grant(p: Press) -> Refusal | None:
    if p.asked.detail not in ("yes", "no"):
        return await forged(p.turn, p.by.user_id)
    granted = p.asked.detail == "yes"
    return only_refusal(await pausing.answer_extension(p.turn, p.by, p.asked.about, granted=granted))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.PAUSE: _pause,
    Verb.STOP: _stop,
    Verb.RESUME: _resume,
    Verb.EXTEND: _extend,
    Verb.GRANT: _grant,
}

ANSWERS: dict[Verb, Callable[[Turn, Hand, Asked, str], Awaitable[object]]] = {
    Verb.EXTEND: lambda turn, by, asked, text: pausing.ask_extension(turn, by, asked.about, text),
}
