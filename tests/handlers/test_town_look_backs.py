"""Looking back in a group, by the labels the bot really showed: the photo, the buttons, the words, /recheck."""

from datetime import timedelta

import pytest

from domain.asking import Asked, Verb
from domain.case import Outcome, Status
from domain.refusal import Refusal
from services import concluding, handling
from tests.district import (
    DUTY,
    EAST,
    HE,
    LI,
    STRANGER,
    SUPERVISION,
    WANG,
    WEST,
    WU,
    ZHOU,
    District,
    Spoken,
    hand,
    photo,
)


@pytest.fixture
async def case_id(district: District) -> int:
    """A case that 王 has concluded, and a day has passed."""
    await district.supervised()
    made = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), made)
        done = await concluding.conclude(turn, hand(WANG), made, Outcome.BANNED, "已取缔")
    assert not isinstance(done, Refusal)
    await district.speak()
    district.now += timedelta(days=1)
    return made


def card(district: District, chat_id: int = EAST) -> Spoken:
    """The case's card as it stands in the group."""
    return district.said_in(chat_id, "收到：")[-1]


async def test_a_photo_and_a_press_close_the_case(district: District, case_id: int) -> None:
    assert "现场照片" in await district.press(LI, EAST, card(district).button("回头看合格"))
    await district.write(LI, EAST, None, photo=photo("p"), reply_to=card(district).message_id)
    await district.keep_photos(case_id)
    assert await district.press(LI, EAST, card(district).button("回头看合格")) == ""
    assert (await district.row(case_id)).status == Status.CLOSED
    assert "回头看合格（李，3月3日）" in card(district).text
    assert "回头看" not in str(card(district).buttons)


async def test_what_was_found_is_asked_for_and_told(district: District, case_id: int) -> None:
    await district.press(LI, EAST, district.said_in(EAST, "要回头看")[0].button("由我去看"))
    await district.write(LI, EAST, "看过", photo=photo("p"), reply_to=card(district).message_id)
    await district.keep_photos(case_id)
    await district.press(LI, EAST, card(district).button("不合格"))
    question = district.last(EAST)
    await district.write(LI, EAST, "卷帘门后还在加工", reply_to=question.message_id)
    assert (await district.row(case_id)).status == Status.ACCEPTED
    assert "卷帘门后还在加工" in district.told_reporter()[-1]
    assert district.said_in(EAST, "李回头看")


async def test_the_handler_and_strangers_press_in_vain(district: District, case_id: int) -> None:
    passes = Asked(Verb.LOOK, case_id, "pass").data
    assert "由您承办" in await district.press(WANG, EAST, passes)
    for user_id, chat_id in ((STRANGER, EAST), (WU, WEST), (WU, EAST)):
        assert "没有这件线索" in await district.press(user_id, chat_id, passes)
    assert "无效" in await district.press(LI, EAST, Asked(Verb.LOOK, case_id, "sell").data)
    assert (await district.row(case_id)).status == Status.CONCLUDED


async def test_a_supervisor_waives_with_a_reason_and_then_closes(district: District, case_id: int) -> None:
    assert "还没有做" in await district.press(ZHOU, DUTY, Asked(Verb.CLOSE, case_id).data)
    await district.write(HE, SUPERVISION, "/case 2026-00001")
    await district.press(HE, SUPERVISION, card(district, SUPERVISION).button("免于回头看"))
    await district.write(HE, SUPERVISION, "店面已拆除", reply_to=district.last(SUPERVISION).message_id)
    await district.press(HE, SUPERVISION, card(district, SUPERVISION).button("销号"))
    assert (await district.row(case_id)).status == Status.CLOSED
    assert "免于回头看（何，3月3日）：店面已拆除" in card(district, SUPERVISION).text


async def test_a_lot_is_drawn_by_command(district: District, case_id: int) -> None:
    await district.write(HE, SUPERVISION, "/recheck 3")
    assert "没有可以抽查的" in district.last(SUPERVISION).text
    await district.write(WANG, EAST, "/recheck")
    assert "督导组" in district.last(EAST).text
    await test_a_supervisor_waives_with_a_reason_and_then_closes(district, case_id)
    await district.write(HE, SUPERVISION, "/recheck")
    assert "SL-2026-00001" in district.said_in(SUPERVISION, "随机抽取 1 件")[0].text
    assert "由我去看" in str(card(district, SUPERVISION).buttons)
