"""The reporter's objection to a conclusion: it goes to the duty desk, never to those who concluded."""

from domain.case import Actor, Status
from domain.outgoing import Card, Notice
from domain.refusal import Refusal, refuse
from services.following import me, my_case
from services.handling import what_was_written
from services.turn import Turn
from storage import cases, desks, sent_messages
from storage.tables import CaseEvent, CaseRow

QUESTION = "m:object"
"""Stands beside the message that asks for a reason, so that a reply to it is known for what it is."""

_ANSWERED = frozenset({"objection_upheld", "objection_declined", "reopened", "look_back_failed"})


async def may_object(turn: Turn, case_id: int) -> CaseRow | Refusal:
    """Whether this account's report can be objected to now, once for each conclusion.

    Refusals: `no_such_report`, `not_concluded`, `objected_already`.
    """
    row = await my_case(turn, case_id)
    if isinstance(row, Refusal):
        return row
    if row.status != Status.CONCLUDED:
        return refuse("not_concluded")
    return refuse("objected_already") if await has_objected(turn, case_id) else row


async def has_objected(turn: Turn, case_id: int) -> bool:
    """Whether the reporter has objected to the present conclusion, answered or not."""
    return any(each.what == "objected" for each in await since_the_conclusion(turn, case_id))


async def file_objection(turn: Turn, case_id: int, reason: str) -> CaseRow | Refusal:
    """Keeps the objection and puts it, with the case, before the duty desk.

    Refusals: those of `may_object`, `nothing_readable`, `too_many_words`.
    """
    row = await may_object(turn, case_id)
    if isinstance(row, Refusal):
        return row
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return refuse("nothing_readable") if words.key == "missing" else refuse("too_many_words")
    await lodge(turn, row, words)
    return row


async def lodge(turn: Turn, row: CaseRow, words: str) -> None:
    """Keeps the objection of somebody who may object, and puts it before the duty desk."""
    await cases.add_event(turn.tx, turn.app.keys, row.id, "objected", turn.now, Actor.CITIZEN, reason=words)
    duty = await desks.duty_desk(turn.tx)
    if duty is not None and duty.chat_id is not None:
        turn.tell_group(duty.chat_id, Card(row.id, anew=True), topic=f"card:{row.id}")
        turn.tell_group(
            duty.chat_id, Notice("objected", {"number": row.number, "case": row.id, "reason": words}, row.id)
        )


async def objection(turn: Turn, case_id: int) -> CaseEvent | None:
    """The objection to the present conclusion that nobody has answered yet, if there is one."""
    waiting = None
    for event in await since_the_conclusion(turn, case_id):
        if event.what == "objected":
            waiting = event
        elif event.what in _ANSWERED:
            waiting = None
    return waiting


async def asked_in(turn: Turn, message_id: int) -> int | None:
    """The case whose reporter was asked for a reason in that message; None for any other message."""
    message = await sent_messages.in_private(turn.tx, me(turn), message_id)
    return message.case_id if message is not None and message.ask == QUESTION else None


async def since_the_conclusion(turn: Turn, case_id: int) -> list[CaseEvent]:
    """What happened since the present conclusion, itself included."""
    happened = await cases.events(turn.tx, case_id)
    concluded = [at for at, event in enumerate(happened) if event.to_status == Status.CONCLUDED != event.from_status]
    return happened[concluded[-1] :] if concluded else happened
