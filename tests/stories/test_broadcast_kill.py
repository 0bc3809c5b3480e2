"""SIGKILL in mid-broadcast. The sandbox's record says who got what; what is in doubt waits for a person."""

import asyncio
import random
from collections import Counter

from sandbox.demo_district import PUBLICITY_CHAT
from storage.database import Database
from storage.sealing import KeyRing
from tests.stories.district import District
from tests.stories.navigators import Officer
from tests.stories.rounds import CHANNELS, CHATS, LEAD, begin, done, heard_by, in_doubt, open_channels, until_over

KILLS = 10


async def test_ten_kills_in_mid_broadcast_and_every_channel_gets_it_once(own_district: District, keys: KeyRing) -> None:
    database = Database(own_district.database_url)
    try:
        await open_channels(own_district, database)
        # Given a broadcast under way, killed ten times at moments that nobody chose
        broadcast_id = await begin(database, keys)
        for _ in range(KILLS):
            before = await done(database)
            while await done(database) == before:  # noqa: ASYNC110  (another process changes it)
                await asyncio.sleep(0.02)
            await asyncio.sleep(random.uniform(0, 0.2))
            own_district.kill()
            own_district.resume()
        await until_over(database, broadcast_id)
        # Then nobody got it twice, and whoever may not have got it is in doubt: at most one for each kill
        heard = await heard_by(own_district)
        doubtful = await in_doubt(database)
        assert set(heard.values()) == {1}
        assert set(CHATS) - set(heard) <= set(doubtful.values())
        assert len(doubtful) <= KILLS
        assert await done(database) + len(doubtful) == CHANNELS
        # And a lead who looks into each settles it, so that everybody has it once
        await _settle(own_district, doubtful, heard)
        await until_over(database, broadcast_id)
        assert await heard_by(own_district) == Counter(CHATS)
        assert not await in_doubt(database)
    finally:
        await database.close()


async def _settle(district: District, doubtful: dict[int, int], heard: Counter[int]) -> None:
    assert district.control is not None
    lead = Officer(district.control, LEAD, PUBLICITY_CHAT)
    progress = await lead.reads("已结束", anywhere=True)
    for copy_id, chat_id in doubtful.items():
        await lead.forges(f"t:doubt:{copy_id}:{'got' if heard[chat_id] else 'again'}", progress)
