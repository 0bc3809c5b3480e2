"""Exposures and their batches: made, read, changed under a guard; their parts and their events."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import delete, func, insert, select, update

from domain.exposure import Part, Status
from domain.published import Rich
from storage import chain
from storage.database import Tx
from storage.guarded import changed
from storage.tables import Batch, Exposure, ExposureEvent, ExposurePart, ExposurePhoto


async def add_batch(tx: Tx, title: str, made_by: int, now: datetime) -> Batch:
    """The next issue. Two at once can't have one number: the second fails on the constraint and is worked again."""
    newest = await tx.scalar(select(func.max(Batch.number)))
    row = Batch(number=(newest or 0) + 1, title=title, made_by=made_by, made_at=now)
    tx.add(row)
    await tx.flush()
    return row


async def batch(tx: Tx, batch_id: int) -> Batch | None:
    """The batch as it stands in the database now."""
    return await tx.get(Batch, batch_id, populate_existing=True)


async def open_batches(tx: Tx, limit: int) -> list[tuple[Batch, int]]:
    """Batches that neither went out nor wait to, the newest first, with how many exposures each holds."""
    waiting = Batch.begun_at.is_(None) & Batch.due_at.is_(None) & Batch.queued_at.is_(None)
    inside = (Exposure.batch_id == Batch.id) & (Exposure.status != Status.DISCARDED)
    count = select(func.count()).select_from(Exposure).where(inside).scalar_subquery()
    query = select(Batch, count).where(waiting).order_by(Batch.number.desc()).limit(limit)
    return [(batch, held) for batch, held in await tx.execute(query.execution_options(populate_existing=True))]


async def put_in_order(tx: Tx, exposure_ids: Sequence[int]) -> None:
    """Numbers the places of what is in a batch."""
    for place, each in enumerate(exposure_ids, 1):
        await tx.execute(update(Exposure).where(Exposure.id == each).values(place=place))


async def add(tx: Tx, row: Exposure, parts: Mapping[Part, Rich]) -> int:
    """Keeps a new exposure with its parts, last in its batch, and returns its id; it begins a series unless `series_id`
    is set. A case that is exposed already fails on the index: ask before, and the update is worked again."""
    row.place = await next_place(tx, row.batch_id)
    tx.add(row)
    await tx.flush()
    if row.series_id is None:
        row.series_id = row.id
        await tx.flush()
    for name, rich in parts.items():
        await set_part(tx, row.id, name, rich)
    return row.id


async def next_place(tx: Tx, batch_id: int) -> int:
    """Behind everything that is in the batch."""
    return (await tx.scalar(select(func.max(Exposure.place)).where(Exposure.batch_id == batch_id)) or 0) + 1


async def get(tx: Tx, exposure_id: int) -> Exposure | None:
    """The exposure as it stands in the database now."""
    return await tx.get(Exposure, exposure_id, populate_existing=True)


async def in_batch(tx: Tx, batch_id: int) -> list[Exposure]:
    """What is in the batch and was not discarded, in the order in which it goes out."""
    query = select(Exposure).where(Exposure.batch_id == batch_id, Exposure.status != Status.DISCARDED)
    return list(await tx.scalars(query.order_by(Exposure.place, Exposure.id).execution_options(populate_existing=True)))


async def expired(tx: Tx, day: date) -> list[int]:
    """What is published and was to be shown until that day, or an earlier one."""
    query = select(Exposure.id).where(Exposure.expires_on <= day, Exposure.status == Status.PUBLISHED)
    return list(await tx.scalars(query.order_by(Exposure.expires_on, Exposure.id)))


async def expiring_between(tx: Tx, since: date, until: date) -> list[tuple[int, date]]:
    """What is published and will be taken down from `since` on and before `until`: (id, day)."""
    span = (Exposure.expires_on >= since) & (Exposure.expires_on < until) & (Exposure.status == Status.PUBLISHED)
    rows = await tx.execute(select(Exposure.id, Exposure.expires_on).where(span).order_by(Exposure.id))
    return [(exposure_id, day) for exposure_id, day in rows if day is not None]


