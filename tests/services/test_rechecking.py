"""Random re-checks: drawn by lot from what was closed, looked at by the supervisors, noted or opened again."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest

from domain.case import Outcome, Status
from domain.refusal import Refusal
from services import closing, looking_back, rechecking
from services.rechecking import Drawn
from storage import look_backs
from tests.district import DUTY, EAST, HE, SUPERVISION, WANG, XU, ZHOU, District, hand
from tests.services.test_looking_back import concluded, refused, send_photo, task_of


@pytest.fixture(autouse=True)
async def supervisors(district: District) -> None:
    await district.supervised()


async def closed(district: District, count: int = 1) -> list[int]:
    ids = []
    for _ in range(count):
        case_id = await concluded(district, Outcome.UNSUBSTANTIATED)
        async with district.turn() as turn:
            assert not isinstance(await closing.close(turn, hand(ZHOU, DUTY), case_id), Refusal)
        ids.append(case_id)
    return ids


async def recheck(district: District, wanted: str, seed: int = 1) -> Drawn | Refusal:
    async with district.turn() as turn:
        return await rechecking.recheck(turn, hand(HE, SUPERVISION), wanted, Random(seed).sample)


async def test_the_lot_decides_and_the_supervisors_get_the_cards(district: District) -> None:
    ids = await closed(district, 4)
    drawn = await recheck(district, "2", seed=7)
    assert isinstance(drawn, Drawn)
    chosen = [(await district.row(case_id)).number for case_id in Random(7).sample(ids, 2)]
    assert drawn == Drawn(chosen, 4, "")
    await district.speak()
    assert len(district.said_in(SUPERVISION, "收到：")) == 2
    assert len(district.said_in(SUPERVISION, "（随机复查）")) == 2
    again = await recheck(district, "10")
    assert isinstance(again, Drawn)
    assert (len(again.numbers), again.of) == (2, 2), "what is being looked at is not drawn again"


async def test_a_town_may_be_named_and_what_was_closed_long_ago_is_left(district: District) -> None:
    await closed(district)
    drawn = await recheck(district, "西街道")
    assert isinstance(drawn, Drawn)
    assert drawn.numbers == []
    district.now += timedelta(days=200)
    drawn = await recheck(district, "5 东街道")
    assert isinstance(drawn, Drawn)
    assert drawn.of == 0


@pytest.mark.parametrize(
    ("wanted", "key"),
    [("11", "recheck_too_many"), ("0", "recheck_unclear"), ("1 2", "recheck_unclear"), ("无此街道", "no_such_desk")],
)
async def test_what_cannot_be_drawn_says_so(district: District, wanted: str, key: str) -> None:
    assert refused(await recheck(district, wanted)) == key


async def test_only_supervisors_draw_and_only_in_their_group(district: District) -> None:
    for by in (hand(HE, EAST), hand(WANG, EAST), hand(ZHOU, DUTY), hand(ZHOU, SUPERVISION)):
        async with district.turn() as turn:
            assert refused(await rechecking.recheck(turn, by, "", Random(1).sample)) == "supervisors_only"


async def test_a_recheck_that_passes_is_noted_and_one_that_fails_is_a_relapse(district: District) -> None:
    good, bad = await closed(district, 2)
    await recheck(district, "2")
    district.now += timedelta(minutes=1)
    by = hand(XU, SUPERVISION)
    for case_id in (good, bad):
        await send_photo(district, case_id, by)
    async with district.turn() as turn:
        assert not isinstance(await looking_back.passed(turn, by, good), Refusal)
        assert not isinstance(await looking_back.failed(turn, by, bad, "又在卖"), Refusal)
    assert ((await district.row(good)).status, (await district.events(good))[-1]) == (Status.CLOSED, "look_back_passed")
    again = await district.row(bad)
    assert (again.status, again.relapses, again.holder_id) == (Status.ACCEPTED, 1, WANG)
    assert await task_of(district, bad) is None


async def test_of_two_draws_at_once_the_second_leaves_what_the_first_took(district: District) -> None:
    (case_id,) = await closed(district)

    async with district.turn() as turn:
        lot = await look_backs.closed_since(turn.tx, turn.now - timedelta(days=9), None)
    await recheck(district, "1")

    def stale(_: Sequence[int], __: int) -> list[int]:
        return lot

    async with district.turn() as turn:
        drawn = await rechecking.recheck(turn, hand(HE, SUPERVISION), "1", stale)
    assert isinstance(drawn, Drawn)
    assert (lot, drawn.numbers) == ([case_id], [])
