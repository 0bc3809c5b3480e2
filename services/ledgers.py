"""Reading the ledger in a group: a desk its own cases, those who oversee every one; and having it made into a file."""

from dataclasses import dataclass, replace

from domain.ledger import NOBODYS, LedgerRow, Listing, Selection
from domain.ledger_filter import Filter, Kind, Leaf, Sort, State, kinds, mark
from domain.outgoing import Document
from domain.people import OVERSIGHT, DeskKind, Person
from domain.refusal import Refusal, refuse
from services.clocks import today
from services.reach import Hand, forged, note_attempt, person_of
from services.turn import Turn
from storage import conflicts, desks, ledger, papers
from storage.ledger import Key
from storage.tables import DeskRow, Paper

CASES_A_PAGE = 8
"""Rows and buttons that are still read at a glance on a phone."""

COUNTED = 200
"""Further than that nobody counts, and the database need not."""

PAPERS_SHOWN = 15

FILES = ("workbook", "csv")
"""What the ledger can be made into; buttons carry the place in this row."""

_WITH_CASES = (DeskKind.TOWN, DeskKind.DEPARTMENT)

_Chosen = tuple[Selection, str | None, Kind | None]
"""What a filter asks for; the name of the desk it chose, and what it chose of categories and sources, if any."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody in a group that may read the ledger. `oversees`: every case there is, not the desk's own alone."""

    person: Person
    desk: DeskRow
    oversees: bool


async def reader(turn: Turn, by: Hand) -> Reader | Refusal:
    """Who reads, and how far. Refusals: `not_staff_here`."""
    person, desk = await person_of(turn, by.user_id), await desks.desk_of_chat(turn.tx, by.chat_id)
    if desk is None or desk.kind == DeskKind.PUBLICITY or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "ledger")
        return refuse("not_staff_here")
    return Reader(person, desk, desk.kind in OVERSIGHT)


async def desks_to_choose(turn: Turn) -> list[DeskRow]:
    """Desks that have cases, for narrowing a list to one."""
    return await desks.desks(turn.tx, _WITH_CASES)


async def page(turn: Turn, by: Hand, leaf: Leaf, key: int) -> Listing | Refusal:
    """A page of what the filter asks for, newest first, or longest overdue first.

    `key` is the case that the page follows or, going back, precedes; 0 for the beginning. Refusals: those of
    `reader`, `no_such_desk`, `forged`.
    """
    who = await reader(turn, by)
    if isinstance(who, Refusal):
        return who
    chosen = await _chosen(turn, by, who, leaf.filter)
    if isinstance(chosen, Refusal):
        return chosen
    if key and chosen[0].late and leaf.due_on is None:
        return await forged(turn, by.user_id)
    return await _listing(turn, who, leaf, key, chosen)


async def _listing(turn: Turn, who: Reader, leaf: Leaf, key: int, chosen: _Chosen) -> Listing:
    selection, desk, kind = chosen
    query = await ledger.prepare(turn.tx, selection, today(turn), turn.app.zone)
    at = Key(key, leaf.due_on) if key else None
    after, before = (None, at) if leaf.back else (at, None)
    # One more than is shown tells whether there is a further page.
    ids = await ledger.page(turn.tx, query, CASES_A_PAGE + 1, after, before)
    further = len(ids) > CASES_A_PAGE
    rows = await ledger.rows(turn.tx, ids[-CASES_A_PAGE:] if before else ids[:CASES_A_PAGE])
    counted = await ledger.count(turn.tx, query, COUNTED + 1)
    return Listing(
        filter=leaf.filter,
        rows=tuple(rows),
        found=min(counted, COUNTED),
        more=counted > COUNTED,
        desk=desk,
        kind=kind,
        newer=further if before else after is not None,
        older=True if before else further,
        left={row.id: _left(turn, row) for row in rows if _runs(row)},
        oversees=who.oversees,
    )


async def export(turn: Turn, by: Hand, asked: Filter, file: str) -> int | Refusal:
    """Has what the filter asks for made into a file, for this group, and writes down who asked.

    Refusals: those of `page`, `export_for_leads`.
    """
    who = await reader(turn, by)
    if isinstance(who, Refusal):
        return who
    if not who.oversees and not who.person.leads(who.desk.id):
        await note_attempt(turn, who.person, "export")
        return refuse("export_for_leads")
    chosen = await _chosen(turn, by, who, asked)
    if isinstance(chosen, Refusal):
        return chosen
    paper_id = await papers.add(turn.tx, file, chosen[0].to_json(), by.user_id, by.chat_id, turn.now)
    # Of two presses before the first is made, one file is enough.
    turn.tell_group(by.chat_id, Document(paper_id), topic=f"paper:{file}:{asked.text}")
    return paper_id


@dataclass(frozen=True, slots=True)
class Told:
    """A document that left: its row, who asked for it, and the desk whose group had it, by their names."""

    paper: Paper
    who: str
    desk: str


async def exports(turn: Turn, by: Hand) -> list[Told] | Refusal:
    """The newest documents and who had them made, for those who oversee.

    Refusals: those of `reader`, `for_oversight`.
    """
    who = await reader(turn, by)
    if isinstance(who, Refusal):
        return who
    if not who.oversees:
        await note_attempt(turn, who.person, "exports")
        return refuse("for_oversight")
    groups = {each.chat_id: each.name for each in await desks.desks(turn.tx)}
    return [
        Told(each, await desks.name_of(turn.tx, each.made_by) or "", groups.get(each.chat_id, ""))
        for each in await papers.newest(turn.tx, PAPERS_SHOWN)
    ]


async def _chosen(turn: Turn, by: Hand, who: Reader, asked: Filter) -> _Chosen | Refusal:
    """The filter's marks as what they stand for. Where only one desk is in view, its cases are all there are."""
    kind = kinds(turn.app.taxonomy).get(asked.kind)
    if asked.kind and kind is None:
        return await forged(turn, by.user_id)
    desk, name = who.desk.id, None
    if who.oversees and asked.desk:
        found = {mark(each.id): (each.id, each.name) for each in await desks_to_choose(turn)}
        found[mark(NOBODYS)] = (NOBODYS, NOBODYS)
        if asked.desk not in found:
            return refuse("no_such_desk")
        desk, name = found[asked.desk]
    selection = Selection(
        desk=desk if name is not None or not who.oversees else None,
        statuses=asked.state.statuses if asked.state else (),
        late=asked.state is State.LATE,
        since=asked.since,
        until=asked.until,
        not_about=tuple(sorted(await conflicts.businesses_of(turn.tx, by.user_id))),
    )
    return _of_kind(turn, selection, kind), name, kind


def _of_kind(turn: Turn, selection: Selection, kind: Kind | None) -> Selection:
    match kind:
        case Kind(Sort.CATEGORY, violation):
            return replace(selection, violations=(violation,))
        case Kind(Sort.GROUP, group):
            return replace(selection, violations=turn.app.taxonomy.violations.group(group).members)
        case Kind(Sort.SOURCE, source):
            return replace(selection, source=source)
        case _:
            return selection


def _runs(row: LedgerRow) -> bool:
    """Whether a deadline is running towards its day, or has passed it, and somebody still owes the next step."""
    return row.due_on is not None and not row.paused and row.status in State.OPEN.statuses


def _left(turn: Turn, row: LedgerRow) -> int:
    assert row.due_on is not None, "only what has a deadline is counted towards it"
    return turn.app.calendar.working_days_between(today(turn), row.due_on)
