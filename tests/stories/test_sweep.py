"""A sweep: a lead lists the places, an officer goes from one to the next, the duty desk sees how far they have come."""

import re

from tests.sandbox_process import Json, file
from tests.stories.district import District
from tests.stories.navigators import Officer, labels, photo, readable

TOWN = "光塔街道"


async def shows(officer: Officer, *parts: str) -> Json:
    """Waits for the sweep's message to hang in the group and say all that."""
    return await officer.wait_for(
        lambda each: readable(each).startswith("🔎") and all(part in readable(each) for part in parts),
        f"the sweep with {parts}",
        anywhere=True,
    )


async def test_a_sweep_goes_from_the_leads_list_to_a_row_of_the_ledger(district: District) -> None:
    # Given a lead who begins a sweep by three taps and one reply
    lead, officer, duty = district.officer(TOWN, 2001), district.officer(TOWN, 2002), district.on_duty()
    await lead.says("/sweep")
    checks = await lead.reads("查哪些内容")
    await lead.presses("☑️ 标签", checks)
    await lead.presses(
        "下一步 ▸", await lead.wait_for(lambda each: "⬜ 标签" in labels(each), "«标签» off", anywhere=True)
    )
    days = await lead.wait_for(lambda each: "哪一天结束" in readable(each), "the days", anywhere=True)
    assert days["message_id"] == checks["message_id"], "choices are made in one message"
    await lead.presses(labels(days)[-1], days)
    form = await lead.reads("请回复本消息发起排查")
    await lead.replies(form, "春节前排查\n1. 阳光粮油店，光塔路 3 号\n2. 北门肉铺\n3. 北门肉铺")
    standing = await shows(lead, "春节前排查", "已查 0/2，发现 0")
    # When an officer finds the first place in order, by two taps
    await officer.presses("阳光粮油店", standing)
    await officer.presses("✅ 一切正常", await officer.reads("查到什么"))
    standing = await shows(officer, "已查 1/2，发现 0")
    # And in the second something past its date, by two taps and a photo
    await officer.presses("北门肉铺", standing)
    await officer.presses("⚠️ 过期", await officer.reads("查到什么"))
    asked = await officer.reads("请回复本消息发现场照片")
    await officer.replies(asked, photos=[file(photo("red"))], caption="冷柜里两箱过期肉")
    told = readable(await officer.reads("北门肉铺：过期。已登记"))
    # Then it is a row of the ledger in the officer's hands, with its photo
    number = re.search(r"[A-Z]+-\d{4}-\d{5}", told)
    assert number is not None
    card = readable(await officer.sees_card(number[0], "照片：1 张"))
    for part in ("核查中", "检查发现", "被举报：北门肉铺", "冷柜里两箱过期肉", "排查中发现"):
        assert part in card
    done = await shows(officer, "已查 2/2，发现 1", "都查完了")
    assert done["message_id"] == standing["message_id"], "one message is kept true"
    # And the duty desk sees it beside the other towns' sweeps
    await duty.says("/sweeps")
    assert f"· {TOWN}「春节前排查」已查 2/2，发现 1" in readable(await duty.reads("春节前排查"))
    # When the lead ends it
    await lead.presses("🏁 结束排查", done)
    await lead.presses("确定结束", await lead.reads("结束「春节前排查」"))
    # Then the group is told what it came to, and the message takes nothing more
    await lead.reads("「春节前排查」已结束。已查 2/2，发现 1。")
    assert not labels(await shows(lead, "已结束"))
