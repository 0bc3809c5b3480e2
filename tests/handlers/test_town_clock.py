"""The clock of a case, by the buttons of its card: 王 stops it and asks for more time, 陈 decides."""

from datetime import timedelta

import pytest

from tests.district import CHEN, EAST, LI, STRANGER, WANG, District


async def taken_up(district: District) -> int:
    case_id = await district.case()
    await district.press(WANG, EAST, f"t:take:{case_id}")
    return case_id


async def card(district: District, case_id: int) -> list[str]:
    """The labels on the newest card."""
    await district.press(CHEN, EAST, f"t:show:{case_id}")
    return [each["text"] for each in district.last(EAST).buttons]


async def test_the_clock_is_stopped_for_a_test_and_started_again_by_buttons(district: District) -> None:
    case_id = await taken_up(district)
    assert await district.press(WANG, EAST, district.last(EAST).button("暂停计时")) == ""
    choice = district.last(EAST)
    assert await district.press(WANG, EAST, choice.button("送检")) == "已暂停计时"
    assert {"▶️ 恢复计时", "⏳ 申请延期"} <= set(await card(district, case_id))
    district.now += timedelta(days=2)
    assert await district.press(WANG, EAST, district.last(EAST).button("恢复计时")) == "已恢复计时"
    row = await district.row(case_id)
    assert (row.paused_since, row.paused_days) == (None, 2)
    assert "⏸ 暂停计时" in await card(district, case_id)


async def test_waiting_for_the_reporter_needs_a_question_and_says_so(district: District) -> None:
    case_id = await taken_up(district)
    assert "先点「问举报人」" in await district.press(WANG, EAST, f"t:stop:{case_id}:citizen")
    assert (await district.row(case_id)).paused_since is None


async def test_more_time_is_asked_for_by_a_reply_and_granted_by_the_lead(district: District) -> None:
    case_id = await taken_up(district)
    await district.press(WANG, EAST, district.last(EAST).button("申请延期"))
    question = district.last(EAST)
    await district.write(WANG, EAST, "样品复检要到四月", reply_to=question.message_id)
    wish = district.last(EAST)
    assert wish.text.startswith("陈") and "样品复检要到四月" in wish.text
    assert "负责人" in await district.press(WANG, EAST, wish.button("同意延期"))
    await district.press(CHEN, EAST, wish.button("同意延期"))
    assert (await district.row(case_id)).extended
    assert district.said_in(EAST, "新的期限是4月14日")
    assert "已经延长过" in await district.press(CHEN, EAST, wish.button("同意延期"))
    assert "⏳ 申请延期" not in await card(district, case_id)


async def test_the_lead_may_decline(district: District) -> None:
    case_id = await taken_up(district)
    await district.press(CHEN, EAST, f"t:grant:{case_id}:no")
    assert not (await district.row(case_id)).extended
    assert district.said_in(EAST, "原期限不变")


@pytest.mark.parametrize("data", ["t:stop:{}:holiday", "t:grant:{}:maybe", "t:stop:{}", "t:grant:{}"])
async def test_a_forged_press_changes_no_clock(district: District, data: str) -> None:
    case_id = await taken_up(district)
    assert "无效" in await district.press(WANG, EAST, data.format(case_id))
    row = await district.row(case_id)
    assert (row.paused_since, row.extended) == (None, False)


@pytest.mark.parametrize("who", [LI, STRANGER])
@pytest.mark.parametrize("data", ["t:pause:{}", "t:stop:{}:testing", "t:extend:{}", "t:grant:{}:yes"])
async def test_who_does_not_hold_the_case_changes_no_clock(district: District, who: int, data: str) -> None:
    case_id = await taken_up(district)
    assert await district.press(who, EAST, data.format(case_id))
    row = await district.row(case_id)
    assert (row.paused_since, row.extended) == (None, False)
