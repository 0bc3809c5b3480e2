"""The schedule ticks by itself: what is due is said without anybody asking for it."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

from bot.schedule import Schedule
from domain.case import Status
from services import clocks
from tests.district import EAST, District, folder
from tests.private_chats import Citizen, PrivateChats


async def test_a_running_schedule_reminds_and_gives_the_digest_at_once(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        await clocks.wind(turn, case_id, Status.RECEIVED)
    district.now = datetime(2026, 3, 3, 0, 45, tzinfo=UTC)
    digest = asyncio.Event()
    rung = 0

    def spoken() -> None:
        nonlocal rung
        rung += 1
        if rung == 2:
            digest.set()

    schedule = Schedule(district.app, district.database, folder(district), lambda: district.now, spoken)
    with suppress(asyncio.CancelledError):
        async with asyncio.TaskGroup() as running, asyncio.timeout(60):
            ticking = running.create_task(schedule.run())
            await digest.wait()
            ticking.cancel()
    await district.speak()
    assert len(district.said_in(EAST, "快到了")) == 1
    assert len(district.said_in(EAST, "期限提醒")) == 1


async def test_a_running_schedule_reminds_of_a_draft_that_was_left_lying(district: District) -> None:
    citizen = Citizen(PrivateChats(district))
    await citizen.says("卖过期牛奶")
    district.now = datetime(2026, 3, 14, 4, 0, tzinfo=UTC)
    told = asyncio.Event()
    schedule = Schedule(district.app, district.database, folder(district), lambda: district.now, told.set)
    with suppress(asyncio.CancelledError):
        async with asyncio.TaskGroup() as running, asyncio.timeout(60):
            ticking = running.create_task(schedule.run())
            await told.wait()
            ticking.cancel()
    await district.speak()
    assert "还没有提交" in citizen.last.text
