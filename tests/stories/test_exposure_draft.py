"""From a concluded case to a draft that two people look at: one picks and writes, the other sees it in private."""

from sandbox.demo_district import PUBLICITY_CHAT
from tests.stories.district import District
from tests.stories.navigators import Citizen, Officer, a_report, labels, readable

EDITOR, COLLEAGUE = 2201, 2202
TOWN = "北京街道"


async def penalised(district: District) -> str:
    """A citizen reports, the town penalises; gives the case's number."""
    citizen, officer = await district.citizen(), district.officer(TOWN)
    number, _ = await a_report(citizen, "我住楼上天天闻到怪味，昨晚看见他们换日期", business="远山粮油行")
    await officer.acts("✋ 接办", number)
    await officer.sees_card(number, "核查中")
    await officer.acts("✅ 办结", number)
    await officer.presses("属实，已查处")
    form = await officer.reads("请回复本消息")
    await officer.replies(form, "处罚：罚款5000元\n文号：示市监处罚〔2026〕12号\n说明：查见篡改日期的大米两袋")
    await officer.sees_card(number, "已办结")
    return number


async def test_an_editor_writes_a_draft_and_a_colleague_previews_it_in_private(district: District) -> None:
    # Given a case that ended with a penalty
    number = await penalised(district)
    editor = Officer(district.control, EDITOR, PUBLICITY_CHAT)  # type: ignore[arg-type]  # a story has its connection
    # When an editor picks it from the overview into the next issue
    await editor.says("/exposures")
    await editor.presses("🔎 选案")
    await editor.presses(number)
    await editor.presses("🆕 新开一期")
    card = await editor.reads("还缺：决定日期")
    assert "查处远山粮油行" in readable(card)
    # And fills in the day from the paper, and writes the tip with a word in bold and a link
    await editor.presses("📄 决定信息", card)
    await editor.replies(await editor.reads("请对照决定书核对"), "日期：2026-02-20")
    await editor.presses("➕ 消费提示", card)
    bold, link = ({"type": kind, "offset": at, "length": 2} for kind, at in (("bold", 0), ("text_link", 4)))
    asked = await editor.reads("写「消费提示」")
    await editor.replies(asked, "先看日期再买", entities=[bold, link | {"url": "https://example.invalid"}])
    assert "链接" in readable(await editor.reads("已保存"))
    card = await editor.wait_for(lambda each: "【消费提示】\n先看日期再买" in readable(each), "the tip", anywhere=True)
    assert "还缺" not in readable(card)
    # Then a colleague who never wrote to the bot is told how, and afterwards sees it as it will look
    colleague = Officer(district.control, COLLEAGUE, PUBLICITY_CHAT)  # type: ignore[arg-type]  # the same
    assert "/start" in (await colleague.presses("👁 全文", card))["text"]
    private = Citizen(district.control, COLLEAGUE, COLLEAGUE)  # type: ignore[arg-type]  # the same
    await private.says("/start")
    await private.reads("举报")
    await colleague.presses("👁 全文", card)
    shown = await private.reads("先看日期再买")
    assert readable(shown).startswith("示例区食品安全专项整治典型案例（第")
    assert [each["type"] for each in shown["entities"]] == ["bold", "bold"]
    assert not labels(shown)
    # And the office's group has been told nothing of what the reporter said
    everything = "".join(readable(each) for each in await editor.from_bot())
    assert not any(each in everything for each in ("怪味", "楼上", "昨晚"))
