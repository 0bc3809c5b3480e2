"""Withdrawing and ending early: who may, once, with a reason, and a round that deletes what stands."""

import asyncio

import pytest
from sqlalchemy import select

from domain.broadcast import CopyState, Going
from domain.exposure import Status
from domain.refusal import Refusal
from services import taking_down
from services.office import InHand
from storage import exposures
from storage.tables import Broadcast
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, ZHENG, District, hand
from tests.publicity import exposure, row_of
from tests.rounds import CHANNEL, begun, came_to_stand, copies_of, outlet, round_of

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
