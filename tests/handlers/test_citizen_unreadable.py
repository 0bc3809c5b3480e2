"""What can't be taken in the private chat: each kind is told what to do instead, and words that came along are kept."""

from typing import Any

import pytest

from tests.district import EAST, District
from tests.handlers.test_citizen import FILE, a_citizen, draft_of

FILM = FILE | {"duration": 3, "width": 10, "height": 10}
STICKER = {"width": 512, "height": 512, "is_animated": False, "is_video": False, "type": "regular"}
POLL = {
    "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True,
    "type": "regular", "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
UNREADABLE: list[tuple[dict[str, Any], str]] = [
    ({"voice": FILE | {"duration": 3}}, "语音和录音这里听不了"),
    ({"audio": FILE | {"duration": 3}}, "语音和录音这里听不了"),
    ({"video_note": FILE | {"duration": 3, "length": 240}}, "视频这里看不了"),
    ({"video": FILM}, "视频这里看不了"),
    ({"animation": FILM, "document": FILE | {"mime_type": "video/mp4"}}, "视频这里看不了"),
    ({"animation": FILM}, "视频这里看不了"),
    ({"sticker": FILE | STICKER}, "读不了这种消息"),
    ({"contact": {"phone_number": "+8613800000000", "first_name": "李四"}}, "名片没有收下"),
    ({"poll": POLL}, "读不了这种消息"),
    ({"dice": {"emoji": "🎲", "value": 3}}, "读不了这种消息"),
    ({"text": "\u200b\u202e\x00"}, "没有可读的文字"),
    ({"text": "\ud83d"}, "没有可读的文字"),
    ({}, "读不了这种消息"),
]


async def test_what_cannot_be_read_is_answered_and_begins_nothing(district: District) -> None:
    citizen = a_citizen(district)
    for content, why in UNREADABLE:
        await citizen.sends(**content)
        assert why in citizen.last.text, content
        assert len(citizen.read) == UNREADABLE.index((content, why)) + 1
    assert await citizen.draft() is None


async def test_what_cannot_be_read_leaves_a_report_in_the_middle_as_it_was(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    before = await draft_of(citizen)
    for content, _ in UNREADABLE:
        said = len(citizen.read)
        await citizen.sends(**content)
        assert len(citizen.read) > said, content
        assert await draft_of(citizen) == before, content
    assert await citizen.reports() == []


@pytest.mark.parametrize(
    "film", [{"video": FILM}, {"document": FILE | {"mime_type": "video/mp4"}}], ids=["film", "file"]
)
async def test_words_under_a_film_are_kept_though_it_is_not(district: District, film: dict[str, Any]) -> None:
    citizen = a_citizen(district)
    await citizen.sends(**film, caption="后巷卖过期牛奶")
    assert any("视频这里看不了" in each.text for each in citizen.read)
    assert (await draft_of(citizen)).words == "后巷卖过期牛奶"
    assert "哪一类问题" in citizen.last.text


async def test_words_under_a_film_for_a_filed_report_reach_its_desk(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.reports_something()
    await citizen.replies(citizen.last, video=FILM, caption="今天又在卖")
    assert ["视频这里看不了" in citizen.read[-2].text, "已补充" in citizen.last.text] == [True, True]
    assert district.said_in(EAST, "今天又在卖")
    assert await citizen.draft() is None


async def test_films_among_an_albums_photos_are_explained_once_and_the_photos_are_kept(district: District) -> None:
    citizen = a_citizen(district)
    photo = {"photo": [FILE | {"width": 9, "height": 9}]}
    items = [citizen.message(**each, media_group_id="a") for each in ({"video": FILM}, photo, {"video": FILM}, photo)]
    items[0]["message"]["caption"] = "后巷卖过期牛奶"
    await citizen.chats.deliver(*items)
    assert sum("视频这里看不了" in each.text for each in citizen.read) == 1
    draft = await draft_of(citizen)
    assert (draft.photos, draft.words) == (2, "后巷卖过期牛奶")


@pytest.mark.parametrize("content", [{"text": "卖过期牛奶"}, {"photo": [FILE | {"width": 9, "height": 9}]}])
async def test_what_is_forwarded_from_a_channel_is_taken_like_what_is_sent(
    district: District, content: dict[str, Any]
) -> None:
    citizen = a_citizen(district)
    channel = {"id": -1007, "type": "channel", "title": "某频道"}
    origin = {"type": "channel", "date": 1772415000, "chat": channel, "message_id": 5}
    await citizen.sends(**content, forward_origin=origin)
    assert (await draft_of(citizen)).holds_something
    assert "哪一类问题" in citizen.last.text


async def test_what_telegram_itself_says_of_the_chat_is_passed_over(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    said = len(citizen.read)
    await citizen.sends(message_auto_delete_timer_changed={"message_auto_delete_time": 86400})
    await citizen.sends(write_access_allowed={})
    assert len(citizen.read) == said


@pytest.mark.parametrize("command", ["/cancel", "/bind ABCD", "/ledger", "/Report 卖过期牛奶"])
async def test_a_command_that_does_not_exist_is_no_part_of_a_report(district: District, command: str) -> None:
    citizen = a_citizen(district)
    await citizen.says(command)
    assert "没有这个命令" in citizen.last.text
    assert await citizen.draft() is None
    await citizen.says("卖过期牛奶")
    await citizen.says(command)
    assert "没有这个命令" in citizen.read[-2].text
    assert "哪一类问题" in citizen.last.text
    assert (await draft_of(citizen)).words == "卖过期牛奶"


async def test_words_that_begin_with_a_stroke_are_words(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("/12号店/卖过期牛奶")
    assert (await draft_of(citizen)).words == "/12号店/卖过期牛奶"
