"""What officers put right on a case's row: how severe it is, and who and what it is about."""

from domain.case import OPEN, Status
from domain.people import Right
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse
from domain.taxonomy import Severity
from services import cards, suggesting
from services.handling import record, reread, what_was_written
from services.reach import Grasp, Hand, grasp, lost
from services.recusing import release_if_too_close
from services.turn import Turn
from storage import businesses, cases
from storage.tables import CaseRow

FIELDS = {"external_number": 40, "licence": 64, "supplier": 200, "business": 200}
"""Columns that officers may fill in, and how many characters each has room for."""

_GATHERED_BY = {"business": "business_id", "supplier": "supplier_id"}
"""Names that gather cases across the years, and the column that holds the business of that name."""


async def may_grade(turn: Turn, by: Hand, case_id: int, severity: Severity | None = None) -> Grasp | Refusal:
    """Whether `by` could change the severity, and to that one. Refusals: those of `grasp`, `no_such_move`,
    `same_severity`."""
    held = await grasp(turn, by, case_id, Right.GRADE)
    if isinstance(held, Refusal):
        return held
    if held.case.status not in OPEN:
        return refuse("no_such_move", status=held.case.status, to=held.case.status)
    return refuse("same_severity") if held.case.severity == severity else held


async def grade(turn: Turn, by: Hand, case_id: int, severity: Severity, reason: str) -> CaseRow | Refusal:
    """Overrides the severity that follows from the category.

    Refusals: those of `may_grade`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    held = await may_grade(turn, by, case_id, severity)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    facts: dict[str, object] = {"from": held.case.severity, "to": severity}
    return await _change(turn, held, "graded", words, facts, severity=severity, severity_reason=words)


async def may_fill(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could fill in a field now. Refusals: those of `grasp`, `no_such_move`."""
    held = await grasp(turn, by, case_id, Right.REGISTER)
    if isinstance(held, Refusal):
        return held
    gone = held.case.status == Status.WITHDRAWN
    return refuse("no_such_move", status=held.case.status, to=held.case.status) if gone else held


async def fill(turn: Turn, by: Hand, case_id: int, name: str, text: str) -> CaseRow | Refusal:
    """Fills in one of `FIELDS`; what it said before stays in the event.

    A holder who turns out to be too close to the business named holds the case no longer.

    Refusals: those of `may_fill`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    held = await may_fill(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    limit = FIELDS[name]
    line = clean_line(text, limit + 1)
    if not line:
        return refuse("missing", what="explanation")
    if clean_line(line, limit) != line:
        return refuse("too_long", limit=str(limit))
    facts: dict[str, object] = {"field": name, "from": getattr(held.case, name), "to": line}
    columns: dict[str, object] = {name: line}
    if name in _GATHERED_BY:
        columns[_GATHERED_BY[name]] = await businesses.enter(turn.tx, line, turn.now)
    now = await _change(turn, held, "registered", "", facts, **columns)
    if name in _GATHERED_BY and not isinstance(now, Refusal):
        now = await release_if_too_close(turn, by, now)
    if name == "business" and not isinstance(now, Refusal):
        for like in await suggesting.look_again(turn, now):
            await cards.refresh_id(turn, like)
    return now


async def _change(
    turn: Turn, held: Grasp, what: str, reason: str, facts: dict[str, object], **columns: object
) -> CaseRow | Refusal:
    if not await cases.pass_case(turn.tx, held.case, **columns):
        return await lost(turn, held.case.id, held.person.user_id)
    await record(turn, held, what, Status(held.case.status), reason=reason, facts=facts)
    now = await reread(turn, held.case.id)
    await cards.refresh(turn, now)
    return now
