"""Canned answers: kept by the duty desk through real buttons, sent by the towns with one tap."""

import pytest

from domain.asking import Asked, Verb
from domain.case import Outcome, Status
from domain.refusal import Refusal
from services import canned
from tests.district import CHEN, DUTY, EAST, STRANGER, WANG, WU, ZHOU, District, Spoken, hand


async def kept(district: District, text: str, status: Status | None = None, violation: str | None = None) -> int:
    async with district.turn() as turn:
        made = await canned.keep(turn, hand(ZHOU, DUTY), status, violation, text)
        assert not isinstance(made, Refusal)
        return made.id


async def verifying(district: District) -> tuple[int, Spoken]:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    await district.press(CHEN, EAST, Asked(Verb.SHOW, case_id).data)
    return case_id, next(each for each in reversed(district.said_in(EAST)) if each.buttons)


async def texts_offered(district: District, case_id: int) -> list[str]:
    async with district.turn() as turn:
        return [each.text for each in await canned.offered(turn, await district.row(case_id))]


async def test_the_duty_desk_adds_an_answer_by_taps_and_a_reply_and_drops_it(district: District) -> None:
    await district.write(ZHOU, DUTY, "/answers")
    for label in ("添加", "核查中", "无证黑窝点", "无证无照"):
        await district.press(ZHOU, DUTY, district.last(DUTY).button(label), district.last(DUTY).message_id)
    await district.write(ZHOU, DUTY, "请补充门牌号", reply_to=district.last(DUTY).message_id)
    listed = district.last(DUTY)
    assert "[核查中 · 无证无照] 请补充门牌号" in listed.text
    await district.press(ZHOU, DUTY, listed.button("🗑 1"), listed.message_id)
    assert "还没有快捷答复" in district.last(DUTY).text
    assert "已删除，或不再适用" in await district.press(ZHOU, DUTY, listed.button("🗑 1"), listed.message_id)


async def test_a_question_is_sent_with_one_tap(district: District) -> None:
    await kept(district, "请问门牌号是多少？")
    case_id, card = await verifying(district)
    await district.press(WANG, EAST, card.button("问举报人"), card.message_id)
    choice = district.last(EAST)
    assert "请问门牌号是多少？" in choice.text
    assert "已发给举报人" in await district.press(WANG, EAST, choice.button("发送 1"), choice.message_id)
    assert any("请问门牌号是多少？" in each for each in district.told_reporter())
    assert "asked" in await district.events(case_id)