async def parts(tx: Tx, exposure_id: int) -> dict[Part, Rich]:
    """The parts that are not empty."""
    rows = await tx.scalars(
        select(ExposurePart).where(ExposurePart.exposure_id == exposure_id).execution_options(populate_existing=True)
    )
    return {Part(each.name): Rich(each.text, each.entities) for each in rows}


async def set_part(tx: Tx, exposure_id: int, name: Part, rich: Rich) -> None:
    """Puts that in the part's place; an empty text takes the part away. Call it behind `edit`, which is the guard."""
    mine = (ExposurePart.exposure_id == exposure_id) & (ExposurePart.name == name)
    await tx.execute(delete(ExposurePart).where(mine))
    if rich.text:
        row = {"exposure_id": exposure_id, "name": name, "text": rich.text, "entities": rich.entities}
        await tx.execute(insert(ExposurePart).values(**row))


async def edit(tx: Tx, row: Exposure, **columns: object) -> bool:
    """Takes the exposure back to a draft and unfreezes it, with further columns; False when somebody was faster.

    Every edit of text, photos or facts goes through here: what was frozen, and approved by its digest, is gone with
    it. The guard is status and revision as `row` was read: of two edits at once the second meets no row.
    """
    as_read = (Exposure.id == row.id) & (Exposure.status == row.status) & (Exposure.revision == row.revision)
    now_draft = {"status": Status.DRAFT, "revision": row.revision + 1, "frozen": None, "digest": None}
    return await changed(tx, update(Exposure).where(as_read).values(**now_draft, **columns))


async def pass_on(tx: Tx, row: Exposure, to: Status, **columns: object) -> bool:
    """Moves the exposure, if it still is as `row` was read, text included; False when somebody was faster."""
    as_read = (Exposure.id == row.id) & (Exposure.status == row.status) & (Exposure.revision == row.revision)
    return await changed(tx, update(Exposure).where(as_read).values(status=to, **columns))


async def told(tx: Tx, row: Exposure, now: datetime) -> bool:
    """Marks the reporters as told, once; False when they were, or the exposure does not stand any more."""
    first = (Exposure.id == row.id) & (Exposure.status == row.status) & Exposure.reporter_told_at.is_(None)
    return await changed(tx, update(Exposure).where(first).values(reporter_told_at=now))


add_event = partial(chain.add, chain.OF_EXPOSURES)
"""The exposure's next event; its actor is a `domain.exposure.Actor`."""


async def events(tx: Tx, exposure_id: int) -> list[ExposureEvent]:
    """What happened to it, in order."""
    query = select(ExposureEvent).where(ExposureEvent.exposure_id == exposure_id)
    return list(await tx.scalars(query.order_by(ExposureEvent.seq)))


async def editors(tx: Tx, exposure_id: int) -> frozenset[int]:
    """Everybody who had a hand in its text, photos or facts, or in those it corrects: none of them may approve it.

    Whoever added a photo is among them while it is chosen, whoever chose it.
    """
    mine = select(Exposure.series_id).where(Exposure.id == exposure_id).scalar_subquery()
    earlier = select(Exposure.id).where(Exposure.series_id == mine, Exposure.id <= exposure_id)
    query = select(ExposureEvent.actor_id, ExposureEvent.what, ExposureEvent.facts)
    query = query.where(ExposureEvent.exposure_id.in_(earlier), ExposureEvent.what.in_((*EDITS, ADDED)))
    shown = ExposurePhoto.published & (ExposurePhoto.exposure_id == exposure_id)
    chosen = set(await tx.scalars(select(ExposurePhoto.evidence_id).where(shown)))
    found = await tx.execute(query.where(ExposureEvent.actor_id.is_not(None)))
    return frozenset(who for who, what, facts in found if who and (what != ADDED or facts.get("evidence") in chosen))


EDITS = ("begun", "written", "classed", "photo", "flag_kept", "submitted")
"""The events by which somebody becomes an editor of an exposure."""

ADDED = "photo_added"
"""The event of a photo that the office brought, `evidence` among its facts: it makes an editor once that is chosen."""
