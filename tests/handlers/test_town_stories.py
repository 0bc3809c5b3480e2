"""The whole story by the buttons and commands that officers really have."""

from domain.asking import Asked, Verb
from domain.case import Status
from services import handling, notes
from services.notes import Written
from tests.district import CHEN, DUTY, EAST, STRANGER, WANG, WEST, WU, ZHOU, District, Spoken, hand


async def noted(district: District, times: int = 1) -> int:
    case_id = await district.case()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        for n in range(times):
            await notes.add_note(turn, hand(WANG), case_id, Written(5000 + n, f"第{n}次到场。" + "查看" * 100))
    await district.speak()
    return case_id


async def card_of(district: District, case_id: int, user_id: int = CHEN, chat_id: int = EAST) -> Spoken:
    await district.press(user_id, chat_id, Asked(Verb.SHOW, case_id).data)
    return next(each for each in reversed(district.said_in(chat_id)) if each.buttons and "📍" in each.text)


async def test_one_tap_on_the_card_tells_the_story_and_another_orders_its_paper(district: District) -> None:
    case_id = await noted(district)
    card = await card_of(district, case_id)
    assert await district.press(CHEN, EAST, card.button("全部经过"), card.message_id) == ""
    told = district.last(EAST)
    assert told.reply_to == card.message_id
    assert "王（镇街）：接办" in told.text
    assert "第0次到场。" in told.text
    for label in ("PDF", "举报登记表"):
        assert "正在制作" in await district.press(CHEN, EAST, told.button(label), told.message_id)


async def test_a_long_story_says_that_it_is_not_whole(district: District) -> None:
    await noted(district, times=40)
    await district.write(CHEN, EAST, "/story 2026-1")
    told = district.last(EAST)
    assert "全文见 PDF" in told.text
    assert "接办" in told.text
    assert "第39次到场。" in told.text
    assert told.button("PDF")


async def test_the_story_of_an_ended_case_can_still_be_read(district: District) -> None:
    case_id = await district.case(status=Status.CLOSED)
    card = await card_of(district, case_id, ZHOU, DUTY)
    await district.press(ZHOU, DUTY, card.button("全部经过"), card.message_id)
    assert "已销号" in district.last(DUTY).text


async def test_a_story_that_is_not_theirs_is_refused_to_the_presser_alone(district: District) -> None:
    case_id = await noted(district)
    before = len(district.spoken)
    for who, where in ((WU, WEST), (STRANGER, EAST)):
        for asked in (Asked(Verb.STORY, case_id), Asked(Verb.PAPER, case_id, "pdf")):
            assert "没有这件线索" in await district.press(who, where, asked.data)
    assert "按钮无效" in await district.press(CHEN, EAST, Asked(Verb.PAPER, case_id, "xlsx").data)
    assert len(district.spoken) == before


async def test_a_number_that_is_missing_or_wrong_is_explained(district: District) -> None:
    await district.write(CHEN, EAST, "/story")
    assert "/story 2026-00042" in district.last(EAST).text
    await district.write(CHEN, EAST, "/story 2026-9")
    assert "没有这件线索" in district.last(EAST).text


async def test_a_picture_is_acknowledged_at_once_and_refused_to_strangers(district: District) -> None:
    for command in ("/picture", "/charts"):
        assert await district.write(ZHOU, DUTY, command)
        assert not await district.write(STRANGER, EAST, command)
        assert "还不是本单位的工作人员" in district.last(EAST).text
