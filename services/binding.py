"""Making a group a desk's, by a one-time code that an administrator gives out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_bytes

from domain import receipts
from domain.asking import desk_handle
from domain.outgoing import Card, Notice
from domain.people import DeskKind, Role
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse
from services.assigning import desk_page
from services.reach import Hand, note_attempt, person_of
from services.turn import Turn
from storage import attempts, cases, desks
from storage.tables import DeskRow

GUESS = "bind_code"
CARDS_AT_ONCE = 10
"""Open cases shown to a group that has just been bound; a group takes 20 messages a minute, the rest is in /open."""
LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as it is shown once; the database keeps its keyed hash. `expires_at` is aware, in UTC."""

    code: str
    desk: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Bound:
    """The desk a group has become, its new lead's name, and how many open cases wait for it."""

    desk: DeskRow
    lead: str
    waiting: int


def is_administrator(turn: Turn, user_id: int) -> bool:
    """Whether the configuration names this id as an administrator."""
    return user_id in turn.app.admins


async def all_desks(turn: Turn, admin_id: int) -> list[DeskRow] | Refusal:
    """Every desk with its group, for an administrator. Refusals: `not_administrator`."""
    return await desks.desks(turn.tx) if is_administrator(turn, admin_id) else refuse("not_administrator")


async def desks_to_bind(turn: Turn, admin_id: int, after: str = "") -> list[DeskRow] | Refusal:
    """A page of desks to make a code for, one row longer where another page follows; `after` is a desk's handle."""
    found = await all_desks(turn, admin_id)
    return found if isinstance(found, Refusal) else desk_page(found, after)


async def make_code(turn: Turn, admin_id: int, handle: str) -> NewCode | Refusal:
    """Makes a code for the desk with that handle. Refusals: `not_administrator`, `no_such_desk`."""
    found = await all_desks(turn, admin_id)
    if isinstance(found, Refusal):
        return found
    chosen = next((each for each in found if desk_handle(each.id) == handle), None)
    if chosen is None:
        return refuse("no_such_desk")
    code = receipts.new_code(token_bytes(receipts.RANDOM_BYTES))
    expires_at = turn.now + turn.app.terms.bind_code_lasts
    await desks.add_code(turn.tx, _digest(turn, code), chosen.id, admin_id, turn.now, expires_at)
    return NewCode(code, chosen.name, expires_at)


async def bind(turn: Turn, by: Hand, full_name: str, typed: str) -> Bound | Refusal:
    """Makes the group the code's desk, and whoever sent the code its lead.

    Refusals: `too_many_guesses` (counted for each person and hour), `group_is_desk` (with `desk`), and
    `bad_bind_code`, one answer for a wrong, a used and an expired code.
    """
    person = await person_of(turn, by.user_id)
    who = turn.app.keys.pseudonym("attempt", by.user_id)
    since = turn.now - timedelta(hours=1)
    if await attempts.count(turn.tx, GUESS, since, who) >= turn.app.terms.code_guesses_per_hour:
        return refuse("too_many_guesses")
    known = await desks.desk_of_chat(turn.tx, by.chat_id)
    if known is not None:
        return refuse("group_is_desk", desk=known.name)
    code = receipts.read_code(typed)
    desk_id = await desks.use_code(turn.tx, _digest(turn, code), turn.now) if code else None
    if desk_id is None:
        await attempts.add(turn.tx, who, GUESS, turn.now)
        await note_attempt(turn, person, "bind")
        return refuse("bad_bind_code")
    return await _settle_in(turn, by, desk_id, clean_line(full_name, LONGEST_NAME) or str(by.user_id))


async def _settle_in(turn: Turn, by: Hand, desk_id: str, name: str) -> Bound:
    before = await desks.desk(turn.tx, desk_id)
    assert before is not None, "a code's desk is a foreign key"
    if before.chat_id is not None:
        turn.tell_group(before.chat_id, Notice("desk_moved", {"desk": before.name}))
    await desks.bind(turn.tx, desk_id, by.chat_id, turn.now)
    await desks.enrol(turn.tx, by.user_id, name, desk_id, Role.LEAD, turn.now)
    desk = await desks.desk(turn.tx, desk_id)
    assert desk is not None
    return Bound(desk, name, await _show_waiting(turn, desk))


async def _show_waiting(turn: Turn, desk: DeskRow) -> int:
    """Cards of open cases for a group that has none yet: whatever came in before it was bound is not forgotten."""
    if desk.kind == DeskKind.PUBLICITY or desk.chat_id is None:
        return 0
    theirs = [] if desk.kind == DeskKind.DUTY else [desk.id]
    waiting = await cases.open_cases(turn.tx, desk_ids=theirs, limit=CARDS_AT_ONCE)
    for row in waiting:
        turn.tell_group(desk.chat_id, Card(row.id), topic=f"card:{row.id}")
    return len(waiting)


def _digest(turn: Turn, code: str) -> str:
    return turn.app.keys.pseudonym("bind", code)
