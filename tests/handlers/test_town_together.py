"""Working together by the buttons the bot really showed: 周 on duty hands a case on."""

from domain.asking import Asked, Verb, desk_handle
from domain.case import Status
from tests.district import CHEN, DUTY, EAST, STRANGER, WANG, WEST, WU, ZHOU, District, Spoken


async def card_of(district: District, case_id: int, user_id: int = CHEN, chat_id: int = EAST) -> Spoken:
    await district.press(user_id, chat_id, Asked(Verb.SHOW, case_id).data)
    return next(each for each in reversed(district.said_in(chat_id)) if each.buttons and "📍" in each.text)


async def test_the_duty_desk_hands_a_begun_case_on_by_two_taps_and_a_reason(district: District) -> None:
    case_id = await district.case(status=Status.RECTIFYING, holder=WANG)
    card = await card_of(district, case_id, ZHOU, DUTY)
    await district.press(ZHOU, DUTY, card.button("转给其他单位"), card.message_id)
    await district.press(ZHOU, DUTY, district.last(DUTY).button("西街道"))
    assert (await district.row(case_id)).desk_id == "t001"
    await district.write(ZHOU, DUTY, "店在西街道", reply_to=district.last(DUTY).message_id)
    row = await district.row(case_id)
    assert (row.desk_id, row.holder_id, row.status) == ("t002", None, Status.RECTIFYING)
    theirs = await card_of(district, case_id, WU, WEST)
    assert "已由您承办" in await district.press(WU, WEST, theirs.button("接办"), theirs.message_id)


async def test_a_town_that_presses_the_duty_desks_button_is_told_what_to_do(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    pressed = Asked(Verb.DESK, case_id, desk_handle("t002")).data
    assert "由值班台决定" in await district.press(WANG, EAST, pressed)
    assert "没有这件线索" in await district.press(WU, WEST, pressed)
    assert "没有这件线索" in await district.press(STRANGER, DUTY, pressed)
    assert not await district.events(case_id)


async def reply(district: District, user_id: int, chat_id: int, text: str) -> None:
    """Replies to the newest question in the group."""
    await district.write(user_id, chat_id, text, reply_to=district.last(chat_id).message_id)


async def helped(district: District) -> int:
    """王 has invited the west town to a case."""
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    card = await card_of(district, case_id)
    await district.press(WANG, EAST, card.button("联合办理"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("西街道"))
    await reply(district, WANG, EAST, "请协查上家")
    return case_id


async def test_two_towns_handle_a_case_together_by_buttons_and_replies(district: District) -> None:
    case_id = await helped(district)
    theirs = next(each for each in reversed(district.said_in(WEST)) if each.buttons)
    await district.write(WU, WEST, "上家是二巷的冷库", reply_to=theirs.message_id)
    assert "已记入" in district.last(WEST).text
    assert not district.last(WEST).buttons
    assert district.said_in(EAST, "上家是二巷的冷库")
    await district.write(WU, WEST, "/open")
    assert "协办，东街道牵头" in district.last(WEST).text
    await district.press(WU, WEST, district.last(WEST).button("SL-2026-00001"))
    again = next(each for each in reversed(district.said_in(WEST)) if "📍" in each.text)
    assert "已结束协办" in await district.press(WU, WEST, again.button("退出协办"), again.message_id)
    assert "没有这件线索" in await district.press(WU, WEST, again.button("退出协办"), again.message_id)
    assert await district.events(case_id) == ["joined", "noted", "parted"]


async def test_the_desk_that_leads_lets_a_helper_go_by_button(district: District) -> None:
    case_id = await helped(district)
    card = await card_of(district, case_id)
    await district.press(WANG, EAST, card.button("联合办理"), card.message_id)
    choice = district.last(EAST)
    assert "已结束协办" in await district.press(WANG, EAST, choice.button("结束西街道的协办"))
    assert "没有在协办" in await district.press(WANG, EAST, choice.button("结束西街道的协办"))


async def test_a_foreign_desk_a_stranger_and_a_forger_press_joint_buttons_in_vain(district: District) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    west = desk_handle("t002")
    for asked in (Asked(Verb.JOINT, case_id), Asked(Verb.INVITE, case_id, west), Asked(Verb.PART, case_id)):
        for user_id, chat_id in ((WU, WEST), (STRANGER, EAST)):
            assert "没有这件线索" in await district.press(user_id, chat_id, asked.data)
    assert "没有这个单位" in await district.press(WANG, EAST, Asked(Verb.INVITE, case_id, "beef").data)
    assert "没有这个单位" in await district.press(WANG, EAST, Asked(Verb.INVITE, case_id, desk_handle("t001")).data)
    assert "没有在协办" in await district.press(WANG, EAST, Asked(Verb.PART, case_id, west).data)
    assert not await district.events(case_id)


async def test_the_desk_that_helps_presses_old_buttons_of_a_case_it_does_not_lead(district: District) -> None:
    case_id = await helped(district)
    for asked in (Asked(Verb.TAKE, case_id), Asked(Verb.END, case_id), Asked(Verb.JOINT, case_id)):
        assert "由" in await district.press(WU, WEST, asked.data)
    assert (await district.row(case_id)).holder_id == WANG
