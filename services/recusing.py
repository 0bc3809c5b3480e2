"""Conflicts of interest (回避): marking who is related to a business, whose cases then don't exist for them."""

from dataclasses import dataclass

from domain.asking import desk_handle
from domain.case import OPEN, Actor, Status
from domain.outgoing import Notice
from domain.people import OVERSIGHT, DeskKind, Person, colleagues
from domain.plain_text import clean_line
from domain.recusal import read_recusal
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import reread, what_was_written
from services.reach import Hand, note_attempt, person_of
from services.relations import AT_ONCE, too_close, warn_duty
from services.superiors import leads_of
from services.turn import Turn
from storage import businesses, cases, conflicts, desks
from storage.conflicts import Marked
from storage.tables import CaseRow, DeskRow

LISTED = 30
"""Marks on one message."""

_LONGEST_NAME = 200
_ACTORS = {
    DeskKind.TOWN: Actor.TOWN, DeskKind.DEPARTMENT: Actor.DEPARTMENT, DeskKind.DUTY: Actor.DUTY_DESK,
    DeskKind.SUPERVISOR: Actor.SUPERVISOR,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Overview:
    """Whom somebody may mark in this group, and what is marked. Where all is in view, a desk is chosen first."""

    people: list[Person]
    desks: list[DeskRow]
    marks: list[Marked]


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody was marked as related to the business, or is no longer; `released` cases are in nobody's hands now."""

    name: str
    business: str
    released: int = 0


async def overview(turn: Turn, by: Hand) -> Overview | Refusal:
    """A lead marks their own people, everybody themselves, and whoever oversees all desks anybody.

    Refusal: `not_staff_here`.
    """
    found = await _here(turn, by)
    if isinstance(found, Refusal):
        return found
    person, desk = found
    if desk.kind in OVERSIGHT:
        working = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT, *OVERSIGHT))
        return Overview([], working, await conflicts.standing(turn.tx, None, LISTED))
    marks = await conflicts.standing(turn.tx, desk.id, LISTED)
    if person.leads(desk.id):
        return Overview(colleagues(await desks.people_at(turn.tx, desk.id), desk.id), [], marks)
    return Overview([person], [], [each for each in marks if each[1] == by.user_id])


async def people_of(turn: Turn, by: Hand, handle: str) -> list[Person] | Refusal:
    """Who works at that desk, for those who oversee all. Refusals: `not_staff_here`, `not_lead`, `no_such_desk`."""
    found = await _here(turn, by)
    if isinstance(found, Refusal):
        return found
    if found[1].kind not in OVERSIGHT:
        return refuse("not_lead")
    chosen = next((each for each in await desks.desks(turn.tx) if desk_handle(each.id) == handle), None)
    return colleagues(await desks.people_at(turn.tx, chosen.id), chosen.id) if chosen else refuse("no_such_desk")


async def may_mark(turn: Turn, by: Hand, user_id: int) -> Person | Refusal:
    """Whom `by` is about to mark. Refusals: `not_staff_here`, `not_lead`, `not_a_colleague`."""
    found = await _here(turn, by)
    if isinstance(found, Refusal):
        return found
    person, desk = found
    whom = await person_of(turn, user_id)
    if desk.kind not in OVERSIGHT and user_id != by.user_id:
        if not person.leads(desk.id):
            await note_attempt(turn, person, "conflict")
            return refuse("not_lead")
        if whom.seat_at(desk.id) is None:
            return refuse("not_a_colleague")
    return whom if whom.seats else refuse("not_a_colleague")


async def mark(turn: Turn, by: Hand, user_id: int, text: str) -> Recusal | Refusal:
    """From now on no case of that business, as premises or as supplier, exists for that person.

    What they hold of it is taken out of their hands, and the leads called to give it to somebody else. Refusals: those
    of `may_mark`, `recusal_form`, `missing`, `too_long` (with `limit`), `marked_already`.
    """
    whom = await may_mark(turn, by, user_id)
    if isinstance(whom, Refusal):
        return whom
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    parts = read_recusal(words)
    name = clean_line(parts[0], _LONGEST_NAME) if parts else ""
    business_id = await businesses.enter(turn.tx, name, turn.now)
    if parts is None or business_id is None:
        return refuse("recusal_form")
    if not await conflicts.mark(turn.tx, user_id, business_id, parts[1], by.user_id, turn.now):
        return refuse("marked_already")
    return Recusal(whom.name, name, await _let_go(turn, by, whom, business_id))


async def lift(turn: Turn, by: Hand, conflict_id: int) -> Recusal | Refusal:
    """Ends a mark; never one's own. Refusals: those of `may_mark`, `no_such_mark`, `not_ones_own`."""
    standing = await conflicts.of(turn.tx, conflict_id)
    whom = await may_mark(turn, by, standing[0] if standing else by.user_id)
    if isinstance(whom, Refusal):
        return whom
    if standing is None:
        return refuse("no_such_mark")
    if standing[0] == by.user_id:
        return refuse("not_ones_own")
    if not await conflicts.lift(turn.tx, conflict_id, by.user_id, turn.now):
        return refuse("no_such_mark")
    return Recusal(standing[1], standing[2])


async def release_if_too_close(turn: Turn, by: Hand, row: CaseRow) -> CaseRow:
    """For a case that has just learnt whom it is about: its holder may be too close, and the desk's others too."""
    if row.status in OPEN and row.holder_id is not None and await too_close(turn, row.holder_id, row):
        await _release(turn, by, row)
        row = await reread(turn, row.id)
    await warn_duty(turn, row)
    return row


async def _let_go(turn: Turn, by: Hand, whom: Person, business_id: int) -> int:
    released = 0
    for row in await conflicts.open_cases_about(turn.tx, business_id, AT_ONCE):
        if row.holder_id == whom.user_id:
            await _release(turn, by, row)
            released += 1
        if whom.seat_at(row.desk_id) is not None:
            await warn_duty(turn, row)
    return released


async def _release(turn: Turn, by: Hand, row: CaseRow) -> None:
    """Takes the case out of its holder's hands, unless somebody else has it by now."""
    holder, status = row.holder_id, Status(row.status)
    if not await cases.pass_case(turn.tx, row, holder_id=None):
        return
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    actor = _ACTORS[DeskKind(desk.kind)] if desk is not None else Actor.ROUTING
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "released", turn.now, actor,
        actor_id=by.user_id, from_status=status, to_status=status, facts={"holder": holder, "conflict": True},
    )  # fmt: skip
    now = await reread(turn, row.id)
    await cards.refresh(turn, now)
    group = await cards.groups_of(turn, now)
    if group:
        facts = {"number": now.number, "people": await leads_of(turn, now.desk_id, now)}
        turn.tell_group(group[0], Notice("recused", facts, now.id))


async def _here(turn: Turn, by: Hand) -> tuple[Person, DeskRow] | Refusal:
    person, desk = await person_of(turn, by.user_id), await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind not in _ACTORS or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "conflict")
        return refuse("not_staff_here")
    return person, desk
