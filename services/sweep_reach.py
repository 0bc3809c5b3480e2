"""Which sweep somebody has before them in their group, and keeping its message there true."""

from dataclasses import dataclass

from domain.outgoing import SweepCard
from domain.people import OVERSIGHT, DeskKind, Person
from domain.refusal import Refusal, refuse
from services.reach import Hand, desk_here, note_attempt, person_of
from services.turn import Turn
from storage import desks, sweeps
from storage.tables import DeskRow, Sweep

SWEEPING = (DeskKind.TOWN, DeskKind.DEPARTMENT, *OVERSIGHT)
"""Desks that have to do with sweeps at all."""


@dataclass(frozen=True, slots=True)
class Held:
    """A sweep somebody may see from the group of their desk."""

    sweep: Sweep
    desk: DeskRow
    person: Person


async def held(turn: Turn, by: Hand, sweep_id: int) -> Held | Refusal:
    """A sweep as `by` may see it here. Refusal: `no_such_sweep`, one and the same for what is absent or foreign."""
    row, desk = await sweeps.get(turn.tx, sweep_id), await desk_here(turn, by.chat_id)
    person = await person_of(turn, by.user_id)
    seated = desk is not None and person.seat_at(desk.id) is not None
    if row is not None and desk is not None and seated and (desk.kind in OVERSIGHT or sweeps.concerns(row, desk)):
        return Held(row, desk, person)
    await note_attempt(turn, person, "sweep")
    return refuse("no_such_sweep")


async def held_running(turn: Turn, by: Hand, sweep_id: int) -> Held | Refusal:
    """As `held`, for work on the desk's own places. Refusals: those of `held`, `sweep_over`, and `no_such_sweep` for
    desks that oversee it and have no places."""
    found = await held(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    if not sweeps.concerns(found.sweep, found.desk):
        return refuse("no_such_sweep")
    return refuse("sweep_over") if found.sweep.ended_at is not None else found


def refresh(turn: Turn, chat_id: int, sweep_id: int, after: int = 0) -> None:
    """Has the sweep's message in that group drawn anew, its buttons beginning behind that place."""
    turn.tell_group(chat_id, SweepCard(sweep_id, after), topic=topic(sweep_id))


def topic(sweep_id: int) -> str:
    """Under which a newer message of the sweep takes the place of one still waiting."""
    return f"sweep:{sweep_id}"


async def groups_of(turn: Turn, row: Sweep) -> list[int]:
    """The groups that have places in the sweep and can be reached."""
    field = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    mine = [each for each in field if sweeps.concerns(row, each) and each.unreachable_at is None]
    return [each.chat_id for each in mine if each.chat_id is not None]
