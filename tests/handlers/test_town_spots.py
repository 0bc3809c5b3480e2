"""On the spot: a place, what was found there, a photo; by the labels the bot really showed."""

import pytest

from domain.asking import Asked, Verb
from domain.case import Status
from domain.people import DeskKind, Role
from storage import businesses, conflicts, desks, sweeps
from tests.district import CHEN, EAST, LI, WANG, District, photo
from tests.handlers.sweep_taps import all_cases, begin, card, files, find, finish, last_question, notes, tap


async def test_all_fine_takes_two_taps_and_is_counted_in_place(district: District) -> None:
    await begin(district)
    standing = card(district)
    await tap(district, "菜市场", "一切正常")
    shown = card(district)
    assert shown.edits == standing.message_id
    assert "已查 1/3，发现 0" in shown.text
    assert [each["text"] for each in shown.buttons[:2]] == ["肉铺", "阳光小卖部"], "on from the place just visited"
    assert district.said_in(EAST, "✅ 菜市场：一切正常（王）")[-1].edits is not None


async def test_three_taps_make_a_finding_a_row_of_the_ledger_in_the_finders_hands(district: District) -> None:
    await begin(district)
    row = await find(district)
    assert (row.violation, row.source, row.entered_by, row.reporter) == ("expired", "inspection", WANG, None)
    assert (row.business, row.place_text, row.happened) == ("阳光小卖部", "东街 3 号", "货架上三包")
    assert (row.desk_id, row.routed_by, row.status, row.holder_id) == ("t001", "sweep", Status.ACCEPTED, WANG)
    assert row.clock == "verify", "who found it on the spot has taken it up"
    assert await district.events(row.id) == ["filed", "routed", "taken_up", "noted"]
    (photo_row,) = await files(district, row.id)
    assert photo_row.by_staff and photo_row.state == "wanted"
    assert "已查 1/3，发现 1" in card(district).text
    case_card = next(each for each in reversed(district.said_in(EAST, "收到：")) if row.number in each.text)
    assert "检查发现" in case_card.text and "排查中发现" in case_card.text
    case_card.button("责令整改")
    async with district.database.read() as tx:
        places = await sweeps.unvisited(tx, 1, "t001", 0, 10)
    assert [name for _, name in places] == ["菜市场", "肉铺"]


@pytest.mark.parametrize(
    ("label", "violation"), [("证照", "unlicensed"), ("标签", "label"), ("进货查验", "no_records")]
)
async def test_what_was_looked_at_says_under_which_category_it_stands(
    district: District, label: str, violation: str
) -> None:
    await begin(district)
    await tap(district, "肉铺", label)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=last_question(district).message_id)
    (row,) = await all_cases(district)
    assert row.violation == violation
    assert row.happened.startswith("节前排查：")


async def test_words_alone_are_no_evidence_and_the_question_stays_open(district: District) -> None:
    await begin(district)
    await tap(district, "肉铺", "过期")
    question = last_question(district)
    await district.write(WANG, EAST, "三包过期", reply_to=question.message_id)
    assert "还缺现场照片" in district.last(EAST).text
    await district.write(WANG, EAST, None, photo=photo("big", 21_000_000), reply_to=question.message_id)
    assert "20 MB" in district.last(EAST).text
    assert not await all_cases(district)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=question.message_id)
    assert len(await all_cases(district)) == 1


async def test_a_position_sent_first_stands_with_the_finding(district: District) -> None:
    await begin(district)
    await tap(district, "肉铺", "过期")
    question = last_question(district)
    await district.write(
        WANG, EAST, None, location={"latitude": 23.104, "longitude": 113.204}, reply_to=question.message_id
    )
    assert "已记下肉铺的定位" in district.last(EAST).text
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=question.message_id)
    (row,) = await all_cases(district)
    assert (row.lat, row.lon, row.datum, row.desk_id) == (23.104, 113.204, "wgs84", "t001")


async def test_an_album_is_one_finding_with_all_its_photos(district: District) -> None:
    await begin(district)
    await tap(district, "肉铺", "过期")
    question = last_question(district)
    for item in range(3):
        more = {"caption": "三包"} if item == 0 else {}
        await district.write(
            WANG, EAST, None, photo=photo(f"p{item}"), media_group_id="a", reply_to=question.message_id, **more
        )
    (row,) = await all_cases(district)
    assert len(await files(district, row.id)) == 3
    assert len(await notes(district, row.id)) == 1
    assert not district.said_in(EAST, "不属于任何线索")


async def test_a_reply_to_the_answer_is_a_note_of_the_new_case(district: District) -> None:
    await begin(district)
    row = await find(district)
    told = district.said_in(EAST, "⚠️ 阳光小卖部：过期")[-1]
    await district.write(LI, EAST, "供货商也要查", reply_to=told.message_id)
    assert [each.text for each in await notes(district, row.id)] == ["", "供货商也要查"]


