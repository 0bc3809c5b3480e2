"""Withdrawing and ending early: who may, once, with a reason, and a round that deletes what stands."""

import asyncio

import pytest
from sqlalchemy import select, update

from delivery.copies import expansion, parcel
from delivery.parcels import TakeDown
from domain.broadcast import CopyState, Going, Outcome, Result
from domain.exposure import Status
from domain.outgoing import Expanded
from domain.refusal import Refusal
from services import doubting, steering, taking_down
from services.office import InHand
from storage import exposures, outbox_claims
from storage.addressing import Address
from storage.database import Database
from storage.outbox_claims import Sent
from storage.tables import Broadcast, Exposure
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, ZHENG, District, hand
from tests.publicity import exposure, row_of
from tests.rounds import CHANNEL, begun, came_to_stand, copies_of, fed, get_lost, in_flight, outlet, round_of

DOWN = [Status.WITHDRAWN, Status.EXPIRED]


@pytest.fixture
async def district(district: District) -> District:
    """The office and its channel."""
    await district.publicity()
    await outlet(district)
    return district


async def published(district: District) -> int:
    """An exposure that stands in the channel and in both towns' groups."""
    exposure_id = await exposure(district, Status.PUBLISHED)
    await came_to_stand(district, await begun(district, exposure_id))
    return exposure_id


async def take_down(
    district: District, exposure_id: int, to: Status = Status.WITHDRAWN, reason: str = "处罚决定被撤销",
    user_id: int = SUN, chat_id: int = OFFICE,
) -> InHand | Refusal:  # fmt: skip
    async with district.turn() as turn:
        return await taking_down.take_down(turn, hand(user_id, chat_id), exposure_id, to, reason)


async def rounds_of(district: District, exposure_id: int) -> list[Broadcast]:
    async with district.database.read() as tx:
        mine = select(Broadcast).where(Broadcast.exposure_id == exposure_id)
        return list(await tx.scalars(mine.order_by(Broadcast.id)))


@pytest.mark.parametrize(
    ("to", "verb", "what"), [(DOWN[0], "withdraw", "withdrawn"), (DOWN[1], "expire", "ended_early")]
)
async def test_a_lead_alone_takes_it_down_with_a_reason_and_every_copy_is_to_be_deleted(
    district: District, to: Status, verb: str, what: str
) -> None:
    exposure_id = await published(district)
    assert isinstance(await take_down(district, exposure_id, to), InHand)
    row = await row_of(district, exposure_id)
    assert (row.status, row.ended_at) == (to, district.now)
    newest = (await rounds_of(district, exposure_id))[-1]
    assert (newest.verb, newest.chat_id, newest.begun_by) == (verb, OFFICE, SUN)
    assert {each.recipient for each in await copies_of(district, newest.id)} >= {str(CHANNEL), str(EAST)}
    async with district.database.read() as tx:
        event = (await exposures.events(tx, exposure_id))[-1]
    assert (event.what, event.actor_id, event.reason) == (what, SUN, "处罚决定被撤销")
    await district.speak()
    assert district.said_in(OFFICE, "处罚决定被撤销")


async def test_what_is_still_going_out_is_stopped_by_a_withdrawal(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHING)
    going = await begun(district, exposure_id)
    await came_to_stand(district, going, str(EAST))
    assert isinstance(await take_down(district, exposure_id), InHand)
    assert (await round_of(district, going)).state == Going.CANCELLED
    states = {each.recipient: each.state for each in await copies_of(district, going)}
    assert (states[str(EAST)], states[str(CHANNEL)]) == (CopyState.DONE, CopyState.CANCELLED)
    newest = (await rounds_of(district, exposure_id))[-1]
    assert [each.recipient for each in await copies_of(district, newest.id)] == [str(EAST)]


async def test_what_is_still_going_out_does_not_expire(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHING)
    refused = await take_down(district, exposure_id, Status.EXPIRED)
    assert isinstance(refused, Refusal)
    assert refused.key == "exposure_no_such_move"


async def test_only_what_is_out_can_be_taken_down(district: District) -> None:
    for stage in sorted(set(Status) - {Status.PUBLISHING, Status.PUBLISHED}):
        exposure_id = await exposure(district, stage)
        for to in DOWN:
            refused = await take_down(district, exposure_id, to)
            assert isinstance(refused, Refusal)
            assert refused.key == "exposure_no_such_move"
        assert not await rounds_of(district, exposure_id)


async def test_nobody_else_takes_anything_down(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHED)
    for user_id, chat_id, key in (
        (QIAN, OFFICE, "exposure_not_your_move"), (CHEN, OFFICE, "not_publicity"), (STRANGER, OFFICE, "not_publicity"),
        (SUN, EAST, "not_publicity"),
    ):  # fmt: skip
        refused = await take_down(district, exposure_id, user_id=user_id, chat_id=chat_id)
        assert isinstance(refused, Refusal)
        assert refused.key == key
    assert (await row_of(district, exposure_id)).status == Status.PUBLISHED
    assert not await rounds_of(district, exposure_id)


