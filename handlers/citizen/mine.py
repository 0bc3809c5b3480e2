"""Reports already filed: /my, /find, and the buttons beneath a report."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from aiogram.filters import CommandObject
from aiogram.methods import AnswerCallbackQuery
from aiogram.types import CallbackQuery, Message

from domain.case import Outcome, Status
from domain.draft import Draft
from domain.look_back import Verdict
from domain.refusal import Refusal, refuse
from handlers.citizen import objecting, talk, verdict
from services import drafting, following
from services.turn import Turn
from wording import citizen_refusals
from wording import following as texts


async def list_mine(message: Message, turn: Turn) -> None:
    """The account's own reports with their state."""
    rows = await following.mine(turn)
    w = talk.language(turn)
    if not rows:
        talk.tell(turn, texts.none_yet(w))
        return
    facts = [(row.id, row.number, row.violation, Status(row.status), row.received_at) for row in rows]
    talk.tell(turn, texts.several(w, facts, turn.app.taxonomy, turn.app.zone))


async def find(message: Message, command: CommandObject, turn: Turn) -> None:
    """A report by its receipt code, from any account."""
    if not command.args:
        talk.tell(turn, texts.how_to_find(talk.language(turn)))
        return
    found = await following.find(turn, command.args[:64])
    if isinstance(found, Refusal):
        talk.explain(turn, found)
    else:
        await _show(turn, found)


async def press(query: CallbackQuery, turn: Turn) -> list[AnswerCallbackQuery]:
    """The buttons beneath a report; whose it is is asked of the database each time."""
    verb, _, value = (query.data or "")[2:].partition(":")
    if verb == "added":
        refusal = _stop_adding(turn)
    elif verb not in _VERBS or not (value.isascii() and value.isdigit() and len(value) < 19):
        refusal = refuse("stale_button")
    else:
        refusal = await _VERBS[verb](turn, int(value))
    text = citizen_refusals.sentence(refusal, talk.language(turn).lang)[:200] if refusal else None
    return [AnswerCallbackQuery(callback_query_id=query.id, text=text, show_alert=refusal is not None)]


async def _see(turn: Turn, case_id: int) -> Refusal | None:
    row = await following.my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    await _show(turn, row)
    return None


async def _add(turn: Turn, case_id: int) -> Refusal | None:
    row = await following.open_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    drafting.keep(turn, replace(drafting.draft_of(turn) or Draft(), adding_to=row.id))
    talk.tell(turn, texts.adding(talk.language(turn), row.number), case_id=row.id)
    return None


def _stop_adding(turn: Turn) -> Refusal | None:
    draft = drafting.draft_of(turn)
    if draft is None or draft.adding_to is None:
        return refuse("stale_button")
    resting = replace(draft, adding_to=None)
    talk.tell(turn, texts.added_all(talk.language(turn)))
    if resting.begun:
        talk.ask(turn, resting)
    else:
        drafting.keep(turn, None)
    return None


async def _urge(turn: Turn, case_id: int) -> Refusal | None:
    refusal = await following.urge(turn, case_id)
    if refusal is None:
        talk.tell(turn, texts.urged(talk.language(turn)))
    return refusal


async def _ask_to_withdraw(turn: Turn, case_id: int) -> Refusal | None:
    row = await following.my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    talk.tell(turn, texts.ask_to_withdraw(talk.language(turn), row.id, row.number))
    return None


async def _withdraw(turn: Turn, case_id: int) -> Refusal | None:
    row = await following.withdraw(turn, case_id)
    if isinstance(row, Refusal):
        return row
    talk.tell(turn, texts.withdrawn(talk.language(turn), row.number))
    return None


async def _show(turn: Turn, row: following.Report) -> None:
    head = await following.head_of(turn, row)
    joined = (Status(head.status), Outcome(head.outcome) if head.outcome else None) if head is not None else None
    outcome = None if row.outcome is None else Outcome(row.outcome)
    own = row.reporter == following.me(turn)
    talk.tell(
        turn,
        texts.one(
            talk.language(turn), row.id, row.number, row.violation, Status(row.status), outcome, row.received_at,
            turn.app.taxonomy, turn.app.zone, own=own, head=joined,
        ),
        case_id=row.id if own else None,
    )  # fmt: skip


_VERBS: dict[str, Callable[[Turn, int], Awaitable[Refusal | None]]] = {
    "see": _see,
    "add": _add,
    "urge": _urge,
    "drop": _ask_to_withdraw,
    "dropped": _withdraw,
    "object": objecting.ask,
    "still": partial(objecting.ready, verb="still"),
    "again": partial(objecting.ready, verb="again"),
    "untrue": partial(objecting.ready, verb="untrue"),
    "gone": partial(verdict.answer, verdict=Verdict.GONE),
    "notgone": partial(verdict.answer, verdict=Verdict.STILL),
    "unsure": partial(verdict.answer, verdict=Verdict.UNSURE),
}
