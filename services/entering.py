"""Entering a case for somebody without an account: who called, who came by, what an inspection found."""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_bytes

from domain import receipts
from domain.case import Actor
from domain.draft import Draft, Said
from domain.entry import LABELS, UNLABELLED, Channel, Part
from domain.forms import read_parts
from domain.outgoing import Card
from domain.people import DeskKind
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse
from domain.taxonomy import Route
from services import placing, suggesting
from services.handling import desk_name, what_was_written
from services.moving import fitting
from services.reach import Hand, note_attempt, person_of
from services.report import Origin, open_case, responsible_group
from services.turn import Turn
from storage import desks
from storage.tables import CaseRow

_ROOM = {Part.PLACE: 400, Part.BUSINESS: 200}
"""Characters of a column, where it has fewer than a message."""

_CAPACITIES = {
    DeskKind.TOWN: Actor.TOWN,
    DeskKind.DEPARTMENT: Actor.DEPARTMENT,
    DeskKind.DUTY: Actor.DUTY_DESK,
    DeskKind.SUPERVISOR: Actor.SUPERVISOR,
}


@dataclass(frozen=True, slots=True)
class Entered:
    """A case just entered. `code` is its receipt code, which is kept nowhere: it is read out to the caller now.

    `desk` names the desk that has the case, `here` says whether that desk's group is the one it was entered in.
    """

    case: CaseRow
    code: str
    desk: str
    here: bool


async def may_enter(turn: Turn, by: Hand, violation: str | None = None) -> Actor | Refusal:
    """In which capacity `by` may enter a case here, of that category once it is chosen.

    Refusals: `not_staff_here`, `belongs_elsewhere` (with `phone`; misconduct of officials, order 121 art. 44),
    `entry_outdated` for a form whose category the district has dropped since.
    """
    person, desk = await person_of(turn, by.user_id), await desks.desk_of_chat(turn.tx, by.chat_id)
    actor = _CAPACITIES.get(DeskKind(desk.kind)) if desk is not None and person.seat_at(desk.id) else None
    if actor is None:
        await note_attempt(turn, person, "entry")
        return refuse("not_staff_here")
    if violation is None:
        return actor
    if violation not in turn.app.taxonomy.violations:
        return refuse("entry_outdated")
    if turn.app.taxonomy.violations[violation].route is Route.REFER_OUT:
        return refuse("belongs_elsewhere", phone=turn.app.phones.discipline)
    return actor


async def enter(turn: Turn, by: Hand, channel: Channel, violation: str, text: str) -> Entered | Refusal:
    """Files what one reply describes (`domain.entry`) and brings its card to the desk that the place leads to.

    A place that leads to no single town leaves the case with the duty desk, as with any report. It has no reporter:
    nobody is told anything of it, and only its receipt code finds it. Refusals: those of `may_enter`,
    `entry_lacks_place`, `entry_lacks_story`, `missing`, `too_long` (with `limit`).
    """
    actor = await may_enter(turn, by, violation)
    if isinstance(actor, Refusal):
        return actor
    parts = _parts(text)
    if isinstance(parts, Refusal):
        return parts
    code = receipts.new_code(token_bytes(receipts.RANDOM_BYTES))
    origin = Origin(actor, source=channel, entered_by=by.user_id)
    row = await open_case(turn, _draft(turn, violation, parts), origin, code)
    await suggesting.look(turn, row)
    home = await responsible_group(turn, row)
    if home is not None:
        turn.tell_group(home, Card(row.id), topic=f"card:{row.id}")
    return Entered(row, code, await desk_name(turn, row), home == by.chat_id)


def _parts(text: str) -> Mapping[Part, str] | Refusal:
    words = what_was_written(text)
    if isinstance(words, Refusal):
        return words
    parts = read_parts(words, UNLABELLED, LABELS)
    if Part.PLACE not in parts:
        return refuse("entry_lacks_place")
    if Part.HAPPENED not in parts:
        return refuse("entry_lacks_story")
    for part, room in _ROOM.items():
        if isinstance(long := fitting(parts.get(part, ""), room), Refusal):
            return long
    return parts


def _draft(turn: Turn, violation: str, parts: Mapping[Part, str]) -> Draft:
    return Draft(
        violation=violation,
        spot=placing.spot_from_text(turn.app, clean_line(parts[Part.PLACE], _ROOM[Part.PLACE])),
        said=(Said(0, (parts[Part.HAPPENED],)),),
        business=clean_line(parts.get(Part.BUSINESS, ""), _ROOM[Part.BUSINESS]),
    )
