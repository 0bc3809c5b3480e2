"""A sweep's end: spoken of a working day before, brought about by the lead or by the day, told once in every group."""

from datetime import datetime, timedelta
from typing import Any

from domain.chase import Step
from domain.outgoing import Notice
from domain.people import OVERSIGHT, DeskKind
from domain.refusal import Refusal, refuse
from domain.sweep import Coverage
from services.app import App
from services.reach import Hand
from services.sweep_reach import Held, groups_of, held, refresh
from services.sweep_views import standings
from services.turn import Turn
from storage import desks, sweeps
from storage.database import Tx
from storage.tables import DeskRow, Sweep

NAMED = 10
"""Places that a reminder names; it counts the others."""


async def due(tx: Tx, app: App, now: datetime) -> list[int]:
    """Sweeps of which something is to be said now; none in the quiet hours, which put it off to the morning."""
    if app.chasing.is_quiet(now):
        return []
    return [row.id for row in await sweeps.running(tx) if _over(app, row, now) or _near(app, row, now)]


def reminder_at(app: App, row: Sweep) -> datetime:
    """The morning on which the coming end is spoken of: as of a deadline, a working day before it by default."""
    return app.chasing.morning(app.chasing.day_of(Step.BEFORE, row.ends_on, app.calendar))


def _near(app: App, row: Sweep, now: datetime) -> bool:
    return row.reminded_at is None and reminder_at(app, row) <= now


def _over(app: App, row: Sweep, now: datetime) -> bool:
    """The last day is worked in full: the morning after it ends the sweep."""
    return app.chasing.morning(row.ends_on + timedelta(days=1)) <= now


async def keep_to_the_day(turn: Turn, sweep_id: int) -> bool:
    """Ends the sweep whose last day is over, or reminds of one that is near; False when there is nothing to say, or no
    longer. The UPDATE asks for the sweep still to run and the reminder still to be owed: of two ticks at once the
    second meets no row."""
    row = await sweeps.get(turn.tx, sweep_id)
    if row is None or row.ended_at is not None or turn.app.chasing.is_quiet(turn.now):
        return False
    if _over(turn.app, row, turn.now):
        return await _end(turn, row)
    if not _near(turn.app, row, turn.now) or not await sweeps.remind(turn.tx, sweep_id, turn.now):
        return False
    await _remind(turn, row)
    return True


async def may_finish(turn: Turn, by: Hand, sweep_id: int) -> Held | Refusal:
    """Whether `by` may end the sweep: a lead of the desk whose it is; the whole district's is the overseers'.

    Refusals: those of `held`, `sweep_over`, `not_lead`, `sweep_theirs`.
    """
    found = await held(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    if found.sweep.ended_at is not None:
        return refuse("sweep_over")
    mine = found.desk.kind in OVERSIGHT if found.sweep.desk_id is None else found.sweep.desk_id == found.desk.id
    if not mine:
        return refuse("sweep_theirs")
    return found if found.person.leads(found.desk.id) else refuse("not_lead")


async def left_in(turn: Turn, row: Sweep) -> int:
    """Places nobody has been to, all desks together."""
    return (await standings(turn, [row]))[0].whole.left


async def finish(turn: Turn, by: Hand, sweep_id: int) -> Held | Refusal:
    """Ends the sweep before its day. Refusals: those of `may_finish`."""
    found = await may_finish(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    return found if await _end(turn, found.sweep) else refuse("sweep_over")


async def _end(turn: Turn, row: Sweep) -> bool:
    if not await sweeps.end(turn.tx, row.id, turn.now):
        return False
    for chat_id in await groups_of(turn, row):
        refresh(turn, chat_id, row.id)
    await _tell(turn, row, "sweep_ended", "sweep_ended_everywhere")
    return True


async def _remind(turn: Turn, row: Sweep) -> None:
    await _tell(turn, row, "sweep_near", "sweep_near_everywhere", only_unfinished=True)


async def _tell(turn: Turn, row: Sweep, key: str, everywhere: str, *, only_unfinished: bool = False) -> None:
    """Says it in the group of each desk with places, and how all stand to those who oversee the whole district.

    One topic for both: what is no longer true when it would be said gives way to what is.
    """
    topic = f"sweep-end:{row.id}"
    stands = (await standings(turn, [row]))[0]
    for desk in await _desks(turn, row):
        cover = dict(stands.desks).get(desk.name, Coverage())
        if desk.chat_id is not None and (cover.left or not cover.places or not only_unfinished):
            facts = await _facts(turn, row, desk, cover)
            turn.tell_group(desk.chat_id, Notice(key, facts), topic)
    if row.desk_id is not None:
        return
    whole = _numbers(row, stands.whole) | {"desks": [[name, *_tuple(each)] for name, each in stands.desks]}
    for desk in await desks.desks(turn.tx, sorted(OVERSIGHT)):
        if desk.chat_id is not None and desk.unreachable_at is None:
            turn.tell_group(desk.chat_id, Notice(everywhere, whole), topic)


async def _desks(turn: Turn, row: Sweep) -> list[DeskRow]:
    reached = set(await groups_of(turn, row))
    field = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    return [each for each in field if each.chat_id in reached]


async def _facts(turn: Turn, row: Sweep, desk: DeskRow, cover: Coverage) -> dict[str, Any]:
    left = await sweeps.unvisited(turn.tx, row.id, desk.id, 0, NAMED)
    return _numbers(row, cover) | {"next": [name for _, name in left]}


def _numbers(row: Sweep, cover: Coverage) -> dict[str, Any]:
    places, visited, findings = _tuple(cover)
    return {
        "title": row.title,
        "due": row.ends_on.isoformat(),
        "places": places,
        "visited": visited,
        "findings": findings,
        "left": cover.left,
    }


def _tuple(cover: Coverage) -> tuple[int, int, int]:
    return cover.places, cover.visited, cover.findings
