"""A batch goes out as a whole and once, and only with what was approved; what is out expires on its day."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from bot.schedule import Schedule
from domain.exposure import Class, Status
from domain.refusal import Refusal, refuse
from services import office, publishing
from services.office import Seated
from services.turn import Turn
from storage import exposures
from storage.database import Database
from storage.guarded import Overtaken
from storage.tables import Batch, Broadcast, Exposure
from tests.district import OFFICE, SUN, District, folder, hand
from tests.publicity import exposure, row_of


def local(text: str) -> datetime:
    """A moment by the district's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
async def opened(district: District) -> District:
    """A district whose publicity office is at work."""
    await district.publicity()
    return district


async def batch_of(district: District, *stages: Status) -> tuple[int, list[int]]:
    """A batch with a text at each of these stages."""
    first = await exposure(district, stages[0])
    batch_id = (await row_of(district, first)).batch_id
    return batch_id, [first, *[await exposure(district, each, batch_id=batch_id) for each in stages[1:]]]


async def lead(turn: Turn) -> Seated:
    """孙, who leads the office."""
    found = await office.leading(turn, hand(SUN, OFFICE))
    assert isinstance(found, Seated)
    return found


async def publish(district: District, batch_id: int) -> Refusal | None:
    async with district.turn() as turn:
        return await publishing.publish_batch(turn, batch_id, by=await lead(turn))


async def rounds(district: District) -> list[tuple[int, str]]:
    async with district.database.read() as tx:
        rows = await tx.execute(select(Broadcast.exposure_id, Broadcast.verb).order_by(Broadcast.id))
        return [(exposure_id, verb) for exposure_id, verb in rows]


async def change(district: District, exposure_id: int, **columns: object) -> None:
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(**columns))


async def test_every_text_of_a_batch_goes_out_and_a_second_time_none(opened: District) -> None:
    batch_id, texts = await batch_of(opened, Status.APPROVED, Status.SCHEDULED)
    assert await publish(opened, batch_id) is None
    assert [(await row_of(opened, each)).status for each in texts] == ["publishing"] * 2
    assert await publish(opened, batch_id) == refuse("batch_begun")
    assert await rounds(opened) == [(each, "publish") for each in texts]


async def test_one_text_that_is_not_approved_keeps_the_batch_back(opened: District) -> None:
    batch_id, texts = await batch_of(opened, Status.APPROVED, Status.SUBMITTED)
    assert await publish(opened, batch_id) == refuse("batch_unapproved", count="1")
    assert [(await row_of(opened, each)).status for each in texts] == ["approved", "submitted"]
    assert await rounds(opened) == []


async def test_a_text_changed_behind_its_approval_goes_nowhere(opened: District) -> None:
    batch_id, texts = await batch_of(opened, Status.APPROVED)
    frozen = dict((await row_of(opened, texts[0])).frozen or {})
    await change(opened, texts[0], frozen=frozen | {"full": ["罚款500000元", []]})
    assert await publish(opened, batch_id) == refuse("batch_altered")
    await change(opened, texts[0], frozen={"full": 1})
    assert await publish(opened, batch_id) == refuse("batch_altered")
    assert await rounds(opened) == []


async def test_what_does_not_belong_into_a_batch_is_said(opened: District) -> None:
    batch_id, texts = await batch_of(opened, Status.APPROVED)
    await change(opened, texts[0], corrects_id=texts[0])
    assert await publish(opened, batch_id) == refuse("batch_correction")
    await change(opened, texts[0], corrects_id=None, expires_on=date(2026, 3, 2))
    assert await publish(opened, batch_id) == refuse("batch_expired")
    await change(opened, texts[0], status=Status.DISCARDED)
    assert await publish(opened, batch_id) == refuse("batch_empty")
    assert await publish(opened, 999) == refuse("no_such_batch")


