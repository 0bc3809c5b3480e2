"""From a case that ended with a penalty to the channel, corrected there and withdrawn: never by one person alone."""

from collections.abc import Callable

from sandbox.demo_district import CHANNEL, PUBLICITY_CHAT
from tests.sandbox_process import Json
from tests.stories.district import District
from tests.stories.navigators import Navigator, Officer, labels, readable
from tests.stories.test_exposure_draft import penalised

LEAD, EDITOR = 2201, 2202


class Reader(Navigator):
    """Somebody who looks at the channel, where posts are the channel's own."""

    async def from_bot(self) -> list[Json]:
        return [each for each in await self.chat() if each["message_id"] > self.seen]


async def the_channel(lead: Officer) -> Reader:
    """Somebody looks at the district's channel, and sees what comes from here on."""
    known = max((each["message_id"] for each in await lead.control.messages(CHANNEL)), default=0)
    return Reader(lead.control, 1001, CHANNEL, known)


async def drafted(editor: Officer, number: str) -> Json:
    """The editor picks the case and fills in what the ledger does not know; gives the card."""
    await editor.says("/exposures")
    await editor.presses("🔎 选案")
    await editor.presses(number)
    await editor.presses("🆕 新开一期")
    card = await editor.reads("还缺：决定日期")
    await editor.presses("📄 决定信息", card)
    await editor.replies(await editor.reads("请对照决定书核对"), "日期：2026-02-20")
    return await editor.wait_for(
        lambda each: card_saying("起草中", number)(each) and "还缺" not in readable(each), "a full card", anywhere=True
    )


def card_saying(*words: str) -> Callable[[Json], bool]:
    """An exposure's card (a batch's lists it without its parts) that says all that."""
    return lambda each: "【标题】" in readable(each) and all(word in readable(each) for word in words)


async def approved(editor: Officer, lead: Officer, card: Json) -> None:
    """The editor submits it, can't approve it, and the lead does."""
    await editor.presses("📤 提交审核", card)
    request = await editor.wait_for(lambda each: "✅ 通过" in labels(each), "the request")
    assert (await editor.presses("✅ 通过", request))["show_alert"]
    await lead.presses("✅ 通过", request)


async def test_an_exposure_goes_to_the_channel_is_corrected_there_and_withdrawn(district: District) -> None:
    number = await penalised(district)
    assert district.control is not None
    lead, editor = (Officer(district.control, each, PUBLICITY_CHAT) for each in (LEAD, EDITOR))
    reader = await the_channel(lead)
    # When an editor drafts it, a lead approves, and it is published now
    card = await drafted(editor, number)
    await approved(editor, lead, card)
    approved_card = await lead.wait_for(card_saying("已通过", number), "the approved card", anywhere=True)
    # When it is rehearsed, the office sees it as it will look, and nobody else does
    await editor.presses("🎭 演练（只发本群）", approved_card)
    await editor.wait_for(
        lambda each: all(words in readable(each) for words in ("演练 · 稿件", "已结束", "完成 1")),
        "its end",
        anywhere=True,
    )
    assert not await reader.from_bot()
    await lead.presses(next(each for each in labels(approved_card) if each.startswith("📚")), approved_card)
    await lead.presses("🚀 立即发布")
    assert (await editor.presses("🚀 确定发布", await lead.reads("现在发布")))["show_alert"]
    await lead.presses("🚀 确定发布", await lead.reads("现在发布", anywhere=True))
    # Then it stands in the channel as it was approved
    shown = await reader.reads("查处远山粮油行")
    assert "更正" not in readable(shown)
    # When the editor corrects it, and the lead approves and publishes that
    out = await lead.wait_for(card_saying("已发布", number), "the published card", anywhere=True)
    await editor.presses("♻️ 更正", out)
    await editor.presses("✏️ 改导语", await editor.reads("的更正已起草"))
    await editor.replies(await editor.reads("写「导语」"), "更正：大米为三袋。")
    second = await editor.wait_for(card_saying("起草中", "更正：大米为三袋。", number), "the correction", anywhere=True)
    await approved(editor, lead, second)
    await lead.presses(
        "♻️ 发布更正", await lead.wait_for(card_saying("已通过", "更正的是", number), "it, approved", anywhere=True)
    )
    # Then the very message in the channel says so, and no other was sent
    corrected = await reader.reads("更正：大米为三袋。")
    assert corrected["message_id"] == shown["message_id"]
    assert len(await reader.from_bot()) == 1
    # When the lead withdraws it with a reason
    now_out = await lead.wait_for(card_saying("已发布", "更正的是", number), "the correction, out", anywhere=True)
    await lead.presses("⛔ 撤下", now_out)
    await lead.replies(await lead.reads("写明撤下稿件"), "处罚决定被撤销")
    # Then the channel is empty, and the office can look up all of it
    gone = await lead.wait_for(card_saying("已撤下", number), "the withdrawn card", anywhere=True)
    await lead.wait_for(
        lambda each: "撤下 · 稿件" in readable(each) and "已结束" in readable(each), "its end", anywhere=True
    )
    assert not await reader.from_bot()
    await editor.presses("🧾 发布经过", gone)
    told = readable(await editor.reads("的发布经过"))
    for words in ("已发布", "已更正", "已撤下", "处罚决定被撤销"):
        assert words in told
