"""Buttons in the groups, pressed as Telegram delivers presses: found by their labels on what the bot really said."""

import pytest

from domain.asking import Asked, Verb
from domain.case import Status
from storage import attempts
from tests.district import ADMIN, CHEN, DUTY, EAST, ELSEWHERE, LI, STRANGER, WANG, WEST, WU, ZHOU, District, Spoken


async def card_of(district: District, case_id: int, chat_id: int = EAST, user_id: int = CHEN) -> Spoken:
    """The case's card at the bottom of the group."""
    await district.press(user_id, chat_id, Asked(Verb.SHOW, case_id).data)
    return district.last(chat_id)


async def test_a_case_is_taken_up_asked_about_and_concluded_by_buttons_and_replies(district: District) -> None:
    case_id = await district.case()
    card = await card_of(district, case_id)
    assert "已由您承办" in await district.press(WANG, EAST, card.button("接办"), card.message_id)

    await district.press(WANG, EAST, card.button("问举报人"), card.message_id)
    prompt = district.last(EAST)
    assert prompt.markup is not None
    assert prompt.markup["force_reply"]
    assert prompt.markup["selective"]
    await district.write(WANG, EAST, "门牌号是多少？", reply_to=prompt.message_id)
    assert "门牌号是多少？" in district.told_reporter()[-1]

    await district.press(WANG, EAST, card.button("办结"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("经查不属实"))
    await district.write(WANG, EAST, "证照齐全", reply_to=district.last(EAST).message_id)
    assert (await district.row(case_id)).status == Status.CONCLUDED
    assert "证照齐全" in district.told_reporter()[-1]


async def test_a_question_is_answered_once_and_a_second_reply_is_a_note(district: District) -> None:
    case_id = await district.case()
    card = await card_of(district, case_id)
    await district.press(WANG, EAST, card.button("问举报人"), card.message_id)
    prompt = district.last(EAST).message_id
    await district.write(WANG, EAST, "第一句", reply_to=prompt)
    await district.write(LI, EAST, "内部讨论", reply_to=prompt)
    assert "内部讨论" not in "".join(district.told_reporter())
    assert (await district.events(case_id)) == ["asked", "noted"]


async def test_a_case_is_returned_by_a_ready_reason_or_by_ones_own_words(district: District) -> None:
    ready, own = await district.case(), await district.case()
    card = await card_of(district, ready)
    await district.press(WANG, EAST, card.button("退回"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("地点不在本辖区"))
    assert district.said_in(DUTY, "地点不在本辖区")
    card = await card_of(district, own)
    await district.press(WANG, EAST, card.button("退回"), card.message_id)
    await district.write(WANG, EAST, "这条街归西街道", reply_to=district.last(EAST).message_id)
    assert district.said_in(DUTY, "这条街归西街道")
    assert (await district.row(own)).status == Status.RECEIVED


async def test_the_duty_desk_assigns_by_buttons(district: District) -> None:
    case_id = await district.case(desk_id=None)
    card = await card_of(district, case_id, DUTY, ZHOU)
    await district.press(ZHOU, DUTY, card.button("派给"), card.message_id)
    assert "已派发" in await district.press(ZHOU, DUTY, district.last(DUTY).button("西街道"))
    assert (await district.row(case_id)).desk_id == "t002"
    assert district.said_in(WEST, "后巷")


async def test_the_lead_hands_over_by_buttons(district: District) -> None:
    case_id = await district.case()
    card = await card_of(district, case_id)
    await district.press(CHEN, EAST, card.button("交给同事"), card.message_id)
    await district.press(CHEN, EAST, district.last(EAST).button("李"))
    assert (await district.row(case_id)).holder_id == LI


async def test_a_stranger_presses_and_learns_nothing(district: District) -> None:
    case_id = await district.case()
    card = await card_of(district, case_id)
    for each in card.buttons:
        if "callback_data" in each:
            absent = each["callback_data"].replace(str(case_id), "987654")
            real = await district.press(STRANGER, EAST, each["callback_data"], card.message_id)
            assert real == await district.press(STRANGER, EAST, absent)
            assert "没有这件线索" in real
    assert (await district.row(case_id)).status == Status.ASSIGNED
    assert not await district.events(case_id)


@pytest.mark.parametrize(
    "data",
    ["", "t:", "t:take:", "t:take:-1", "t:take:1e9", "t:take:٣", "t:fly:1", "t:as:1:heaven", "t:to:1:me", "x" * 64,
     "t:because:1:why", "t:take:99999999999999999999", "t:take:1\n", "m:see:1", "t:code:0:abc", "t:take:01"],
)  # fmt: skip
async def test_a_forged_press_changes_nothing(district: District, data: str) -> None:
    case_id = await district.case()
    assert await district.press(WANG, EAST, data)
    assert not await district.events(case_id)
    assert not district.spoken
    async with district.database.read() as tx:
        assert await attempts.count(tx, "forged press", district.now.replace(year=2000)) == 1


async def test_an_officer_of_another_town_gets_the_strangers_answer(district: District) -> None:
    case_id = await district.case()
    assert await district.press(WU, WEST, Asked(Verb.TAKE, case_id).data) == await district.press(
        WU, WEST, Asked(Verb.TAKE, 987654).data
    )


async def test_a_newcomer_asks_and_the_lead_agrees_by_buttons(district: District) -> None:
    await district.press(STRANGER, EAST, Asked(Verb.JOIN).data)
    asked = district.last(EAST)
    assert "只有本单位的负责人" in await district.press(WANG, EAST, asked.button("同意"))
    await district.press(CHEN, EAST, asked.button("同意"))
    assert "路人现在是东街道的工作人员" in district.last(EAST).text


async def test_staff_are_listed_and_moved_out_by_their_lead(district: District) -> None:
    await district.write(WANG, EAST, "/staff")
    assert "负责人" in district.last(EAST).text
    await district.write(CHEN, EAST, "/staff")
    await district.press(CHEN, EAST, district.last(EAST).button("移出王"))
    case_id = await district.case()
    assert "没有这件线索" in await district.press(WANG, EAST, Asked(Verb.TAKE, case_id).data)


async def test_a_list_goes_on_page_by_page_and_opens_cards(district: District) -> None:
    ids = [await district.case() for _ in range(11)]
    foreign = await district.case("t002")
    await district.write(WANG, EAST, "/open")
    first = district.last(EAST)
    await district.press(WANG, EAST, first.button("下一页"))
    second = district.last(EAST)
    numbers = [each["text"] for each in (*first.buttons, *second.buttons) if each["text"].startswith("SL-")]
    assert numbers == [(await district.row(case_id)).number for case_id in ids]
    assert (await district.row(foreign)).number not in numbers
    await district.press(WANG, EAST, second.button(numbers[-1]))
    assert numbers[-1] in district.last(EAST).text


async def test_an_administrator_makes_a_code_in_private_and_the_group_uses_it(district: District) -> None:
    await district.write(ADMIN, ADMIN, "/bindcode")
    await district.press(ADMIN, ADMIN, district.spoken[-1].button("东街道"))
    line = next(each for each in district.spoken[-1].text.splitlines() if each.startswith("/bind "))
    await district.write(STRANGER, ELSEWHERE, line)
    greeting = district.last(ELSEWHERE)
    assert "东街道" in greeting.text
    assert greeting.button("我在这里工作")
    await district.write(ADMIN, ADMIN, "/desks")
    assert "✅ 东街道" in district.spoken[-1].text


async def test_a_code_button_does_nothing_for_anybody_else(district: District) -> None:
    handled = await district.feed(
        callback_query={
            "id": "q",
            "from": {"id": STRANGER, "is_bot": False, "first_name": "路人"},
            "chat_instance": "c",
            "data": Asked(Verb.CODE, 0, "beef").data,
            "message": {"message_id": 1, "date": 1, "chat": {"id": STRANGER, "type": "private"}, "text": "…"},
        }
    )
    assert not handled
    assert not district.spoken
