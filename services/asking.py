"""Asking the reporter a question, without either side seeing the other's account."""

from domain.case import OPEN
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import what_was_written
from services.reach import Grasp, Hand, grasp
from services.turn import Turn
from storage import cases
from storage.tables import CaseRow, NoteRow


async def may_ask(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether a question could be put now. Refusals: those of `grasp`, `case_ended`, `nobody_to_tell`."""
    held = await grasp(turn, by, case_id, Right.ASK)
    if isinstance(held, Refusal):
        return held
    if held.case.status not in OPEN:
        return refuse("case_ended")
    return refuse("nobody_to_tell") if held.case.reporter is None else held


async def ask_reporter(turn: Turn, by: Hand, case_id: int, question: str) -> CaseRow | Refusal:
    """Sends the question in the bot's own words' company, and keeps it among the notes, marked as shared.

    Refusals: those of `may_ask`, `missing` (with `what`), `too_long` (with `limit`).
    """
    held = await may_ask(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(question)
    if isinstance(words, Refusal):
        return words
    row, me = held.case, by.user_id
    note = NoteRow(case_id=row.id, author_id=me, text=words, at=turn.now, shared_at=turn.now, shared_by=me)
    await cases.add_note(turn.tx, note)
    await cases.add_event(
        turn.tx,
        turn.app.keys,
        row.id,
        "asked",
        turn.now,
        held.actor,
        actor_id=me,
        reason=words,
        facts={"note": note.id},
    )
    await cards.tell_reporter(turn, row, "asked", question=words)
    await cards.refresh(turn, row)
    return row
