"""Tasks of looking back (回头看): whose they are, until when, and how they ended."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update

from domain.case import Status
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow, EvidenceRow, LookBack, NoteRow


@dataclass(frozen=True, slots=True)
class Owed:
    """An open task beside the number of its case."""

    task: LookBack
    number: str


async def add(tx: Tx, task: LookBack) -> None:
    """Keeps the task. Raises IntegrityError when the case has another that is not done."""
    tx.add(task)
    await tx.flush()


async def get(tx: Tx, task_id: int) -> LookBack | None:
    """The task as it stands now."""
    return await tx.get(LookBack, task_id, populate_existing=True)


async def open_of(tx: Tx, case_id: int) -> LookBack | None:
    """The case's task that is not done."""
    query = select(LookBack).where(LookBack.case_id == case_id, LookBack.done_at.is_(None))
    return await tx.scalar(query.execution_options(populate_existing=True))


async def latest(tx: Tx, case_id: int) -> LookBack | None:
    """The case's newest task, done or not."""
    query = select(LookBack).where(LookBack.case_id == case_id).order_by(LookBack.id.desc()).limit(1)
    return await tx.scalar(query.execution_options(populate_existing=True))


async def change(tx: Tx, task: LookBack, **columns: object) -> bool:
    """Changes a task that is still as it was read: not done, given to the same person, and reminded of as often.

    Two who take it at once, a tick after a result, two ticks: the second meets no row.
    """
    read = [
        getattr(LookBack, name).is_not_distinct_from(getattr(task, name))
        for name in ("desk_id", "given_to", "chased", "chase_at")
    ]
    open_still = (LookBack.id == task.id) & LookBack.done_at.is_(None)
    return await changed(tx, update(LookBack).where(open_still, *read).values(**columns))


async def end(tx: Tx, task_id: int, **columns: object) -> bool:
    """Ends a task, whoever has it by now; False when it was done already."""
    open_still = (LookBack.id == task_id) & LookBack.done_at.is_(None)
    return await changed(tx, update(LookBack).where(open_still).values(**columns))


async def release(tx: Tx, user_id: int, desk_id: str) -> list[int]:
    """Takes the desk's open tasks out of somebody's hands; returns the ids of their cases."""
    theirs = (LookBack.given_to == user_id) & (LookBack.desk_id == desk_id) & LookBack.done_at.is_(None)
    ids = list(await tx.scalars(select(LookBack.case_id).where(theirs)))
    if ids:
        await changed(tx, update(LookBack).where(theirs).values(given_to=None))
    return ids


async def loads(tx: Tx, desk_id: str) -> dict[int, int]:
    """How many open tasks of the desk each person has; those without any are left out."""
    query = select(LookBack.given_to, func.count()).where(LookBack.desk_id == desk_id, LookBack.done_at.is_(None))
    found = await tx.execute(query.where(LookBack.given_to.is_not(None)).group_by(LookBack.given_to))
    return {user_id: count for user_id, count in found if user_id is not None}


async def to_chase(tx: Tx, now: datetime, limit: int) -> list[int]:
    """Open tasks whose next reminder is due, the longest waiting first."""
    due = (LookBack.chase_at <= now) & LookBack.done_at.is_(None)
    return list(await tx.scalars(select(LookBack.id).where(due).order_by(LookBack.chase_at, LookBack.id).limit(limit)))


async def owed(tx: Tx, desk_id: str | None, until: date, limit: int) -> list[Owed]:
    """Open tasks of a desk (of every desk: None) that are due by then, the earliest first."""
    query = select(LookBack, CaseRow.number).join(CaseRow, CaseRow.id == LookBack.case_id)
    rows = await tx.execute(query.where(*_owed(desk_id, until)).order_by(LookBack.due_on, LookBack.id).limit(limit))
    return [Owed(task, number) for task, number in rows]


async def count_owed(tx: Tx, desk_id: str | None, until: date) -> int:
    """How many there are of them."""
    return (await tx.scalar(select(func.count()).select_from(LookBack).where(*_owed(desk_id, until)))) or 0


def _owed(desk_id: str | None, until: date) -> tuple[ColumnElement[bool], ...]:
    open_by_then = (LookBack.done_at.is_(None), LookBack.due_on <= until)
    return open_by_then if desk_id is None else (LookBack.desk_id == desk_id, *open_by_then)


async def photos_since(
    tx: Tx, case_id: int, since: datetime, not_by: Collection[int]
) -> tuple[Sequence[EvidenceRow], bool]:
    """Staff's kept photos of the case that came after `since` and are none of those people's, without any that was
    there before, by its bytes; and whether more are still being fetched."""
    query = select(EvidenceRow, NoteRow.author_id).outerjoin(NoteRow, NoteRow.id == EvidenceRow.note_id)
    rows = list(await tx.execute(query.where(EvidenceRow.case_id == case_id)))
    before = {each.sha256 for each, _ in rows if each.at <= since and each.sha256 is not None}
    new = [each for each, author in rows if each.by_staff and each.at > since and author not in not_by]
    kept = [each for each in new if each.state == "kept" and each.sha256 not in before]
    return kept, any(each.state == "wanted" for each in new)


async def closed_since(tx: Tx, since: datetime, desk_id: str | None) -> list[int]:
    """Ids of cases closed since then (of that desk, where one is named) at which nobody is looking now."""
    looked_at = select(LookBack.case_id).where(LookBack.done_at.is_(None))
    query = select(CaseRow.id).where(CaseRow.closed_at >= since, CaseRow.status == Status.CLOSED)
    if desk_id is not None:
        query = query.where(CaseRow.desk_id == desk_id)
    return list(await tx.scalars(query.where(CaseRow.id.not_in(looked_at)).order_by(CaseRow.id)))
