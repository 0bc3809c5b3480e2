"""A batch is scheduled for a moment or into a slot's queue; it goes out when its time has come, once, or not at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from domain.case import Status as CaseStatus
from domain.exposure import Class, Status
from domain.refusal import Refusal, refuse
from domain.slot_words import read_slot
from services import due_batches, office, planning
from services.planning import Planned
from services.seated import InHand
from services.turn import Turn
from storage import exposures, slots
from storage.database import Database
from storage.guarded import Overtaken
from storage.tables import Batch, Broadcast, CaseRow, Copy, Exposure, Slot
from tests.district import OFFICE, QIAN, SUN, WANG, District, hand
from tests.gate import needing
from tests.publicity import closed_case, exposure, row_of

EDITOR, LEAD = hand(QIAN, OFFICE), hand(SUN, OFFICE)


def local(text: str) -> datetime:
    """A moment by the district's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
async def opened(district: District) -> District:
    """A district whose publicity office is at work; it is Monday 2 March 2026, 9:30."""
    await district.publicity()
    return district


async def batch_of(district: District, *stages: Status) -> int:
    """A batch with a text at each of these stages."""
    first = await exposure(district, stages[0] if stages else Status.APPROVED)
    batch_id = (await row_of(district, first)).batch_id
    for each in stages[1:]:
        await exposure(district, each, batch_id=batch_id)
    return batch_id


async def slot(district: District, text: str) -> int:
    rule = read_slot(text)
    assert rule is not None
    async with district.turn() as turn:
        return (await slots.add(turn.tx, rule, SUN, turn.now)).id


async def plan(district: District, batch_id: int, at: str) -> Planned | Refusal:
    async with district.turn() as turn:
        return await planning.at_moment(turn, EDITOR, batch_id, local(at))


async def enqueue(district: District, batch_id: int, slot_id: int) -> Planned | Refusal:
    district.now += timedelta(seconds=1)
    async with district.turn() as turn:
        return await planning.into_slot(turn, EDITOR, batch_id, slot_id)


async def tick(district: District, at: str, database: Database | None = None) -> list[int]:
    """The tick at that moment; returns the batches of which something was done."""
    district.now = local(at)
    async with (database or district.database).read() as tx:
        found = await due_batches.due(tx, district.app, district.now)
    return [each for each in found if await go_out(district, each)]


async def go_out(district: District, batch_id: int) -> bool:
    async with district.turn() as turn:
        return await due_batches.go_out(turn, batch_id)


async def stages(district: District, batch_id: int) -> list[str]:
    async with district.database.read() as tx:
        return [each.status for each in await exposures.in_batch(tx, batch_id)]


async def batch(district: District, batch_id: int) -> Batch:
    async with district.database.read() as tx:
        found = await exposures.batch(tx, batch_id)
    assert found is not None
    return found


async def rounds(district: District) -> list[int]:
    """The exposures that went out, in order."""
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Broadcast.exposure_id).order_by(Broadcast.id)))


async def told(district: District) -> str:
    """All that the office was told by now."""
    await district.speak()
    return "\n".join(each.text for each in district.said_in(OFFICE))


@asynccontextmanager
async def editing(district: District, exposure_id: int) -> AsyncIterator[tuple[Turn, InHand]]:
    """钱 with the text in hand."""
    async with district.turn() as turn:
        held = await office.to_edit(turn, EDITOR, exposure_id)
        assert isinstance(held, InHand)
        yield turn, held


async def test_a_batch_goes_out_at_its_moment_and_once(opened: District) -> None:
    batch_id = await batch_of(opened, Status.APPROVED, Status.APPROVED)
    done = await plan(opened, batch_id, "2026-03-02T18:00:00")
    assert isinstance(done, Planned) and done.at == local("2026-03-02T18:00:00")
    assert await stages(opened, batch_id) == ["scheduled"] * 2
    assert await tick(opened, "2026-03-02T17:59:00") == []
    assert await tick(opened, "2026-03-02T18:00:00") == [batch_id]
    assert await tick(opened, "2026-03-02T18:01:00") == []
    assert await stages(opened, batch_id) == ["publishing"] * 2
    assert len(await rounds(opened)) == 2


