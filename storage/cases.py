"""The problem ledger: filing, finding, moving; events, notes and statements beside it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, text, union, update

from domain.case import OPEN, Status
from storage import chain, conflicts
from storage.case_cards import card_facts as card_facts
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseEvent, CaseRow, EvidenceRow, NoteRow, Statement

# What every report asks and adds is put together once: that would cost more each time than the database's part of it.
_NEWEST_NUMBER = select(CaseRow.number).where(CaseRow.year == bindparam("year")).order_by(CaseRow.id.desc()).limit(1)
_NEWEST_VERSION = select(func.max(Statement.version)).where(Statement.message == bindparam("message"))
_ADD_STATEMENT = insert(Statement.metadata.tables["statement"])

_NUMBERS_LOCK = 0x7469706F  # any number will do, as long as nothing else in this database locks it


async def next_number(tx: Tx, year: int) -> int:
    """The next case number of that year, from 1; taken for good only when a case is inserted with it.

    SQLite has one writer at a time. On PostgreSQL the lock is held until this transaction ends, so the next to ask
    sees what this one filed; a rolled-back filing leaves no gap. Ids grow in the same order as numbers for the same
    reason, which spares counting.
    """
    if (await tx.connection()).dialect.name == "postgresql":
        await tx.execute(text("SELECT pg_advisory_xact_lock(:room, :year)"), {"room": _NUMBERS_LOCK, "year": year})
    number = await tx.scalar(_NEWEST_NUMBER, {"year": year})
    return 1 if number is None else int(number.rpartition("-")[2]) + 1


async def insert_case(tx: Tx, row: CaseRow) -> int:
    """Files the case and returns its id. Raises IntegrityError when its update was filed before."""
    tx.add(row)
    await tx.flush()
    return row.id


async def get(tx: Tx, case_id: int) -> CaseRow | None:
    """The case as it stands now, also when this transaction has read it before."""
    return await tx.get(CaseRow, case_id, populate_existing=True)


async def by_number(tx: Tx, number: str) -> CaseRow | None:
    """The case with that number."""
    query = select(CaseRow).where(CaseRow.number == number)
    return await tx.scalar(query.execution_options(populate_existing=True))


async def move_case(tx: Tx, case_id: int, from_status: Status, to: Status, **columns: object) -> bool:
    """Changes the status if it is still `from_status`; False when somebody else was first."""
    was = (CaseRow.id == case_id) & (CaseRow.status == from_status)
    return await changed(tx, update(CaseRow).where(was).values(status=to, **columns))


async def pass_case(tx: Tx, row: CaseRow, **columns: object) -> bool:
    """Changes columns without a change of status, if status, desk and holder are still what `row` was read with."""
    was = (CaseRow.id == row.id) & (CaseRow.status == row.status)
    unmoved = was & CaseRow.desk_id.is_not_distinct_from(row.desk_id)
    same_hands = unmoved & CaseRow.holder_id.is_not_distinct_from(row.holder_id)
    return await changed(tx, update(CaseRow).where(same_hands).values(**columns))


async def release(tx: Tx, holder_id: int, desk_id: str) -> list[int]:
    """Takes the desk's open cases out of somebody's hands; returns their ids."""
    theirs = select(CaseRow.id).where(
        CaseRow.desk_id == desk_id, CaseRow.holder_id == holder_id, CaseRow.status.in_(sorted(OPEN))
    )
    ids = list(await tx.scalars(theirs))
    for case_id in ids:
        still = (CaseRow.id == case_id) & (CaseRow.holder_id == holder_id)
        await changed(tx, update(CaseRow).where(still).values(holder_id=None))
    return ids


async def open_cases(
    tx: Tx,
    *,
    desk_ids: Sequence[str] | None = None,
    also: Sequence[int] = (),
    not_about: Collection[int] = (),
    holder_id: int | None = None,
    after: int = 0,
    limit: int = 10,
) -> list[CaseRow]:
    """Cases in which somebody still owes the next step, oldest first; `after` is the last id of the page before.

    `desk_ids` None means every case there is, an empty list those that no desk has. `also` are ids of further cases,
    whichever desk has them. Cases about the businesses `not_about` are left out.
    """
    found = open_statement(
        desk_ids=desk_ids, also=also, not_about=not_about, holder_id=holder_id, after=after, limit=limit
    )
    ids = select(CaseRow).where(CaseRow.id.in_(found)).order_by(CaseRow.id)
    return list(await tx.scalars(ids.execution_options(populate_existing=True)))


def open_statement(
    *,
    desk_ids: Sequence[str] | None,
    also: Sequence[int],
    holder_id: int | None,
    after: int,
    limit: int,
    not_about: Collection[int] = (),
) -> Select[int]:
    """The ids that `open_cases` is about; a test looks at how both databases go about it.

    Taken apart into one branch a status, each of which an index gives in order and stops after a page. Asked for all
    statuses at once, either database may walk through the ended cases, of which a ledger has nearly nothing else.
    """
    desks = (
        [None] if desk_ids is None else [CaseRow.desk_id == each for each in desk_ids] or [CaseRow.desk_id.is_(None)]
    )
    held = None if holder_id is None else CaseRow.holder_id == holder_id
    apart = conflicts.apart_from(not_about) if not_about else None
    branches = [
        _by_id(after, limit, CaseRow.status == status, desk, held, apart) for status in sorted(OPEN) for desk in desks
    ]
    if also:
        branches.append(_by_id(after, limit, CaseRow.id.in_(also), CaseRow.status.in_(sorted(OPEN)), held, apart))
    found = union(*(select(each.subquery()) for each in branches)).subquery()
    return select(found.c.id).order_by(found.c.id).limit(limit)


def _by_id(after: int, limit: int, *conditions: ColumnElement[bool] | None) -> Select[int]:
    asked = (each for each in conditions if each is not None)
    return select(CaseRow.id).where(CaseRow.id > after, *asked).order_by(CaseRow.id).limit(limit)


add_event = partial(chain.add, chain.OF_CASES)
"""The case's next event; its actor is a `domain.case.Actor`."""


