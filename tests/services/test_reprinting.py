"""Sending again what is published: to whom it did not reach, or to all; once for each time a lead asks."""

import asyncio

import pytest
from sqlalchemy import select, update

from domain.broadcast import CopyState, Going
from domain.exposure import Status
from domain.published import freeze
from domain.refusal import Refusal
from services import reprinting
from services.office import InHand
from storage.tables import Broadcast, Copy, Exposure
from tests.district import EAST, OFFICE, QIAN, SUN, WEST, ZHENG, District, hand
from tests.publicity import exposure, row_of
from tests.rounds import begun, copies_of, subscriber


@pytest.fixture
async def district(district: District) -> District:
    """The office is there."""
    await district.publicity()
    return district


async def out(district: District) -> int:
    """Published to both towns' groups; the west town's copy failed, and the round is over."""
    exposure_id = await exposure(district, Status.PUBLISHED)
    round_id = await begun(district, exposure_id)
    async with district.database.write() as tx:
        done = {"state": CopyState.DONE, "outcome": "sent", "live": True, "message_ids": [7]}
        await tx.execute(update(Copy).where(Copy.recipient == str(EAST)).values(**done))
        await tx.execute(update(Copy).where(Copy.recipient == str(WEST)).values(state=CopyState.FAILED))
        await tx.execute(update(Broadcast).where(Broadcast.id == round_id).values(state=Going.DONE))
    return exposure_id


async def again(
    district: District, exposure_id: int, revision: int = 1, user_id: int = SUN, *, everybody: bool = False
) -> InHand | Refusal:
    async with district.turn() as turn:
        return await reprinting.reprint(turn, hand(user_id, OFFICE), exposure_id, revision, everybody=everybody)


async def recipients(district: District) -> list[set[str]]:
    """Whom each round reached for, round by round."""
    async with district.database.read() as tx:
        rounds = await tx.scalars(select(Broadcast.id).order_by(Broadcast.id))
    return [{each.recipient for each in await copies_of(district, round_id)} for round_id in rounds]


def refused(done: object) -> str:
    assert isinstance(done, Refusal)
    return done.key


async def test_who_did_not_get_it_and_who_came_since_get_it_and_nobody_else(district: District) -> None:
    exposure_id = await out(district)
    key = await subscriber(district, 7001)
    assert isinstance(await again(district, exposure_id), InHand)
    assert (await recipients(district))[1] == {str(WEST), f"p:{key}"}
    row = await row_of(district, exposure_id)
    assert (row.status, row.revision) == (Status.PUBLISHED, 2)


async def test_after_a_confirmation_everybody_gets_it_once_more(district: District) -> None:
    exposure_id = await out(district)
    assert isinstance(await again(district, exposure_id, everybody=True), InHand)
    assert (await recipients(district))[1] == {str(EAST), str(WEST)}


async def test_a_button_pressed_twice_and_an_old_one_send_nothing(district: District) -> None:
    exposure_id = await out(district)
    await again(district, exposure_id)
    assert refused(await again(district, exposure_id)) == "round_goes_on"
    async with district.database.write() as tx:
        await tx.execute(update(Broadcast).values(state=Going.DONE))
    assert refused(await again(district, exposure_id)) == "exposure_has_changed"
    assert len(await recipients(district)) == 2


async def test_of_two_leads_at_once_one_sends_it(district: District) -> None:
    exposure_id = await out(district)
    done = await asyncio.gather(again(district, exposure_id), again(district, exposure_id, user_id=ZHENG))
    assert sorted(isinstance(each, InHand) for each in done) == [False, True]
    assert len(await recipients(district)) == 2


async def test_only_a_lead_sends_again_and_only_what_stands_as_it_was_approved(district: District) -> None:
    exposure_id = await out(district)
    assert refused(await again(district, exposure_id, user_id=QIAN)) == "exposure_not_your_move"
    for stage in sorted(set(Status) - {Status.PUBLISHED}):
        assert refused(await again(district, await exposure(district, stage))) == "not_published"
    async with district.database.write() as tx:
        other = freeze({}).to_json()
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(frozen=other))
    assert refused(await again(district, exposure_id)) == "exposure_altered"
