"""Ordering a rectification (整改): a measure, a deadline and a responsible person, or none at all."""

from collections.abc import Mapping
from datetime import date

from domain.case import Need, Status
from domain.forms import read_deadline, read_form
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import what_was_written
from services.moving import fitting, make_move, may_move
from services.reach import Grasp, Hand
from services.turn import Turn
from storage.tables import CaseRow

FORM = (Need.MEASURE, Need.DEADLINE, Need.RESPONSIBLE)
LONGEST_NAME = 100


async def may_rectify(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could order it now, before anybody writes. Refusals: those of `may_move`."""
    return await may_move(turn, by, case_id, Right.RECTIFY, Status.RECTIFYING, frozenset(FORM))


async def rectify(turn: Turn, by: Hand, case_id: int, text: str, term: str = "") -> CaseRow | Refusal:
    """Orders it as one reply describes it (`domain.forms.read_form`); the reporter learns of it and the deadline.

    `term` is a deadline chosen beforehand, in working days; then the reply holds the other two parts. Refusals: those
    of `may_rectify`, `missing` (with `what`), `bad_deadline`, `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    held = await may_rectify(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    parts = _parts(text, term)
    if isinstance(parts, Refusal):
        return parts
    day = read_deadline(parts[Need.DEADLINE], _today(turn), turn.app.calendar)
    if day is None:
        return refuse("bad_deadline")
    return await _order(turn, held, parts, day)


def _parts(text: str, term: str) -> dict[Need, str] | Refusal:
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    wanted = tuple(need for need in FORM if not (term and need is Need.DEADLINE))
    parts = read_form(words, wanted) | ({Need.DEADLINE: term} if term else {})
    lacking = next((need for need in FORM if need not in parts), None)
    if lacking is not None:
        return refuse("missing", what=lacking)
    name = fitting(parts[Need.RESPONSIBLE], LONGEST_NAME)
    return name if isinstance(name, Refusal) else parts


async def _order(turn: Turn, held: Grasp, parts: Mapping[Need, str], day: date) -> CaseRow | Refusal:
    now = await make_move(
        turn, held, Status.RECTIFYING, "rectifying",
        reason=parts[Need.MEASURE],
        facts={"by": day.isoformat(), "responsible": parts[Need.RESPONSIBLE]},
        measure=parts[Need.MEASURE], rectify_by=day, responsible=parts[Need.RESPONSIBLE],
    )  # fmt: skip
    if not isinstance(now, Refusal):
        await cards.tell_reporter(turn, now, "rectifying", day=day.isoformat())
        await cards.refresh(turn, now)
    return now


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.app.zone).date()
