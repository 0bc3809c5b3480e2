"""Sweeps (排查): a lead begins one, and lists its places."""

from dataclasses import dataclass
from datetime import date

from domain.forms import LONGEST_TERM
from domain.outgoing import SweepCard
from domain.people import OVERSIGHT
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from domain.sweep import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_TITLE,
    PLACES_LIMIT,
    Reading,
    checks_in,
    read_places,
)
from services import clocks
from services.handling import LONGEST_TEXT
from services.moving import fitting
from services.reach import Hand, desk_here, note_attempt, person_of
from services.sweep_ends import reminder_at
from services.sweep_reach import SWEEPING, Held, groups_of, held_running, refresh, topic
from services.turn import Turn
from storage import sweeps
from storage.tables import DeskRow, Sweep

END_CHOICES = (3, 5, 10, 20)
"""Working days from today after which a sweep may be said to end with one tap."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sweep just begun. `places` counts what its desk has listed, `again` the lines that named a place twice."""

    sweep: Sweep
    places: int
    again: int


async def may_begin(turn: Turn, by: Hand) -> DeskRow | Refusal:
    """The desk for which `by` may begin a sweep here. Refusals: `not_staff_here`, `not_lead`."""
    desk, person = await desk_here(turn, by.chat_id), await person_of(turn, by.user_id)
    seated = desk is not None and desk.kind in SWEEPING and person.seat_at(desk.id) is not None
    if desk is not None and seated and person.leads(desk.id):
        return desk
    await note_attempt(turn, person, "sweep")
    return refuse("not_lead" if seated else "not_staff_here")


def end_days(turn: Turn) -> list[date]:
    """The days that are offered as a sweep's last one."""
    return [turn.app.calendar.due(clocks.today(turn), days).date for days in END_CHOICES]


async def begin(turn: Turn, by: Hand, checks: int, ends_on: date, text: str) -> Begun | Refusal:
    """Begins the sweep that one reply describes: its title, then a place a line («name，address»).

    At the duty desk and the supervisors it is every town's, and each town lists its own places. `checks` are the
    bits of a button (`domain.sweep`). Refusals: those of `may_begin`, of `_placed`, `sweep_outdated` (its last day
    has passed while nobody answered), `sweep_lacks_title`, `sweep_title_only`, `too_long` (with `limit`).
    """
    desk = await may_begin(turn, by)
    if isinstance(desk, Refusal):
        return desk
    today = clocks.today(turn)
    if not checks_in(checks) or not today <= ends_on <= today + LONGEST_TERM:
        return refuse("sweep_outdated")
    title, rest = _title(text)
    if isinstance(title, Refusal):
        return title
    whole = desk.kind in OVERSIGHT
    if whole and rest:
        return refuse("sweep_title_only")
    read = _placed(rest, {})
    if isinstance(read, Refusal):
        return read
    row = _row(turn, by, None if whole else desk.id, title, checks, ends_on)
    await sweeps.add(turn.tx, row)
    await sweeps.add_places(turn.tx, row.id, desk.id, read.fresh)
    for chat_id in await groups_of(turn, row):
        turn.tell_group(chat_id, SweepCard(row.id, anew=True), topic=topic(row.id))
    return Begun(row, len(read.fresh), read.again)


def _row(turn: Turn, by: Hand, desk_id: str | None, title: str, checks: int, ends_on: date) -> Sweep:
    row = Sweep(
        desk_id=desk_id,
        title=title,
        checks=[each.value for each in checks_in(checks)],
        ends_on=ends_on,
        started_by=by.user_id,
        started_at=turn.now,
    )
    # Whoever begins a sweep that ends tomorrow need not be told so.
    row.reminded_at = turn.now if reminder_at(turn.app, row) <= turn.now else None
    return row


def _title(text: str) -> tuple[str | Refusal, str]:
    words = clean(text, LONGEST_TEXT + 1)
    first, _, rest = words.partition("\n")
    if not first:
        return refuse("sweep_lacks_title"), ""
    if clean(words, LONGEST_TEXT) != words:
        return refuse("too_long", limit=str(LONGEST_TEXT)), ""
    return fitting(first, LONGEST_TITLE), rest.strip()


def _placed(text: str, known: dict[str, str]) -> Reading | Refusal:
    """Refusals: `sweep_too_many` (with `limit`), `too_long` (with `limit`)."""
    read = read_places(text, known)
    if len(known) + len(read.fresh) > PLACES_LIMIT:
        return refuse("sweep_too_many", limit=str(PLACES_LIMIT))
    for each in read.fresh:
        for part, room in ((each.name, LONGEST_NAME), (each.address, LONGEST_ADDRESS)):
            if isinstance(long := fitting(part, room), Refusal):
                return long
    return read


async def may_list(turn: Turn, by: Hand, sweep_id: int) -> Held | Refusal:
    """Whether `by` may add places to the desk's list. Refusals: those of `held_running`, `not_lead`."""
    found = await held_running(turn, by, sweep_id)
    return found if isinstance(found, Refusal) or found.person.leads(found.desk.id) else refuse("not_lead")


async def list_places(turn: Turn, by: Hand, sweep_id: int, text: str) -> Reading | Refusal:
    """Adds the places of one reply, a line each. Refusals: those of `may_list`, of `_placed`, `sweep_lacks_places`."""
    found = await may_list(turn, by, sweep_id)
    if isinstance(found, Refusal):
        return found
    words = clean(text, LONGEST_TEXT + 1)
    if clean(words, LONGEST_TEXT) != words:
        return refuse("too_long", limit=str(LONGEST_TEXT))
    read = _placed(words, await sweeps.known_places(turn.tx, sweep_id, found.desk.id))
    if isinstance(read, Refusal):
        return read
    if not read.fresh and not read.again:
        return refuse("sweep_lacks_places")
    await sweeps.add_places(turn.tx, sweep_id, found.desk.id, read.fresh)
    refresh(turn, by.chat_id, sweep_id)
    return read
