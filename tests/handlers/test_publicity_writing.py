"""Writing an exposure in the office's group: the card, its parts, its class, the preview in private."""

from dataclasses import replace
from typing import Any

import pytest

from domain.asking import Asked, Verb
from domain.exposure import Class, Part, Status
from domain.outgoing import ExposureCard
from domain.published import Rich, whole
from services import exposure_cards
from storage import correspondents, desks, exposures
from tests.district import CHEN, EAST, NAMES, OFFICE, QIAN, STRANGER, SUN, District, photo
from tests.publicity import exposure, row_of


async def parts_of(district: District, exposure_id: int) -> dict[Part, Rich]:
    async with district.database.read() as tx:
        return await exposures.parts(tx, exposure_id)


async def ask(district: District, verb: Verb, draft: int, detail: str, who: int = QIAN) -> int:
    """Presses, and gives the id of the question that came."""
    await district.press(who, OFFICE, Asked(verb, draft, detail).data)
    question = district.last(OFFICE)
    assert question.ask is not None, question.text
    return question.message_id


async def answer(district: District, verb: Verb, draft: int, detail: str, text: str | None, **more: Any) -> str:
    """Presses and replies; gives the newest text in the group."""
    question = await ask(district, verb, draft, detail)
    await district.write(QIAN, OFFICE, text, reply_to=question, **more)
    return district.last(OFFICE).text


async def test_the_card_is_edited_where_it_stands_and_sent_anew_when_asked_for(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft).data)
    first = district.last(OFFICE)
    assert "查处某店经营超过保质期食品案" in first.text
    async with district.turn() as turn:
        await exposure_cards.refresh(turn, draft)
    await district.speak()
    assert district.last(OFFICE).edits == first.message_id
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft).data)
    assert district.last(OFFICE).edits is None


