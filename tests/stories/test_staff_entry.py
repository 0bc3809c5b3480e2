"""A phone call: an officer enters it in the group, another town's card appears, the caller follows it by code."""

import re

from tests.stories.district import District
from tests.stories.navigators import labels, readable


async def test_a_caller_without_telegram_gets_a_case_and_a_code_that_finds_it(district: District) -> None:
    # Given somebody on the telephone to the duty desk
    duty = district.on_duty()
    await duty.says("/entry")
    for part in ("电话举报", "过期变质脏乱", "超过保质期"):
        shown = await duty.wait_for(lambda each, part=part: any(part in label for label in labels(each)), f"«{part}»")
        await duty.presses(next(each for each in labels(shown) if part in each), shown)
    # When the officer answers the form with what the caller says
    form = await duty.reads("请回复本消息登记")
    await duty.replies(form, "地点：登峰街道某市场东门\n情况：把过期酱油换了标签再卖")
    told = readable(await duty.reads("回执码"))
    number, code = re.search(r"[A-Z]+-\d{4}-\d{5}", told), re.search(r"回执码：(\S+)", told)
    assert number is not None
    assert code is not None
    # Then the town has the card, which says that the caller can't be written to
    officer = district.officer("登峰街道")
    card = readable(await officer.sees_card(number[0]))
    assert "把过期酱油换了标签再卖" in card
    assert "电话举报" in card
    assert code[1] not in card
    # And when an officer takes it up, the caller, from whatever account, reads so by the code
    await officer.acts("✋ 接办", number[0])
    await officer.sees_card(number[0], "核查中")
    caller = await district.citizen()
    await caller.says(f"/find {code[1]}")
    found = await caller.reads(number[0])
    assert "过期" in readable(found)
    assert not labels(found)
