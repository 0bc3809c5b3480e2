"""A broadcast under way, in a lead's hands: paused, taken up again, and the rest of it cancelled."""

import asyncio
from collections import Counter

from sandbox.demo_district import PUBLICITY_CHAT, PUBLICITY_STAFF
from storage.database import Database
from storage.sealing import KeyRing
from tests.stories.district import District
from tests.stories.navigators import Officer
from tests.stories.rounds import CHANNELS, LEAD, begin, done, heard_by, in_doubt, open_channels

EDITOR = list(PUBLICITY_STAFF)[1]


async def test_a_lead_pauses_resumes_and_cancels_the_rest(own_district: District, keys: KeyRing) -> None:
    database = Database(own_district.database_url)
    assert own_district.control is not None
    lead, editor = (Officer(own_district.control, each, PUBLICITY_CHAT) for each in (LEAD, EDITOR))
    try:
        await open_channels(own_district, database)
        await begin(database, keys)
        progress = await lead.reads("▶️ 进行中", anywhere=True)
        # When somebody who does not lead the office tries to pause it, it goes on
        assert (await editor.presses("⏸ 暂停", progress))["show_alert"]
        # When the lead pauses it, what was on its way arrives, and then nothing more
        await lead.presses("⏸ 暂停", progress)
        await lead.reads("⏸ 已暂停", anywhere=True)
        paused_at = await _still(own_district)
        assert 0 < paused_at < CHANNELS
        # When it is taken up again, it goes on where it stood
        await lead.presses("▶️ 继续", await lead.reads("⏸ 已暂停", anywhere=True))
        while await done(database) == paused_at:  # noqa: ASYNC110  (another process changes it)
            await asyncio.sleep(0.02)
        # When the rest is cancelled, only those who had it have it, once, and the message says how many
        await lead.presses("⏹ 取消其余", await lead.reads("▶️ 进行中", anywhere=True))
        await lead.presses("确定取消其余")
        reached = await _still(own_district)
        assert paused_at < reached < CHANNELS
        assert set((await heard_by(own_district)).values()) == {1}
        assert not await in_doubt(database)
        await lead.reads(f"取消 {CHANNELS - reached}", anywhere=True)
    finally:
        await database.close()


async def _still(district: District) -> int:
    """How many messages there are once no more come."""
    before: Counter[int] | None = None
    while (now := await heard_by(district)) != before:
        before = now
        await asyncio.sleep(0.5)
    return sum(now.values())
