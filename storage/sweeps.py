"""Sweeps, their places and what was found there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.people import DeskKind
from domain.sweep import Check, Coverage, Listed, SweepFacts
from storage import desks
from storage.database import Tx
from storage.guarded import changed
from storage.tables import CaseRow, DeskRow, StaffRow, Sweep, SweepFinding, SweepPlace

_SHOWN = 12
"""Places with a button on a sweep's message."""


async def add(tx: Tx, row: Sweep) -> int:
    """Keeps the sweep and returns its id."""
    tx.add(row)
    await tx.flush()
    return row.id


async def get(tx: Tx, sweep_id: int) -> Sweep | None:
    """The sweep as it stands now."""
    return await tx.get(Sweep, sweep_id, populate_existing=True)


async def place(tx: Tx, place_id: int) -> SweepPlace | None:
    """The place as it stands now."""
    return await tx.get(SweepPlace, place_id, populate_existing=True)


async def place_named(tx: Tx, sweep_id: int, desk_id: str, name: str) -> SweepPlace | None:
    """The desk's place of that name in the sweep."""
    query = select(SweepPlace).where(*_of(sweep_id, desk_id), SweepPlace.name == name)
    return await tx.scalar(query.execution_options(populate_existing=True))


async def known_places(tx: Tx, sweep_id: int, desk_id: str) -> dict[str, str]:
    """The desk's places in the sweep: name to address."""
    query = select(SweepPlace.name, SweepPlace.place_text).where(*_of(sweep_id, desk_id))
    return {row.name: row.place_text for row in await tx.execute(query)}


async def add_places(tx: Tx, sweep_id: int, desk_id: str, places: Sequence[Listed]) -> None:
    """Adds places to the desk's list. One whose name is there already, added by somebody at the same moment, is not
    added twice: the key decides."""
    if not places:
        return
    values = [
        {"sweep_id": sweep_id, "desk_id": desk_id, "name": each.name, "place_text": each.address} for each in places
    ]
    await tx.execute(_dialect(tx).insert(SweepPlace).values(values).on_conflict_do_nothing())


async def visit(tx: Tx, place_id: int, by: int, now: datetime) -> bool:
    """Marks the place as visited; False when somebody had been there before."""
    unseen = (SweepPlace.id == place_id) & SweepPlace.visited_at.is_(None)
    return await changed(tx, update(SweepPlace).where(unseen).values(visited_at=now, visited_by=by))


async def locate(tx: Tx, place_id: int, lat: float, lon: float) -> None:
    """Keeps where the place is (WGS-84); the last word counts."""
    await tx.execute(update(SweepPlace).where(SweepPlace.id == place_id).values(lat=lat, lon=lon))


async def claim_finding(tx: Tx, place_id: int, what: Check, words: str, by: int, now: datetime) -> bool:
    """Writes down what is wrong in a place, before its case is made; False when somebody has.

    The key decides: of two officers the second waits for the first to commit, and then inserts nothing.
    """
    values = {"place_id": place_id, "what": what.value, "words": words, "by": by, "at": now}
    row = _dialect(tx).insert(SweepFinding).values(**values).on_conflict_do_nothing()
    return cast(CursorResult[Any], await tx.execute(row)).rowcount > 0


async def became(tx: Tx, place_id: int, what: Check, case_id: int) -> None:
    """The ledger row that the finding is."""
    mine = (SweepFinding.place_id == place_id) & (SweepFinding.what == what.value)
    await tx.execute(update(SweepFinding).where(mine).values(case_id=case_id))


async def finding(tx: Tx, place_id: int, what: Check) -> tuple[str, str] | None:
    """Who found it, by name, and the number of its case; None while nobody has."""
    query = (
        select(StaffRow.name, CaseRow.number)
        .select_from(SweepFinding)
        .outerjoin(StaffRow, StaffRow.user_id == SweepFinding.by)
        .outerjoin(CaseRow, CaseRow.id == SweepFinding.case_id)
        .where(SweepFinding.place_id == place_id, SweepFinding.what == what.value)
    )
    found = (await tx.execute(query)).first()
    return None if found is None else (found[0] or "", found[1] or "")


async def end(tx: Tx, sweep_id: int, now: datetime) -> bool:
    """Ends the sweep; False when it had ended before, so that it is told once."""
    running = (Sweep.id == sweep_id) & Sweep.ended_at.is_(None)
    return await changed(tx, update(Sweep).where(running).values(ended_at=now))