async def test_a_case_is_concluded_with_one_tap(district: District) -> None:
    await kept(district, "经现场核查未发现所述问题。")
    case_id, card = await verifying(district)
    await district.press(WANG, EAST, card.button("办结"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("不属实"))
    choice = district.last(EAST)
    await district.press(WANG, EAST, choice.button("发送 1"), choice.message_id)
    row = await district.row(case_id)
    assert (row.status, row.outcome) == (Status.CONCLUDED, Outcome.UNSUBSTANTIATED)
    assert row.conclusion == "经现场核查未发现所述问题。"
    told = len(district.told_reporter())
    assert await district.press(WANG, EAST, choice.button("发送 1"), choice.message_id)
    assert len(district.told_reporter()) == told


async def test_only_what_fits_status_and_category_is_offered_narrow_ones_first(district: District) -> None:
    for text, status, violation in (
        ("总是", None, None), ("核查中", Status.ACCEPTED, None), ("整改中", Status.RECTIFYING, None),
        ("无证", None, "unlicensed"), ("过期", None, "expired"), ("核查中无证", Status.ACCEPTED, "unlicensed"),
    ):  # fmt: skip
        await kept(district, text, status, violation)
    case_id, _ = await verifying(district)
    assert await texts_offered(district, case_id) == ["核查中无证", "无证", "核查中", "总是"]


async def test_an_outcome_that_needs_more_than_words_takes_no_canned_answer(district: District) -> None:
    answer = await kept(district, "已处罚")
    case_id, card = await verifying(district)
    await district.press(WANG, EAST, card.button("办结"), card.message_id)
    await district.press(WANG, EAST, district.last(EAST).button("已查处"))
    assert "快捷答复" not in district.last(EAST).text
    assert "处罚" in await district.press(WANG, EAST, Asked(Verb.PICK, case_id, f"penalised-{answer}").data)
    assert (await district.row(case_id)).status == Status.ACCEPTED


async def test_an_answer_dropped_meanwhile_or_for_another_status_is_not_sent(district: District) -> None:
    dropped, foreign = await kept(district, "旧的"), await kept(district, "整改", Status.RECTIFYING)
    async with district.turn() as turn:
        assert await canned.drop(turn, hand(ZHOU, DUTY), dropped) is None
    case_id, _ = await verifying(district)
    for answer in (dropped, foreign, 999):
        assert "不再适用" in await district.press(WANG, EAST, Asked(Verb.PICK, case_id, f"ask-{answer}").data)
    assert not district.told_reporter()


@pytest.mark.parametrize(("user_id", "chat_id"), [(WANG, EAST), (CHEN, DUTY), (STRANGER, DUTY), (ZHOU, EAST)])
async def test_only_the_duty_desk_in_its_own_group_changes_answers(
    district: District, user_id: int, chat_id: int
) -> None:
    answer = await kept(district, "总是")
    await district.write(user_id, chat_id, "/answers")
    assert "由值班台" in district.last(chat_id).text
    for asked in (Asked(Verb.KEEP), Asked(Verb.DROP, answer)):
        assert "由值班台" in await district.press(user_id, chat_id, asked.data)
    async with district.turn() as turn:
        assert isinstance(await canned.keep(turn, hand(user_id, chat_id), None, None, "新的"), Refusal)
    await district.write(ZHOU, DUTY, "/answers")
    assert "1. [任何状态 · 任何类别] 总是" in district.last(DUTY).text
    assert "2." not in district.last(DUTY).text


@pytest.mark.parametrize("detail", ["ask-x", "ask", "beef-1", "-1", "ask-1-2"])
async def test_a_forged_pick_sends_nothing(district: District, detail: str) -> None:
    await kept(district, "总是")
    case_id, _ = await verifying(district)
    for who in (WANG, WU, STRANGER):
        assert await district.press(who, EAST, f"t:pick:{case_id}:{detail}")
    assert not district.told_reporter()


@pytest.mark.parametrize(("text", "key"), [("", "missing"), ("长" * 501, "too_long")])
async def test_an_answer_that_is_empty_or_too_long_is_not_kept(district: District, text: str, key: str) -> None:
    async with district.turn() as turn:
        made = await canned.keep(turn, hand(ZHOU, DUTY), None, None, text)
    assert isinstance(made, Refusal)
    assert made.key == key


async def test_the_longest_list_and_the_longest_offer_each_fit_one_message(district: District) -> None:
    for _ in range(canned.MOST):
        await kept(district, "长" * canned.LONGEST, Status.PROSECUTING, "unlicensed")
    async with district.turn() as turn:
        more = await canned.keep(turn, hand(ZHOU, DUTY), None, None, "再来一条")
    assert isinstance(more, Refusal)
    assert more.key == "answers_full"
    await district.write(ZHOU, DUTY, "/answers")
    assert len(district.last(DUTY).text) <= 4096
    assert len(district.last(DUTY).buttons) == canned.MOST + 1
    case_id = await district.case(status=Status.PROSECUTING, holder=WANG)
    await district.press(WANG, EAST, Asked(Verb.ASK, case_id).data)
    assert len(district.last(EAST).buttons) == canned.OFFERED
    assert district.last(EAST).text.count("长" * canned.LONGEST) == canned.OFFERED
    assert len(district.last(EAST).text) <= 4096


async def test_an_answer_goes_from_the_duty_desk_to_the_reporter_word_for_word_or_as_the_officer_puts_it(
    district: District,
) -> None:
    await district.write(ZHOU, DUTY, "/answers")
    for label in ("添加", "核查中", "无证黑窝点", "无证无照"):
        await district.press(ZHOU, DUTY, district.last(DUTY).button(label), district.last(DUTY).message_id)
    await district.write(ZHOU, DUTY, "请补充：门牌号？几点出摊？", reply_to=district.last(DUTY).message_id)
    _, card = await verifying(district)
    await district.press(WANG, EAST, card.button("问举报人"), card.message_id)
    question, choice = district.said_in(EAST)[-2:]
    await district.press(WANG, EAST, choice.button("发送 1"), choice.message_id)
    asked, edited = "请补充：门牌号？几点出摊？", "请补充：几号楼？"
    await district.write(WANG, EAST, edited, reply_to=question.message_id)
    told = [each.split("\n")[1] for each in district.told_reporter()]
    assert told == [asked, edited]
