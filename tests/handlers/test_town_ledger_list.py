"""/ledger in a group, by the buttons the bot really showed: narrowed and turned in place, and had made into a file."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.asking import Asked, Verb
from domain.case import Status
from domain.ledger_filter import Filter, Leaf, State, mark
from domain.people import Role
from storage import businesses, conflicts, desks
from storage.tables import CaseRow, Paper
from tests.district import CHEN, DUTY, EAST, STRANGER, WANG, ZHOU, District, Spoken

NUMBER = re.compile(r"SL-2026-\d{5}")


def numbers(said: Spoken) -> list[int]:
    """The cases a list names, by the last of their numbers, in order."""
    return [int(each[-5:]) for each in NUMBER.findall(said.text)]


async def change(district: District, case_id: int, **columns: object) -> None:
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**columns))


async def papers(district: District) -> list[Paper]:
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Paper).order_by(Paper.id)))


async def tap(district: District, who: int, chat_id: int, *labels: str) -> Spoken:
    """Presses buttons of the list one after the other, each on the message that then stands there."""
    for label in labels:
        standing = district.last(chat_id)
        await district.press(who, chat_id, standing.button(label), standing.message_id)
        assert district.last(chat_id).edits == standing.message_id, "the list changes in place"
    return district.last(chat_id)


async def test_a_town_reads_its_own_cases_and_the_duty_desk_every_one(district: District) -> None:
    for desk_id in ("t001", "t002", "t001", None):
        await district.case(desk_id)
    await district.write(WANG, EAST, "/ledger")
    assert numbers(district.last(EAST)) == [3, 1]
    assert "共 2 件" in district.last(EAST).text
    assert not [each for each in district.last(EAST).buttons if "单位" in each["text"]]
    await district.write(ZHOU, DUTY, "/ledger")
    assert numbers(district.last(DUTY)) == [4, 3, 2, 1]
    assert "西街道" in district.last(DUTY).text


async def test_pages_are_turned_in_place_there_and_back(district: District) -> None:
    for _ in range(20):
        await district.case()
    await district.write(WANG, EAST, "/ledger")
    first = numbers(district.last(EAST))
    assert first == list(range(20, 12, -1))
    assert numbers(await tap(district, WANG, EAST, "下一页")) == list(range(12, 4, -1))
    last = await tap(district, WANG, EAST, "下一页")
    assert numbers(last) == [4, 3, 2, 1]
    assert not [each for each in last.buttons if "下一页" in each["text"]]
    again = await tap(district, WANG, EAST, "上一页", "上一页")
    assert numbers(again) == first
    assert not [each for each in again.buttons if "上一页" in each["text"]]


async def test_a_line_tells_status_category_time_left_and_who_has_it(district: District) -> None:
    today = district.now.astimezone(district.app.zone).date()
    # Saturday 28 February was worked in exchange for the Spring Festival.
    late, soon, paused = [await district.case(status=Status.ACCEPTED, holder=WANG) for _ in range(3)]
    await change(district, late, due_on=today - timedelta(days=3))
    await change(district, soon, due_on=today)
    await change(district, paused, due_on=today, paused_since=district.now)
    await district.write(CHEN, EAST, "/ledger")
    lines = {number: line for line in district.last(EAST).text.split("\n") for number in NUMBER.findall(line)}
    assert lines[(await district.row(late)).number].endswith("核查中 · 无证无照 · ⏰ 超期 2 个工作日 · 王")
    assert "今天到期" in lines[(await district.row(soon)).number]
    assert "计时暂停" in lines[(await district.row(paused)).number]


async def test_filters_add_up_and_are_cleared(district: District) -> None:
    east = [await district.case("t001") for _ in range(3)]
    west = await district.case("t002")
    await change(district, east[0], received_at=district.now - timedelta(days=400))
    await change(district, east[1], violation="expired")
    await change(district, east[2], status="closed")
    await district.write(ZHOU, DUTY, "/ledger")
    assert numbers(await tap(district, ZHOU, DUTY, "单位", "东街道")) == [3, 2, 1]
    assert numbers(await tap(district, ZHOU, DUTY, "状态", "未办结")) == [2, 1]
    assert numbers(await tap(district, ZHOU, DUTY, "时间", "近 7 天")) == [2]
    shown = await tap(district, ZHOU, DUTY, "类别", "过期变质", "超过保质期")
    assert numbers(shown) == [2]
    head = shown.text.split("\n")[0]
    assert all(part in head for part in ("东街道", "未办结", "超过保质期", "2026-02-24 至 2026-03-02"))
    assert "没有符合条件" in (await tap(district, ZHOU, DUTY, "状态", "已销号")).text
    assert numbers(await tap(district, ZHOU, DUTY, "清除条件")) == [west, *reversed(east)]


async def test_the_longest_overdue_come_first_page_by_page(district: District) -> None:
    today = district.now.astimezone(district.app.zone).date()
    for n in range(10):
        await change(district, await district.case(), due_on=today - timedelta(days=1 + n % 5))
    await change(district, await district.case(), due_on=today)
    await district.write(WANG, EAST, "/ledger")
    assert numbers(await tap(district, WANG, EAST, "状态", "已超期")) == [5, 10, 4, 9, 3, 8, 2, 7]
    assert numbers(await tap(district, WANG, EAST, "下一页")) == [1, 6]
    assert numbers(await tap(district, WANG, EAST, "上一页"))[0] == 5


async def test_sources_and_what_waits_to_be_assigned_are_found(district: District) -> None:
    await district.case("t001")
    waiting, called = await district.case(None), await district.case("t002")
    await change(district, called, source="phone")
    await district.write(ZHOU, DUTY, "/ledger")
    assert numbers(await tap(district, ZHOU, DUTY, "单位", "待派发")) == [waiting]
    assert numbers(await tap(district, ZHOU, DUTY, "清除条件", "类别", "按来源", "电话举报")) == [called]


async def test_a_typed_period_is_read_or_explained(district: District) -> None:
    old, new = await district.case(), await district.case()
    await change(district, old, received_at=district.now - timedelta(days=60))
    await district.write(WANG, EAST, "/ledger 2026-02-01 2026-03-31")
    assert numbers(district.last(EAST)) == [new]
    await district.write(WANG, EAST, "/ledger 上个月")
    assert "/ledger 2026-03-01 2026-03-31" in district.last(EAST).text


async def test_a_lead_has_a_file_made_and_an_officer_is_told_whom_to_ask(district: District) -> None:
    await district.case()
    await district.write(WANG, EAST, "/ledger")
    excel, csv = (district.last(EAST).button(label) for label in ("Excel", "CSV"))
    assert "负责人" in await district.press(WANG, EAST, excel)
    assert await papers(district) == []
    assert "正在生成" in await district.press(CHEN, EAST, excel)
    assert "正在生成" in await district.press(CHEN, EAST, csv)
    made = await papers(district)
    assert [(each.kind, each.made_by, each.chat_id) for each in made] == [
        ("workbook", CHEN, EAST), ("csv", CHEN, EAST)
    ]  # fmt: skip
    assert {each.asks["desk"] for each in made} == {"t001"}


async def test_a_file_holds_what_the_list_was_narrowed_to(district: District) -> None:
    await district.case("t001")
    await district.write(ZHOU, DUTY, "/ledger")
    narrowed = await tap(
        district, ZHOU, DUTY, "单位", "东街道", "状态", "已派发", "类别", "无证黑窝点", "无证黑窝点：全部"
    )
    await district.press(ZHOU, DUTY, narrowed.button("CSV"))
    (paper,) = await papers(district)
    assert paper.asks == {"desk": "t001", "statuses": ["assigned"], "violations": ["unlicensed", "black_den"]}


async def test_an_old_button_is_refused_after_its_presser_has_left(district: District) -> None:
    await district.case()
    await district.write(CHEN, EAST, "/ledger")
    shown = district.last(EAST)
    async with district.turn() as turn:
        await desks.enrol(turn.tx, WANG, "王", "t001", Role.LEAD, turn.now)
        await desks.dismiss(turn.tx, CHEN, "t001", turn.now)
    for label in ("Excel", "状态", "类别"):
        assert "还不是本单位" in await district.press(CHEN, EAST, shown.button(label))
    assert "还不是本单位" in await district.press(CHEN, EAST, Asked(Verb.LEDGER, 0, Leaf().text).data)
    assert await papers(district) == []


async def test_the_cases_of_a_business_one_is_related_to_are_in_no_list_and_no_file(district: District) -> None:
    other, related = await district.case(), await district.case()
    async with district.turn() as turn:
        business_id = await businesses.enter(turn.tx, "好再来熟食店", turn.now)
        assert business_id is not None
        await conflicts.mark(turn.tx, CHEN, business_id, "亲属", ZHOU, turn.now)
    await change(district, related, business_id=business_id)
    await district.write(CHEN, EAST, "/ledger")
    assert numbers(district.last(EAST)) == [other]
    await district.press(CHEN, EAST, district.last(EAST).button("CSV"))
    assert (await papers(district))[0].asks == {"desk": "t001", "not_about": [business_id]}
    await district.write(WANG, EAST, "/ledger")
    assert numbers(district.last(EAST)) == [related, other]


async def test_a_stranger_reads_nothing(district: District) -> None:
    await district.case()
    await district.write(STRANGER, EAST, "/ledger")
    assert "还不是本单位" in district.last(EAST).text
    assert not numbers(district.last(EAST))


async def test_a_forged_filter_never_widens_what_a_town_sees(district: District) -> None:
    own, _ = await district.case("t001"), await district.case("t002")
    for desk in ("t002", ""):
        await district.press(WANG, EAST, Asked(Verb.LEDGER, 0, Leaf(Filter(desk=mark(desk))).text).data)
        assert numbers(district.last(EAST)) == [own]
    await district.press(CHEN, EAST, Asked(Verb.EXPORT, 1, Filter(desk=mark("t002")).text).data)
    assert (await papers(district))[0].asks == {"desk": "t001"}


@pytest.mark.parametrize(
    "asked",
    [
        Asked(Verb.LEDGER),
        Asked(Verb.LEDGER, 0, "nAAAsz"),
        Asked(Verb.LEDGER, 5, Leaf(Filter(State.LATE)).text),
        Asked(Verb.LEDGER, 0, Leaf(Filter(kind="zzzzz")).text),
        Asked(Verb.SIFT, 0),
        Asked(Verb.SIFT, 9),
        Asked(Verb.SIFT, 60),
        Asked(Verb.SIFT, 100),
        Asked(Verb.SIFT, 1, "sz"),
        Asked(Verb.EXPORT, 2),
        Asked(Verb.EXPORT, 0, "x"),
    ],
    ids=lambda asked: asked.data,
)
async def test_a_forged_press_leads_nowhere(district: District, asked: Asked) -> None:
    assert "无效" in await district.press(CHEN, EAST, asked.data)
    assert not district.said_in(EAST)
    assert await papers(district) == []


async def test_a_desk_that_is_gone_is_said_to_be(district: District) -> None:
    gone = Asked(Verb.LEDGER, 0, Leaf(Filter(desk=mark("t099"))).text)
    assert "没有这个单位" in await district.press(ZHOU, DUTY, gone.data)


async def test_the_duty_desk_sees_who_had_what_made_and_a_town_does_not(district: District) -> None:
    await district.case()
    await district.write(ZHOU, DUTY, "/exports")
    assert "还没有人导出" in district.last(DUTY).text
    await district.press(CHEN, EAST, Asked(Verb.EXPORT, 0).data)
    await district.write(ZHOU, DUTY, "/exports")
    assert "03-02 09:30 · 陈 · 东街道 · Excel · 未发出" in district.last(DUTY).text
    await district.write(CHEN, EAST, "/exports")
    assert "区值班台" in district.last(EAST).text
