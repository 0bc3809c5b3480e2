"""SIGKILL in mid-broadcast. The sandbox's record says who got what; what is in doubt waits for a person."""

import asyncio
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, insert, select, update

from domain.exposure import Class, Status
from domain.published import freeze
from sandbox.demo_district import PUBLICITY_CHAT, PUBLICITY_STAFF, TOKEN
from services import broadcasting
from services.turn import Turn
from storage import exposures
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import Batch, Broadcast, Copy, Exposure, Outlet
from tests.district import district_app
from tests.publicity import PARTS
from tests.stories.district import District
from tests.stories.navigators import Officer

KILLS, CHANNELS = 10, 900
LEAD = next(iter(PUBLICITY_STAFF))
CHATS = [-1002000000000 - n for n in range(CHANNELS)]
TEXT = freeze(PARTS)


async def test_ten_kills_in_mid_broadcast_and_every_channel_gets_it_once(own_district: District, keys: KeyRing) -> None:
    database = Database(own_district.database_url)
    try:
        await _channels(own_district, database)
        # Given a broadcast under way, killed ten times at moments that nobody chose
        broadcast_id = await _begun(database, keys)
        for _ in range(KILLS):
            before = await _done(database)
            while await _done(database) == before:  # noqa: ASYNC110  (another process changes it)
                await asyncio.sleep(0.02)
            await asyncio.sleep(random.uniform(0, 0.2))
            own_district.kill()
            own_district.resume()
        await _over(database, broadcast_id)
        # Then nobody got it twice, and whoever may not have got it is in doubt: at most one for each kill
        heard = await _heard(own_district)
        doubtful = await _in_doubt(database)
        assert set(heard.values()) == {1}
        assert set(CHATS) - set(heard) <= set(doubtful.values())
        assert len(doubtful) <= KILLS
        assert await _done(database) + len(doubtful) == CHANNELS
        # And a lead who looks into each settles it, so that everybody has it once
        await _settle(own_district, doubtful, heard)
        await _over(database, broadcast_id)
        assert await _heard(own_district) == Counter(CHATS)
        assert not await _in_doubt(database)
    finally:
        await database.close()


async def _channels(district: District, database: Database) -> None:
    """Channels in which the bot may post, all of them outlets."""
    assert district.control is not None
    bots = [{"token": TOKEN, "status": "administrator"}]
    chats = [{"id": each, "type": "channel", "title": str(each), "bots": bots} for each in CHATS]
    await district.control.world(chats=chats)
    now = datetime.now(UTC)
    row = {"kind": "channel", "title": "频道", "form": "full", "added_by": LEAD, "added_at": now, "confirmed_at": now}
    async with database.write() as tx:
        await tx.execute(update(Outlet).values(ended_at=now))
        await tx.execute(insert(Outlet), [row | {"chat_id": each} for each in CHATS])


async def _begun(database: Database, keys: KeyRing) -> int:
    """An approved text goes out to the channels, at whatever hour this is told."""
    now = datetime.now(UTC)
    async with database.write() as tx:
        batch = Batch(number=1, reach="outlets", made_by=LEAD, made_at=now)
        tx.add(batch)
        await tx.flush()
        row = Exposure(
            batch_id=batch.id, status=Status.PUBLISHING, class_=Class.PENALTY, frozen=TEXT.to_json(),
            digest=TEXT.digest, decided_on=date(2026, 2, 20), expires_on=(now + timedelta(days=900)).date(),
            made_by=LEAD, made_at=now,
        )  # fmt: skip
        await exposures.add(tx, row, PARTS)
        begun = await broadcasting.begin(
            Turn(district_app(keys), tx, now), row, "publish", by=LEAD, chat_id=PUBLICITY_CHAT
        )
        assert begun is not None
        return begun.id


async def _over(database: Database, broadcast_id: int) -> None:
    async with asyncio.timeout(60):
        while await _state(database, broadcast_id) != "done":  # noqa: ASYNC110  (another process changes it)
            await asyncio.sleep(0.1)


async def _state(database: Database, broadcast_id: int) -> str | None:
    async with database.read() as tx:
        return await tx.scalar(select(Broadcast.state).where(Broadcast.id == broadcast_id))


async def _done(database: Database) -> int:
    async with database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(Copy).where(Copy.state == "done")) or 0


async def _in_doubt(database: Database) -> dict[int, int]:
    """The chat of each copy in doubt."""
    async with database.read() as tx:
        found = await tx.execute(select(Copy.id, Copy.recipient).where(Copy.state == "in_doubt"))
        return {copy_id: int(recipient) for copy_id, recipient in found}


async def _heard(district: District) -> Counter[int]:
    """How often each channel got the text, by the sandbox's record."""
    assert district.control is not None
    sent = await district.control.record(method="sendMessage")
    return Counter(each["chat_id"] for each in sent if each["text"] == TEXT.full.text)


async def _settle(district: District, doubtful: dict[int, int], heard: Counter[int]) -> None:
    assert district.control is not None
    lead = Officer(district.control, LEAD, PUBLICITY_CHAT)
    progress = await lead.reads("已结束", anywhere=True)
    for copy_id, chat_id in doubtful.items():
        await lead.forges(f"t:doubt:{copy_id}:{'got' if heard[chat_id] else 'again'}", progress)