async def test_without_a_reason_nothing_is_taken_down(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHED)
    for reason, key in (("", "missing"), (" \u200b\n", "missing"), ("长" * 3501, "too_long")):
        refused = await take_down(district, exposure_id, reason=reason)
        assert isinstance(refused, Refusal)
        assert refused.key == key


async def test_of_two_leads_at_once_one_takes_it_down(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHED)
    done = await asyncio.gather(
        take_down(district, exposure_id), take_down(district, exposure_id, user_id=ZHENG), return_exceptions=True
    )
    assert sum(isinstance(each, InHand) for each in done) == 1
    assert len(await rounds_of(district, exposure_id)) == 1


@pytest.mark.parametrize("frozen", [None, {"full": 1}], ids=["gone", "altered"])
async def test_a_text_altered_behind_our_back_is_taken_down_all_the_same(
    district: District, frozen: dict[str, object] | None
) -> None:
    exposure_id = await published(district)
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(frozen=frozen))
    assert isinstance(await take_down(district, exposure_id), InHand)
    newest = (await rounds_of(district, exposure_id))[-1]
    assert newest.verb == "withdraw"
    for copy in await copies_of(district, newest.id):
        async with district.database.read() as tx:
            drawn = await parcel(tx, copy.recipient, Address(1, "zh", is_group=True), copy.id)
        assert isinstance(drawn, TakeDown)
    assert len(await copies_of(district, newest.id)) == 3


async def test_what_was_in_doubt_and_is_seen_after_the_withdrawal_is_named_as_standing(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHING)
    first = await begun(district, exposure_id)
    await fed(district)
    await get_lost(district, await in_flight(district, room=9))
    await fed(district)
    assert (await round_of(district, first)).state == Going.DONE
    assert isinstance(await take_down(district, exposure_id), InHand)
    newest = (await rounds_of(district, exposure_id))[-1]
    assert await copies_of(district, newest.id) == []
    (seen, *_) = await copies_of(district, first)
    async with district.turn() as turn:
        assert not isinstance(await doubting.decide(turn, hand(SUN, OFFICE), seen.id, again=False), Refusal)
    (late,) = await copies_of(district, newest.id)
    assert (late.recipient, late.previous_id, late.state) == (seen.recipient, seen.id, CopyState.WAITING)


async def test_what_arrives_while_a_cancelled_publication_is_withdrawn_is_taken_down_too(
    district: District, database_url: str
) -> None:
    exposure_id = await exposure(district, Status.PUBLISHING)
    first = await begun(district, exposure_id)
    await fed(district)
    (flight,) = await in_flight(district)
    async with district.turn() as turn:
        assert await steering.cancel(turn, hand(SUN, OFFICE), first) is None
    other, settled = Database(database_url), asyncio.Event()

    async def arrive_slowly() -> None:
        async with other.write() as tx:
            sent = Sent(flight, (), result=Result(Outcome.SENT, (77,)))
            await outbox_claims.settle_sent(tx, [sent], district.now)
            settled.set()
            # PostgreSQL's withdrawal runs meanwhile, and sees nothing of this before the commit.
            await asyncio.sleep(0.3)

    async def withdraw_meanwhile() -> None:
        await settled.wait()
        assert isinstance(await take_down(district, exposure_id), InHand)

    await asyncio.gather(arrive_slowly(), withdraw_meanwhile())
    await other.close()
    newest = (await rounds_of(district, exposure_id))[-1]
    assert (newest.verb, [each.recipient for each in await copies_of(district, newest.id)]) == (
        "withdraw",
        [flight.recipient],
    )


async def test_cancelling_a_rehearsal_ends_no_publication(district: District) -> None:
    exposure_id = await exposure(district, Status.SCHEDULED)
    rehearsal = await begun(district, exposure_id, "rehearse")
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(status=Status.PUBLISHING))
    await begun(district, exposure_id)
    async with district.turn() as turn:
        assert await steering.cancel(turn, hand(SUN, OFFICE), rehearsal) is None
    assert (await row_of(district, exposure_id)).status == Status.PUBLISHING


async def test_what_is_withdrawn_and_still_to_be_deleted_shows_no_more_of_itself(district: District) -> None:
    exposure_id = await published(district)
    (first, *_) = await rounds_of(district, exposure_id)
    here = next(each for each in await copies_of(district, first.id) if each.recipient == str(EAST))
    address, what = Address(EAST, "zh", is_group=True), Expanded(here.id, 7)
    async with district.database.read() as tx:
        assert await expansion(tx, here.recipient, address, what) is not None
    assert isinstance(await take_down(district, exposure_id), InHand)
    async with district.database.read() as tx:
        assert await expansion(tx, here.recipient, address, what) is None
