"""The buttons of a round: pause, resume, cancel the rest, results, and what is in doubt."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from domain.asking import Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press
from handlers.town.speaking import say, w
from services import doubting, steering
from services.reach import forged
from wording import rounds as texts


async def _round(p: Press) -> Refusal | str | None:
    act = _ACTIONS.get(p.asked.detail)
    return await act(p) if act else await forged(p.turn, p.by.user_id)


async def _pause(p: Press) -> Refusal | None:
    return await steering.pause(p.turn, p.by, p.asked.about)


async def _resume(p: Press) -> Refusal | None:
    return await steering.resume(p.turn, p.by, p.asked.about)


async def _ask_cancel(p: Press) -> Refusal | None:
    steered = await steering.at_the_helm(p.turn, p.by, p.asked.about)
    facts = await doubting.facts(p.turn, p.by, p.asked.about)
    if isinstance(steered, Refusal):
        return steered
    if isinstance(facts, Refusal):
        return facts
    say(p.turn, p.by.chat_id, texts.sure_to_cancel(w, facts), to=p.message_id)
    return None


async def _cancel(p: Press) -> Refusal | None:
    return await steering.cancel(p.turn, p.by, p.asked.about)


async def _results(p: Press) -> Refusal | None:
    found = await doubting.results(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    say(p.turn, p.by.chat_id, texts.results(found, w.lang), to=p.message_id)
    return None


async def _doubts(p: Press) -> Refusal | None:
    found = await doubting.listed(p.turn, p.by, p.asked.about)
    if isinstance(found, Refusal):
        return found
    say(p.turn, p.by.chat_id, texts.doubts(w, found.listed, found.more, sendable=found.sendable), to=p.message_id)
    return None


async def _decide(p: Press) -> Refusal | None:
    if p.asked.detail not in ("got", "again", "missing"):
        return await forged(p.turn, p.by.user_id)
    if p.asked.detail == "missing":
        found = await doubting.missing(p.turn, p.by, p.asked.about)
    else:
        found = await doubting.decide(p.turn, p.by, p.asked.about, again=p.asked.detail == "again")
    if isinstance(found, Refusal):
        return found
    said = texts.doubts(w, found.listed, found.more, sendable=found.sendable).to_say()
    p.turn.tell_group(p.by.chat_id, replace(said, instead_of=p.message_id))
    return None


_ACTIONS: dict[str, Callable[[Press], Awaitable[Refusal | None]]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _ask_cancel,
    "cancel-yes": _cancel,
    "results": _results,
    "doubts": _doubts,
}

PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.ROUND: _round, Verb.DOUBT: _decide}
"""Merged into `handlers.publicity.presses`."""
