"""The office schedules, rehearses and publishes a batch from its cards, keeps slots, and looks at its month."""

from datetime import UTC, date, datetime

import pytest

from domain.asking import Asked, Verb
from domain.exposure import Status
from services import due_batches, exposure_cards, publishing
from storage import exposures
from tests.district import CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, District
from tests.publicity import exposure, row_of


def local(text: str) -> datetime:
    """A moment by the district's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
async def opened(district: District) -> District:
    """A district whose publicity office is at work; it is Monday 2 March 2026, 9:30."""
    await district.publicity()
    return district


async def batch_card(district: District, stage: Status = Status.APPROVED) -> tuple[int, int]:
    """A batch with one text, its card at the bottom of the group: (text, batch)."""
    text = await exposure(district, stage)
    batch_id = (await row_of(district, text)).batch_id
    async with district.turn() as turn:
        await exposure_cards.bring_batch(turn, batch_id)
    await district.speak()
    return text, batch_id


def card(district: District) -> str:
    """The batch's card as it stands now."""
    return next(each.text for each in reversed(district.said_in(OFFICE)) if each.text.startswith("📚"))


async def reply(district: District, text: str, user_id: int = QIAN) -> None:
    """Somebody answers the question that was asked last."""
    asked = next(each for each in reversed(district.said_in(OFFICE)) if each.ask)
    await district.write(user_id, OFFICE, text, reply_to=asked.message_id)


async def test_an_editor_schedules_a_batch_with_two_taps_and_takes_it_off_again(opened: District) -> None:
    text, _ = await batch_card(opened)
    assert "全部稿件已通过审核" in card(opened)
    await opened.press(QIAN, OFFICE, opened.last(OFFICE).button("安排发布"))
    await opened.press(QIAN, OFFICE, opened.last(OFFICE).button("3月2日（周一）18:00"))
    assert opened.said_in(OFFICE, "🗓 第1期定于 3月2日（周一）18:00 发布。")
    assert "🗓 定于 3月2日（周一）18:00 发布" in card(opened)
    assert (await row_of(opened, text)).status == "scheduled"
    standing = next(each for each in reversed(opened.said_in(OFFICE)) if each.text.startswith("📚"))
    assert await opened.press(QIAN, OFFICE, standing.button("撤下排期")) == "已撤下排期"
    assert "可以安排发布" in card(opened)
    assert (await row_of(opened, text)).status == "approved"


async def test_a_time_written_in_words_is_read_and_a_wrong_one_asked_for_again(opened: District) -> None:
    text, batch_id = await batch_card(opened)
    await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id, "ask").data)
    await reply(opened, "尽快")
    assert "时间看不懂" in opened.last(OFFICE).text
    await reply(opened, "3月1日 18:00 号外")
    assert "时间看不懂" in opened.last(OFFICE).text
    await reply(opened, "今天 9:00")
    assert "已经过了" in opened.last(OFFICE).text
    await reply(opened, "3月21日 22:00")
    assert "08:00–21:30" in opened.last(OFFICE).text
    await reply(opened, "3月21日 10:00")
    assert opened.said_in(OFFICE, "应在 3月20日 前公示"), "21 March is later than 20 working days from the decision"
    assert (await row_of(opened, text)).status == "scheduled"


async def test_a_draft_is_not_scheduled_and_offers_no_button_for_it(opened: District) -> None:
    _, batch_id = await batch_card(opened, Status.DRAFT)
    assert not [each for each in opened.last(OFFICE).buttons if "发布" in each["text"] or "演练" in each["text"]]
    assert "没有通过审核" in await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id).data)
    assert "没有通过审核" in await opened.press(SUN, OFFICE, Asked(Verb.PUBLISH, batch_id, "yes").data)
    assert "先点「提交审核」" in await opened.press(QIAN, OFFICE, Asked(Verb.REHEARSE, batch_id, "batch").data)


async def test_publishing_at_once_takes_a_lead_and_a_second_tap_that_says_how_many(opened: District) -> None:
    text, _ = await batch_card(opened)
    now = opened.last(OFFICE).button("立即发布")
    assert "负责人" in await opened.press(QIAN, OFFICE, now)
    await opened.press(SUN, OFFICE, now)
    asked = opened.last(OFFICE)
    assert "将发到 2 个对话：发布渠道 0 个，镇街群 2 个，订阅者 0 人" in asked.text
    assert (await row_of(opened, text)).status == "approved"
    assert "负责人" in await opened.press(QIAN, OFFICE, asked.button("确定发布"))
    assert "已开始发布" in await opened.press(SUN, OFFICE, asked.button("确定发布"))
    assert (await row_of(opened, text)).status == "publishing"
    assert "不用再操作" in await opened.press(SUN, OFFICE, asked.button("确定发布"))