async def events(tx: Tx, case_id: int) -> list[CaseEvent]:
    """What happened to the case, in order."""
    return list(await tx.scalars(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.seq)))


async def add_note(tx: Tx, note: NoteRow) -> int:
    """Keeps the note and returns its id. Raises IntegrityError when that version of the message is kept already."""
    tx.add(note)
    await tx.flush()
    return note.id


async def note(tx: Tx, note_id: int) -> NoteRow | None:
    """The note as it stands now."""
    return await tx.get(NoteRow, note_id, populate_existing=True)


async def note_of_message(tx: Tx, chat_id: int, message_id: int) -> NoteRow | None:
    """The newest version of the note that a group's message became."""
    query = select(NoteRow).where(NoteRow.chat_id == chat_id, NoteRow.message_id == message_id)
    return await tx.scalar(query.order_by(NoteRow.version.desc()).limit(1))


async def note_of_album(tx: Tx, album: str) -> NoteRow | None:
    """The note that earlier items of an album belong to; `album` is a pseudonym of the media group."""
    theirs = select(EvidenceRow.note_id).where(EvidenceRow.album == album, EvidenceRow.note_id.is_not(None))
    return await tx.scalar(select(NoteRow).where(NoteRow.id.in_(theirs)).order_by(NoteRow.id).limit(1))


async def notes(tx: Tx, case_id: int) -> list[NoteRow]:
    """Every note in order, all versions of each."""
    query = select(NoteRow).where(NoteRow.case_id == case_id).order_by(NoteRow.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def share_note(tx: Tx, note_id: int, by: int, at: datetime) -> bool:
    """Marks the note as told to the reporter; False when it was already, so that it is told once."""
    unshared = (NoteRow.id == note_id) & NoteRow.shared_at.is_(None)
    return await changed(tx, update(NoteRow).where(unshared).values(shared_at=at, shared_by=by))


async def add_statement(tx: Tx, case_id: int, message: str, words: str, at: datetime) -> int:
    """Keeps the reporter's words as the message's next version, and returns that version, from 1."""
    newest = await tx.scalar(_NEWEST_VERSION, {"message": message})
    version = (newest or 0) + 1
    values = {"case_id": case_id, "message": message, "version": version, "text": words, "at": at}
    await tx.execute(_ADD_STATEMENT, values)
    return version


async def statement_of(tx: Tx, message: str) -> Statement | None:
    """The newest version of the reporter's words in that message (a pseudonym of chat and message)."""
    query = select(Statement).where(Statement.message == message)
    return await tx.scalar(query.order_by(Statement.version.desc()).limit(1))


async def statements(tx: Tx, case_id: int) -> list[Statement]:
    """The reporter's words, every version, in order."""
    return list(await tx.scalars(select(Statement).where(Statement.case_id == case_id).order_by(Statement.id)))


async def of_reporter(tx: Tx, reporter: str, limit: int = 20) -> list[CaseRow]:
    """The newest cases of one reporter (a pseudonym), newest first."""
    query = select(CaseRow).where(CaseRow.reporter == reporter).order_by(CaseRow.id.desc()).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def by_receipt(tx: Tx, receipt: str) -> CaseRow | None:
    """The case whose receipt code has that keyed hash."""
    query = select(CaseRow).where(CaseRow.receipt == receipt)
    return await tx.scalar(query.execution_options(populate_existing=True))
