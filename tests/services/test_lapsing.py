"""A report that was begun and never sent is not kept for ever, and nobody who goes on writing loses a word of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from services import drafting, lapsing, tidying
from services.meeting import meet
from storage import correspondents, evidence
from storage.tables import EvidenceRow
from storage.vault import EvidenceFolder
from tests.district import STRANGER, District
from tests.private_chats import Citizen, PrivateChats
from tests.services.test_chasing import local, schedule


async def days_pass(district: District, until: str) -> None:
    """The schedule ticks every few hours until that moment and at it, and what it has to say is said."""
    while district.now < local(until):
        district.now = min(district.now + timedelta(hours=3), local(until))
        await tick(district)


async def tick(district: District) -> None:
    await schedule(district).let_lapse()
    await district.speak()


@pytest.fixture
def citizen(district: District) -> Citizen:
    district.now = local("2026-03-02T21:30:00")
    return Citizen(PrivateChats(district), STRANGER)


async def test_a_draft_left_lying_is_spoken_of_once_and_then_gone_with_its_photos(
    district: District, citizen: Citizen
) -> None:
    await citizen.says("卖过期牛奶")
    await citizen.sends_photo("fetched")
    await citizen.chats.fetched()
    await citizen.sends_photo("wanted")
    said = len(citizen.read)
    # Eleven days later it is a quarter to ten in the evening: nobody is reminded before the morning.
    await days_pass(district, "2026-03-14T08:00:00")
    assert len(citizen.read) == said
    await days_pass(district, "2026-03-17T23:00:00")
    (reminder,) = citizen.read[said:]
    assert "还没有提交" in reminder.text and "保留到3月17日" in reminder.text
    assert (await citizen.draft()) is not None
    await days_pass(district, "2026-03-18T02:00:00")
    assert "已经清除" in citizen.last.text
    assert await citizen.draft() is None
    async with district.database.read() as tx:
        files = [await tx.get(EvidenceRow, each) for each in (1, 2)]
    assert [(each.owner, each.source, each.place) for each in files if each] == [(None, None, None)] * 2
    assert await citizen.chats.fetched() == []
    # It is over: nothing more is said, and an old button tells so.
    said = len(citizen.read)
    await days_pass(district, "2026-03-25T12:00:00")
    assert len(citizen.read) == said
    assert "到期清除" in await citizen.forges("d:new")
    assert "到期清除" in await citizen.forges("d:send")


async def test_its_files_leave_the_disk_and_those_of_others_stay(
    district: District, citizen: Citizen, tmp_path: Path
) -> None:
    folder = EvidenceFolder(tmp_path, district.app.keys)
    folder.prepare()
    other = Citizen(citizen.chats, STRANGER + 1)
    for each in (citizen, other):
        await each.sends_photo("p", caption="卖过期牛奶")
        async with district.turn() as turn:
            (wanted,) = await evidence.claim_wanted(turn.tx, turn.app.keys, turn.now, timedelta(), 1)
            kept = await folder.keep(wanted.handle, b"original", b"copy")
            await evidence.mark_kept(turn.tx, wanted.id, kept, 1, 1, None, None)
    await days_pass(district, "2026-03-15T12:00:00")
    await other.says("还在写")
    await days_pass(district, "2026-03-18T12:00:00")
    await tidying.remove_dropped_files(district.database, folder, district.now)
    assert [len(list((tmp_path / shelf).iterdir())) for shelf in ("originals", "copies")] == [1, 1]
    async with district.database.read() as tx:
        assert [each.owner for each in (await tx.get(EvidenceRow, 2),) if each] == [other.key]
        assert await tx.get(EvidenceRow, 1) is None


@pytest.mark.parametrize("what", ["press", "words", "photo"])
async def test_any_sign_of_life_begins_the_time_anew(district: District, citizen: Citizen, what: str) -> None:
    await citizen.says("卖过期牛奶")
    await days_pass(district, "2026-03-16T12:00:00")
    assert "还没有提交" in citizen.last.text
    if what == "press":
        await citizen.presses("继续填写")
    elif what == "words":
        await citizen.says("今天又去看了")
    else:
        await citizen.sends_photo("p")
    said, before = len(citizen.read), await citizen.draft()
    await days_pass(district, "2026-03-27T00:00:00")
    assert (len(citizen.read), await citizen.draft()) == (said, before)
    await days_pass(district, "2026-03-28T00:00:00")
    assert "还没有提交" in citizen.last.text and "3月30日" in citizen.last.text


async def test_it_can_be_given_up_at_once(district: District, citizen: Citizen) -> None:
    await citizen.says("卖过期牛奶")
    await days_pass(district, "2026-03-15T12:00:00")
    await citizen.presses("现在清除")
    assert "已取消" in citizen.last.text
    assert await citizen.draft() is None


async def test_what_holds_nothing_goes_without_a_word(district: District, citizen: Citizen) -> None:
    await citizen.says("/start")
    said = len(citizen.read)
    await days_pass(district, "2026-03-20T00:00:00")
    assert (len(citizen.read), await citizen.draft()) == (said, None)


async def test_a_case_left_open_for_more_material_is_closed_again_without_a_word(
    district: District, citizen: Citizen
) -> None:
    row = await citizen.reports_something()
    await citizen.forges(f"m:add:{row.id}")
    said = len(citizen.read)
    await days_pass(district, "2026-03-20T00:00:00")
    assert (len(citizen.read), await citizen.draft()) == (said, None)
    # What is sent from now on is a report of its own.
    await citizen.says("另一家卖假酒")
    draft = await citizen.draft()
    assert draft is not None and draft.words == "另一家卖假酒"


async def test_who_has_blocked_the_bot_is_forgotten_all_the_same(district: District, citizen: Citizen) -> None:
    await citizen.says("卖过期牛奶")
    async with district.turn() as turn:
        row = await correspondents.get(turn.tx, citizen.key)
        assert row is not None
        row.blocked_at = turn.now
    said = len(citizen.read)
    await days_pass(district, "2026-03-20T00:00:00")
    assert (len(citizen.read), await citizen.draft()) == (said, None)


async def test_after_a_long_silence_of_the_program_the_notice_is_given_first(
    district: District, citizen: Citizen
) -> None:
    await citizen.says("卖过期牛奶")
    district.now = local("2026-06-01T12:00:00")
    await tick(district)
    assert "保留到6月4日" in citizen.last.text
    await days_pass(district, "2026-06-04T23:30:00")
    assert await citizen.draft() is not None
    await days_pass(district, "2026-06-05T01:30:00")
    assert await citizen.draft() is None


async def test_a_filed_report_is_never_spoken_of(district: District, citizen: Citizen) -> None:
    row = await citizen.reports_something()
    await citizen.sends_photo("p", reply_to_message=None)
    await citizen.presses("取消")
    said = len(citizen.read)
    await days_pass(district, "2026-03-20T00:00:00")
    assert len(citizen.read) == said
    assert (await citizen.reports())[0].id == row.id


@pytest.mark.parametrize("due", ["reminding", "forgetting"])
async def test_somebody_who_writes_at_that_very_moment_loses_nothing(
    district: District, citizen: Citizen, due: str
) -> None:
    await citizen.sends_photo("p", caption="卖过期牛奶")
    if due == "forgetting":
        await days_pass(district, "2026-03-15T12:00:00")
    district.now = local("2026-03-18T12:00:00")
    said = len(citizen.read)
    verb = lapsing.forget if due == "forgetting" else lapsing.remind

    async def ticking() -> bool:
        async with district.turn() as turn:
            return await verb(turn, citizen.key)

    async with asyncio.TaskGroup() as both, district.turn() as turn:
        await meet([turn], [citizen.message(text="还有一句")])
        # The draft is read; before it is written, the tick comes.
        late = both.create_task(ticking())
        await asyncio.sleep(0.2)
        assert not late.done()
        draft = drafting.draft_of(turn)
        assert draft is not None
        drafting.keep(turn, draft)
    assert late.result() is False
    await district.speak()
    assert len(citizen.read) == said
    assert await citizen.draft() == draft
    assert [each.as_file for each in await citizen.chats.fetched()] == [False]


async def test_of_two_ticks_at_once_one_speaks(district: District, citizen: Citizen) -> None:
    await citizen.says("卖过期牛奶")
    said = len(citizen.read)
    for at in ("2026-03-15T12:00:00", "2026-03-20T12:00:00"):
        district.now = local(at)
        async with asyncio.TaskGroup() as both:
            for _ in range(2):
                both.create_task(schedule(district).let_lapse())
        await district.speak()
    assert ["没有提交" in each.text for each in citizen.read[said:]] == [True, True]


async def test_many_are_spoken_of_and_one_that_fails_keeps_nobody_waiting(district: District, citizen: Citizen) -> None:
    other = Citizen(citizen.chats, STRANGER + 1)
    for each in (citizen, other):
        await each.says("卖过期牛奶")
    async with district.turn() as turn:
        row = await correspondents.get(turn.tx, citizen.key)
        assert row is not None
        row.draft = b"altered"
    district.now = local("2026-03-15T12:00:00")
    await tick(district)
    assert "还没有提交" in other.last.text
