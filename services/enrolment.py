"""Who works at a desk: asking for a seat, giving it, taking it away. A desk's lead decides."""

from dataclasses import dataclass

from domain.case import Actor
from domain.people import Person, Role, colleagues
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse
from services import arranging, cards
from services.binding import LONGEST_NAME, is_administrator
from services.handling import reread
from services.reach import Hand, note_attempt, person_of
from services.relations import warn_of_newcomer
from services.turn import Turn
from storage import cases, desks
from storage.tables import DeskRow


@dataclass(frozen=True, slots=True)
class Team:
    """A desk and everybody who works there, leads first."""

    desk: DeskRow
    people: list[Person]

    @property
    def leads(self) -> list[Person]:
        """Those who decide who works there."""
        return [each for each in self.people if each.leads(self.desk.id)]


@dataclass(frozen=True, slots=True)
class Change:
    """A decision about somebody's seat: at which desk, about whom, by whom, and how many cases it set free."""

    desk: DeskRow
    whom: Person
    by: Person
    released: int = 0


async def ask_for_seat(turn: Turn, by: Hand, full_name: str) -> Team | Refusal:
    """Somebody in the group says they work there; the answer says who may agree. The asking itself gives no right.

    Refusals: `group_unbound`, `already_seated`.
    """
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None:
        return refuse("group_unbound")
    if (await person_of(turn, by.user_id)).seat_at(desk.id):
        return refuse("already_seated")
    await desks.remember(turn.tx, by.user_id, clean_line(full_name, LONGEST_NAME) or str(by.user_id), turn.now)
    return await _team(turn, desk)


async def admit(turn: Turn, by: Hand, user_id: int) -> Change | Refusal:
    """A lead gives the seat. Refusals: those of `_decide`, `no_such_request`, `already_seated`."""
    desk = await _decide(turn, by)
    if isinstance(desk, Refusal):
        return desk
    whom = await person_of(turn, user_id)
    if not whom.name:
        return refuse("no_such_request")
    if whom.seat_at(desk.id):
        return refuse("already_seated")
    await desks.enrol(turn.tx, user_id, whom.name, desk.id, Role.OFFICER, turn.now)
    await warn_of_newcomer(turn, user_id, desk.id)
    return Change(desk, await person_of(turn, user_id), await person_of(turn, by.user_id))


async def decline(turn: Turn, by: Hand, user_id: int) -> Change | Refusal:
    """A lead refuses the seat. Refusals: those of `_decide`, `no_such_request`, `already_seated`."""
    desk = await _decide(turn, by)
    if isinstance(desk, Refusal):
        return desk
    whom = await person_of(turn, user_id)
    if whom.seat_at(desk.id):
        return refuse("already_seated")
    return Change(desk, whom, await person_of(turn, by.user_id)) if whom.name else refuse("no_such_request")


async def team(turn: Turn, by: Hand) -> Team | Refusal:
    """Who works at this group's desk, for its leads. Refusals: those of `_decide`."""
    desk = await _decide(turn, by)
    return desk if isinstance(desk, Refusal) else await _team(turn, desk)


async def dismiss(turn: Turn, by: Hand, user_id: int) -> Change | Refusal:
    """Ends a seat. Buttons pressed from now on are refused; open cases go back to the desk, free to be taken up.

    Refusals: those of `_decide`, `not_a_colleague`, `last_lead`.
    """
    desk = await _decide(turn, by)
    if isinstance(desk, Refusal):
        return desk
    whom = await person_of(turn, user_id)
    if why := await _cannot_lose(turn, desk, whom):
        return why
    await desks.dismiss(turn.tx, user_id, desk.id, turn.now)
    freed = await cases.release(turn.tx, user_id, desk.id)
    await arranging.release(turn, user_id, desk.id)
    for case_id in freed:
        await cases.add_event(
            turn.tx,
            turn.app.keys,
            case_id,
            "released",
            turn.now,
            Actor(desk.kind),
            actor_id=by.user_id,
            facts={"holder": user_id},
        )
        await cards.refresh(turn, await reread(turn, case_id))
    return Change(desk, whom, await person_of(turn, by.user_id), len(freed))


async def set_role(turn: Turn, by: Hand, user_id: int, role: Role) -> Change | Refusal:
    """Makes somebody a lead or an officer. Refusals: those of `_decide`, `not_a_colleague`, `last_lead`."""
    desk = await _decide(turn, by)
    if isinstance(desk, Refusal):
        return desk
    whom = await person_of(turn, user_id)
    if role is Role.LEAD and whom.seat_at(desk.id) is None:
        return refuse("not_a_colleague")
    if role is Role.OFFICER and (why := await _cannot_lose(turn, desk, whom)):
        return why
    await desks.set_role(turn.tx, user_id, desk.id, role)
    return Change(desk, await person_of(turn, user_id), await person_of(turn, by.user_id))


async def _decide(turn: Turn, by: Hand) -> DeskRow | Refusal:
    """The group's desk, if `by` may decide who works there: its lead, or an administrator should it have none left.

    Refusals: `group_unbound`, `not_lead`.
    """
    desk = await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None:
        return refuse("group_unbound")
    person = await person_of(turn, by.user_id)
    if person.leads(desk.id) or is_administrator(turn, by.user_id):
        return desk
    await note_attempt(turn, person, "staff")
    return refuse("not_lead")


async def _cannot_lose(turn: Turn, desk: DeskRow, whom: Person) -> Refusal | None:
    if whom.seat_at(desk.id) is None:
        return refuse("not_a_colleague")
    leads = (await _team(turn, desk)).leads
    return refuse("last_lead") if [each.user_id for each in leads] == [whom.user_id] else None


async def _team(turn: Turn, desk: DeskRow) -> Team:
    return Team(desk, colleagues(await desks.people_at(turn.tx, desk.id), desk.id))
