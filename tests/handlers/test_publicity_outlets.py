"""Where the office publishes: proposed by adding the bot, confirmed by a lead, changed and dropped."""

from typing import Any

import pytest
from aiogram.methods import LeaveChat
from sqlalchemy import select

from storage.tables import Outlet
from tests import rounds
from tests.district import ADMIN, CHEN, EAST, OFFICE, QIAN, STRANGER, SUN, District, person
from tests.rounds import CHANNEL, FORUM


@pytest.fixture
async def office(district: District) -> District:
    """A publicity office with its group."""
    await district.publicity()
    return district


async def moves(district: District, by: int, was: str, now: str, chat_id: int = CHANNEL, kind: str = "channel") -> Any:
    """Somebody changes what the bot is in a chat."""
    bot = {"id": 1, "is_bot": True, "first_name": "tipoff", "username": district.app.me}

    def member(status: str) -> dict[str, Any]:
        rights = dict.fromkeys(
            ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
             "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
             "can_edit_stories", "can_delete_stories", "can_send_welcome_messages", "can_post_messages"), True,
        )  # fmt: skip
        return (
            {"user": bot, "status": status}
            | (rights if status == "administrator" else {})
            | ({"until_date": 0} if status == "kicked" else {})
        )

    change = {
        "chat": {"id": chat_id, "type": kind, "title": "区融媒体"}, "from": person(by), "date": 1772415000,
        "old_chat_member": member(was), "new_chat_member": member(now),
    }  # fmt: skip
    return await district.feed(my_chat_member=change)


async def outlets(district: District) -> list[Outlet]:
    """All there ever were."""
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Outlet).order_by(Outlet.id)))


async def test_a_channel_counts_once_a_lead_has_confirmed_it(office: District) -> None:
    await moves(office, QIAN, "left", "administrator")
    asked = office.last(OFFICE)
    assert "区融媒体" in asked.text
    assert "负责人" in await office.press(QIAN, OFFICE, asked.button("照片配摘要"), asked.message_id)
    assert (await outlets(office))[0].confirmed_at is None
    await office.press(SUN, OFFICE, asked.button("照片配摘要"), asked.message_id)
    (row,) = await outlets(office)
    assert (row.form, row.confirmed_by, row.confirmed_at) == ("album", SUN, office.now)
    assert office.last(OFFICE).edits == asked.message_id


async def test_an_administrator_may_bring_a_channel_and_a_stranger_may_not(office: District) -> None:
    assert not await moves(office, ADMIN, "left", "administrator")
    (left,) = await moves(office, STRANGER, "left", "administrator", -2009)
    assert isinstance(left, LeaveChat)
    assert [each.chat_id for each in await outlets(office)] == [CHANNEL]


async def test_a_group_is_proposed_by_the_office_and_by_nobody_else(office: District) -> None:
    await moves(office, QIAN, "left", "member", FORUM, "supergroup")
    await moves(office, CHEN, "left", "member", -2010, "supergroup")
    assert [(each.chat_id, each.kind) for each in await outlets(office)] == [(FORUM, "group")]


async def test_what_is_not_taken_in_gets_nothing(office: District) -> None:
    await moves(office, SUN, "left", "administrator")
    await office.press(SUN, OFFICE, office.last(OFFICE).button("不加入"))
    assert (await outlets(office))[0].ended_at == office.now
    round_id = await rounds.begun(office, await rounds.publishing(office))
    assert str(CHANNEL) not in {each.recipient for each in await rounds.copies_of(office, round_id)}


async def test_the_office_is_told_when_a_channel_is_lost_and_it_comes_back(office: District) -> None:
    await rounds.outlet(office)
    await moves(office, STRANGER, "administrator", "kicked")
    assert "不能再在" in office.last(OFFICE).text
    assert (await outlets(office))[0].unreachable_at is not None
    assert not await moves(office, STRANGER, "left", "administrator")
    assert (await outlets(office))[0].unreachable_at is None


async def test_the_list_opens_each_to_change_or_drop_it(office: District) -> None:
    await rounds.outlet(office)
    await office.write(QIAN, OFFICE, "/outlets")
    listed = office.last(OFFICE)
    assert f"频道{CHANNEL}" in listed.text
    await office.press(SUN, OFFICE, listed.button("1"))
    opened = office.last(OFFICE)
    await office.press(SUN, OFFICE, opened.button("摘要，点按钮"))
    assert (await outlets(office))[0].form == "short"
    await office.press(SUN, OFFICE, opened.button("移除"))
    assert (await outlets(office))[0].ended_at is None
    await office.press(SUN, OFFICE, office.last(OFFICE).button("确定移除"))
    assert (await outlets(office))[0].ended_at == office.now


async def test_an_officers_group_becomes_no_outlet(office: District) -> None:
    outlet_id = await rounds.outlet(office, EAST, confirmed_at=None, confirmed_by=None)
    assert "工作群" in await office.press(SUN, OFFICE, f"t:outlet:{outlet_id}:full")
    assert (await outlets(office))[0].confirmed_at is None


async def test_only_the_office_sees_the_list(office: District) -> None:
    await rounds.outlet(office)
    await office.write(CHEN, EAST, "/outlets")
    assert "频道" not in office.last(EAST).text
