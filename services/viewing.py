"""Looking at cases: one by its number, one's own, and whatever is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain import receipts
from domain.outgoing import Card
from domain.people import OVERSIGHT, DeskKind, Right
from domain.refusal import Refusal, refuse
from services import cards
from services.reach import Hand, grasp, grasp_row, note_attempt, person_of
from services.turn import Turn
from storage import cases, conflicts, desks, joint
from storage.tables import CaseRow

CASES_A_PAGE = 8
"""Rows and buttons that are still read at a glance on a phone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a list. `holder` and `desk` are names, empty for nobody and for the duty desk; `as_guest` where this
    group's desk only helps."""

    case: CaseRow
    holder: str
    desk: str
    as_guest: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases, oldest first; `next_after` continues the list, None at its end."""

    lines: list[Line]
    next_after: int | None


async def show(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """Puts the case's card at the bottom of the group again. Refusals: those of `grasp`."""
    held = await grasp(turn, by, case_id, Right.SEE)
    if isinstance(held, Refusal):
        return held
    return await _put_at_bottom(turn, by, held.case)


async def show_number(turn: Turn, by: Hand, typed: str) -> CaseRow | Refusal:
    """As `show`, by a typed number; what can't be a number is a case that is not there."""
    held = await grasp_row(turn, by, await by_typed_number(turn, typed), Right.SEE)
    if isinstance(held, Refusal):
        return held
    return await _put_at_bottom(turn, by, held.case)


async def by_typed_number(turn: Turn, typed: str) -> CaseRow | None:
    """The case somebody means, however its number is typed; whether they may see it is still to be asked."""
    read = receipts.read_number(typed, turn.app.prefix)
    return await cases.by_number(turn.tx, receipts.format_number(turn.app.prefix, *read)) if read else None


async def _put_at_bottom(turn: Turn, by: Hand, row: CaseRow) -> CaseRow:
    turn.tell_group(by.chat_id, Card(row.id, anew=True), topic=f"card:{row.id}")
    await cards.show_photos(turn, row, by.chat_id)
    return row


async def open_page(turn: Turn, by: Hand, *, mine: bool, after: int = 0) -> Page | Refusal:
    """Open cases of the group's desk and those it helps with (of every desk, where all is in view), or those that `by`
    holds.

    Refusals: `not_staff_here`.
    """
    person = await person_of(turn, by.user_id)
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind == DeskKind.PUBLICITY or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "list")
        return refuse("not_staff_here")
    everywhere = desk.kind in OVERSIGHT
    helps = set() if mine or everywhere else set(await joint.cases_of(turn.tx, desk.id))
    rows = await cases.open_cases(
        turn.tx,
        desk_ids=None if everywhere else [desk.id],
        also=sorted(helps),
        not_about=await conflicts.businesses_of(turn.tx, by.user_id),
        holder_id=by.user_id if mine else None,
        after=after,
        limit=CASES_A_PAGE + 1,
    )
    names = {each.id: each.name for each in await desks.desks(turn.tx)}
    shown = rows[:CASES_A_PAGE]
    lines = [await _line(turn, row, names, as_guest=row.id in helps and row.desk_id != desk.id) for row in shown]
    return Page(lines, shown[-1].id if len(rows) > CASES_A_PAGE else None)


async def _line(turn: Turn, row: CaseRow, names: Mapping[str, str], *, as_guest: bool) -> Line:
    holder = await desks.name_of(turn.tx, row.holder_id)
    return Line(row, holder or "", names.get(row.desk_id or "", ""), as_guest)