async def test_what_can_not_be_scheduled_is_refused_and_nothing_changes(opened: District) -> None:
    batch_id, drafts = await batch_of(opened), await batch_of(opened, Status.APPROVED, Status.DRAFT)
    assert await plan(opened, batch_id, "2026-03-02T09:30:00") == refuse("moment_past")
    assert await plan(opened, batch_id, "2027-12-02T09:30:00") == refuse("moment_far")
    assert await plan(opened, batch_id, "2026-03-02T21:30:00") == refuse("hours_closed", opens="08:00", closes="21:30")
    assert await plan(opened, drafts, "2026-03-02T18:00:00") == refuse("batch_unapproved", count="1")
    assert await enqueue(opened, batch_id, 99) == refuse("no_such_slot")
    async with opened.turn() as turn:
        foreign = await planning.at_moment(turn, hand(WANG), batch_id, local("2026-03-02T18:00:00"))
        assert foreign == refuse("not_publicity")
        assert await planning.unplan(turn, EDITOR, batch_id) == refuse("batch_unplanned")
    assert await stages(opened, batch_id) == ["approved"]


async def test_a_text_published_later_than_the_law_allows_is_pointed_out(opened: District) -> None:
    # Decided on 20 February: 24 February is the first day worked, the 28th is worked, 20 working days end on 20 March.
    batch_id = await batch_of(opened)
    in_time = await plan(opened, batch_id, "2026-03-20T18:00:00")
    late = await plan(opened, batch_id, "2026-03-21T18:00:00")
    assert isinstance(in_time, Planned) and in_time.late == []
    assert isinstance(late, Planned) and [day.isoformat() for _, day in late.late] == ["2026-03-20"]


async def test_batches_queue_into_a_slot_and_go_out_in_turn(opened: District) -> None:
    friday = await slot(opened, "每周五 18:00")
    first, second = await batch_of(opened), await batch_of(opened)
    ahead, behind = await enqueue(opened, first, friday), await enqueue(opened, second, friday)
    assert isinstance(ahead, Planned) and ahead.at == local("2026-03-06T18:00:00")
    assert isinstance(behind, Planned) and behind.at == local("2026-03-13T18:00:00")
    assert await enqueue(opened, first, friday) == refuse("batch_queued")
    assert await tick(opened, "2026-03-06T17:59:00") == []
    assert await tick(opened, "2026-03-06T18:00:30") == [first]
    assert await tick(opened, "2026-03-06T18:01:30") == []
    assert await tick(opened, "2026-03-13T18:00:00") == [second]


async def test_a_slot_on_a_holiday_is_kept_on_the_working_day_before(opened: District) -> None:
    friday, batch_id = await slot(opened, "每周五 18:00 遇节假日提前"), await batch_of(opened)
    opened.now = local("2026-09-28T09:00:00")
    await enqueue(opened, batch_id, friday)
    assert await tick(opened, "2026-09-29T18:00:00") == []
    assert await tick(opened, "2026-09-30T18:00:00") == [batch_id]


async def test_a_batch_that_queued_after_a_time_does_not_get_it(opened: District) -> None:
    friday, batch_id = await slot(opened, "每周五 18:00"), await batch_of(opened)
    opened.now = local("2026-03-06T18:00:10")
    await enqueue(opened, batch_id, friday)
    assert await tick(opened, "2026-03-06T18:01:00") == []
    assert await tick(opened, "2026-03-13T18:00:00") == [batch_id]


async def test_a_short_standstill_is_made_up_for_and_within_sending_hours_only(opened: District) -> None:
    evening, batch_id = await batch_of(opened), await batch_of(opened)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    await plan(opened, evening, "2026-03-02T21:00:00")
    assert await tick(opened, "2026-03-02T20:59:00") == [batch_id]
    assert await tick(opened, "2026-03-02T21:40:00") == []
    # By the morning the evening's is too late: it is taken off and the office told, once.
    assert await tick(opened, "2026-03-03T08:00:00") == [evening]
    assert await stages(opened, evening) == ["approved"]
    assert await tick(opened, "2026-03-03T08:01:00") == []
    assert (await told(opened)).count("原定 3月2日（周一）21:00 发布") == 1


async def test_a_slot_missed_by_far_is_left_to_the_next_and_the_office_told_once(opened: District) -> None:
    friday, batch_id = await slot(opened, "每周五 18:00"), await batch_of(opened)
    await enqueue(opened, batch_id, friday)
    assert await tick(opened, "2026-03-14T10:00:00") == [batch_id]
    assert await tick(opened, "2026-03-14T10:01:00") == []
    assert await stages(opened, batch_id) == ["scheduled"]
    said = await told(opened)
    assert said.count("错过了 3月13日（周五）18:00") == 1 and "3月20日（周五）18:00" in said
    assert await tick(opened, "2026-03-20T18:00:00") == [batch_id]


