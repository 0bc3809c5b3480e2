"""/exposures in the office's group: what stands where, and the way from a case to a draft."""

from datetime import timedelta

from domain.asking import Asked, Verb
from domain.exposure import Status
from storage import exposures
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, District
from tests.publicity import closed_case, exposure, row_of


async def test_the_overview_shows_every_stage_and_what_could_be_exposed(district: District) -> None:
    await district.publicity()
    for stage in (Status.DRAFT, Status.SUBMITTED, Status.SCHEDULED, Status.PUBLISHED, Status.DISCARDED):
        await exposure(district, stage)
    case_id = await closed_case(district)
    await district.write(QIAN, OFFICE, "/exposures")
    shown = district.last(OFFICE)
    for head in ("起草中", "待审核", "已排期、发布中", "最近发布", "建议曝光"):
        assert f"\n{head}\n" in shown.text
    assert (await district.row(case_id)).number in shown.text
    assert len([each for each in shown.buttons if "稿件" in each["text"]]) == 4
    assert "已作废" not in shown.text


async def test_an_empty_desk_is_told_how_to_begin(district: District) -> None:
    await district.publicity()
    await district.write(QIAN, OFFICE, "/exposures")
    assert "从头写" in district.last(OFFICE).text
    await district.press(QIAN, OFFICE, district.last(OFFICE).button("选案"))
    assert "最近没有可以曝光的办结线索" in district.last(OFFICE).text


async def test_a_case_becomes_a_draft_by_four_taps(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    number = (await district.row(case_id)).number
    await district.write(QIAN, OFFICE, "/exposures")
    for label in ("选案", number, "新开一期"):
        await district.press(QIAN, OFFICE, district.last(OFFICE).button(label))
    card = district.last(OFFICE)
    assert f"台账 {number}" in card.text
    assert "查处阳光小卖部" in card.text
    # A second press of the same old button makes no second draft, and names the first.
    assert "已经有稿件" in await district.press(SUN, OFFICE, Asked(Verb.EXPOSE, case_id, "new").data)


async def test_several_cases_go_into_one_issue(district: District) -> None:
    await district.publicity()
    first, second = await closed_case(district), await closed_case(district)
    await district.press(QIAN, OFFICE, Asked(Verb.EXPOSE, first, "new").data)
    await district.press(QIAN, OFFICE, Asked(Verb.EXPOSE, second).data)
    await district.press(QIAN, OFFICE, district.last(OFFICE).button("第1期"))
    await district.press(QIAN, OFFICE, Asked(Verb.BATCH).data)
    await district.press(QIAN, OFFICE, district.last(OFFICE).button("第1期"))
    card = district.last(OFFICE)
    assert card.text.count("稿件 ") == 2
    # The card is kept true: what happens to a draft in it is seen on it.
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, 1, "discard-unfit").data)
    edited = [each for each in district.said_in(OFFICE, "📚") if each.edits == card.message_id]
    assert edited[-1].text.count("稿件 ") == 1


async def test_a_case_from_elsewhere_is_begun_by_one_reply(district: District) -> None:
    await district.publicity()
    await district.write(QIAN, OFFICE, "/exposures")
    for label in ("从头写", "新开一期"):
        await district.press(QIAN, OFFICE, district.last(OFFICE).button(label))
    form = district.last(OFFICE)
    assert "办案机关：示例区市场监督管理局" in form.text
    await district.write(QIAN, OFFICE, "日期：去年", reply_to=form.message_id)
    assert "决定日期看不懂" in district.last(OFFICE).text
    await district.write(QIAN, OFFICE, "日期：2026-02-10\n当事人：远方食品厂", reply_to=form.message_id)
    card = district.last(OFFICE)
    assert "外来案件" in card.text
    assert "示例区市场监督管理局 · 远方食品厂 · 2026-02-10" in card.text


async def test_a_batch_gets_a_title_and_another_order(district: District) -> None:
    await district.publicity()
    first = await exposure(district)
    batch_id = (await row_of(district, first)).batch_id
    second = await exposure(district, batch_id=batch_id)
    await district.press(QIAN, OFFICE, Asked(Verb.BATCH, batch_id, "title").data)
    await district.write(QIAN, OFFICE, "春节专期", reply_to=district.last(OFFICE).message_id)
    await district.press(QIAN, OFFICE, Asked(Verb.BATCH, batch_id).data)
    assert "第1期 春节专期" in district.last(OFFICE).text
    await district.press(QIAN, OFFICE, Asked(Verb.BATCH, batch_id, "order").data)
    chooser = district.last(OFFICE)
    await district.press(QIAN, OFFICE, chooser.button(f"稿件 {second}"), chooser.message_id)
    async with district.database.read() as tx:
        assert [each.id for each in await exposures.in_batch(tx, batch_id)] == [second, first]


async def test_a_draft_is_moved_to_the_next_issue_and_not_out_of_one_that_waits(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft, "move").data)
    await district.press(QIAN, OFFICE, district.last(OFFICE).button("新开一期"))
    moved = await row_of(district, draft)
    assert moved.batch_id == 2
    async with district.turn() as turn:
        batch = await exposures.batch(turn.tx, moved.batch_id)
        assert batch is not None
        batch.due_at = district.now + timedelta(days=1)
    assert "已经排期" in await district.press(QIAN, OFFICE, Asked(Verb.DRAFT, draft, "move-new").data)


async def test_the_offices_help_is_its_own_and_nobody_else_has_its_command(district: District) -> None:
    await district.publicity()
    await district.write(QIAN, OFFICE, "/help")
    assert "/exposures" in district.last(OFFICE).text
    await district.write(CHEN, EAST, "/help")
    assert "/exposures" not in district.last(EAST).text
    for who, where in ((CHEN, EAST), (STRANGER, OFFICE)):
        await district.write(who, where, "/exposures")
        assert "只有宣传部门的工作人员" in district.last(where).text
