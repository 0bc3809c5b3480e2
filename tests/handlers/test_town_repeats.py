"""The buttons about other cases, found on the cards that the bot really sent."""

import pytest

from domain.asking import Asked, Verb
from domain.case import Status
from tests.district import DUTY, EAST, LI, STRANGER, WANG, ZHOU, District, Spoken
from tests.services.test_entering import entered

FORM = "地点：东街道三巷口\n对象：陈记熟食\n情况：无证加工"


async def two_reports(district: District) -> tuple[int, int, Spoken]:
    """Two reports about one business, and the second one's card."""
    first, second = (await entered(district, FORM)).case, (await entered(district, FORM)).case
    card = next(each for each in reversed(district.said_in(EAST, second.number)) if each.buttons)
    return first.id, second.id, card


async def test_one_tap_links_and_both_cards_say_so(district: District) -> None:
    first, second, card = await two_reports(district)
    assert await district.press(WANG, EAST, card.button("并案"), card.message_id) == "已并案"
    assert (await district.row(second)).duplicate_of == first
    numbers = [(await district.row(each)).number for each in (first, second)]
    assert district.said_in(EAST, f"已并入 {numbers[0]}")
    assert district.said_in(EAST, "已并入 1 件")
    assert "不能这样操作" in await district.press(LI, EAST, card.button("并案"), card.message_id)


async def test_one_tap_says_that_they_are_not_the_same_once(district: District) -> None:
    _, second, card = await two_reports(district)
    assert await district.press(WANG, EAST, card.button("不是同一件"), card.message_id) == "好的，不再提示"
    assert "已经处理过" in await district.press(LI, EAST, card.button("不是同一件"), card.message_id)
    newest = next(each for each in reversed(district.spoken) if each.edits == card.message_id)
    assert "可能与" not in newest.text
    assert not [each for each in newest.buttons if "并案" in each["text"]]
    assert (await district.row(second)).status == Status.ASSIGNED


async def test_the_business_leads_to_its_other_cases_and_they_to_their_cards(district: District) -> None:
    first, _, card = await two_reports(district)
    await district.press(WANG, EAST, card.button("该商家的线索"), card.message_id)
    number = (await district.row(first)).number
    answer = district.last(EAST)
    assert "陈记熟食" in answer.text
    assert f"{number} · 2026-03 · " in answer.text
    await district.press(WANG, EAST, answer.button(number))
    assert district.last(EAST).text.splitlines()[0].startswith(number)


@pytest.mark.parametrize(
    ("verb", "detail"),
    [
        (Verb.LINK, ""), (Verb.LINK, "x"), (Verb.LINK, "0"), (Verb.LINK, "9" * 30), (Verb.LINK, "777"),
        (Verb.UNLIKE, ""), (Verb.UNLIKE, "777"), (Verb.SHOP, "x"), (Verb.SOURCE, "-1"), (Verb.SOURCE, ""),
    ],
    ids=str,
)  # fmt: skip
async def test_a_forged_button_links_and_shows_nothing(district: District, verb: Verb, detail: str) -> None:
    first, second, _ = await two_reports(district)
    said = len(district.spoken)
    for who, chat in ((WANG, EAST), (STRANGER, EAST), (ZHOU, DUTY)):
        assert await district.press(who, chat, Asked(verb, second, detail).data)
    assert await district.press(WANG, EAST, Asked(Verb.LINK, second, str(second)).data)
    assert len(district.spoken) == said
    assert [(await district.row(each)).duplicate_of for each in (first, second)] == [None, None]
