"""A case's whole way through the ledger: put right on paper, objected to, opened again, looked back at, closed."""

import asyncio

from tests.sandbox_process import Json, file
from tests.stories.district import District
from tests.stories.navigators import Officer, a_report, labels, photo, readable

TOWN = "大东街道"


async def shows_and_concludes(officer: Officer, number: str, colour: str, words: str) -> Json:
    """Replies to the card with a photo of the place, and concludes as rectified; gives the last question."""
    await officer.replies(await officer.sees_card(number), photos=[file(photo(colour))])
    await officer.reads("仅内部可见")
    await officer.acts("✅ 办结", number)
    await officer.presses("属实，已整改", await officer.reads("请选择办理结果"))
    question = await officer.reads("写明核查情况")
    await officer.replies(question, words)
    return question


async def passes(colleague: Officer, number: str) -> None:
    """Says that the look-back passed; again while the photo is being fetched, on a busy machine at a second try."""
    for _ in range(150):
        card = await colleague.sees_card(number, "回头看：")
        if not (await colleague.presses("✅ 回头看合格", card)).get("text"):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("the photo never came")


async def test_a_report_is_put_right_objected_to_opened_again_looked_back_at_and_closed(district: District) -> None:
    # Given a report that an officer has taken up
    citizen, officer, duty = await district.citizen(name="不愿说的名字"), district.officer(TOWN), district.on_duty()
    number, _ = await a_report(citizen, "冰柜里的肉都过期了", f"{TOWN}某超市")
    await officer.acts("✋ 接办", number)
    # When they order it put right within seven working days
    await officer.presses("🛠 责令整改", await officer.sees_card(number, "承办"))
    await officer.presses("7 个工作日", await officer.reads("请选整改时限"))
    await officer.replies(await officer.reads("写两行"), "措施：下架并销毁\n责任人：店长")
    # Then the card holds measure, deadline and who answers for it, and the reporter hears of the deadline
    card = readable(await officer.sees_card(number, "整改中"))
    assert "整改措施：下架并销毁" in card
    assert "责任人：店长" in card
    assert "店长" not in readable(await citizen.reads("已责令在"))
    # And without a photo of the place it can't be concluded as rectified
    await officer.acts("✅ 办结", number)
    refused = await officer.presses("属实，已整改", await officer.reads("请选择办理结果"))
    assert "照片" in refused["text"]
    # When they show the place and conclude
    await shows_and_concludes(officer, number, "green", "已下架销毁，现场复查无过期食品")
    told = await citizen.reads("已办结")
    assert "现场复查无过期食品" in readable(told)
    # And the reporter finds it as before, and says so in two taps
    await citizen.presses("😕 问题还在", told)
    await citizen.presses("和原来一样，没有整改", await citizen.reads("哪里还有问题"))
    await citizen.reads("由他们核对")
    # Then it is the duty desk that reads it, with the case, and not those who concluded
    objection = await duty.reads("的结论有异议", anywhere=True)
    assert number in readable(objection)
    assert "没有整改" in readable(objection)
    assert not [each for each in await officer.from_bot() if "没有整改" in readable(each)]
    # When the duty desk upholds it
    await duty.presses("🔄 异议成立，重新办理", objection)
    await duty.replies(await duty.reads("重新办理的理由（"), "电话核实，后仓仍有过期品")
    # Then everybody hears why, and the officer has the case again
    assert "后仓仍有过期品" in readable(await citizen.reads("意见成立"))
    assert "后仓仍有过期品" in readable(await officer.reads("重新办理。理由"))
    await officer.sees_card(number, "核查中")
    # When it is put right once more, with a photo taken since
    await shows_and_concludes(officer, number, "blue", "后仓已清空")
    assert "后仓已清空" in readable(await citizen.reads("已办结"))
    # And a colleague who did not handle it looks at the place again, and shows it
    colleague = district.officer(TOWN, 2003)
    card_then = await officer.sees_card(number, "回头看：")
    assert "由您承办" in (await officer.presses("✅ 回头看合格", card_then))["text"]
    await colleague.replies(card_then, photos=[file(photo("red"))])
    await passes(colleague, number)
    # Then the case is closed, and the reporter hears of it
    await citizen.reads("经复核已销号")
    # Then nothing is left for the town to press but the whole story, and the history verifies
    await district.quiet()
    assert labels(await officer.sees_card(number, "已销号")) == ["📜 全部经过"]
    assert "every event is as it was written" in district.tipoff("audit", "verify")
    # And the name that was never to be seen was never seen
    for desk in (officer, duty):
        assert not [each for each in await desk.from_bot() if "不愿说的名字" in str(each)]


async def test_a_reporter_objects_in_their_own_words_and_is_answered(district: District) -> None:
    citizen, officer, duty = await district.citizen(), district.officer(TOWN), district.on_duty()
    number, _ = await a_report(citizen, "后厨没有纱窗", f"{TOWN}某饭店")
    await officer.acts("✋ 接办", number)
    await officer.presses("✅ 办结", await officer.sees_card(number, "承办"))
    await officer.presses("经查不属实", await officer.reads("请选择办理结果"))
    await officer.replies(await officer.reads("写明核查情况"), "现场有纱窗")
    # When the reporter replies to the question in words of their own
    await citizen.presses("😕 问题还在", await citizen.reads("已办结"))
    await citizen.replies(await citizen.reads("哪里还有问题"), "纱窗是检查那天才装的")
    await citizen.reads("由他们核对")
    # And the duty desk declines, with an answer
    objection = await duty.reads("纱窗是检查那天才装的", anywhere=True)
    await duty.presses("✋ 异议不成立，答复", objection)
    await duty.replies(await duty.reads("结论为何不变"), "已看过上月的检查照片")
    # Then the reporter is answered, and can't object to the same conclusion twice
    assert "上月的检查照片" in readable(await citizen.reads("结论不变"))
    again = await citizen.presses("😕 问题还在", await citizen.reads("已办结", anywhere=True))
    assert "已经提过意见" in again["text"]
