"""Where a report belongs: typed addresses, points near a border, points outside, and the duty desk for the rest."""

from domain.coordinates import Datum, Point
from domain.ground import Boundaries, Certain
from tests.stories.district import TOWNS, District, ground
from tests.stories.navigators import Citizen, a_report, labels, readable

BOUNDARIES = Boundaries.from_geojson(ground(), Datum.WGS84)


async def ready_for_the_place(district: District) -> Citizen:
    citizen = await district.citizen()
    await citizen.says("有人半夜拉来没有标签的肉")
    await citizen.chooses_kind()
    await citizen.reads("在哪里")
    return citizen


async def the_rest(citizen: Citizen) -> str:
    await citizen.presses("跳过", await citizen.reads("有照片吗"))
    await citizen.presses("跳过", await citizen.reads("举报的是谁"))
    await citizen.reads("请核对后提交")
    return (await citizen.submits())[0]


async def test_a_typed_address_finds_its_town_by_the_districts_own_names(district: District) -> None:
    # Given a citizen whose phone gives no location
    citizen = await district.citizen()
    number, _ = await a_report(citizen, "小卖部的酱油没有生产日期", "登峰街道某市场东门")
    # Then the card hangs in that town's group and says why
    card = await district.officer("登峰街道").sees_card(number)
    assert "登峰街道某市场东门" in readable(card)
    assert "按地址" in readable(card)


async def test_a_fix_near_a_border_is_asked_about_and_the_answer_decides(district: District) -> None:
    citizen = await ready_for_the_place(district)
    # Given a fix a few metres from the line between two towns
    at = near_a_border()
    await citizen.sends_gps(at.lat, at.lon, accuracy_m=25)
    # When the bot asks, with the towns on both sides
    asked = await citizen.reads("请确认")
    towns = [each for each in labels(asked) if each in TOWNS]
    assert len(towns) >= 2
    # And the citizen chooses the second
    await citizen.presses(towns[1], asked)
    number = await the_rest(citizen)
    # Then it goes there, and the card names the distance
    card = await district.officer(towns[1]).sees_card(number)
    assert "距辖区边界约" in readable(card)


async def test_a_point_outside_is_said_to_be_and_left_to_the_duty_desk(district: District) -> None:
    citizen = await ready_for_the_place(district)
    await citizen.sends_gps(23.0, 113.6)
    await citizen.reads("归属我们说不准", anywhere=True)
    number = await the_rest(citizen)
    duty = district.on_duty()
    card = await duty.sees_card(number)
    assert "地点不在本区" in readable(card)
    # When the duty desk assigns it
    await duty.presses(assign_label(card), card)
    await duty.presses("洪桥街道")
    # Then the town has it and the citizen is told
    await district.officer("洪桥街道").sees_card(number)
    await citizen.reads("洪桥街道")


async def test_someone_who_cannot_say_the_town_is_not_turned_away(district: District) -> None:
    citizen = await ready_for_the_place(district)
    await citizen.says("村口那棵大榕树旁边")
    asked = await citizen.reads("请选择所在的镇街")
    await citizen.presses("不清楚，请工作人员判断", asked)
    number = await the_rest(citizen)
    assert "村口那棵大榕树旁边" in readable(await district.on_duty().sees_card(number))


async def test_a_town_that_returns_a_report_with_a_reason_sees_it_go_elsewhere(district: District) -> None:
    citizen = await district.citizen()
    number, _ = await a_report(citizen, "摊位上卖的鸡没有检疫证明", "光塔街道某集市")
    # When the town returns it with one tap
    officer = district.officer("光塔街道")
    await officer.acts("↩️ 退回值班台", number)
    await officer.presses("地点不在本辖区")
    # Then the duty desk is told who and why, and its buttons assign it anew
    duty = district.on_duty()
    assert "地点不在本辖区" in readable(await duty.reads("退回", anywhere=True))
    card = await duty.sees_card(number)
    await duty.presses(assign_label(card), card)
    await duty.presses("人民街道")
    # Then the new town has a card, and the old one's says only that it left
    await district.officer("人民街道").sees_card(number, "摊位上卖的鸡")
    gone = await officer.sees_card(number, "人民街道")
    assert "摊位上卖的鸡" not in readable(gone)
    assert labels(gone) == []


def assign_label(card: dict[str, object]) -> str:
    return next(each for each in labels(card) if "派" in each)


def near_a_border() -> Point:
    """A point well inside the district that lies within twenty metres of the line between two of its towns."""
    for step in range(4000):
        at = Point(23.12 + (step // 80) * 0.0005, 113.255 + (step % 80) * 0.0005)
        placed = BOUNDARIES.place(at, 25)
        if not isinstance(placed, Certain) and len(getattr(placed, "towns", ())) >= 2 and not placed.perhaps_outside:
            return at
    raise AssertionError("no such point in the sample")
