"""What a department gets when a case is referred to it: everything officers established, nothing the reporter said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking import desk_handle
from domain.case import Status
from domain.entry import Channel
from domain.people import DeskKind, Role
from domain.referral import read_referral
from domain.refusal import Refusal, refuse
from services import asking, entering, handling, rectifying, referring
from services.entering import Entered
from services.notes import Written, add_note
from storage import desks
from storage.tables import CaseRow
from tests.district import EAST, REPORTER, WANG, District, hand
from tests.private_chats import Citizen, PrivateChats

POLICE, OFFICER = -1004, 501
SAID, ASKED, ANSWERED, LATER = "我住隔壁三楼", "您家门牌是十七号吗", "孩子也吃过", "楼下是我侄子"
CANARIES = (SAID, ASKED, ANSWERED, "举报者本名", str(REPORTER))
"""What the reporter wrote, was asked and answered, and who they are: none of it may reach the department."""
TEXT = "理由：涉嫌犯罪\n情况：冷柜内有无标签熟肉约 40 公斤"


@pytest.fixture
async def police(district: District) -> str:
    """A department with a group and one officer; its handle in buttons."""
    async with district.turn() as turn:
        await desks.set_up(turn.tx, "police", DeskKind.DEPARTMENT, "公安分局")
        await desks.bind(turn.tx, "police", POLICE, district.now)
        await desks.enrol(turn.tx, OFFICER, "民警", "police", Role.LEAD, district.now)
    return desk_handle("police")


async def refer(district: District, case_id: int, to: str, text: str = TEXT) -> CaseRow | Refusal:
    async with district.turn() as turn:
        done = await referring.refer(turn, hand(WANG), case_id, to, text)
    await district.speak()
    return done


async def a_full_case(citizen: Citizen) -> CaseRow:
    """Reported with a photo, taken up, asked about and answered, noted, and ordered to be put right."""
    district = citizen.chats.district
    await citizen.sends_photo("p")
    row = await citizen.reports_something(f"后巷卖过期牛奶，{SAID}")
    await citizen.chats.fetched()
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), row.id)
        await asking.ask_reporter(turn, hand(WANG), row.id, ASKED)
    await district.speak()
    await citizen.replies(citizen.last, text=ANSWERED)
    async with district.turn() as turn:
        await add_note(turn, hand(WANG), row.id, Written(1, "进货台账缺三个月"))
        await rectifying.rectify(turn, hand(WANG), row.id, "措施：下架封存\n期限：7\n责任人：店主")
    await district.speak()
    return row


async def test_the_package_is_complete_and_says_nothing_that_the_reporter_said(district: District, police: str) -> None:
    citizen = Citizen(PrivateChats(district))
    row = await a_full_case(citizen)
    assert isinstance(await refer(district, row.id, police), CaseRow)
    due = (await district.row(row.id)).due_on
    assert due is not None
    package = district.said_in(POLICE)
    card = package[0]
    for part in (
        row.number, "东街道12号", "超过保质期", "冷柜内有无标签熟肉约 40 公斤", "涉嫌犯罪", "东街道（王）", "下架封存",
        "进货台账缺三个月", "移送反馈期限", f"{due.month}月{due.day}日",
    ):  # fmt: skip
        assert part in card.text
    assert [each.photos for each in package if each.photos] == [1]
    assert f"{due.month}月{due.day}日" in package[-1].text
    assert "涉嫌犯罪" in package[-1].text
    spoken = "\n".join(str(each) for each in package)
    assert [each for each in (*CANARIES, district.reporter, citizen.key) if each in spoken] == []


async def test_the_reporter_reads_the_reason_and_never_the_findings(district: District, police: str) -> None:
    citizen = Citizen(PrivateChats(district))
    row = await a_full_case(citizen)
    await refer(district, row.id, police)
    assert "涉嫌犯罪" in citizen.last.text
    assert "40 公斤" not in "\n".join(each.text for each in citizen.read)


async def test_what_the_reporter_writes_once_it_is_referred_is_for_the_department_but_not_their_old_words(
    district: District, police: str
) -> None:
    citizen = Citizen(PrivateChats(district))
    message = await citizen.says(f"后巷卖过期牛奶，{SAID}")
    row = await citizen.reports_something("每天早上都有")
    async with district.turn() as turn:
        await handling.take_up(turn, hand(WANG), row.id)
    await refer(district, row.id, police)
    async with district.turn() as turn:
        await asking.ask_reporter(turn, hand(OFFICER, POLICE), row.id, "几点出摊？")
    await district.speak()
    await citizen.replies(citizen.last, text="早上五点")
    assert "早上五点" in district.last(POLICE).text
    await citizen.edits(message, text=f"后巷卖过期牛奶，{SAID}，{LATER}")
    assert district.said_in(POLICE, "举报人修改了")
    spoken = "\n".join(str(each) for each in district.said_in(POLICE))
    assert SAID not in spoken
    assert LATER not in spoken


async def test_what_staff_found_themselves_goes_along_in_their_own_words(district: District, police: str) -> None:
    async with district.turn() as turn:
        found = await entering.enter(turn, hand(WANG), Channel.INSPECTION, "unlicensed", "东街道三巷\n无证熟食")
        assert isinstance(found, Entered)
        await handling.take_up(turn, hand(WANG), found.case.id)
    await refer(district, found.case.id, police)
    assert "无证熟食" in district.said_in(POLICE)[0].text


async def test_a_case_sent_back_shows_the_town_the_whole_story_again(district: District, police: str) -> None:
    citizen = Citizen(PrivateChats(district))
    row = await a_full_case(citizen)
    await refer(district, row.id, police)
    async with district.turn() as turn:
        await referring.send_back(turn, hand(OFFICER, POLICE), row.id, "未达立案标准")
    await district.speak()
    assert SAID in next(each for each in reversed(district.said_in(EAST)) if each.buttons).text


async def test_findings_without_a_reason_are_not_sent(district: District, police: str) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    assert await refer(district, case_id, police, "情况：冷柜") == refuse("missing", what="explanation")
    assert (await district.row(case_id)).desk_id == "t001"


async def test_the_return_date_is_counted_by_the_referrals_clock(district: District, police: str) -> None:
    case_id = await district.case(status=Status.ACCEPTED, holder=WANG)
    await refer(district, case_id, police)
    row = await district.row(case_id)
    today: date = district.now.date()
    assert row.due_on == district.app.calendar.due(today, district.app.periods.referral).date
    assert row.chase_at is not None


LINES = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="：:"), min_size=1, max_size=20)


@given(LINES, LINES, st.booleans())
def test_both_parts_are_read_in_either_order(reason: str, findings: str, turned: bool) -> None:
    lines = [f"理由：{reason}", f"情况：{findings}"]
    assert read_referral("\n".join(reversed(lines) if turned else lines)) == (reason, findings)


@given(st.lists(LINES, min_size=1, max_size=4))
def test_without_labels_every_word_is_the_reason(lines: list[str]) -> None:
    assert read_referral("\n".join(lines)) == ("\n".join(lines), "")