async def test_two_processes_at_once_begin_one_round(opened: District, database_url: str) -> None:
    batch_id, texts = await batch_of(opened, Status.SCHEDULED, Status.SCHEDULED)
    other = Database(database_url)

    async def at_once(database: Database) -> Refusal | None:
        async with database.write() as tx:
            return await publishing.publish_batch(Turn(opened.app, tx, opened.now), batch_id, by=None)

    done = await asyncio.gather(at_once(opened.database), at_once(other))
    await other.close()
    assert sorted(each.key if each else "" for each in done) in (["", "batch_begun"], ["", "exposure_has_changed"])
    assert await rounds(opened) == [(each, "publish") for each in texts]


async def test_an_edit_made_while_a_batch_is_going_out_leaves_all_of_it_in(opened: District, database_url: str) -> None:
    batch_id, texts = await batch_of(opened, Status.APPROVED, Status.APPROVED)
    other, begun = Database(database_url), asyncio.Event()

    async def edit_the_second() -> None:
        async with other.write() as tx:
            row = await exposures.get(tx, texts[1])
            assert row is not None and await exposures.edit(tx, row)
            begun.set()
            # PostgreSQL's publisher has passed the first text by then, and waits for this one's row.
            await asyncio.sleep(0.3)

    async def publish_meanwhile() -> Refusal | None:
        await begun.wait()
        return await publish(opened, batch_id)

    _, done = await asyncio.gather(edit_the_second(), publish_meanwhile(), return_exceptions=True)
    await other.close()
    assert isinstance(done, Overtaken) or done == refuse("batch_unapproved", count="1")
    assert [(await row_of(opened, each)).status for each in texts] == ["approved", "draft"]
    assert await rounds(opened) == []


async def test_a_penalty_stands_for_three_years_from_its_publication(opened: District) -> None:
    batch_id, (text,) = await batch_of(opened, Status.APPROVED)
    await publish(opened, batch_id)
    opened.now = local("2026-03-02T23:59:00")
    async with opened.turn() as turn:
        assert await publishing.published(turn, text)
        assert not await publishing.published(turn, text)
    row = await row_of(opened, text)
    assert (row.status, row.published_at, row.expires_on) == ("published", opened.now, date(2029, 3, 2))
    async with opened.database.read() as tx:
        whats = [each.what for each in await exposures.events(tx, text)]
    assert whats == ["begun", "submitted", "publishing", "published"]


async def test_a_day_set_before_is_kept_and_progress_never_expires(opened: District) -> None:
    batch_id, (low, progress) = await batch_of(opened, Status.APPROVED, Status.APPROVED)
    await change(opened, low, expires_on=date(2026, 6, 2))
    await change(opened, progress, class_=Class.PROGRESS)
    await publish(opened, batch_id)
    async with opened.turn() as turn:
        assert await publishing.published(turn, low) and await publishing.published(turn, progress)
    assert (await row_of(opened, low)).expires_on == date(2026, 6, 2)
    assert (await row_of(opened, progress)).expires_on is None


async def test_the_batch_remembers_when_it_began(opened: District) -> None:
    batch_id, _ = await batch_of(opened, Status.APPROVED)
    await publish(opened, batch_id)
    async with opened.database.read() as tx:
        assert await tx.scalar(select(Batch.begun_at).where(Batch.id == batch_id)) == opened.now


async def test_what_has_expired_is_taken_down_once_on_its_day_in_sending_hours(opened: District) -> None:
    batch_id, (text,) = await batch_of(opened, Status.APPROVED)
    await publish(opened, batch_id)
    async with opened.turn() as turn:
        await publishing.published(turn, text)

    async def ticked(at: str) -> str:
        opened.now = local(at)
        await Schedule(opened.app, opened.database, folder(opened), lambda: opened.now, lambda: None).publish()
        return (await row_of(opened, text)).status

    assert await ticked("2029-03-01T12:00:00") == "published"
    assert await ticked("2029-03-02T07:00:00") == "published"
    assert await ticked("2029-03-02T08:00:00") == "expired"
    assert await ticked("2029-03-02T08:01:00") == "expired"
    assert await rounds(opened) == [(text, "publish"), (text, "expire")]
    assert (await row_of(opened, text)).ended_at == local("2029-03-02T08:00:00")
    async with opened.turn() as turn:
        assert not await publishing.expire(turn, text)
