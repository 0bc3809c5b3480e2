"""Two phones, a double tap, a second /start, a report that was being added to: nothing goes where it was not meant."""

from tests.district import EAST, WEST, District
from tests.handlers.test_citizen import a_citizen, draft_of
from tests.private_chats import Citizen


async def at_the_photos(citizen: Citizen) -> None:
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    assert "有照片吗" in citizen.last.text


async def test_a_button_tapped_twice_skips_one_question(district: District) -> None:
    citizen = a_citizen(district)
    await at_the_photos(citizen)
    skip = citizen.last.button("跳过")
    await citizen.forges(skip)
    assert "举报的是谁" in citizen.last.text
    assert "过期" in await citizen.forges(skip)
    assert "举报的是谁" in citizen.last.text
    back = citizen.last.button("上一步")
    await citizen.forges(back)
    assert "过期" in await citizen.forges(back)
    assert "有照片吗" in citizen.last.text


async def test_cancel_under_an_earlier_report_leaves_the_one_being_written(district: District) -> None:
    citizen = a_citizen(district)
    await at_the_photos(citizen)
    old = citizen.last.button("取消")
    await citizen.forges(old)
    assert await citizen.draft() is None
    district.now = district.now.replace(hour=district.now.hour + 1)
    await citizen.says("另一家卖假酒")
    before = await draft_of(citizen)
    assert "过期" in await citizen.forges(old)
    assert await draft_of(citizen) == before
    await citizen.presses("取消")
    assert await citizen.draft() is None


async def test_send_under_an_earlier_summary_sends_nothing_else(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    old = citizen.last.button("提交举报")
    await citizen.presses("提交举报")
    district.now = district.now.replace(hour=district.now.hour + 1)
    await citizen.comes_to_the_summary("另一家卖假酒")
    assert "过期" in await citizen.forges(old)
    assert len(await citizen.reports()) == 1
    await citizen.presses("提交举报")
    assert len(await citizen.reports()) == 2


async def test_a_second_start_offers_to_go_on_or_to_give_up_that_one(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    await citizen.says("/start")
    await citizen.presses("放弃这一份")
    assert "已取消" in citizen.last.text
    assert await citizen.draft() is None
    # What stands above was answered: it neither goes on with nothing nor begins anything by itself.
    assert "已经提交、取消" in await citizen.presses("继续填写")
    assert await citizen.draft() is None


async def test_start_ends_adding_to_a_filed_report(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.forges(f"m:add:{row.id}")
    await citizen.says("/start")
    await citizen.says("另一家卖假酒")
    assert (await draft_of(citizen)).words == "另一家卖假酒"
    assert not district.said_in(EAST, "另一家卖假酒")


async def test_a_press_that_goes_on_with_a_resting_report_ends_adding_to_another(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.says("另一家卖假酒")
    await citizen.forges(f"m:add:{row.id}")
    await citizen.forges("d:v:sanwu")
    await citizen.says("西街道3号")
    draft = await draft_of(citizen)
    assert draft.spot is not None and draft.spot.town == "西街道"
    assert not district.said_in(EAST, "西街道3号")


async def test_an_answer_to_one_desk_never_reaches_the_one_that_is_being_added_to(district: District) -> None:
    citizen = a_citizen(district)
    first = await citizen.reports_something("卖过期牛奶", "东街道12号")
    await citizen.reports_something("卖假酒", "西街道3号")
    receipt = citizen.last
    await citizen.forges(f"m:add:{first.id}")
    await citizen.replies(receipt, text="老板住在后院")
    assert district.said_in(WEST, "老板住在后院")
    assert not district.said_in(EAST, "老板住在后院")
    # And what replies to nothing still goes where it was said to go.
    await citizen.says("又在卖")
    assert district.said_in(EAST, "又在卖")


async def test_adding_to_a_report_that_has_ended_meanwhile_begins_a_new_one(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.forges(f"m:add:{row.id}")
    await citizen.forges(f"m:dropped:{row.id}")
    await citizen.says("今天又在卖")
    assert any("从这一条起" in each.text for each in citizen.read)
    draft = await draft_of(citizen)
    assert (draft.words, draft.adding_to) == ("今天又在卖", None)


async def test_start_after_start_asks_the_first_question_again(district: District) -> None:
    citizen = a_citizen(district)
    for _ in range(2):
        await citizen.says("/start")
        assert "哪一类问题" in citizen.last.text
