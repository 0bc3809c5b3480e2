"""Subscribing to exposures in private: all, by town, by category; and no more, with one tap."""

import pytest
from sqlalchemy import select, update

from domain.exposure import OUT, Status
from domain.outgoing import Expanded
from services import reading
from storage.tables import Copy, Exposure, Subscription
from tests import rounds
from tests.district import EAST, WEST, District
from tests.private_chats import Citizen, PrivateChats

READER = 7700123


@pytest.fixture
def reader(district: District) -> Citizen:
    """Somebody who is about to subscribe."""
    return Citizen(PrivateChats(district), READER)


async def wanted(district: District, key: str) -> set[tuple[str, str]]:
    """What that person is subscribed to now."""
    async with district.database.read() as tx:
        rows = await tx.scalars(select(Subscription).where(Subscription.key == key, Subscription.until.is_(None)))
        return {(each.what, each.value) for each in rows}


async def test_somebody_subscribes_to_all_and_back_again(district: District, reader: Citizen) -> None:
    await reader.says("/subscribe")
    assert "还没有订阅" in reader.last.text
    await reader.presses("全部案例")
    assert "已订阅：全部案例" in reader.last.text
    assert await wanted(district, reader.key) == {("all", "")}
    await reader.presses("全部案例")
    assert await wanted(district, reader.key) == set()


async def test_towns_and_categories_are_chosen_in_any_number(district: District, reader: Citizen) -> None:
    await reader.says("/subscribe")
    await reader.presses("按街镇选择")
    await reader.presses("东街道")
    await reader.presses("西街道")
    await reader.presses("✅ 东街道")
    await reader.presses("返回")
    await reader.presses("按类别选择")
    await reader.forges("s:kinds:expired")
    assert await wanted(district, reader.key) == {("town", "t002"), ("category", "expired")}
    await reader.presses("返回")
    assert "西街道" in reader.last.text
    await reader.presses("全部退订")
    assert await wanted(district, reader.key) == set()


async def test_one_tap_under_a_message_ends_it_all(district: District, reader: Citizen) -> None:
    await reader.says("/subscribe")
    await reader.presses("全部案例")
    assert "已退订" in await reader.forges("s:stop")
    assert await wanted(district, reader.key) == set()
    assert "没有订阅" in await reader.forges("s:stop")


@pytest.mark.parametrize("forged", ["s:top:everything", "s:towns:duty", "s:kinds:nothing", "s:nowhere:x", "s:"])
async def test_a_forged_choice_is_refused(district: District, reader: Citizen, forged: str) -> None:
    await reader.says("/start")
    assert await reader.forges(forged)
    assert await wanted(district, reader.key) == set()


async def test_the_beginning_is_expanded_where_it_stands_and_nowhere_else(district: District) -> None:
    await district.publicity()
    round_id = await rounds.begun(district, await rounds.publishing(district))
    await rounds.came_to_stand(district, round_id)
    here = next(each for each in await rounds.copies_of(district, round_id) if each.recipient == str(EAST))
    async with district.turn() as turn:
        assert not await reading.expand(turn, here.id, WEST, 7)
        assert not await reading.expand(turn, here.id, EAST, 8)
        assert not turn.outgoing
        assert await reading.expand(turn, here.id, EAST, 7)
        assert [each.what for each in turn.outgoing] == [Expanded(here.id, 7)]
    async with district.database.read() as tx:
        forms = {each.recipient: each.form for each in await tx.scalars(select(Copy))}
    assert (forms[str(EAST)], forms[str(WEST)]) == ("full", "short")


async def test_a_press_under_the_beginning_is_answered_in_a_group(district: District) -> None:
    await district.publicity()
    round_id = await rounds.begun(district, await rounds.publishing(district))
    here = next(each for each in await rounds.copies_of(district, round_id) if each.recipient == str(EAST))
    assert "更新或撤下" in await district.press(999, EAST, f"t:full:{here.id}", 7)
    await rounds.came_to_stand(district, round_id)
    assert not await district.press(999, EAST, f"t:full:{here.id}", 7)


@pytest.mark.parametrize("status", sorted(set(Status) - OUT))
async def test_whoever_wants_all_of_what_is_out_no_more_is_told_so(district: District, status: Status) -> None:
    await district.publicity()
    exposure_id = await rounds.publishing(district)
    round_id = await rounds.begun(district, exposure_id)
    await rounds.came_to_stand(district, round_id)
    here = next(each for each in await rounds.copies_of(district, round_id) if each.recipient == str(EAST))
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(status=status))
    assert "更新或撤下" in await district.press(999, EAST, f"t:full:{here.id}", 7)
    async with district.database.read() as tx:
        assert await tx.scalar(select(Copy.form).where(Copy.id == here.id)) == "short"
