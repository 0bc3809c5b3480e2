"""A sweep's end is spoken of once, a working day before, and comes once: by its lead, or the morning after its day."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.schedule import Schedule
from domain.outgoing import SweepCard
from domain.refusal import Refusal, refuse
from domain.sweep import ALL, Check
from domain.taxonomy import Catalogue
from services import sweep_ends, sweeping, visiting
from services.notes import Attachment, Written
from services.visiting import Found, Visit
from storage import cases, sweeps
from storage.database import Database
from tests.district import CHEN, DUTY, EAST, LI, WANG, WEST, WU, ZHOU, District, folder, hand


def local(text: str) -> datetime:
    """A moment by the district's clock."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


async def begun(
    district: District,
    text: str = "节前排查\n肉铺\n粮店",
    *,
    user_id: int = CHEN,
    chat_id: int = EAST,
    last: date = date(2026, 3, 9),
) -> int:
    """A sweep from 2 March, a Monday; the 9th is one, too."""
    async with district.turn() as turn:
        done = await sweeping.begin(turn, hand(user_id, chat_id), ALL, last, text)
        assert not isinstance(done, Refusal)
    await district.speak()
    return done.sweep.id


async def tick(district: District, at: str, database: Database | None = None) -> list[tuple[str, str]]:
    """What is said of sweeps by the tick at that moment."""
    district.now = local(at)
    await Schedule(
        district.app, database or district.database, folder(district), lambda: district.now, lambda: None
    ).chase()
    return [(each.recipient, each.text) for each in await district.speak() if "「" in each.text]


async def place_ids(district: District, sweep_id: int, desk_id: str = "t001") -> list[int]:
    async with district.database.read() as tx:
        return [place_id for place_id, _ in await sweeps.unvisited(tx, sweep_id, desk_id, 0, 10)]


def brought(message_id: int) -> Written:
    return Written(message_id, "三包过期", Attachment(f"f{message_id}", as_file=False, size=9))


async def test_a_sweep_is_reminded_of_once_and_ended_once_outside_the_quiet_hours(district: District) -> None:
    sweep_id = await begun(district)
    assert await tick(district, "2026-03-05T12:00:00") == []
    assert await tick(district, "2026-03-06T08:00:00") == []
    ((to, near),) = await tick(district, "2026-03-06T08:30:00")
    assert to == str(EAST)
    assert near.startswith("⏳ 「节前排查」3月9日结束。已查 0/2，发现 0。\n没查的 2 处：\n· 肉铺\n· 粮店")
    assert await tick(district, "2026-03-06T09:00:00") == []
    assert await tick(district, "2026-03-09T19:59:00") == [], "its last day is worked in full"
    assert await tick(district, "2026-03-09T21:00:00") == []
    ((to, over),) = await tick(district, "2026-03-10T08:30:00")
    assert to == str(EAST)
    assert over.startswith("🏁 「节前排查」已结束。已查 0/2")
    assert "🏁 已结束。" in district.said_in(EAST, "🔎")[-1].text
    for at in ("2026-03-10T08:31:00", "2026-04-01T12:00:00"):
        assert await tick(district, at) == []
    async with district.turn() as turn:
        assert await sweep_ends.finish(turn, hand(CHEN), sweep_id) == refuse("sweep_over")


async def test_the_day_before_a_holiday_is_the_working_day_before_it(district: District) -> None:
    # 6 April 2026 is off (清明节), so the working day before Tuesday the 7th is Friday the 3rd.
    await begun(district, last=date(2026, 4, 7))
    assert await tick(district, "2026-04-02T12:00:00") == []
    assert len(await tick(district, "2026-04-03T12:00:00")) == 1


