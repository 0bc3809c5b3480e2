"""Channels, subscribers and copies, for tests of what becomes of an exposure once it goes out."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from domain.broadcast import CopyState
from domain.exposure import Status
from services import broadcasting
from storage import correspondents, exposures
from storage.tables import Broadcast, Copy, Outlet, Subscription
from tests.district import OFFICE, SUN, District
from tests.publicity import exposure

CHANNEL, FORUM = -2001, -2002
"""A channel and a group that are no desk's."""


async def outlet(district: District, chat_id: int = CHANNEL, form: str = "full", **columns: object) -> int:
    """A channel the office has confirmed."""
    row = {"kind": "channel", "chat_id": chat_id, "title": f"频道{chat_id}", "form": form, "added_by": SUN,
           "added_at": district.now, "confirmed_by": SUN, "confirmed_at": district.now}  # fmt: skip
    async with district.turn() as turn:
        added = insert(Outlet).values(row | columns).returning(Outlet.id)
        return int((await turn.tx.execute(added)).scalar_one())


async def subscriber(district: District, user_id: int, *wants: tuple[str, str]) -> str:
    """Somebody the bot has met, who wants that; their pseudonym."""
    async with district.turn() as turn:
        key = correspondents.meet(turn.tx, district.app.keys, user_id, "zh", district.now).key
        await turn.tx.flush()
        for what, value in wants or [("all", "")]:
            row = {"key": key, "what": what, "value": value, "since": district.now}
            await turn.tx.execute(insert(Subscription).values(row))
    return key


async def begun(district: District, exposure_id: int, verb: str = "publish", **more: bool) -> int:
    """A round with that exposure; its id."""
    async with district.turn() as turn:
        row = await exposures.get(turn.tx, exposure_id)
        assert row is not None
        round_ = await broadcasting.begin(turn, row, verb, by=SUN, chat_id=OFFICE, **more)
        assert round_ is not None
        return round_.id


async def publishing(district: District) -> int:
    """An exposure that is going out; nothing of it has been sent."""
    return await exposure(district, Status.PUBLISHING)


async def copies_of(district: District, round_id: int) -> Sequence[Copy]:
    """The round's copies, in the order in which they are sent."""
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Copy).where(Copy.broadcast_id == round_id).order_by(Copy.id)))


async def round_of(district: District, round_id: int) -> Broadcast:
    """The round as another reader sees it now."""
    async with district.database.read() as tx:
        found = await tx.get(Broadcast, round_id)
    assert found is not None
    return found


async def came_to_stand(district: District, round_id: int, *recipients: str) -> None:
    """These copies arrived, each as one message; all when none is named."""
    async with district.database.write() as tx:
        mine = Copy.broadcast_id == round_id
        if recipients:
            mine &= Copy.recipient.in_(recipients)
        done = {"state": CopyState.DONE, "outcome": "sent", "live": True, "message_ids": [7]}
        await tx.execute(update(Copy).where(mine).values(**done))
