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
