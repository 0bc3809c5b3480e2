"""Ending a case: with an outcome, an explanation, and what the outcome asks for (一查到底)."""

from datetime import datetime

from domain.case import OPEN, OUTCOME_NEEDS, Need, Outcome, Status, missing_for
from domain.forms import read_form
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import LONGEST_TEXT, what_was_written
from services.moving import fitting, make_move, may_move
from services.reach import Grasp, Hand
from services.turn import Turn
from storage import cases, evidence
from storage.tables import CaseRow

_WRITTEN = (Need.PENALTY, Need.PENALTY_DOCUMENT, Need.DESTINATION)
_ROOM = {Need.PENALTY_DOCUMENT: 100, Need.DESTINATION: 100}
"""Characters of a column, where it has fewer than a message."""


async def may_conclude(turn: Turn, by: Hand, case_id: int, outcome: Outcome | None = None) -> Grasp | Refusal:
    """Whether `by` could conclude the case now, and so, before anybody is asked for an explanation.

    Refusals: those of `grasp`, `no_such_move`, `not_your_move`, `missing` (with `what`).
    """
    promised = frozenset({Need.OUTCOME, Need.EXPLANATION})
    held = await may_move(turn, by, case_id, Right.CONCLUDE, Status.CONCLUDED, promised)
    if isinstance(held, Refusal):
        return held
    lacking = missing_for(outcome, await _shown(turn, held.case) | frozenset(_WRITTEN)) if outcome else None
    return lacking or held


def form_of(outcome: Outcome) -> tuple[Need, ...]:
    """What the one reply that concludes so must hold, in the order in which it is asked for."""
    return (*(need for need in _WRITTEN if need in OUTCOME_NEEDS[outcome]), Need.EXPLANATION)


async def conclude(turn: Turn, by: Hand, case_id: int, outcome: Outcome, text: str) -> CaseRow | Refusal:
    """Ends the case; `text` holds what `form_of` asks for (`domain.forms.read_form`).

    The reporter is told the outcome and the explanation, so that is written for them. Refusals: those of
    `may_conclude`, `too_long` (with `limit`), `has_changed`, `already_held` (with `holder`).
    """
    held = await may_conclude(turn, by, case_id, outcome)
    if isinstance(held, Refusal):
        return held
    parts = _parts(text, outcome)
    if isinstance(parts, Refusal):
        return parts
    written = {need.value: parts[need] for need in _WRITTEN if need in parts}
    now = await make_move(
        turn, held, Status.CONCLUDED, "concluded",
        reason=parts[Need.EXPLANATION],
        facts={"outcome": outcome, **written},
        outcome=outcome, conclusion=parts[Need.EXPLANATION], concluded_at=turn.now, **written,
    )  # fmt: skip
    if not isinstance(now, Refusal):
        said = parts[Need.EXPLANATION]
        await cards.tell_reporter(turn, now, "concluded", outcome=outcome, explanation=said, case=str(case_id))
        await cards.refresh(turn, now)
    return now


def _parts(text: str, outcome: Outcome) -> dict[Need, str] | Refusal:
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    parts = read_form(words, form_of(outcome))
    for need in form_of(outcome):
        if need not in parts:
            return refuse("missing", what=need)
        if isinstance(long := fitting(parts[need], _ROOM.get(need, LONGEST_TEXT)), Refusal):
            return long
    return parts


async def _shown(turn: Turn, row: CaseRow) -> frozenset[Need]:
    files, since = await evidence.of_case(turn.tx, row.id), await _opened_again(turn, row.id)
    # A photo that is still being fetched counts: its officer has done their part. One from before the case was
    # opened again shows the very state that was found wanting.
    shown = any(each.by_staff and each.state != "refused" and (since is None or each.at > since) for each in files)
    return frozenset({Need.PHOTO_AFTER}) if shown else frozenset()


async def _opened_again(turn: Turn, case_id: int) -> datetime | None:
    ended = (Status.CONCLUDED, Status.CLOSED)
    happened = await cases.events(turn.tx, case_id)
    return max((each.at for each in happened if each.from_status in ended and each.to_status in OPEN), default=None)
