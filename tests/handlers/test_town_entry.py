"""Entering a case in a group: three taps by the labels the bot really showed, and one reply."""

import re

import pytest

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from services import following
from storage import cases, correspondents
from tests.district import DUTY, EAST, STRANGER, WANG, ZHOU, District, Spoken, photo


async def form_of(district: District, user_id: int = WANG, chat_id: int = EAST, channel: str = "电话") -> Spoken:
    """Taps from /entry to the form."""
    await district.write(user_id, chat_id, "/entry")
    for label in (channel, "无证黑窝点", "无证无照"):
        await district.press(user_id, chat_id, district.last(chat_id).button(label), district.last(chat_id).message_id)
    return district.last(chat_id)


async def count(district: District) -> int:
    async with district.database.read() as tx:
        return len(await cases.open_cases(tx))


async def test_three_taps_and_one_reply_enter_a_call_and_show_its_code_once(district: District) -> None:
    form = await form_of(district)
    await district.write(WANG, EAST, "地点：东街道三巷口\n情况：无证熟食", reply_to=form.message_id)
    told = district.last(EAST).text
    code = re.search(r"回执码：(\S+)", told)
    assert code is not None
    async with district.turn() as turn:
        turn.correspondent = await correspondents.get(turn.tx, district.reporter)
        assert not isinstance(await following.find(turn, code[1]), Refusal)
    assert len(district.said_in(EAST, code[1])) == 1
    assert "电话举报" in next(each for each in reversed(district.said_in(EAST)) if each.buttons).text


async def test_what_is_missing_is_named_and_the_form_may_be_answered_again(district: District) -> None:
    form = await form_of(district)
    await district.write(WANG, EAST, "东街道三巷口", reply_to=form.message_id)
    assert "缺少情况" in district.last(EAST).text
    await district.write(WANG, EAST, None, photo=photo("p"), caption="东街道\n无证", reply_to=form.message_id)
    assert "只收文字" in district.last(EAST).text
    assert await count(district) == 0
    await district.write(WANG, EAST, "东街道三巷口\n无证熟食", reply_to=form.message_id)
    assert await count(district) == 1


async def test_a_form_is_filed_once(district: District) -> None:
    form = await form_of(district)
    for _ in range(2):
        await district.write(WANG, EAST, "东街道三巷口\n无证熟食", reply_to=form.message_id)
    assert await count(district) == 1
    assert "不属于任何线索" in district.last(EAST).text


async def test_a_reply_to_the_answer_is_a_note_of_the_new_case(district: District) -> None:
    form = await form_of(district, ZHOU, DUTY, "来访")
    await district.write(ZHOU, DUTY, "某大厦\n无证熟食", reply_to=form.message_id)
    await district.write(ZHOU, DUTY, "来访人还会再来", reply_to=district.last(DUTY).message_id)
    assert "已记入" in district.last(DUTY).text


async def test_a_finding_of_our_own_has_nobody_to_read_a_code_to(district: District) -> None:
    form = await form_of(district, channel="检查发现")
    await district.write(WANG, EAST, "东街道三巷口\n无证熟食", reply_to=form.message_id)
    assert "回执码" not in district.last(EAST).text
    card = next(each for each in reversed(district.said_in(EAST)) if each.buttons)
    assert "检查发现" in card.text
    assert "联系不到本人" not in card.text


async def test_a_passer_by_enters_nothing(district: District) -> None:
    await district.write(STRANGER, EAST, "/entry")
    assert "还不是本单位的工作人员" in district.last(EAST).text
    form = await form_of(district)
    await district.write(STRANGER, EAST, "东街道三巷口\n无证熟食", reply_to=form.message_id)
    assert "还不是本单位的工作人员" in district.last(EAST).text
    assert await count(district) == 0


@pytest.mark.parametrize(
    "asked",
    [Asked(Verb.ENTRY, 4), Asked(Verb.ENTRY, 0, "beef"), Asked(Verb.ENTRY, 0, "g-beef"), Asked(Verb.ENTRY, 9, "other")],
    ids=lambda asked: asked.data,
)
async def test_a_forged_choice_leads_nowhere(district: District, asked: Asked) -> None:
    assert "无效" in await district.press(WANG, EAST, asked.data)
    assert not district.said_in(EAST)


async def test_a_category_that_belongs_elsewhere_is_said_to_before_anybody_writes(district: District) -> None:
    shown = await district.press(WANG, EAST, Asked(Verb.ENTRY, 0, "official_misconduct").data)
    assert "12388" in shown
    assert not district.said_in(EAST)
