"""What is written in the groups: replies, albums, edits, commands; and what comes from nobody in particular."""

from typing import Any

import pytest
from aiogram.methods import LeaveChat, SetMessageReaction

from domain.asking import Asked, Verb
from domain.case import Status
from storage import cases, desks, evidence
from tests.district import (
    ADMIN,
    CHEN,
    DUTY,
    EAST,
    ELSEWHERE,
    LI,
    STRANGER,
    WANG,
    WEST,
    ZHOU,
    District,
    chat,
    person,
    photo,
)


async def card_id(district: District, case_id: int) -> int:
    """The message id of the case's card in the east town's group."""
    await district.press(CHEN, EAST, Asked(Verb.SHOW, case_id).data)
    return district.last(EAST).message_id


async def notes_of(district: District, case_id: int) -> list[str]:
    """The case's notes, every version."""
    async with district.database.read() as tx:
        return [each.text for each in await cases.notes(tx, case_id)]


async def test_a_reply_to_the_card_is_a_note_with_one_tap_to_the_reporter(district: District) -> None:
    case_id = await district.case()
    answers = await district.write(WANG, EAST, "老板不在", reply_to=await card_id(district, case_id))
    assert [type(each) for each in answers] == [SetMessageReaction]
    ack = next(each for each in reversed(district.said_in(EAST)) if "仅内部可见" in each.text)
    assert not district.told_reporter()
    await district.press(LI, EAST, ack.button("发给举报人"))
    assert "老板不在" in district.told_reporter()[0]


async def test_a_reply_to_a_note_or_to_its_acknowledgement_stays_with_the_case(district: District) -> None:
    case_id = await district.case()
    await district.write(WANG, EAST, "一", reply_to=await card_id(district, case_id), message_id=501)
    await district.write(LI, EAST, "二", reply_to=501)
    ack = next(each for each in district.said_in(EAST) if "仅内部可见" in each.text)
    await district.write(LI, EAST, "三", reply_to=ack.message_id)
    assert await notes_of(district, case_id) == ["一", "二", "三"]


async def test_an_album_is_one_note_and_is_acknowledged_once(district: District) -> None:
    case_id = await district.case()
    card = await card_id(district, case_id)
    await district.write(WANG, EAST, None, reply_to=card, photo=photo("a"), media_group_id="g", caption="现场")
    await district.write(WANG, EAST, None, reply_to=card, photo=photo("b"), media_group_id="g")
    await district.write(WANG, EAST, None, photo=photo("c"), media_group_id="g")
    await district.write(WANG, EAST, None, photo=photo("d"), media_group_id="somebody's own album")
    assert await notes_of(district, case_id) == ["现场"]
    async with district.database.read() as tx:
        assert len(await evidence.of_case(tx, case_id)) == 3
    assert len(district.said_in(EAST, "仅内部可见")) == 1


async def test_an_edited_reply_becomes_a_new_version(district: District) -> None:
    case_id = await district.case()
    card = await card_id(district, case_id)
    body = district.message(WANG, EAST, "周一去", reply_to=card)
    await district.feed(message=body)
    await district.feed(edited_message=body | {"text": "周二去", "edit_date": 1772415060})
    assert await notes_of(district, case_id) == ["周一去", "周二去"]
    assert district.said_in(EAST, "已更新")


async def test_a_picture_sent_as_a_file_is_kept_and_anything_else_is_explained(district: District) -> None:
    case_id = await district.case()
    card = await card_id(district, case_id)
    picture = {"file_id": "d", "file_unique_id": "ud", "mime_type": "image/png", "file_name": "王五.png"}
    await district.write(WANG, EAST, None, reply_to=card, document=picture)
    sticker = {
        "file_id": "s", "file_unique_id": "us", "type": "regular", "width": 1, "height": 1,
        "is_animated": False, "is_video": False,
    }  # fmt: skip
    await district.write(WANG, EAST, None, reply_to=card, sticker=sticker)
    assert "不能存为备注" in district.last(EAST).text
    video = {"file_id": "v", "file_unique_id": "uv", "width": 1, "height": 1, "duration": 3}
    await district.write(WANG, EAST, None, reply_to=card, video=video, caption="视频里的话")
    assert district.said_in(EAST, "不能存为备注")[1:]
    assert await notes_of(district, case_id) == ["", "视频里的话"]
    async with district.database.read() as tx:
        assert [each.as_file for each in await evidence.of_case(tx, case_id)] == [True]


async def test_a_citizen_who_replies_or_calls_the_bot_in_a_group_is_invited_to_the_private_chat(
    district: District,
) -> None:
    case_id = await district.case()
    card = await card_id(district, case_id)
    before = len(district.spoken)
    await district.write(STRANGER, EAST, "我也要举报这家店", reply_to=card)
    await district.write(STRANGER, EAST, "@tipoff_test_bot 我要举报")
    await district.write(STRANGER, EAST, "/start")
    said = district.spoken[before:]
    assert [("@tipoff_test_bot" in each.text) for each in said] == [True] * 3
    assert not await notes_of(district, case_id)
    assert "我也要举报" not in "".join(each.text for each in said)


async def test_what_people_say_to_each_other_is_left_alone(district: District) -> None:
    for who in (WANG, STRANGER):
        await district.write(who, EAST, "中午吃什么？后巷那家无证的？")
        await district.write(who, EAST, "哈哈", reply_to_message=district.message(LI, EAST, "笑话"))
    assert not district.spoken


async def test_a_reply_to_a_list_says_that_it_is_about_no_case(district: District) -> None:
    await district.write(WANG, EAST, "/mine")
    await district.write(WANG, EAST, "这个呢", reply_to=district.last(EAST).message_id)
    assert "不属于任何线索" in district.last(EAST).text


