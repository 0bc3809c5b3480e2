"""A week passes: what nobody took up is chased up to the duty desk, and what was planned goes out at its time."""

import asyncio

from sandbox.demo_district import PUBLICITY_CHAT
from tests.stories.district import District
from tests.stories.navigators import Officer, a_report, labels, readable
from tests.stories.test_exposure import EDITOR, LEAD, approved, card_saying, drafted, the_channel
from tests.stories.test_exposure_draft import TOWN, penalised


async def test_a_forgotten_case_is_chased_and_a_planned_exposure_goes_out_on_friday(march: District) -> None:
    assert march.control is not None
    lead, editor = (Officer(march.control, each, PUBLICITY_CHAT) for each in (LEAD, EDITOR))
    town, duty, reader = march.officer(TOWN), march.on_duty(), await the_channel(lead)
    # Given a report on Monday that the town leaves lying, and a text for the public that a lead has approved
    forgotten, _ = await a_report(await march.citizen(), "后巷夜里有人做豆腐")
    number = await penalised(march)
    await approved(editor, lead, await drafted(editor, number))
    card = await lead.wait_for(card_saying("已通过", number), "the approved card", anywhere=True)
    # When the editor queues it for Fridays at six
    await editor.says("/slots")
    await editor.presses("➕ 添加时段")
    await editor.replies(await editor.reads("写明固定的发布时段"), "每周五 18:00")
    await editor.reads("✅ 已添加：每周五 18:00")
    await editor.presses(next(each for each in labels(card) if each.startswith("📚")), card)
    await editor.presses("🗓 安排发布")
    times = await editor.reads("什么时候发布")
    await editor.presses(next(each for each in labels(times) if each.startswith("🔁 每周五 18:00")), times)
    await editor.reads("预计 3月6日（周五）18:00 发布", anywhere=True)
    # Then on Thursday, a working day too late, the town is reminded of what it left lying, and nobody above it
    march.moves_to("2026-03-05T08:45")
    await town.reads(f"{forgotten} 的接办期限（3月4日）已超过 1 个工作日", anywhere=True)
    assert not await of(forgotten, duty)
    # And shortly before six on Friday nothing stands in the channel; at six it does
    march.moves_to("2026-03-06T17:58")
    await asyncio.sleep(1)
    assert not await reader.from_bot()
    march.moves_to("2026-03-06T18:00")
    await reader.reads("查处远山粮油行")
    # And on Monday the duty desk hears of the case, until somebody takes it up
    march.moves_to("2026-03-09T08:45")
    await duty.reads(forgotten)
    await town.acts("✋ 接办", forgotten)
    await town.sees_card(forgotten, "核查中")
    told = await of(forgotten, duty)
    march.moves_to("2026-03-10T08:45")
    await asyncio.sleep(1)
    assert await of(forgotten, duty) == told
    assert len(await reader.from_bot()) == 1


async def of(number: str, who: Officer) -> list[str]:
    """What the bot has told that group of the case."""
    return [readable(each) for each in await who.from_bot() if number in readable(each)]
