"""Random re-checks: supervisors have some of the closed cases looked at again, drawn by lot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.look_back import Because
from domain.outgoing import Card
from domain.people import DeskKind
from domain.refusal import Refusal, refuse
from services import arranging
from services.clocks import today
from services.reach import Hand, note_attempt, person_of
from services.turn import Turn
from storage import chasing, desks, look_backs

MOST = 10
"""Cards that are still read; a group takes 20 messages a minute."""

USUAL = 3
_REACHES_BACK = timedelta(days=183)
"""Half a year: what was closed longer ago says little about how a town works now."""

Draw = Callable[[Sequence[int], int], list[int]]
"""Chooses that many of a row, as `random.sample` does; the caller brings the chance."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The numbers of the cases drawn, out of how many, of which town (empty for all)."""

    numbers: list[str]
    of: int
    town: str


async def recheck(turn: Turn, by: Hand, wanted: str, draw: Draw) -> Drawn | Refusal:
    """Draws closed cases of the last half year and makes the supervisors' look-backs of them.

    `wanted` holds a count and a desk's name, in any order, either or both left out. Refusals: `supervisors_only`,
    `recheck_unclear`, `recheck_too_many` (with `limit`), `no_such_desk`.
    """
    person, desk = await person_of(turn, by.user_id), await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind != DeskKind.SUPERVISOR or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "recheck")
        return refuse("supervisors_only")
    asked = _read(wanted)
    if isinstance(asked, Refusal):
        return asked
    count, name = asked
    town = await desks.desk_named(turn.tx, name) if name else None
    if name and town is None:
        return refuse("no_such_desk")
    lot = await look_backs.closed_since(turn.tx, turn.now - _REACHES_BACK, town.id if town else None)
    drawn = draw(lot, min(count, len(lot)))
    due = turn.app.calendar.due(today(turn), turn.app.looking_back.recheck).date
    numbers = []
    for case_id in drawn:
        # Held, so that of two draws at once the second finds the first one's look-back.
        row = await chasing.hold(turn.tx, case_id)
        if row.closed_at is None or await look_backs.open_of(turn.tx, case_id) is not None:
            continue
        turn.tell_group(by.chat_id, Card(row.id, anew=True), topic=f"card:{row.id}")
        await arranging.give(turn, row, Because.RANDOM, due, to=desk)
        numbers.append(row.number)
    return Drawn(numbers, len(lot), name)


def _read(wanted: str) -> tuple[int, str] | Refusal:
    words = wanted.split()
    counts = [each for each in words if each.isdecimal()]
    names = [each for each in words if not each.isdecimal()]
    if len(counts) > 1 or len(names) > 1:
        return refuse("recheck_unclear")
    count = int(counts[0][:6]) if counts else USUAL
    if count < 1:
        return refuse("recheck_unclear")
    return (count, names[0] if names else "") if count <= MOST else refuse("recheck_too_many", limit=str(MOST))