async def test_a_case_is_opened_by_its_number_and_a_foreign_one_is_not(district: District) -> None:
    case_id, foreign = await district.case(), await district.case("t002")
    await district.write(WANG, EAST, f"/case {(await district.row(case_id)).number.lower()}")
    assert "后巷" in district.last(EAST).text
    answers = []
    for number in ((await district.row(foreign)).number, "SL-2026-99999", "'; DROP TABLE", "٢٠٢٦-1"):
        await district.write(WANG, EAST, f"/case {number}")
        answers.append(district.last(EAST).text)
    assert len(set(answers)) == 1
    await district.write(WANG, EAST, "/case")
    assert "编号" in district.last(EAST).text


async def test_mine_lists_only_what_the_writer_holds(district: District) -> None:
    held = await district.case(status=Status.ACCEPTED, holder=WANG)
    await district.case(status=Status.ACCEPTED, holder=LI)
    await district.write(WANG, EAST, "/mine")
    assert [each["text"] for each in district.last(EAST).buttons] == [(await district.row(held)).number]


async def test_the_duty_desk_lists_every_towns_cases_and_strangers_list_none(district: District) -> None:
    for desk_id in ("t001", "t002", None):
        await district.case(desk_id)
    await district.write(ZHOU, DUTY, "/open")
    assert len(district.last(DUTY).buttons) == 3
    await district.write(STRANGER, EAST, "/open")
    assert "还不是本单位的工作人员" in district.last(EAST).text


ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL = {"id": -100777, "type": "channel", "title": "频道"}


@pytest.mark.parametrize(
    "sender",
    [
        {"from": ANONYMOUS, "sender_chat": chat(EAST)},
        {"from": None, "sender_chat": CHANNEL},
        {"sender_chat": CHANNEL},
        {"from": ANONYMOUS},
        {"from": {"id": 136817688, "is_bot": True, "first_name": "Channel"}, "sender_chat": CHANNEL},
        {"from": None},
    ],
)
async def test_a_message_with_no_person_behind_it_is_refused_with_the_reason(
    district: District, sender: dict[str, Any]
) -> None:
    case_id = await district.case()
    card = await card_id(district, case_id)
    body = district.message(CHEN, EAST, "我来办", reply_to=card) | sender
    await district.feed(message={key: value for key, value in body.items() if value is not None})
    assert "匿名管理员" in district.last(EAST).text
    assert not await notes_of(district, case_id)


async def test_a_post_of_the_linked_channel_is_passed_over(district: District) -> None:
    body = district.message(777000, EAST, "/open") | {"sender_chat": CHANNEL, "is_automatic_forward": True}
    await district.feed(message=body)
    await district.feed(channel_post={"message_id": 1, "date": 1, "chat": CHANNEL, "text": "/open"})
    assert not district.spoken


def membership(user_id: int, chat_id: int, was: str, now: str) -> dict[str, Any]:
    """An update about the bot's own membership."""
    bot = {"id": 1, "is_bot": True, "first_name": "tipoff"}
    until = {"until_date": 0}
    return {
        "chat": chat(chat_id),
        "from": person(user_id),
        "date": 1772415000,
        "old_chat_member": {"status": was, "user": bot} | (until if was == "kicked" else {}),
        "new_chat_member": {"status": now, "user": bot} | (until if now == "kicked" else {}),
    }


async def test_the_bot_leaves_a_strangers_group_without_a_word(district: District) -> None:
    answers = await district.feed(my_chat_member=membership(STRANGER, ELSEWHERE, "left", "member"))
    assert answers == [LeaveChat(chat_id=ELSEWHERE)]
    await district.write(STRANGER, ELSEWHERE, "/help")
    assert not district.spoken


async def test_the_help_of_each_group_is_about_what_can_be_done_there(district: District) -> None:
    await district.write(WANG, EAST, "/help")
    assert "退回值班台" in district.last(EAST).text
    await district.write(ZHOU, DUTY, "/help")
    assert "/answers" in district.last(DUTY).text
    assert "退回值班台" not in district.last(DUTY).text


async def test_the_bot_tells_an_administrators_group_how_to_bind_it(district: District) -> None:
    assert not await district.feed(my_chat_member=membership(ADMIN, ELSEWHERE, "left", "member"))
    assert "/bind" in district.last(ELSEWHERE).text


async def test_the_bot_thrown_out_tells_the_duty_desk(district: District) -> None:
    await district.case()
    await district.feed(my_chat_member=membership(CHEN, EAST, "member", "kicked"))
    assert district.said_in(DUTY, "东街道")
    async with district.database.read() as tx:
        row = await desks.desk(tx, "t001")
    assert row is not None
    assert row.unreachable_at is not None


async def test_a_group_becomes_a_supergroup_and_stays_the_desks(district: District) -> None:
    await district.write(CHEN, EAST, None, migrate_to_chat_id=ELSEWHERE)
    await district.write(CHEN, ELSEWHERE, None, migrate_from_chat_id=EAST)
    await district.write(WANG, ELSEWHERE, "/open")
    assert "没有未办结" in district.last(ELSEWHERE).text


async def test_a_wrong_code_in_a_group_is_refused(district: District) -> None:
    await district.write(STRANGER, ELSEWHERE, "/bind K7MQ-4XTD-9P")
    assert "绑定码不对" in district.last(ELSEWHERE).text
    await district.write(CHEN, WEST, "/bind")
    assert "已经是西街道" in district.last(WEST).text
