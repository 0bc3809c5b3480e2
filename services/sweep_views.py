"""What is going on: a group's sweeps, and how far every desk has come with them."""

from dataclasses import dataclass

from domain.outgoing import SweepCard
from domain.people import OVERSIGHT, DeskKind
from domain.refusal import Refusal, refuse
from domain.sweep import Coverage
from services.reach import Hand, desk_here, note_attempt, person_of
from services.sweep_reach import SWEEPING, held_running, refresh, topic
from services.turn import Turn
from storage import desks, sweeps
from storage.tables import DeskRow, Sweep

SHOWN = 5
"""Messages of running sweeps that one answer brings, and ended sweeps that it names: a group takes 20 messages a
minute."""

COUNTED = 100
"""Running sweeps that are looked at for those who oversee all desks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A sweep and how far each desk has come: (desk's name, coverage), in the order of the configuration."""

    sweep: Sweep
    desks: tuple[tuple[str, Coverage], ...]

    @property
    def whole(self) -> Coverage:
        """All desks together."""
        return sum((each for _, each in self.desks), Coverage())


@dataclass(frozen=True, slots=True)
class Overview:
    """A group's sweeps, the newest first. `everywhere`: it is told of every desk, of the `whole` district's sweeps and
    of those that desks have `own`."""

    everywhere: bool
    running: list[Standing]
    over: list[Standing]

    @property
    def whole(self) -> list[Standing]:
        """The whole district's that go on, as many as one answer brings."""
        return [each for each in self.running if each.sweep.desk_id is None][:SHOWN]

    @property
    def own(self) -> list[Standing]:
        """Those that go on at one desk."""
        return [each for each in self.running if each.sweep.desk_id is not None]


async def overview(turn: Turn, by: Hand) -> Overview | Refusal:
    """Running and ended sweeps for this group.

    A group that has places of its own also gets its running sweeps' messages anew. Refusal: `not_staff_here`.
    """
    desk, person = await desk_here(turn, by.chat_id), await person_of(turn, by.user_id)
    if desk is None or desk.kind not in SWEEPING or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "sweep")
        return refuse("not_staff_here")
    everywhere = desk.kind in OVERSIGHT
    scope = None if everywhere else desk
    running = await sweeps.running(turn.tx, scope, COUNTED if everywhere else SHOWN)
    over = await sweeps.ended(turn.tx, scope, SHOWN)
    if not everywhere:
        for row in reversed(running):
            turn.tell_group(by.chat_id, SweepCard(row.id, anew=True), topic=topic(row.id))
    return Overview(everywhere, await standings(turn, running, scope), await standings(turn, over, scope))


async def show(turn: Turn, by: Hand, sweep_id: int, after: int) -> Refusal | None:
    """Turns the sweep's message to its next places. Refusals: those of `held_running`."""
    found = await held_running(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    refresh(turn, by.chat_id, sweep_id, after)
    return None


async def standings(turn: Turn, rows: list[Sweep], only: DeskRow | None = None) -> list[Standing]:
    """How far each sweep has come at each of its desks, or at one of them."""
    found = await sweeps.coverage(turn.tx, [row.id for row in rows])
    field = [only] if only is not None else await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    return [
        Standing(
            row,
            tuple((each.name, found[row.id].get(each.id, Coverage())) for each in field if sweeps.concerns(row, each)),
        )
        for row in rows
    ]