async def test_an_edit_takes_the_whole_batch_off_the_schedule_and_tells_the_office(opened: District) -> None:
    batch_id = await batch_of(opened, Status.APPROVED, Status.APPROVED)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    async with opened.database.read() as tx:
        texts = await exposures.in_batch(tx, batch_id)
    async with editing(opened, texts[1].id) as (turn, held):
        assert await office.edited(turn, held, "written") is None
    assert await stages(opened, batch_id) == ["approved", "draft"]
    assert (await batch(opened, batch_id)).due_at is None
    assert "钱改了稿件" in await told(opened)
    assert await tick(opened, "2026-03-02T18:00:00") == []


async def test_a_text_that_came_into_a_scheduled_batch_keeps_it_back_loudly_and_once(opened: District) -> None:
    friday, batch_id = await slot(opened, "每周五 18:00"), await batch_of(opened)
    await enqueue(opened, batch_id, friday)
    await exposure(opened, Status.APPROVED, batch_id=batch_id)
    assert await tick(opened, "2026-03-06T18:00:00") == [batch_id]
    assert await rounds(opened) == []
    assert await stages(opened, batch_id) == ["approved"] * 2
    assert (await told(opened)).count("🚨 第1期没有按时发布") == 1
    assert await tick(opened, "2026-03-13T18:00:00") == []


async def test_a_text_altered_behind_its_approval_is_not_published_by_the_clock(opened: District) -> None:
    batch_id = await batch_of(opened)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    async with opened.database.write() as tx:
        (text,) = await exposures.in_batch(tx, batch_id)
        text.frozen = dict(text.frozen or {}) | {"full": ["罚款500000元", []]}
    assert await tick(opened, "2026-03-02T18:00:00") == [batch_id]
    assert await rounds(opened) == []
    assert "和通过审核时的不一致" in await told(opened)


async def test_a_case_opened_again_after_the_approval_is_not_published_by_the_clock(opened: District) -> None:
    batch_id, case_id = await batch_of(opened), await closed_case(opened)
    async with opened.database.write() as tx:
        (text,) = await exposures.in_batch(tx, batch_id)
        text.case_id = case_id
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    async with opened.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(status=CaseStatus.ACCEPTED))
    assert await tick(opened, "2026-03-02T18:00:00") == [batch_id]
    assert await rounds(opened) == []
    assert await stages(opened, batch_id) == ["approved"]
    assert f"稿件 {text.id} 的案件又在办理" in await told(opened)
    async with opened.turn() as turn:
        again = await planning.may_publish(turn, hand(SUN, OFFICE), batch_id)
    assert again == refuse("batch_undecided", id=str(text.id))


async def test_a_text_with_too_few_approvals_is_not_published_by_the_clock(opened: District) -> None:
    batch_id = await batch_of(opened)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    needing(opened, 2)
    assert await tick(opened, "2026-03-02T18:00:00") == [batch_id]
    assert await rounds(opened) == []
    assert await stages(opened, batch_id) == [Status.APPROVED]
    assert "现在要 2 位负责人通过才能发布" in await told(opened)


async def test_what_the_district_may_publish_no_more_when_its_time_comes_stays_in(opened: District) -> None:
    batch_id = await batch_of(opened)
    async with opened.database.write() as tx:
        (text,) = await exposures.in_batch(tx, batch_id)
        text.class_ = Class.WARNING
    reserved = replace(opened.app.publicity, reserved=frozenset({Class.WARNING}))
    opened.app = replace(opened.app, publicity=reserved)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    opened.app = replace(opened.app, publicity=replace(reserved, reserved=frozenset()))
    assert await tick(opened, "2026-03-02T18:00:00") == [batch_id]
    assert await rounds(opened) == []
    assert f"不能发布稿件 {text.id} 这一类内容" in await told(opened)


@pytest.mark.parametrize("queued", [False, True], ids=["moment", "slot"])
async def test_two_processes_at_once_publish_one_time(opened: District, database_url: str, queued: bool) -> None:
    batch_id, behind = await batch_of(opened, Status.APPROVED, Status.APPROVED), await batch_of(opened)
    if queued:
        friday = await slot(opened, "每周五 18:00")
        await enqueue(opened, batch_id, friday)
        await enqueue(opened, behind, friday)
    else:
        await plan(opened, batch_id, "2026-03-06T18:00:00")
    opened.now, other = local("2026-03-06T18:00:00"), Database(database_url)

    async def at_once(database: Database) -> bool:
        async with database.write() as tx:
            return await due_batches.go_out(Turn(opened.app, tx, opened.now), batch_id)

    done = await asyncio.gather(at_once(opened.database), at_once(other))
    await other.close()
    assert sorted(done) == [False, True]
    assert len(await rounds(opened)) == 2
    assert await stages(opened, behind) == ["scheduled" if queued else "approved"]
    assert await tick(opened, "2026-03-06T18:00:30") == []


