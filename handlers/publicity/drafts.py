"""The draft card's own buttons: bringing it, the decision it tells of, moving and discarding it, looking at it."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.exposure import EDITABLE
from domain.published import Form
from domain.refusal import Refusal, refuse
from handlers.publicity.listing import chosen, named
from handlers.town.pressing import Press
from handlers.town.speaking import say, w
from services import batches, decisions, exposure_cards, office, previewing
from services.reach import Hand, forged
from services.turn import Turn
from wording import picking as choices
from wording import writing as texts

DECISION, MOVE, DISCARD = "decision", "move", "discard"


async def _draft(p: Press) -> Refusal | str | None:
    held = await office.in_hand(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    action, _, detail = p.asked.detail.partition("-")
    if not action:
        await exposure_cards.bring(p.turn, held.exposure.id)
        return None
    if action not in _ACTIONS:
        return await forged(p.turn, p.by.user_id)
    if held.exposure.status not in EDITABLE:
        return refuse("exposure_not_editable", status=held.exposure.status)
    return await _ACTIONS[action](p, held, detail)


async def _ask_decision(p: Press, held: office.InHand, _: str) -> Refusal | None:
    row = held.exposure
    filled = (row.agency, row.document, row.decided_on.isoformat() if row.decided_on else "", row.party)
    question = Asked(Verb.DRAFT, row.id, f"{DECISION}-{decisions.stamp_of(held)}")
    said = choices.ask_decision(w, row.id, filled, p.by.user_id, p.name)
    say(p.turn, p.by.chat_id, said, asked=question, to=p.message_id)
    return None


async def _move(p: Press, held: office.InHand, detail: str) -> Refusal | None:
    if not detail:
        there = [each for each in await batches.open_ones(p.turn) if each.batch_id != held.exposure.batch_id]
        said = choices.choose_other_batch(w, held.exposure.id, named(there))
        say(p.turn, p.by.chat_id, said, to=p.message_id)
        return None
    batch = chosen(detail)
    if isinstance(batch, Refusal):
        return await forged(p.turn, p.by.user_id)
    return await batches.move(p.turn, p.by, held.exposure.id, batch)


async def _discard(p: Press, held: office.InHand, detail: str) -> Refusal | None:
    may = await batches.may_discard(p.turn, p.by, held.exposure.id)
    if isinstance(may, Refusal):
        return may
    if not detail:
        question = Asked(Verb.DRAFT, held.exposure.id, DISCARD)
        say(p.turn, p.by.chat_id, texts.ask_discard(w, held.exposure.id), asked=question, to=p.message_id)
        return None
    reason = texts.quick_reason(w, detail)
    if reason is None:
        return await forged(p.turn, p.by.user_id)
    return await batches.discard(p.turn, p.by, held.exposure.id, reason)


async def _preview(p: Press) -> Refusal | str | None:
    form = p.asked.detail or Form.FULL
    if form not in set(Form):
        return await forged(p.turn, p.by.user_id)
    done = await previewing.preview(p.turn, p.by, p.asked.about, Form(form))
    return done or texts.preview_sent(w)


async def _answered(message: Message, turn: Turn, by: Hand, form: Asked) -> Refusal | None:
    """A reply to a question about the draft, or to the card itself, which asks for taps."""
    action, _, stamp = form.detail.partition("-")
    if not action:
        held = await office.in_hand(turn, by, form.about)
        return held if isinstance(held, Refusal) else refuse("draft_tap_first")
    if message.text is None:
        return refuse("write_takes_words")
    if action == DISCARD:
        return await batches.discard(turn, by, form.about, message.text)
    return await decisions.change(turn, by, form.about, stamp, message.text)


_ACTIONS: dict[str, Callable[[Press, office.InHand, str], Awaitable[Refusal | str | None]]] = {
    DECISION: _ask_decision,
    MOVE: _move,
    DISCARD: _discard,
}

PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {
    Verb.DRAFT: _draft,
    Verb.PREVIEW: _preview,
}
"""Merged into `handlers.publicity.presses`."""

ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | None]]] = {Verb.DRAFT: _answered}
"""Merged into `handlers.publicity.replies`."""