async def remind(tx: Tx, sweep_id: int, now: datetime) -> bool:
    """Writes down that the end was spoken of; False when it was before, or the sweep has ended."""
    unsaid = (Sweep.id == sweep_id) & Sweep.ended_at.is_(None) & Sweep.reminded_at.is_(None)
    return await changed(tx, update(Sweep).where(unsaid).values(reminded_at=now))


async def running(tx: Tx, desk: DeskRow | None = None, limit: int = 500) -> list[Sweep]:
    """Sweeps that go on, the newest first: those on the desk's ground, or all."""
    query = select(Sweep).where(Sweep.ended_at.is_(None), *_concerning(desk)).order_by(Sweep.id.desc()).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def ended(tx: Tx, desk: DeskRow | None, limit: int) -> list[Sweep]:
    """Sweeps that are over, the newest first."""
    query = select(Sweep).where(Sweep.ended_at.is_not(None), *_concerning(desk)).order_by(Sweep.id.desc()).limit(limit)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def coverage(tx: Tx, sweep_ids: Sequence[int]) -> dict[int, dict[str, Coverage]]:
    """How far each desk has come, by sweep; desks without a place are left out."""
    key = (SweepPlace.sweep_id, SweepPlace.desk_id)
    theirs = SweepPlace.sweep_id.in_(sweep_ids)
    seen = select(*key, func.count(), func.count(SweepPlace.visited_at)).where(theirs).group_by(*key)
    wrong = select(*key, func.count()).join(SweepFinding, SweepFinding.place_id == SweepPlace.id)
    found = {(sweep, desk): count for sweep, desk, count in await tx.execute(wrong.where(theirs).group_by(*key))}
    stands: dict[int, dict[str, Coverage]] = {each: {} for each in sweep_ids}
    for sweep, desk, places, visited in await tx.execute(seen):
        stands[sweep][desk] = Coverage(places, visited, found.get((sweep, desk), 0))
    return stands


async def unvisited(tx: Tx, sweep_id: int, desk_id: str, after: int, limit: int) -> list[tuple[int, str]]:
    """(id, name) of the next places to go to after that one, from the top again once the list is through."""
    query = select(SweepPlace.id, SweepPlace.name).where(*_of(sweep_id, desk_id), SweepPlace.visited_at.is_(None))
    # False sorts before true on both databases.
    query = query.order_by(SweepPlace.id <= after, SweepPlace.id).limit(limit)
    return [(place_id, name) for place_id, name in await tx.execute(query)]


async def sweep_facts(tx: Tx, sweep_id: int, chat_id: int, after: int = 0) -> SweepFacts | None:
    """The sweep as that group sees it: its own places only. None for a group on whose ground it is not."""
    row, desk = await get(tx, sweep_id), await desks.desk_of_chat(tx, chat_id)
    if row is None or desk is None or not concerns(row, desk):
        return None
    stands = (await coverage(tx, [row.id]))[row.id].get(desk.id, Coverage())
    going_on = row.ended_at is None
    left = await unvisited(tx, row.id, desk.id, after, _SHOWN + 1) if going_on else []
    return SweepFacts(
        sweep_id=row.id,
        title=row.title,
        checks=tuple(map(Check, row.checks)),
        ends_on=row.ends_on,
        ended=not going_on,
        whole_district=row.desk_id is None,
        coverage=stands,
        next_places=tuple(left[:_SHOWN]),
        more=len(left) > _SHOWN,
    )


def concerns(row: Sweep, desk: DeskRow) -> bool:
    """Whether the desk has places of its own in the sweep: its own sweep, or a town's part in the whole district's."""
    return row.desk_id == desk.id or (row.desk_id is None and desk.kind == DeskKind.TOWN)


def _concerning(desk: DeskRow | None) -> tuple[ColumnElement[bool], ...]:
    if desk is None:
        return ()
    mine = Sweep.desk_id == desk.id
    return (or_(mine, Sweep.desk_id.is_(None)) if desk.kind == DeskKind.TOWN else mine,)


def _of(sweep_id: int, desk_id: str) -> tuple[ColumnElement[bool], ...]:
    return (SweepPlace.sweep_id == sweep_id, SweepPlace.desk_id == desk_id)


def _dialect(tx: Tx) -> Any:
    return postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
