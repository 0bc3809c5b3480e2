"""From a draft with questions to an approved text, by the labels the bot really showed: an editor and a lead."""

from sqlalchemy import update

from domain.asking import Asked, Verb
from domain.exposure import Part, Status
from domain.published import Rich, freeze
from storage import exposures
from storage.tables import CaseRow
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, ZHENG, District
from tests.publicity import PARTS, closed_case, exposure, row_of

ASKED = PARTS | {
    Part.FACTS: Rich("检查发现，经营者王小明（电话13800138000）销售过期饼干。"),
    Part.PENALTY: Rich("罚款5万元。"),
}


async def tap(district: District, who: int, label: str) -> str:
    """Presses that button of the newest message that has it."""
    shown = next(
        each for each in reversed(district.said_in(OFFICE)) if label in [button["text"] for button in each.buttons]
    )
    return await district.press(who, OFFICE, shown.button(label), shown.message_id)


async def draft_of(district: District, parts: dict[Part, Rich] = PARTS) -> int:
    await district.publicity()
    draft = await exposure(district, case_id=await closed_case(district), parts=parts)
    await district.press(QIAN, OFFICE, Asked(Verb.FLAG, draft).data)
    return draft


async def test_each_question_is_answered_and_then_the_text_is_submitted_and_approved(district: District) -> None:
    draft = await draft_of(district, ASKED)
    assert "待核 1/3" in district.last(OFFICE).text
    assert "疑似个人姓名：王小明" in district.last(OFFICE).text
    assert "3 处待核" in await district.press(QIAN, OFFICE, Asked(Verb.SUBMIT, draft).data)
    await tap(district, QIAN, "⏭ 下一处")
    assert "疑似电话号码：13800138000" in district.last(OFFICE).text
    await tap(district, QIAN, "🙈 遮盖成「＊＊＊」")
    await tap(district, QIAN, "🙈 遮盖成「王某」")
    assert "金额与台账不一致" in district.last(OFFICE).text
    await tap(district, QIAN, "✅ 保留")
    await tap(district, QIAN, "已与决定书原件核对一致")
    assert "没有待核的地方了" in district.last(OFFICE).text
    assert "已提交" in await tap(district, QIAN, "📤 提交审核")
    row = await row_of(district, draft)
    frozen = freeze(ASKED | {Part.FACTS: Rich("检查发现，经营者王某（电话＊＊＊）销售过期饼干。")})
    assert row.digest == frozen.digest
    assert [each.text for each in district.said_in(OFFICE)][-2] == frozen.full.text
    assert "负责人" in await tap(district, QIAN, "✅ 通过")
    assert "已通过" in await tap(district, SUN, "✅ 通过")
    assert (await row_of(district, draft)).status == Status.APPROVED
    assert district.said_in(OFFICE, "定稿已锁定")


async def test_a_reason_may_be_written_and_too_short_a_one_is_asked_for_again(district: District) -> None:
    draft = await draft_of(district, PARTS | {Part.PENALTY: Rich("罚款5万元。")})
    await tap(district, QIAN, "✅ 保留")
    question = district.last(OFFICE)
    await district.write(QIAN, OFFICE, "对", reply_to=question.message_id)
    assert "至少两个字" in district.last(OFFICE).text
    await district.write(QIAN, OFFICE, "复议后改为五万元", reply_to=question.message_id)
    assert "没有待核的地方了" in district.last(OFFICE).text
    async with district.database.read() as tx:
        assert (await exposures.events(tx, draft))[-1].reason == "复议后改为五万元"


async def test_sent_back_with_a_reason_and_the_old_buttons_do_nothing(district: District) -> None:
    draft = await draft_of(district)
    await tap(district, QIAN, "📤 提交审核")
    request = district.last(OFFICE)
    await tap(district, SUN, "↩️ 退回")
    await district.write(SUN, OFFICE, "标题写全机关名称", reply_to=district.last(OFFICE).message_id)
    assert (await row_of(district, draft)).status == Status.DRAFT
    assert district.said_in(OFFICE, "标题写全机关名称")
    for label in ("✅ 通过", "↩️ 退回"):
        assert "按稿件现在的状态" in await district.press(ZHENG, OFFICE, request.button(label))
    async with district.turn() as turn:
        row = await exposures.get(turn.tx, draft)
        assert row is not None
        await exposures.edit(turn.tx, row)
        await exposures.set_part(turn.tx, draft, Part.TIP, Rich("请索要票据。"))
    await district.press(QIAN, OFFICE, Asked(Verb.SUBMIT, draft).data)
    assert "旧的一稿" in await district.press(ZHENG, OFFICE, request.button("✅ 通过"))
    assert (await row_of(district, draft)).status == Status.SUBMITTED


async def test_what_waits_can_be_shown_again_from_the_card(district: District) -> None:
    draft = await draft_of(district)
    await tap(district, QIAN, "📤 提交审核")
    await district.press(SUN, OFFICE, Asked(Verb.DRAFT, draft).data)
    await tap(district, SUN, "🔍 看送审稿")
    assert [each.text for each in district.said_in(OFFICE)][-2] == freeze(PARTS).full.text
    assert "（钱提交）" in district.last(OFFICE).text
    assert "已通过" in await tap(district, SUN, "✅ 通过")


async def test_nobody_outside_the_office_answers_submits_or_approves(district: District) -> None:
    draft = await draft_of(district)
    for verb in (Verb.FLAG, Verb.SUBMIT, Verb.APPROVE, Verb.REJECT):
        for who, where in ((CHEN, EAST), (STRANGER, OFFICE), (SUN, EAST)):
            assert "宣传部门" in await district.press(who, where, Asked(verb, draft).data)
    assert (await row_of(district, draft)).status == Status.DRAFT
    assert "无效" in await district.press(QIAN, OFFICE, Asked(Verb.FLAG, draft, "nonsense").data)


async def test_the_reporters_words_are_never_shown_to_the_office(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    secret = "我家就住在楼上，每天凌晨两点被油烟熏醒"
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(happened=secret))
    parts = PARTS | {Part.FACTS: Rich("该店每天凌晨两点开工，附近居民被油烟困扰，现场有超过保质期的饼干三包。")}
    draft = await exposure(district, case_id=case_id, parts=parts)
    await district.press(QIAN, OFFICE, Asked(Verb.FLAG, draft).data)
    assert not district.said_in(OFFICE, "与举报内容")
    async with district.turn() as turn:
        await exposures.set_part(turn.tx, draft, Part.FACTS, Rich("该店老板说每天凌晨两点被油烟熏得够呛。"))
    await district.press(QIAN, OFFICE, Asked(Verb.FLAG, draft).data)
    assert "与举报内容的写法相近" in district.last(OFFICE).text
    assert "每天凌晨两点被油烟熏" in district.last(OFFICE).text
    for each in district.spoken:
        assert "我家就住在楼上" not in each.text
        assert "熏醒" not in each.text
