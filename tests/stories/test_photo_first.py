"""A citizen begins with photos; the town's officers get one card, and handle it to its end."""

from tests.sandbox_process import file
from tests.stories.district import District
from tests.stories.navigators import labels, photo, readable

TOWN = "北京街道"


async def test_a_report_that_begins_with_an_album_reaches_its_town_and_is_concluded(district: District) -> None:
    # Given a citizen who sends two photos and nothing else
    citizen, officer = await district.citizen(), district.officer(TOWN)
    await citizen.sends_photos(photo("red"), photo("blue"))
    # Then what is kept and who sees it is told before the first question
    question = await citizen.reads("是哪一类问题")
    privacy = await citizen.reads("默认匿名", anywhere=True)
    assert privacy["message_id"] < question["message_id"]
    assert len(readable(privacy).splitlines()) == 2
    # When they answer only what is missing
    await citizen.chooses_kind()
    await citizen.reads("在哪里")
    await citizen.says("北京街道某巷口的小店")
    await citizen.reads("看到了什么")
    await citizen.says("货架上的牛奶 <b>过期</b> 两个月")
    await citizen.presses("✅ 就这些")
    await citizen.presses("跳过")
    summary = await citizen.reads("请核对后提交")
    assert "货架上的牛奶 <b>过期</b> 两个月" in readable(summary)
    number, _code = await citizen.submits()
    # Then the town's group has one card, with both photos under it
    card = await officer.sees_card(number)
    assert "牛奶 <b>过期</b>" in readable(card)
    assert card["protected"]
    await officer.wait_for(lambda each: each.get("photos") and each.get("reply_to_message_id") == card["message_id"],
                           "photos under the card", anywhere=True)  # fmt: skip
    # When an officer takes it up, answers with a note, and concludes
    await officer.acts("✋ 接办", number)
    await officer.sees_card(number, "承办：示例·小张")
    await citizen.reads("正在核查")
    card = await officer.sees_card(number)
    await officer.replies(card, photos=[file(photo("green"))])
    noted = await officer.reads("仅内部可见")
    assert "📤 发给举报人" in labels(noted)
    await officer.acts("✅ 办结", number)
    await officer.presses("属实，已整改")
    asked = await officer.reads("写明核查情况")
    await officer.replies(asked, "已下架销毁，店主已写整改承诺")
    # Then the card says so, and the citizen is told in plain words
    await officer.sees_card(number, "已办结")
    told = await citizen.reads("已办结")
    assert "已下架销毁" in readable(told)
    # And no card was doubled
    cards = [each for each in await officer.from_bot() if number in readable(each) and "反映的情况" in readable(each)]
    assert len(cards) == 1