async def test_a_rehearsal_is_begun_from_either_card_and_changes_no_status(opened: District) -> None:
    text, batch_id = await batch_card(opened, Status.SUBMITTED)
    assert "只发到本群" in await opened.press(QIAN, OFFICE, opened.last(OFFICE).button("演练"))
    await opened.press(QIAN, OFFICE, Asked(Verb.DRAFT, text).data)
    standing = next(each for each in reversed(opened.spoken) if each.text.startswith("🔍"))
    assert "只发到本群" in await opened.press(QIAN, OFFICE, standing.button("演练"))
    assert (await row_of(opened, text)).status == "submitted"
    assert "没有这一期" in await opened.press(QIAN, OFFICE, Asked(Verb.REHEARSE, batch_id + 99, "batch").data)


async def test_slots_are_added_by_reply_listed_with_their_queue_and_dropped_by_a_lead(opened: District) -> None:
    text, batch_id = await batch_card(opened)
    await opened.write(QIAN, OFFICE, "/slots")
    await opened.press(QIAN, OFFICE, opened.last(OFFICE).button("添加时段"))
    await reply(opened, "有空就发")
    assert "看不懂" in opened.last(OFFICE).text
    await reply(opened, "每天 23:00")
    assert "08:00–21:30" in opened.last(OFFICE).text
    await reply(opened, "每周五 18:00 遇节假日提前")
    assert "接下来：3月6日（周五）18:00，3月13日（周五）18:00" in opened.last(OFFICE).text
    await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id).data)
    await opened.press(
        QIAN, OFFICE, opened.last(OFFICE).button("🔁 每周五 18:00 遇节假日提前（轮到 3月6日（周五）18:00）")
    )
    assert "🗓 排队：每周五 18:00 遇节假日提前，下一个就是它" in card(opened)
    await opened.write(QIAN, OFFICE, "/slots")
    listed = opened.last(OFFICE)
    assert "排队：第1期 3月6日（周五）18:00" in listed.text
    assert "负责人" in await opened.press(QIAN, OFFICE, listed.button("删除"))
    await opened.press(SUN, OFFICE, listed.button("删除"))
    assert "排队的 1 期会撤下排期" in opened.last(OFFICE).text
    await opened.press(SUN, OFFICE, opened.last(OFFICE).button("确定删除"))
    assert (await row_of(opened, text)).status == "approved"
    await opened.write(QIAN, OFFICE, "/slots")
    assert "还没有固定时段" in opened.last(OFFICE).text


async def test_the_month_shows_what_is_planned_free_off_and_worked_and_turns_in_place(opened: District) -> None:
    opened.now = local("2026-09-20T09:30:00")
    text, batch_id = await batch_card(opened)
    await opened.press(QIAN, OFFICE, Asked(Verb.SLOT, 0, "add").data)
    await reply(opened, "每周五 18:00 遇节假日提前")
    await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id, "slot-1").data)
    over = await exposure(opened, Status.PUBLISHED)
    async with opened.turn() as turn:
        row = await exposures.get(turn.tx, over)
        assert row is not None
        row.expires_on = date(2026, 10, 12)
    await opened.write(QIAN, OFFICE, "/calendar")
    shown = opened.last(OFFICE)
    assert "9月20日 周日【班】" in shown.text
    assert "9月24日 周四 🔁 18:00 第1期" in shown.text
    assert "9月25日 周五【休】" in shown.text
    assert "9月30日 周三 ◻️ 18:00 空档" in shown.text
    await opened.press(QIAN, OFFICE, shown.button("10月 ▶"), shown.message_id)
    turned = opened.last(OFFICE)
    assert turned.edits == shown.message_id
    assert "10月12日 周一 ⌛ 到期：稿件 2" in turned.text and "10月10日 周六【班】" in turned.text
    await opened.press(QIAN, OFFICE, turned.button("◀ 9月"), shown.message_id)
    assert "2026年9月" in opened.last(OFFICE).text
    await opened.write(QIAN, OFFICE, "/calendar 2026-13")
    assert "月份看不懂" in opened.last(OFFICE).text
    await opened.write(QIAN, OFFICE, "/calendar 2027-03")
    assert "暂定" in opened.last(OFFICE).text
    assert (await row_of(opened, text)).status == "scheduled"


