"""Ending a case: with an outcome, an explanation, and what the outcome asks for (一查到底)."""

from domain.case import OUTCOME_NEEDS, Need, Outcome, Status, missing_for, move
from domain.people import Right
from domain.refusal import Refusal
from services import cards
from services.handling import record, reread, what_was_written
from services.reach import Grasp, Hand, grasp, lost
from services.turn import Turn
from storage import cases, evidence
from storage.tables import CaseRow


async def may_conclude(turn: Turn, by: Hand, case_id: int, outcome: Outcome | None = None) -> Grasp | Refusal:
    """Whether `by` could conclude the case now, and so, before anybody is asked for an explanation.

    Refusals: those of `grasp`, `no_such_move`, `not_your_move`, `missing` (with `what`).
    """
    held = await grasp(turn, by, case_id, Right.CONCLUDE)
    if isinstance(held, Refusal):
        return held
    promised = frozenset({Need.OUTCOME, Need.EXPLANATION})
    gate = move(Status(held.case.status), Status.CONCLUDED, held.actor, promised)
    if isinstance(gate, Refusal):
        return gate
    lacking = missing_for(outcome, await _given(turn, held.case)) if outcome else None
    return lacking or held


async def conclude(turn: Turn, by: Hand, case_id: int, outcome: Outcome, explanation: str) -> CaseRow | Refusal:
    """Ends the case; the reporter is told the outcome and the explanation, so it is written for them.

    Refusals: those of `may_conclude`, `too_long`, `has_changed`, `already_held` (with `holder`).
    """
    held = await may_conclude(turn, by, case_id, outcome)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(explanation)
    if isinstance(words, Refusal):
        return words
    columns = {"status": Status.CONCLUDED, "outcome": outcome, "conclusion": words}
    if not await cases.pass_case(turn.tx, held.case, **columns):
        return await lost(turn, case_id, by.user_id)
    await record(turn, held, "concluded", Status.CONCLUDED, reason=words, facts={"outcome": outcome})
    now = await reread(turn, case_id)
    cards.tell_reporter(turn, now, "concluded", outcome=outcome, explanation=words)
    await cards.refresh(turn, now)
    return now


def needs_photo(outcome: Outcome) -> bool:
    """Whether an officer's photo must be on the case before it may end so."""
    return Need.PHOTO_AFTER in OUTCOME_NEEDS[outcome]


async def _given(turn: Turn, row: CaseRow) -> frozenset[Need]:
    files = await evidence.of_case(turn.tx, row.id)
    # A photo that is still being fetched counts: its officer has done their part.
    shown = any(each.by_staff and each.state != "refused" for each in files)
    return frozenset({Need.PHOTO_AFTER}) if shown else frozenset()
