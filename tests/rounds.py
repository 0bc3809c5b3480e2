"""Channels, subscribers and copies, for tests of what becomes of an exposure once it goes out."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import insert, select, update

from domain.broadcast import CopyState, Outcome, Result
from domain.exposure import Status
from domain.outgoing import Lane
from services import broadcasting, feeding
from storage import correspondents, exposures, outbox_claims
from storage import rounds as storage_rounds
from storage.outbox_claims import Claimed, Failed, Sent
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


async def fed(district: District) -> None:
    """Every round that goes on is fed once, and what is to be said about it is said."""
    async with district.database.read() as tx:
        going = await storage_rounds.running(tx)
    for round_id in going:
        async with district.turn() as turn:
            await feeding.feed(turn, round_id)
    await district.speak()


async def in_flight(district: District, room: int = 1) -> list[Claimed]:
    """So many copies are claimed, as the voice claims them."""
    rooms = {Lane.AMENDMENT: room, Lane.BROADCAST: room}
    async with district.database.write() as tx:
        return await outbox_claims.claim(tx, district.now, district.now + timedelta(minutes=5), "voice", rooms)


async def arrive(district: District, flights: Sequence[Claimed]) -> None:
    """Each of them arrived, as a message of its own, or edited what stood there."""
    async with district.database.write() as tx:
        await outbox_claims.settle_sent(tx, [Sent(each, (), result=_result(each)) for each in flights], district.now)


async def get_lost(district: District, flights: Sequence[Claimed]) -> None:
    """Nobody knows what became of them."""
    async with district.database.write() as tx:
        await outbox_claims.mark_in_doubt(tx, [Failed(each, "no answer", district.now) for each in flights])


def _result(flight: Claimed) -> Result:
    outcome = Outcome.SENT if flight.lane is Lane.BROADCAST else Outcome.EDITED
    return Result(outcome, (1000 + flight.id,))
