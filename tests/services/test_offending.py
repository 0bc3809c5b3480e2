"""A business's past stands on the card: as much of it as the desk may know, across the years."""

from datetime import timedelta

import pytest

from domain.case import Outcome, Status
from domain.refusal import Refusal
from services import offending
from services.offending import Gathered, Gathering
from storage import businesses, conflicts
from tests.district import CHEN, DUTY, EAST, LI, STRANGER, WANG, WEST, WU, ZHOU, District, hand
from tests.services.test_suggesting import card, changed

PAST = "该商家近三年第"


async def about(
    district: District, name: str, desk_id: str = "t001", column: str = "business_id", **more: object
) -> int:
    """A case about that business."""
    case_id = await district.case(desk_id)
    async with district.database.write() as tx:
        business_id = await businesses.enter(tx, name, district.now)
    await changed(district, case_id, **{column: business_id, "business": name, "supplier": name}, **more)
    return case_id


async def found_true(district: District, name: str, desk_id: str = "t001", *, days_ago: int = 400) -> int:
    at = district.now - timedelta(days=days_ago)
    ended = {"status": Status.CLOSED, "outcome": Outcome.PENALISED, "concluded_at": at, "received_at": at}
    return await about(district, name, desk_id, **ended)


async def test_the_card_counts_the_businesss_cases_and_those_found_true(district: District) -> None:
    await found_true(district, "陈记")
    await about(district, "陈 记", status=Status.CLOSED, outcome=Outcome.UNSUBSTANTIATED)
    await about(district, "东记")
    now = await about(district, "陈记")
    assert f"{PAST} 3 件（此前查实 1 件）" in await card(district, now)
    assert PAST not in await card(district, await about(district, "西记"))


async def test_what_is_no_case_of_its_own_or_long_past_is_not_counted(district: District) -> None:
    await about(district, "陈记", status=Status.WITHDRAWN)
    await about(district, "陈记", status=Status.CONCLUDED, outcome=Outcome.DUPLICATE)
    await about(district, "陈记", status=Status.CONCLUDED, outcome=Outcome.NOT_OURS)
    await found_true(district, "陈记", days_ago=4 * 365)
    assert PAST not in await card(district, await about(district, "陈记"))


async def test_of_another_desks_cases_only_those_found_true_are_counted_and_none_is_listed(district: District) -> None:
    theirs, secret = await found_true(district, "陈记", "t002"), await about(district, "陈记", "t002")
    now = await about(district, "陈记")
    assert f"{PAST} 2 件（此前查实 1 件）" in await card(district, now)
    assert f"{PAST} 3 件（此前查实 1 件）" in await card(district, now, ZHOU, DUTY)
    assert await listed(district, now) == []
    assert await listed(district, now, ZHOU, DUTY) == [secret, theirs]


async def listed(
    district: District, case_id: int, user_id: int = WANG, chat_id: int = EAST, by: Gathered = Gathered.PREMISES
) -> list[int]:
    """The whole list, page after page."""
    seen: list[int] = []
    before = None
    while True:
        async with district.turn() as turn:
            page = await offending.others(turn, hand(user_id, chat_id), case_id, by, before)
        assert isinstance(page, Gathering)
        seen += [each.id for each in page.cases]
        before = page.next_before
        if before is None:
            return seen


async def test_a_wrong_found_true_within_a_year_is_a_reason_to_look_at_the_severity(district: District) -> None:
    await found_true(district, "陈记", days_ago=300)
    now = await about(district, "陈记")
    assert "请考虑调为「严重」" in await card(district, now)
    await changed(district, now, severity="serious")
    assert "请考虑调为" not in await card(district, now)
    await found_true(district, "东记", days_ago=370)
    assert "请考虑调为" not in await card(district, await about(district, "东记"))


async def test_a_suppliers_cases_are_gathered_apart_from_the_premises(district: District) -> None:
    first = await about(district, "南城冷库", column="supplier_id", outcome=Outcome.BANNED)
    await about(district, "南城冷库")
    now = await about(district, "南城冷库", column="supplier_id")
    text = await card(district, now)
    assert "同一供货商近三年另有 1 件（查实 1 件）" in text
    assert PAST not in text
    assert await listed(district, now, by=Gathered.SUPPLIER) == [first]


async def test_a_case_that_does_not_exist_for_somebody_is_not_on_their_list(district: District) -> None:
    theirs = await about(district, "南城冷库", column="supplier_id")
    now = await about(district, "南城冷库", column="supplier_id")
    async with district.turn() as turn:
        family = await businesses.enter(turn.tx, "王记", district.now)
        assert family is not None
        await conflicts.mark(turn.tx, WANG, family, "亲属", CHEN, district.now)
    await changed(district, theirs, business="王记", business_id=family)
    assert await listed(district, now, by=Gathered.SUPPLIER) == []
    assert await listed(district, now, LI, by=Gathered.SUPPLIER) == [theirs]


async def test_pages_show_each_case_once_the_newest_first(district: District) -> None:
    ids = [await about(district, "陈记") for _ in range(10)]
    assert await listed(district, ids[0]) == ids[:0:-1]


@pytest.mark.parametrize(("user_id", "chat_id"), [(STRANGER, EAST), (WU, WEST), (WANG, WEST)])
async def test_whoever_may_not_see_the_case_learns_nothing_of_its_business(
    district: District, user_id: int, chat_id: int
) -> None:
    case_id = await about(district, "陈记")
    async with district.turn() as turn:
        for asked in (case_id, case_id + 99):
            refused = await offending.others(turn, hand(user_id, chat_id), asked, Gathered.PREMISES)
            assert isinstance(refused, Refusal)
            assert refused.key == "no_such_case"


async def test_a_case_without_a_name_has_no_others(district: District) -> None:
    case_id = await district.case()
    async with district.turn() as turn:
        refused = await offending.others(turn, hand(WANG), case_id, Gathered.PREMISES)
    assert isinstance(refused, Refusal)
    assert refused.key == "no_business"