async def test_a_group_with_nothing_left_is_not_reminded_and_is_thanked_at_the_end(district: District) -> None:
    sweep_id = await begun(district)
    for place_id in await place_ids(district, sweep_id):
        async with district.turn() as turn:
            assert isinstance(await visiting.all_fine(turn, hand(WANG), place_id), Visit)
    await district.speak()
    assert "都查完了" in district.said_in(EAST, "🔎")[-1].text
    assert await tick(district, "2026-03-06T09:00:00") == []
    ((_, over),) = await tick(district, "2026-03-10T09:00:00")
    assert over == "🏁 「节前排查」已结束。已查 2/2，发现 0。\n名单上的地点都查完了，辛苦了。"


async def test_a_sweep_that_ends_tomorrow_is_not_reminded_of_as_soon_as_it_begins(district: District) -> None:
    await begun(district, last=date(2026, 3, 3))
    assert await tick(district, "2026-03-02T10:00:00") == []
    assert len(await tick(district, "2026-03-04T09:00:00")) == 1


async def test_the_whole_districts_end_is_told_town_by_town_and_above(district: District) -> None:
    sweep_id = await begun(district, "全区排查一", user_id=ZHOU, chat_id=DUTY)
    async with district.turn() as turn:
        assert not isinstance(await sweeping.list_places(turn, hand(CHEN), sweep_id, "肉铺\n粮店"), Refusal)
    (meat, _) = await place_ids(district, sweep_id)
    async with district.turn() as turn:
        assert isinstance(await visiting.find(turn, hand(WANG), meat, Check.LABEL, brought(1)), Found)
    near = dict(await tick(district, "2026-03-06T09:00:00"))
    assert set(near) == {str(EAST), str(WEST), str(DUTY)}
    assert "已查 1/2，发现 1。\n没查的 1 处：\n· 粮店" in near[str(EAST)]
    assert "还没有地点，请负责人" in near[str(WEST)]
    assert "· 东街道：已查 1/2，发现 1\n· 西街道：还没有地点" in near[str(DUTY)]
    async with district.turn() as turn:
        assert await sweep_ends.finish(turn, hand(WU, WEST), sweep_id) == refuse("sweep_theirs")
        assert not isinstance(await sweep_ends.finish(turn, hand(ZHOU, DUTY), sweep_id), Refusal)
    told = {each.recipient: each.text for each in await district.speak() if "「" in each.text}
    assert told[str(DUTY)].startswith("🏁 全区排查「全区排查一」已结束。已查 1/2，发现 1。\n· 东街道")
    assert set(told) == {str(EAST), str(WEST), str(DUTY)}
    assert await tick(district, "2026-03-10T09:00:00") == []


async def test_a_reminder_still_unsaid_gives_way_to_the_end(district: District) -> None:
    sweep_id = await begun(district)
    district.now = local("2026-03-06T09:00:00")
    await Schedule(district.app, district.database, folder(district), lambda: district.now, lambda: None).chase()
    async with district.turn() as turn:
        assert not isinstance(await sweep_ends.finish(turn, hand(CHEN), sweep_id), Refusal)
    assert [each.text[0] for each in await district.speak() if "「" in each.text] == ["🏁"]


@pytest.mark.parametrize("at", ["2026-03-06T09:00:00", "2026-03-10T09:00:00"])
async def test_two_processes_at_the_same_tick_say_it_once(
    district: District, database_url: str, at: str, caplog: pytest.LogCaptureFixture
) -> None:
    await begun(district)
    other, said = Database(database_url), list[int]()
    district.now = local(at)

    def schedule(database: Database) -> Schedule:
        return Schedule(district.app, database, folder(district), lambda: district.now, lambda: said.append(1))

    await asyncio.gather(schedule(district.database).chase(), schedule(other).chase())
    await other.close()
    spoken = [each for each in await district.speak() if "「节前排查」" in each.text]
    assert len(spoken) == 1
    assert not caplog.text


async def test_a_lead_and_the_tick_end_a_sweep_once(district: District) -> None:
    sweep_id = await begun(district)
    district.now = local("2026-03-10T09:00:00")

    async def by_hand() -> object:
        async with district.turn() as turn:
            return await sweep_ends.finish(turn, hand(CHEN), sweep_id)

    async def by_the_day() -> object:
        async with district.turn() as turn:
            return await sweep_ends.keep_to_the_day(turn, sweep_id)

    results = await asyncio.gather(by_hand(), by_the_day())
    assert (results[0] == refuse("sweep_over")) == (results[1] is True)
    assert len([each for each in await district.speak() if "已结束" in each.text and "「" in each.text]) == 1