async def test_an_edit_and_the_clock_at_once_leave_one_of_them_done(opened: District, database_url: str) -> None:
    batch_id = await batch_of(opened, Status.APPROVED, Status.APPROVED)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    opened.now, other = local("2026-03-02T18:00:00"), Database(database_url)
    async with opened.database.read() as tx:
        second = (await exposures.in_batch(tx, batch_id))[1].id

    async def edit() -> Refusal | None:
        async with opened.turn() as turn:
            held = await office.to_edit(turn, EDITOR, second)
            return held if isinstance(held, Refusal) else await office.edited(turn, held, "written")

    async def publish() -> bool:
        async with other.write() as tx:
            return await due_batches.go_out(Turn(opened.app, tx, opened.now), batch_id)

    results = await asyncio.gather(edit(), publish(), return_exceptions=True)
    await other.close()
    out = await stages(opened, batch_id)
    assert out in (["publishing"] * 2, ["approved", "draft"], ["scheduled"] * 2)
    assert len(await rounds(opened)) == (2 if out[0] == "publishing" else 0)
    assert all(not isinstance(each, BaseException) or _worked_again(each) for each in results), results


def _worked_again(error: BaseException) -> bool:
    """What rolls a transaction back, to be worked again: a lost guard, or PostgreSQL's own ending of a deadlock."""
    return isinstance(error, Overtaken) or "deadlock" in str(error).lower()


async def test_a_moment_takes_the_place_of_a_queue_and_back(opened: District) -> None:
    friday, batch_id = await slot(opened, "每周五 18:00"), await batch_of(opened)
    await plan(opened, batch_id, "2026-03-02T18:00:00")
    assert isinstance(await enqueue(opened, batch_id, friday), Planned)
    row = await batch(opened, batch_id)
    assert (row.due_at, row.slot_id) == (None, friday)
    assert isinstance(await plan(opened, batch_id, "2026-03-03T18:00:00"), Planned)
    row = await batch(opened, batch_id)
    assert (row.slot_id, row.queued_at) == (None, None)
    async with opened.turn() as turn:
        assert await planning.unplan(turn, EDITOR, batch_id) is None
    assert await stages(opened, batch_id) == ["approved"]
    assert await tick(opened, "2026-03-06T18:00:00") == []


async def test_only_a_lead_publishes_at_once_and_only_in_sending_hours(opened: District) -> None:
    batch_id = await batch_of(opened)
    async with opened.turn() as turn:
        assert await planning.publish_now(turn, EDITOR, batch_id) == refuse("not_publicity_lead")
    opened.now = local("2026-03-02T22:00:00")
    async with opened.turn() as turn:
        at_night = await planning.publish_now(turn, LEAD, batch_id)
    assert isinstance(at_night, Refusal) and at_night.key == "hours_closed"
    opened.now = local("2026-03-03T08:00:00")
    async with opened.turn() as turn:
        found = await planning.may_publish(turn, LEAD, batch_id)
        assert isinstance(found, planning.Plan)
        assert await planning.reach(turn, found) == (0, 2, 0)
        assert await planning.publish_now(turn, LEAD, batch_id) is None
    assert await stages(opened, batch_id) == ["publishing"]


async def test_a_rehearsal_reaches_the_office_and_nobody_else(opened: District) -> None:
    draft, frozen = await exposure(opened), await exposure(opened, Status.SUBMITTED)
    async with opened.turn() as turn:
        assert await planning.rehearse(turn, EDITOR, draft) == refuse("rehearsal_not_frozen")
        assert await planning.rehearse(turn, EDITOR, frozen) is None
    async with opened.database.read() as tx:
        assert list(await tx.scalars(select(Copy.recipient))) == [str(OFFICE)]
        assert list(await tx.scalars(select(Broadcast.verb))) == ["rehearse"]
        assert await tx.scalar(select(Exposure.status).where(Exposure.id == frozen)) == "submitted"
        assert [each.what for each in await exposures.events(tx, frozen)] == ["begun", "submitted", "rehearsed"]


async def test_a_slots_times_are_used_in_order_and_never_twice(opened: District) -> None:
    daily = await slot(opened, "每天 9:00")
    queue = [await batch_of(opened) for _ in range(3)]
    for each in queue:
        await enqueue(opened, each, daily)
    went = []
    for day in range(3, 8):
        for minute in ("09:00:00", "09:00:40", "10:30:00", "13:00:00"):
            went += [(day, each) for each in await tick(opened, f"2026-03-{day:02d}T{minute}")]
    assert went == [(3, queue[0]), (4, queue[1]), (5, queue[2])]
    async with opened.database.read() as tx:
        assert await tx.scalar(select(Slot.through)) == local("2026-03-05T09:00:00")