async def test_a_place_off_the_list_is_named_in_the_photos_caption(district: District) -> None:
    await begin(district)
    await tap(district, "名单外", "证照")
    question = last_question(district)
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=question.message_id)
    assert "缺少名称" in district.last(EAST).text
    caption = "流动烧烤摊，北门口\n没有任何证照"
    await district.write(WANG, EAST, None, photo=photo("p"), caption=caption, reply_to=question.message_id)
    (row,) = await all_cases(district)
    assert (row.business, row.place_text, row.happened) == ("流动烧烤摊", "北门口", "没有任何证照")
    assert "已查 1/4，发现 1" in card(district).text


async def test_a_place_off_the_list_with_a_name_alone_is_asked_for_its_photo(district: District) -> None:
    await begin(district)
    await tap(district, "名单外", "证照")
    await district.write(WANG, EAST, "流动烧烤摊", reply_to=last_question(district).message_id)
    assert "流动烧烤摊：证照" in last_question(district).text
    await district.write(WANG, EAST, None, photo=photo("p"), reply_to=last_question(district).message_id)
    assert len(await all_cases(district)) == 1


async def test_a_place_off_the_list_may_come_from_the_map(district: District) -> None:
    sweep_id = await begin(district)
    await tap(district, "名单外", "一切正常")
    venue = {
        "location": {"latitude": 23.104, "longitude": 113.204}, "title": "南门粮油店", "address": "南门 1 号",
    }  # fmt: skip
    # A venue's message carries its location as well.
    question = last_question(district)
    await district.write(WANG, EAST, None, venue=venue, location=venue["location"], reply_to=question.message_id)
    assert "已查 1/4，发现 0" in card(district).text
    async with district.database.read() as tx:
        place = await sweeps.place_named(tx, sweep_id, "t001", "南门粮油店")
    assert place is not None
    assert (place.place_text, place.lat, place.visited_by) == ("南门 1 号", 23.104, WANG)


async def test_a_place_off_the_list_that_is_on_it_is_that_place(district: District) -> None:
    await begin(district)
    await tap(district, "名单外", "一切正常")
    await district.write(WANG, EAST, "肉铺", reply_to=last_question(district).message_id)
    assert "已查 1/3" in card(district).text


async def test_what_a_colleague_has_entered_is_said_with_who_and_where(district: District) -> None:
    await begin(district)
    row = await find(district)
    place = Asked(Verb.SPOT, 1).data
    await district.press(LI, EAST, place)
    shown = district.last(EAST)
    told = await district.press(LI, EAST, shown.button("过期"), shown.message_id)
    assert "王" in told and row.number in told
    assert "王已经查过" in await district.press(LI, EAST, shown.button("一切正常"), shown.message_id)
    # Another thing wrong in the same place is another row.
    assert not await district.press(LI, EAST, shown.button("标签"), shown.message_id)
    await district.write(LI, EAST, None, photo=photo("q"), reply_to=last_question(district).message_id)
    assert [each.holder_id for each in await all_cases(district)] == [WANG, LI]
    assert "已查 1/3，发现 2" in card(district).text


async def test_the_same_place_can_be_visited_in_another_sweep(district: District) -> None:
    await begin(district)
    await find(district)
    await finish(district)
    await begin(district)
    assert "已查 0/3，发现 0" in card(district).text
    await find(district)
    assert len(await all_cases(district)) == 2


async def test_a_departments_own_sweep_leaves_its_findings_with_the_department(district: District) -> None:
    market = -1004
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "market", DeskKind.DEPARTMENT, "市场监管局")
        await desks.bind(turn.tx, "market", market, district.now)
        await desks.enrol(turn.tx, LI, "李", "market", Role.LEAD, district.now)
    await begin(district, "冷库排查\n东街道冷库，东街道", user_id=LI, chat_id=market)
    assert not district.said_in(EAST)
    await tap(district, "东街道冷库", "进货查验", user_id=LI, chat_id=market)
    question = last_question(district, market)
    await district.write(LI, market, None, photo=photo("p"), reply_to=question.message_id)
    (row,) = await all_cases(district)
    assert (row.desk_id, row.status, row.holder_id) == ("market", Status.ACCEPTED, LI)
    assert (row.place_text, row.violation) == ("东街道", "no_records")


async def test_who_is_too_close_to_the_business_leaves_the_place_to_a_colleague(district: District) -> None:
    await begin(district)
    async with district.turn() as turn:
        shop = await businesses.enter(turn.tx, "阳光小卖部", district.now)
        assert shop is not None
        await conflicts.mark(turn.tx, WANG, shop, "亲属经营", CHEN, district.now)
    assert "请让同事来查" in await tap(district, "阳光小卖部")
    await tap(district, "阳光小卖部", "过期", user_id=LI)
    question = last_question(district)
    await district.write(WANG, EAST, None, photo=photo("w"), reply_to=question.message_id)
    assert "请让同事来查" in district.last(EAST).text
    assert not await all_cases(district)
    await district.write(LI, EAST, None, photo=photo("p"), reply_to=question.message_id)
    (row,) = await all_cases(district)
    assert (row.holder_id, row.entered_by) == (LI, LI)
