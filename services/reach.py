"""Who acts, on what, with which right: read from the database at every press and every reply."""

from dataclasses import dataclass, replace

from domain.case import Actor
from domain.people import OVERSIGHT, DeskKind, Person, Reach, Right, capacity
from domain.refusal import Refusal, refuse
from services.relations import too_close
from services.turn import Turn
from storage import attempts, cases, desks, joint
from storage.tables import CaseRow, DeskRow

_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody acting in a group: numeric ids, as Telegram vouches for them."""

    user_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Grasp:
    """A right somebody has on a case, and the capacity they have it in; `as_guest` at a desk that only helps."""

    case: CaseRow
    person: Person
    actor: Actor
    as_guest: bool = False


async def person_of(turn: Turn, user_id: int) -> Person:
    """Somebody as the database knows them now; a stranger has no seats."""
    return await desks.person(turn.tx, user_id)


async def grasp(turn: Turn, by: Hand, case_id: int, right: Right) -> Grasp | Refusal:
    """Decides whether `by` may use `right` on the case, and writes an attempt down when not.

    Refusals: `no_such_case`, one and the same for a case that is absent, foreign, or of another group's desk;
    `not_holder` (with `holder`), `own_case` and `not_your_right` for somebody who may see it.
    """
    row = await cases.get(turn.tx, case_id)
    return await grasp_row(turn, by, row, right)


async def grasp_row(turn: Turn, by: Hand, row: CaseRow | None, right: Right) -> Grasp | Refusal:
    """As `grasp`, for a case already looked up, by its number for instance."""
    person = await person_of(turn, by.user_id)
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    reach = None if row is None else await _reach(turn, row, person)
    if row is None or reach is None or not _in_view(reach, desk) or not capacity(person, Right.SEE, reach):
        await note_attempt(turn, person, f"case {right}", row.id if row else None)
        return refuse("no_such_case")
    actor = capacity(person, right, reach)
    if actor is not None:
        return Grasp(row, person, actor, as_guest=capacity(person, Right.SEE, replace(reach, guests=_NOBODY)) is None)
    await note_attempt(turn, person, f"case {right}", row.id)
    if row.holder_id is not None and capacity(person, right, replace(reach, holder_id=None)):
        if row.holder_id == person.user_id:
            return refuse("own_case")
        return refuse("not_holder", holder=await holder_name(turn, row))
    return refuse("not_your_right")


async def forged(turn: Turn, user_id: int) -> Refusal:
    """Writes down a press that no button of ours could have made. Refusal: `forged`."""
    await note_attempt(turn, await person_of(turn, user_id), "forged press")
    return refuse("forged")


async def desk_here(turn: Turn, chat_id: int) -> DeskRow | None:
    """The desk the group is, if any."""
    return await desks.desk_of_chat(turn.tx, chat_id)


async def works_here(turn: Turn, by: Hand) -> bool:
    """Whether somebody has a seat at this group's desk; at the duty desk's group, at any desk."""
    desk = await desk_here(turn, by.chat_id)
    person = await person_of(turn, by.user_id)
    if desk is None:
        return False
    return bool(person.seats) if desk.kind == DeskKind.DUTY else person.seat_at(desk.id) is not None


async def holder_name(turn: Turn, row: CaseRow) -> str:
    """Who has the case in hand, for telling a colleague; empty for nobody."""
    return await desks.name_of(turn.tx, row.holder_id) or ""


async def note_attempt(turn: Turn, person: Person, what: str, case_id: int | None = None) -> None:
    """Staff are named by their id, everybody else by a pseudonym: a citizen may have pressed by mistake."""
    who = str(person.user_id) if person.seats else turn.app.keys.pseudonym("attempt", person.user_id)
    await attempts.add(turn.tx, who, what, turn.now, case_id)


async def lost(turn: Turn, case_id: int, me: int) -> Refusal:
    """Why a guarded change met no row: somebody was faster. Refusals: `already_held` (with `holder`), `has_changed`."""
    row = await cases.get(turn.tx, case_id)
    if row is not None and row.holder_id not in (None, me):
        return refuse("already_held", holder=await holder_name(turn, row))
    return refuse("has_changed")


async def _reach(turn: Turn, row: CaseRow, person: Person) -> Reach:
    guests = frozenset(each.id for each in await joint.guests(turn.tx, row.id))
    return Reach(row.desk_id, row.holder_id, guests, conflicted=await too_close(turn, person.user_id, row))


def _in_view(reach: Reach, desk: DeskRow | None) -> bool:
    """A group sees its own desk's cases and those it helps with, the groups that oversee every one: no case is spoken
    of elsewhere."""
    return desk is not None and (desk.kind in OVERSIGHT or desk.id == reach.desk_id or desk.id in reach.guests)
