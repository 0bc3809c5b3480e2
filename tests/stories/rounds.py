"""A broadcast to many channels, for stories of what befalls it on the way."""

import asyncio
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

LEAD = next(iter(PUBLICITY_STAFF))
CHANNELS = 900
CHATS = [-1002000000000 - n for n in range(CHANNELS)]
TEXT = freeze(PARTS)


async def open_channels(district: District, database: Database) -> None:
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


async def begin(database: Database, keys: KeyRing) -> int:
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


async def until_over(database: Database, broadcast_id: int) -> None:
    """Waits for the broadcast's end."""
    async with asyncio.timeout(60):
        while await _state(database, broadcast_id) != "done":  # noqa: ASYNC110  (another process changes it)
            await asyncio.sleep(0.1)


async def _state(database: Database, broadcast_id: int) -> str | None:
    async with database.read() as tx:
        return await tx.scalar(select(Broadcast.state).where(Broadcast.id == broadcast_id))


async def done(database: Database) -> int:
    """How many copies are there."""
    async with database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(Copy).where(Copy.state == "done")) or 0


async def in_doubt(database: Database) -> dict[int, int]:
    """The chat of each copy in doubt."""
    async with database.read() as tx:
        found = await tx.execute(select(Copy.id, Copy.recipient).where(Copy.state == "in_doubt"))
        return {copy_id: int(recipient) for copy_id, recipient in found}


async def heard_by(district: District) -> Counter[int]:
    """How often each channel got the text, by the sandbox's record."""
    assert district.control is not None
    sent = await district.control.record(method="sendMessage")
    return Counter(each["chat_id"] for each in sent if each["text"] == TEXT.full.text)