async def test_how_long_a_text_is_shown_is_an_editors_before_and_a_leads_after(opened: District) -> None:
    text, batch_id = await batch_card(opened)
    assert await opened.press(QIAN, OFFICE, Asked(Verb.TERM, text, "3").data) == "已设置公示期限"
    assert (await row_of(opened, text)).status == "approved", "what was approved stays approved"
    await opened.press(SUN, OFFICE, Asked(Verb.PUBLISH, batch_id, "yes").data)
    async with opened.turn() as turn:
        assert await publishing.published(turn, text)
    assert (await row_of(opened, text)).expires_on == date(2026, 6, 2)
    assert "负责人" in await opened.press(QIAN, OFFICE, Asked(Verb.TERM, text, "36").data)
    await opened.press(SUN, OFFICE, Asked(Verb.TERM, text, "36").data)
    assert (await row_of(opened, text)).expires_on == date(2029, 3, 2)
    await opened.press(SUN, OFFICE, Asked(Verb.TERM, text, "ask").data)
    await reply(opened, "下个月", SUN)
    assert "日期看不懂" in opened.last(OFFICE).text
    await reply(opened, "2026-03-02", SUN)
    assert "明天以后" in opened.last(OFFICE).text
    await reply(opened, "2026-09-01", SUN)
    assert (await row_of(opened, text)).expires_on == date(2026, 9, 1)


async def test_nobody_else_plans_and_no_forged_button_does_anything(opened: District) -> None:
    text, batch_id = await batch_card(opened)
    for verb, about, detail in (
        (Verb.PLAN, batch_id, "202603021800"),
        (Verb.PUBLISH, batch_id, "yes"),
        (Verb.REHEARSE, text, ""),
        (Verb.SLOT, 1, "yes"),
        (Verb.CALENDAR, 202603, ""),
        (Verb.TERM, text, "3"),
    ):
        for who, where in ((CHEN, EAST), (STRANGER, OFFICE), (QIAN, EAST)):
            assert "宣传部门" in await opened.press(who, where, Asked(verb, about, detail).data)
    for verb, about, detail in (
        (Verb.PLAN, batch_id, "209913999999"),
        (Verb.PLAN, batch_id, "slot-x"),
        (Verb.SLOT, 1, "burn"),
        (Verb.CALENDAR, 203013, ""),
        (Verb.TERM, text, "999"),
    ):
        assert "按钮无效" in await opened.press(SUN, OFFICE, Asked(verb, about, detail).data)
    assert (await row_of(opened, text)).status == "approved"


async def test_what_the_clock_sent_out_stands_on_the_batchs_card(opened: District) -> None:
    _, batch_id = await batch_card(opened)
    await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id, "202603021800").data)
    opened.now = local("2026-03-02T18:00:00")
    async with opened.turn() as turn:
        assert await due_batches.go_out(turn, batch_id)
    await opened.speak()
    assert "📡 已于 3月2日（周一）18:00 开始发布" in card(opened)
    assert "不用再操作" in await opened.press(QIAN, OFFICE, Asked(Verb.PLAN, batch_id).data)


async def test_the_calendar_says_what_of_an_issue_was_withdrawn(opened: District) -> None:
    gone = await exposure(opened, Status.WITHDRAWN)
    async with opened.turn() as turn:
        row = await exposures.get(turn.tx, gone)
        batch = await exposures.batch(turn.tx, row.batch_id if row else 0)
        assert batch is not None
        batch.begun_at = turn.now
    await opened.write(QIAN, OFFICE, "/calendar")
    assert f"第1期（已撤下：稿件 {gone}）" in opened.last(OFFICE).text


async def test_a_drafts_card_says_until_when_it_is_published_in_time(opened: District) -> None:
    draft = await exposure(opened)
    async with opened.turn() as turn:
        row = await exposures.get(turn.tx, draft)
        assert row is not None
        row.decided_on = turn.now.date()
        await exposure_cards.refresh(turn, draft)
    await opened.speak()
    assert "⏱ 应在" in opened.last(OFFICE).text
    async with opened.turn() as turn:
        row = await exposures.get(turn.tx, draft)
        assert row is not None
        row.decided_on = date(2025, 2, 20)
        await turn.tx.flush()
        await exposure_cards.bring(turn, draft)
    await opened.speak()
    assert "已过期限" in opened.last(OFFICE).text