async def test_of_two_officers_who_find_the_same_thing_one_files_it_and_the_other_is_told_who(
    district: District,
) -> None:
    place_id, _ = await place_ids(district, await begun(district))

    async def find(user_id: int) -> Found | Refusal:
        async with district.turn() as turn:
            turn.update_id = user_id
            return await visiting.find(turn, hand(user_id), place_id, Check.EXPIRY, brought(user_id))

    results = await asyncio.gather(find(WANG), find(LI))
    (found,) = (each for each in results if isinstance(each, Found))
    (told,) = (each for each in results if isinstance(each, Refusal))
    assert told == refuse("sweep_found", who=found.by, number=found.case.number)
    async with district.database.read() as tx:
        assert len(await cases.open_cases(tx)) == 1
        assert (await sweeps.finding(tx, place_id, Check.EXPIRY)) == (found.by, found.case.number)


async def test_of_two_officers_who_find_all_fine_one_is_counted_and_the_other_told_who(district: District) -> None:
    place_id, _ = await place_ids(district, await begun(district))

    async def fine(user_id: int) -> Visit | Refusal:
        async with district.turn() as turn:
            return await visiting.all_fine(turn, hand(user_id), place_id)

    results = await asyncio.gather(fine(WANG), fine(LI))
    (won,) = (each for each in results if isinstance(each, Visit))
    assert [each for each in results if isinstance(each, Refusal)] == [
        refuse("sweep_visited", who=won.held.person.name)
    ]


async def test_the_same_place_listed_by_two_at_once_is_listed_once(district: District) -> None:
    sweep_id = await begun(district, "节前排查")

    async def add() -> object:
        async with district.turn() as turn:
            return await sweeping.list_places(turn, hand(CHEN), sweep_id, "肉铺\n粮店")

    await asyncio.gather(add(), add())
    assert len(await place_ids(district, sweep_id)) == 2


async def test_a_finding_stays_with_the_desk_that_made_it_whatever_its_category(district: District) -> None:
    place_id, _ = await place_ids(district, await begun(district))
    district.app = replace(district.app, overrides={"expired": "t002"})
    async with district.turn() as turn:
        done = await visiting.find(turn, hand(WANG), place_id, Check.EXPIRY, brought(1))
    assert isinstance(done, Found)
    assert (done.case.desk_id, done.case.holder_id) == ("t001", WANG)


@pytest.mark.parametrize(("dropped", "category"), [(("expired",), "other"), (("expired", "other"), None)])
async def test_a_category_that_the_district_has_dropped_is_another_or_none(
    district: District, dropped: tuple[str, ...], category: str | None
) -> None:
    place_id, _ = await place_ids(district, await begun(district))
    known = district.app.taxonomy.violations
    groups = [
        replace(each, members=tuple(member for member in each.members if member not in dropped))
        for each in known.groups
    ]
    left = Catalogue(
        {each.id: each for each in known if each.id not in dropped}, tuple(each for each in groups if each.members)
    )
    district.app = replace(district.app, taxonomy=replace(district.app.taxonomy, violations=left))
    async with district.turn() as turn:
        done = await visiting.find(turn, hand(WANG), place_id, Check.EXPIRY, brought(1))
    if category is None:
        assert done == refuse("sweep_no_category")
    else:
        assert isinstance(done, Found)
        assert done.case.violation == category


async def test_a_message_of_another_groups_sweep_is_never_drawn(district: District) -> None:
    sweep_id = await begun(district)
    async with district.turn() as turn:
        turn.tell_group(WEST, SweepCard(sweep_id))
        turn.tell_group(DUTY, SweepCard(sweep_id))
    assert await district.speak() == []
