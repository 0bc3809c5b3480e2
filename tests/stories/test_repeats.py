"""Two neighbours report one shop: one case, two people who hear of it, and neither learns of the other."""

from tests.stories.district import District
from tests.stories.navigators import a_report, labels, readable

TOWN = "大东街道"


async def test_two_reports_of_one_shop_become_one_case_and_both_reporters_hear_how_it_ends(district: District) -> None:
    # Given a report that an officer has taken up
    first, officer = await district.citizen(name="东邻"), district.officer(TOWN)
    head, _ = await a_report(first, "冰柜里的肉都过期了", f"{TOWN}某超市", "某某生鲜超市")
    await officer.acts("✋ 接办", head)
    # When a neighbour reports the same shop
    second = await district.citizen(name="西邻")
    number, code = await a_report(second, "买到过期的肉丸", f"{TOWN}某超市", "某某 生鲜超市")
    # Then its card says what it looks like and why, and one tap links the two
    card = await officer.sees_card(number, "可能与")
    assert f"可能与 {head} 重复：同一商家" in readable(card)
    assert "已并案" in (await officer.presses("🔗 并案", card))["text"]
    # And the neighbour learns that it is being handled, under their own number
    told = readable(await second.reads("合在一起办"))
    assert number in told
    assert head not in told
    # When the officer ends the case
    await officer.sees_card(head, "已并入 1 件")
    await officer.acts("✅ 办结", head)
    await officer.presses("已取缔", await officer.reads("请选择办理结果"))
    await officer.replies(await officer.reads("写明核查情况"), "已查封过期肉品")
    # Then both hear how it ended, each under the number that they know
    for citizen, own, other in ((first, head, number), (second, number, head)):
        ended = readable(await citizen.reads("已查封过期肉品"))
        assert own in ended
        assert other not in ended
    # And the neighbour's receipt code says so too
    await second.says(f"/find {code}")
    assert "已取缔" in readable(await second.reads("合在一起办理的线索"))
    # And nothing in the group names either of them, or is left to press
    await district.quiet()
    assert not [each for each in await officer.from_bot() if "邻" in str(each)]
    assert "🔗 并案" not in labels(await officer.sees_card(number, "已办结"))
    assert "every event is as it was written" in district.tipoff("audit", "verify")
