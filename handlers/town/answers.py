"""Canned answers: /answers in the duty desk's group, and the taps that send one."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.case import Outcome, Status
from domain.refusal import Refusal
from handlers.town.pressing import Press, only_refusal
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import canned, threads
from services.reach import Grasp, Hand, forged
from services.turn import Turn
from wording import answers as texts
from wording.message import Message as Said


async def manage(message: Message, turn: Turn) -> Answers | None:
    """/answers: what is kept, and buttons to change it."""
    by = hand_of(message)
    assert by is not None, "messages without a person behind them end at an earlier door"
    refusal = await _tell_list(turn, by)
    if refusal is not None:
        explain(turn, message, refusal)
    return None


async def offer(p: Press, held: Grasp, purpose: str) -> None:
    """Under a question that an officer is about to answer: what fits could be sent with one tap."""
    found = [(each.id, each.text) for each in await canned.offered(p.turn, held.case)]
    if found:
        p.prompt(texts.offer(w, held.case.id, held.case.number, found, purpose))


async def answers_form(message: Message, turn: Turn) -> dict[str, Asked] | bool:
    """Whether the message replies to the question what a new answer shall say."""
    replied = message.reply_to_message
    form = await threads.form_in(turn, message.chat.id, replied.message_id) if replied else None
    return {"form": form} if form is not None and form.verb is Verb.KEEP else False


async def written(message: Message, turn: Turn, form: Asked) -> Answers | None:
    """The text of a new answer."""
    by, replied = hand_of(message), message.reply_to_message
    assert by is not None and replied is not None, "earlier doors and the filter take what has neither"
    status, violation = _chosen(form)
    made = await canned.keep(turn, by, status, violation, message.text or message.caption or "")
    if isinstance(made, Refusal):
        explain(turn, message, made)
        return None
    await threads.answered(turn, by.chat_id, replied.message_id)
    await _tell_list(turn, by)
    return nod(message)


async def _tell_list(turn: Turn, by: Hand) -> Refusal | None:
    found = await canned.answers(turn, by)
    if isinstance(found, Refusal):
        return found
    rows = [(each.id, Status(each.status) if each.status else None, each.violation, each.text) for each in found]
    say(turn, by.chat_id, texts.answer_list(w, rows, turn.app.taxonomy))
    return None


async def _keep(p: Press) -> Refusal | None:
    known = await canned.answers(p.turn, p.by)
    if isinstance(known, Refusal):
        return known
    said = _next_question(p) if p.asked.about <= len(canned.STATUSES) else None
    if said is None:
        return await forged(p.turn, p.by.user_id)
    complete = p.asked.detail == texts.ANY or p.asked.detail in p.turn.app.taxonomy.violations
    say(p.turn, p.by.chat_id, said, asked=p.asked if complete else None, to=p.message_id)
    return None


def _next_question(p: Press) -> Said | None:
    taxonomy, about, detail = p.turn.app.taxonomy, p.asked.about, p.asked.detail
    if not detail:
        return texts.choose_status(w, canned.STATUSES)
    if detail == texts.ANY or detail in taxonomy.violations:
        return texts.ask_text(w, *_chosen(p.asked), taxonomy, p.by.user_id, p.name)
    if detail == texts.STATUS_CHOSEN:
        return texts.choose_group(w, about, taxonomy)
    if detail in {texts.GROUP + each.id for each in taxonomy.violations.groups}:
        return texts.choose_violation(w, about, detail.removeprefix(texts.GROUP), taxonomy)
    return None


def _chosen(form: Asked) -> tuple[Status | None, str | None]:
    status = canned.STATUSES[form.about - 1] if form.about else None
    return status, None if form.detail == texts.ANY else form.detail


async def _drop(p: Press) -> Refusal | None:
    return await canned.drop(p.turn, p.by, p.asked.about) or await _tell_list(p.turn, p.by)


async def _pick(p: Press) -> Refusal | None:
    purpose, _, answer_id = p.asked.detail.partition("-")
    known = purpose == canned.AS_QUESTION or purpose in set(Outcome)
    if not (known and answer_id.isascii() and answer_id.isdigit() and len(answer_id) < 19):
        return await forged(p.turn, p.by.user_id)
    return only_refusal(await canned.use(p.turn, p.by, p.asked.about, int(answer_id), purpose))


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | None]]] = {
    Verb.KEEP: _keep,
    Verb.DROP: _drop,
    Verb.PICK: _pick,
}
"""Merged into `handlers.town.presses`."""
