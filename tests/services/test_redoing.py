"""What a withdrawal or a correction left standing is done once more, by a lead."""

import pytest
from sqlalchemy import select, update

from domain.broadcast import CopyState, Going
from domain.exposure import Status
from domain.refusal import Refusal
from services import redoing, taking_down
from services.office import InHand
from storage.tables import Broadcast, Copy, Exposure
from tests.district import EAST, OFFICE, QIAN, SUN, WEST, District, hand
from tests.publicity import exposure
from tests.rounds import begun, came_to_stand, copies_of


@pytest.fixture
async def district(district: District) -> District:
    """The office is there."""
    await district.publicity()
    return district


async def redo(district: District, exposure_id: int, user_id: int = SUN) -> InHand | Refusal:
    async with district.turn() as turn:
        return await redoing.redo(turn, hand(user_id, OFFICE), exposure_id)


async def withdrawn_but_for_one(district: District) -> int:
    """Stood in both towns' groups; the withdrawal failed in the west."""
    exposure_id = await exposure(district, Status.PUBLISHED)
    await came_to_stand(district, await begun(district, exposure_id))
    async with district.turn() as turn:
        await taking_down.take_down(turn, hand(SUN, OFFICE), exposure_id, Status.WITHDRAWN, "已撤销")
    async with district.database.write() as tx:
        await tx.execute(update(Copy).where(Copy.recipient == str(EAST)).values(live=False))
        await tx.execute(update(Copy).where(Copy.broadcast_id == 2).values(state=CopyState.FAILED))
        await tx.execute(update(Broadcast).values(state=Going.DONE))
    return exposure_id


def refused(done: object) -> str:
    assert isinstance(done, Refusal)
    return done.key


async def test_what_still_stands_after_a_withdrawal_is_deleted_once_more_and_nothing_else(district: District) -> None:
    exposure_id = await withdrawn_but_for_one(district)
    assert isinstance(await redo(district, exposure_id), InHand)
    async with district.database.read() as tx:
        rounds = list(await tx.scalars(select(Broadcast).order_by(Broadcast.id)))
    assert [each.verb for each in rounds] == ["publish", "withdraw", "withdraw"]
    assert [each.recipient for each in await copies_of(district, rounds[-1].id)] == [str(WEST)]
    assert refused(await redo(district, exposure_id)) == "round_goes_on"


async def test_only_a_lead_has_it_done_and_only_where_something_is_left(district: District) -> None:
    exposure_id = await withdrawn_but_for_one(district)
    assert refused(await redo(district, exposure_id, QIAN)) == "exposure_not_your_move"
    async with district.database.write() as tx:
        await tx.execute(update(Copy).values(live=False))
    assert refused(await redo(district, exposure_id)) == "nothing_to_redo"
    standing = await exposure(district, Status.PUBLISHED)
    await came_to_stand(district, await begun(district, standing))
    assert refused(await redo(district, standing)) == "nothing_to_redo"


async def test_a_correction_is_brought_to_what_it_did_not_reach(district: District) -> None:
    first = await exposure(district, Status.CORRECTED)
    await came_to_stand(district, await begun(district, first))
    second = await exposure(district, Status.PUBLISHED)
    async with district.database.write() as tx:
        values = {"corrects_id": first, "series_id": first}
        await tx.execute(update(Exposure).where(Exposure.id == second).values(**values))
        await tx.execute(update(Broadcast).values(state=Going.CANCELLED))
    assert isinstance(await redo(district, second), InHand)
    assert {each.recipient for each in await copies_of(district, 2)} == {str(EAST), str(WEST)}