async def test_no_other_group_is_shown_an_exposures_card(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    for who, where in ((CHEN, EAST), (STRANGER, OFFICE), (QIAN, EAST)):
        for verb, detail in ((Verb.DRAFT, ""), (Verb.WRITE, "title"), (Verb.CLASS, ""), (Verb.PREVIEW, "full"),
                             (Verb.BATCH, ""), (Verb.EXPOSE, "new"), (Verb.DRAFT, "discard-unfit")):  # fmt: skip
            assert "宣传部门" in await district.press(who, where, Asked(verb, draft, detail).data)
    async with district.turn() as turn:
        turn.tell_group(EAST, ExposureCard(draft))
    assert not await district.speak()


async def test_a_part_is_written_by_one_reply_with_its_plain_formatting_kept(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    question = await ask(district, Verb.WRITE, draft, "facts")
    assert any(each.text == "2026年2月，执法人员检查时发现货架上有超过保质期的饼干三包。" for each in district.spoken)
    entities = [{"type": "bold", "offset": 3, "length": 2}, {"type": "text_link", "offset": 0, "length": 2,
                                                             "url": "https://example.invalid"}]  # fmt: skip
    await district.write(QIAN, OFFICE, "饼干\u202e三包已过期", reply_to=question, entities=entities)
    assert (await parts_of(district, draft))[Part.FACTS] == Rich(
        "饼干三包已过期", [{"type": "bold", "offset": 2, "length": 2}]
    )
    assert "链接" in district.said_in(OFFICE, "已保存")[-1].text
    # The question is answered: a second reply to it is people's own talk.
    await district.write(QIAN, OFFICE, "再来一次", reply_to=question)
    assert (await parts_of(district, draft))[Part.FACTS].text == "饼干三包已过期"


async def test_an_answer_that_was_refused_is_given_again_to_whatever_said_so(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert "决定日期" in await answer(district, Verb.DRAFT, draft, "decision", "日期：11月20日")
    await district.write(QIAN, OFFICE, "文号：示市监处罚〔2026〕77号", reply_to=district.last(OFFICE).message_id)
    assert (await row_of(district, draft)).document == "示市监处罚〔2026〕77号"


async def test_a_reply_that_nothing_waits_for_is_told_of_drafts_in_the_office(district: District) -> None:
    await district.publicity()
    question = await ask(district, Verb.WRITE, await exposure(district), "facts")
    for _ in range(2):
        await district.write(QIAN, OFFICE, "已过期三包", reply_to=question)
    said = district.last(OFFICE).text
    assert "/exposures" in said
    assert "线索" not in said


async def test_any_edit_makes_an_approved_text_a_draft_again(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, Status.APPROVED)
    await answer(district, Verb.WRITE, draft, "tip", "买食品先看日期。")
    row = await row_of(district, draft)
    assert (row.status, row.frozen, row.digest) == (Status.DRAFT, None, None)


async def test_a_reply_to_an_older_question_overwrites_nobodys_work(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    stale = await ask(district, Verb.WRITE, draft, "title")
    elsewhere = await ask(district, Verb.WRITE, draft, "facts")
    await answer(district, Verb.WRITE, draft, "title", "甲案")
    await district.write(QIAN, OFFICE, "乙案", reply_to=stale)
    assert "同事改过这一处" in district.last(OFFICE).text
    assert (await parts_of(district, draft))[Part.TITLE].text == "甲案"
    # Another part was not touched: its question is as good as before.
    await district.write(QIAN, OFFICE, "查见过期饼干", reply_to=elsewhere)
    assert (await parts_of(district, draft))[Part.FACTS].text == "查见过期饼干"


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("tip", "\u200b", "没有读到文字"),
        ("title", "—", "不能空着"),
        ("facts", "实" * 4096, "超出一条消息"),
        ("facts", None, "只收文字"),
    ],
)
async def test_a_reply_that_does_not_fit_changes_nothing_and_leaves_the_question_open(
    district: District, part: str, text: str | None, told: str
) -> None:
    await district.publicity()
    draft = await exposure(district)
    was = await parts_of(district, draft)
    more: dict[str, Any] = {} if text else {"photo": photo("p"), "caption": "看图"}
    question = await ask(district, Verb.WRITE, draft, part)
    await district.write(QIAN, OFFICE, text, reply_to=question, **more)
    assert told in district.last(OFFICE).text
    assert await parts_of(district, draft) == was
    await district.write(QIAN, OFFICE, "新的文字", reply_to=question)
    assert (await parts_of(district, draft))[Part(part)].text == "新的文字"


async def test_a_part_that_may_be_empty_is_cleared_with_a_dash(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await answer(district, Verb.WRITE, draft, "tip", "先看日期")
    await answer(district, Verb.WRITE, draft, "tip", "—")
    assert Part.TIP not in await parts_of(district, draft)


async def test_what_is_out_can_not_be_written_any_more(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    question = await ask(district, Verb.WRITE, draft, "title")
    async with district.turn() as turn:
        row = await exposures.get(turn.tx, draft)
        assert row is not None
        row.status = Status.PUBLISHED
    for verb, detail in ((Verb.WRITE, "title"), (Verb.CLASS, ""), (Verb.DRAFT, "decision"), (Verb.DRAFT, "discard")):
        assert "不能再改" in await district.press(QIAN, OFFICE, Asked(verb, draft, detail).data)
    await district.write(QIAN, OFFICE, "另一案", reply_to=question)
    assert "不能再改" in district.last(OFFICE).text


async def test_a_class_brings_its_own_basis_unless_somebody_wrote_another(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await district.press(QIAN, OFFICE, Asked(Verb.CLASS, draft, "transfer").data)
    # What the fixture says of its basis is nobody's default: it stays.
    assert (await row_of(district, draft)).basis == "市场监督管理行政处罚信息公示规定第四条"
    await answer(district, Verb.CLASS, draft, "basis", "《食品安全法》第一百一十八条第二款（日常监督管理信息）")
    await district.press(QIAN, OFFICE, Asked(Verb.CLASS, draft, "penalty").data)
    row = await row_of(district, draft)
    assert (row.class_, row.basis) == (Class.PENALTY, "《市场监督管理行政处罚信息公示规定》第二条、第四条")


@pytest.mark.parametrize(("kind", "law"), [("warning", "第一百一十八条"), ("sampling", "第四十六条")])
async def test_a_reserved_class_is_refused_with_the_law_that_reserves_it(
    district: District, kind: str, law: str
) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert law in await district.press(QIAN, OFFICE, Asked(Verb.CLASS, draft, kind).data)
    assert (await row_of(district, draft)).class_ == Class.PENALTY


async def test_a_reserved_class_is_open_to_a_district_with_the_authority(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    office = replace(district.app.publicity, reserved=frozenset({Class.SAMPLING}))
    district.app = replace(district.app, publicity=office)
    assert "第一百一十八条" in await district.press(QIAN, OFFICE, Asked(Verb.CLASS, draft, "warning").data)
    await district.press(QIAN, OFFICE, Asked(Verb.CLASS, draft, "sampling").data)
    assert (await row_of(district, draft)).class_ == Class.SAMPLING


async def test_the_decision_is_put_right_by_the_lines_that_change(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await answer(district, Verb.DRAFT, draft, "decision", "日期：2026年2月27日\n镇街：西街道\n类别：三无食品")
    row = await row_of(district, draft)
    assert (str(row.decided_on), row.desk_id, row.violation) == ("2026-02-27", "t002", "sanwu")
    assert (row.document, row.party) == ("示市监处罚〔2026〕12号", "阳光小卖部")


@pytest.mark.parametrize(
    ("text", "told"),
    [("日期：2026-03-09", "决定日期"), ("日期：3月1日", "决定日期"), ("镇街：天上", "没有这个镇街"),
     ("类别：什么", "没有这个违法类别"), ("文号：" + "号" * 101, "超过 100 个字")],
)  # fmt: skip
async def test_a_decision_that_can_not_be_read_is_not_kept(district: District, text: str, told: str) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert told in await answer(district, Verb.DRAFT, draft, "decision", text)
    assert (await row_of(district, draft)).revision == 1


async def test_a_preview_comes_to_the_pressers_private_chat_and_nowhere_else(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert f"@{district.app.me}" in await district.press(QIAN, OFFICE, Asked(Verb.PREVIEW, draft, "full").data)
    async with district.turn() as turn:
        key = correspondents.meet(turn.tx, district.app.keys, QIAN, "zh", district.now).key
    before = len(district.spoken)
    for form in ("full", "short", "album"):
        assert "私聊" in await district.press(QIAN, OFFICE, Asked(Verb.PREVIEW, draft, form).data)
    said = district.spoken[before:]
    assert {each.recipient for each in said} == {f"p:{key}"}
    full, short = said[1].text, said[3].text
    assert full == whole(await parts_of(district, draft)).text
    assert short.startswith("示例区市场监督管理局查处某店")
    assert all(NAMES[QIAN] not in each.text for each in said)


async def test_replying_to_the_card_itself_says_how_it_is_written(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft).data)
    await district.write(QIAN, OFFICE, "标题不好", reply_to=district.last(OFFICE).message_id)
    assert "卡片不收回复" in district.last(OFFICE).text


async def test_a_draft_is_discarded_with_a_reason_and_leaves_its_batch(district: District) -> None:
    await district.publicity()
    draft, other = await exposure(district), await exposure(district)
    assert "请写明理由" in await answer(district, Verb.DRAFT, draft, "discard", "\u200b")
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft, "discard-unfit").data)
    await answer(district, Verb.DRAFT, other, "discard", "当事人已经申请复议")
    assert {(await row_of(district, each)).status for each in (draft, other)} == {Status.DISCARDED}
    async with district.database.read() as tx:
        assert [each.reason for each in await exposures.events(tx, other)] == ["", "当事人已经申请复议"]
        assert not await exposures.in_batch(tx, (await row_of(district, draft)).batch_id)


@pytest.mark.parametrize("stage", [Status.SUBMITTED, Status.SCHEDULED])
async def test_what_is_before_an_approver_or_waits_to_go_out_is_not_discarded(
    district: District, stage: Status
) -> None:
    await district.publicity()
    draft = await exposure(district, stage)
    for detail in ("discard", "discard-unfit"):
        assert "不能直接作废" in await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft, detail).data)
    assert (await row_of(district, draft)).status == stage


async def test_forged_details_are_refused_and_change_nothing(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    forgeries = [(Verb.WRITE, "nothing"), (Verb.CLASS, "gossip"), (Verb.PREVIEW, "loud"), (Verb.DRAFT, "eat"),
                 (Verb.DRAFT, "move-x"), (Verb.DRAFT, "discard-x"), (Verb.BATCH, "up-x"),
                 (Verb.EXPOSE, "bx")]  # fmt: skip
    for verb, detail in forgeries:
        assert "按钮无效" in await district.press(SUN, OFFICE, Asked(verb, draft, detail).data), (verb, detail)
    assert (await row_of(district, draft)).revision == 1


async def test_a_reply_to_the_text_as_it_stands_is_as_good_as_one_to_the_question(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    question = await ask(district, Verb.WRITE, draft, "penalty")
    shown = next(each for each in reversed(district.spoken) if each.text == "责令改正，没收违法所得，罚款5000元。")
    await district.write(QIAN, OFFICE, "罚款5000元。", reply_to=shown.message_id)
    assert (await parts_of(district, draft))[Part.PENALTY].text == "罚款5000元。"
    await district.write(QIAN, OFFICE, "罚款6000元。", reply_to=question)
    assert (await parts_of(district, draft))[Part.PENALTY].text == "罚款5000元。"


async def test_whoever_left_the_office_can_neither_press_nor_answer_what_was_asked(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    question = await ask(district, Verb.WRITE, draft, "title")
    async with district.turn() as turn:
        await desks.dismiss(turn.tx, QIAN, "publicity", turn.now)
    await district.write(QIAN, OFFICE, "改掉标题", reply_to=question)
    assert "只有宣传部门的工作人员" in district.last(OFFICE).text
    assert "只有宣传部门的工作人员" in await district.press(QIAN, OFFICE, Asked(Verb.PREVIEW, draft, "full").data)
    assert (await row_of(district, draft)).revision == 1


async def test_a_town_is_named_by_a_town_and_by_no_other_desk(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert "没有这个镇街" in await answer(district, Verb.DRAFT, draft, "decision", "镇街：区值班台")
