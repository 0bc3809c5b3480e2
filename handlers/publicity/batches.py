"""The batch card's buttons: bringing it, its title, the order in which its exposures go out."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal, refuse
from handlers.publicity.listing import named
from handlers.town.pressing import Press
from handlers.town.speaking import say, w
from services import batches, exposure_cards, picking
from services.reach import Hand, forged
from services.turn import Turn
from wording import picking as texts
from wording.message import Message as Said

TITLE, ORDER, UP = "title", "order", "up"


async def _batch(p: Press) -> Refusal | None:
    if not p.asked.about:
        return await _list(p)
    row = await batches.held(p.turn, p.by, p.asked.about)
    if isinstance(row, Refusal):
        return row
    action, _, detail = p.asked.detail.partition("-")
    if not action:
        await exposure_cards.bring_batch(p.turn, row.id)
        return None
    if action == TITLE:
        said = texts.ask_title(w, row.number, p.by.user_id, p.name)
        say(p.turn, p.by.chat_id, said, asked=Asked(Verb.BATCH, row.id, TITLE), to=p.message_id)
        return None
    if action == ORDER:
        say(p.turn, p.by.chat_id, await _order(p, row.number), to=p.message_id)
        return None
    if action != UP or not (detail.isascii() and detail.isdigit()):
        return await forged(p.turn, p.by.user_id)
    return await _up(p, row.number, int(detail))


async def _list(p: Press) -> Refusal | None:
    found = await picking.may_take_elsewhere(p.turn, p.by)
    if isinstance(found, Refusal):
        return found
    say(p.turn, p.by.chat_id, texts.batch_list(w, named(found)), to=p.message_id)
    return None


async def _up(p: Press, number: int, exposure_id: int) -> Refusal | None:
    done = await batches.raise_up(p.turn, p.by, p.asked.about, exposure_id)
    if done is not None:
        return done
    # Quick taps in a row: only the newest is said.
    said = replace((await _order(p, number)).to_say(), instead_of=p.message_id)
    p.turn.tell_group(p.by.chat_id, said, topic=f"choice:{p.message_id}")
    return None


async def _order(p: Press, number: int) -> Said:
    return texts.choose_order(w, p.asked.about, number, await batches.titles(p.turn, p.asked.about))


async def _titled(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    """A reply to the question for a title, or to the card itself, which asks for taps."""
    if form.detail != TITLE:
        held = await batches.held(turn, by, form.about)
        return held if isinstance(held, Refusal) else refuse("draft_tap_first")
    if message.text is None:
        return refuse("write_takes_words")
    return await batches.retitle(turn, by, form.about, message.text)


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.BATCH: _batch}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {Verb.BATCH: _titled}
"""Merged into `handlers.publicity.replies`."""
