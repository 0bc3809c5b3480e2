"""The private chat: whatever comes, there is a clear answer, and nothing changes that should not."""

from typing import Any

import pytest

from domain.draft import Draft, Source, Step
from storage import evidence
from tests.district import EAST, STRANGER, District
from tests.private_chats import Citizen, PrivateChats

FILE = {"file_id": "f", "file_unique_id": "u"}
PIN = {"latitude": 23.105, "longitude": 113.205}
FIX = PIN | {"horizontal_accuracy": 5.0}


def a_citizen(district: District, user_id: int = STRANGER, lang: str = "zh-hans") -> Citizen:
    return Citizen(PrivateChats(district), user_id, lang)


async def draft_of(citizen: Citizen) -> Draft:
    draft = await citizen.draft()
    assert draft is not None
    return draft


async def test_the_longest_message_is_refused_whole_and_never_cut_unseen(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("字" * 4096)
    assert "这一条没有收下" in citizen.last.text
    assert await citizen.draft() is None
    message_id = await citizen.says("😀" * 1000 + "字" * 900)
    words = (await draft_of(citizen)).words
    assert len(words) == 1900
    await citizen.says("字" * 1200)
    assert "这一条没有收下" in citizen.last.text
    await citizen.edits(message_id, text="字" * 4096)
    assert "这一条没有收下" in citizen.last.text
    assert (await draft_of(citizen)).words == words


async def test_a_long_addition_to_a_filed_report_is_refused_whole(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.replies(citizen.last, text="字" * 4096)
    assert "这一条没有收下" in citizen.last.text
    assert await district.events(row.id) == ["filed", "routed"]


async def test_hostile_characters_are_gone_before_anything_is_kept(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something("牛奶\u202e\x00过期\u200b\ud83d", "东街道\u202e12号\x00")
    assert (row.happened, row.place_text) == ("牛奶过期", "东街道12号")
    card = district.said_in(EAST, row.number)[0]
    assert not [character for character in "\u202e\x00\u200b\ud83d" if character in card.text]


async def test_markup_stays_text_on_its_way_to_the_officers(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something('<a href="tg://user?id=1">牛奶</a> *过期* @admin')
    assert '<a href="tg://user?id=1">牛奶</a> *过期* @admin' in district.said_in(EAST, row.number)[0].text


@pytest.mark.parametrize("place", [{"latitude": 0.0, "longitude": -160.0}, {"latitude": 23.105, "longitude": 114.5}])
async def test_a_place_at_sea_is_said_to_be_outside_and_may_be_sent(district: District, place: dict[str, Any]) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.sends(location=place)
    assert [each for each in citizen.read if "不在本区范围内" in each.text]
    draft = await draft_of(citizen)
    assert draft.spot is not None
    assert draft.spot.outside
    assert draft.step() is Step.PHOTOS


FORGED = (
    "", ":", "d", "d:", "d:nothing", "d:v:", "d:v:nothing", "d:g:nothing", "d:t:99", "d:t:-1", "d:t:１", "d:t:x",
    "d:gps:1", "d:gps:" + "9" * 50, "d:edit:summary", "d:edit:x", "d:done", "m:", "m:see:", "m:see:x", "m:see:１",
    "m:see:" + "9" * 50, "m:nothing:1", "m:added", "x" * 64, "c:take_up:1", "d:skip", "l:", "\x00",
)  # fmt: skip


async def test_a_forged_button_is_answered_and_changes_nothing(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    before = await draft_of(citizen)
    for data in FORGED:
        assert await citizen.forges(data), data
        assert await draft_of(citizen) == before, data
    assert await citizen.reports() == []


async def test_a_button_of_a_report_that_is_gone_says_so(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.reports_something()
    said = len(citizen.read)
    for verb in ("v:expired", "t:0", "t:all", "skip", "back", "send", "edit:words", "cancel", "done"):
        assert "已经提交、取消" in await citizen.forges(f"d:{verb}"), verb
    assert len(citizen.read) == said
    assert await citizen.draft() is None


@pytest.mark.parametrize("payload", ["", "ref_1", "-1001", "x" * 64, "bind_ABC", "\ud83d"])
async def test_start_asks_the_first_question_whatever_follows_it(district: District, payload: str) -> None:
    citizen = a_citizen(district)
    await citizen.says(f"/start {payload}".strip())
    assert "食品安全随手报" in citizen.read[0].text
    # Its last two lines, before the first question: what is kept and who sees it, and that Telegram can read it.
    kept, telegram = citizen.read[0].text.splitlines()[-2:]
    assert "默认匿名" in kept
    assert "Telegram 公司能读到" in telegram
    assert "哪一类问题" in citizen.read[1].text
    assert await draft_of(citizen) == Draft(begun=True)


async def test_start_overwrites_nothing_and_offers_to_go_on(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    before = await draft_of(citizen)
    await citizen.says("/start")
    assert "没提交" in citizen.last.text
    await citizen.presses("继续填写")
    assert "哪一类问题" in citizen.last.text
    assert await draft_of(citizen) == before


@pytest.mark.parametrize(
    "first",
    [
        {"text": "卖过期牛奶"},
        {"location": FIX},
        {"location": PIN},
        {"location": PIN, "venue": {"location": PIN, "title": "某市场", "address": "东街道"}},
        {"photo": [FILE | {"width": 9, "height": 9}]},
        {"document": FILE | {"mime_type": "image/png"}},
    ],
    ids=["words", "fix", "pin", "venue", "photo", "file"],
)
async def test_a_report_may_begin_with_anything_and_privacy_is_told_first(
    district: District, first: dict[str, Any]
) -> None:
    citizen = a_citizen(district)
    await citizen.sends(**first)
    assert "默认匿名" in citizen.read[0].text
    assert "哪一类问题" in citizen.last.text
    assert (await draft_of(citizen)).begun
    assert sum("默认匿名" in each.text for each in citizen.read) == 1


async def test_suspected_poisoning_shows_the_telephone_first_and_is_taken_all_the_same(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("吃了以后吐了")
    await citizen.forges("d:v:poisoning")
    phone, question = citizen.read[-2:]
    assert "120" in phone.text
    assert "12315" in phone.text
    assert "在哪里" in question.text
    assert (await draft_of(citizen)).violation == "poisoning"


async def test_misconduct_of_officials_is_told_where_it_belongs_and_nothing_is_filed(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("检查员收红包")
    await citizen.forges("d:v:official_misconduct")
    assert [each for each in citizen.read if "12388" in each.text]
    assert (await draft_of(citizen)).violation is None
    assert "哪一类问题" in citizen.last.text
    assert "没有填完" in await citizen.forges("d:send")
    assert await citizen.reports() == []
    assert not district.said_in(EAST)


async def test_the_language_follows_the_client_and_can_be_changed(district: District) -> None:
    citizen = a_citizen(district, lang="en")
    await citizen.says("expired milk")
    assert "anonymous" in citizen.read[0].text.lower()
    await citizen.says("/language")
    await citizen.presses("中文")
    assert "哪一类问题" in citizen.last.text
    await citizen.forges("l:en")
    assert "哪一类问题" not in citizen.last.text
    # No language of ours: nothing changes, and the button does not spin.
    await citizen.forges("l:xx")
    await citizen.says("/help")
    assert "12315" in citizen.last.text
    assert "看到" not in citizen.last.text


async def test_each_command_answers(district: District) -> None:
    citizen = a_citizen(district)
    for command, words in {"/help": "两分钟", "/privacy": "隐私说明", "/language": "Please", "/find": "K7MQ"}.items():
        await citizen.says(command)
        assert words in citizen.last.text
    assert await citizen.draft() is None


async def test_several_reports_may_be_open_at_once(district: District) -> None:
    citizen = a_citizen(district)
    first = await citizen.reports_something("卖过期牛奶")
    receipt = citizen.last
    await citizen.says("另一家卖假酒")
    await citizen.replies(receipt, text="门牌12号")
    await citizen.forges("d:v:sanwu")
    await citizen.says("西街道3号")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    second, again = await citizen.reports()
    assert (again.id, second.happened, second.violation) == (first.id, "另一家卖假酒", "sanwu")
    await citizen.says("/my")
    assert first.number in citizen.last.text
    assert second.number in citizen.last.text


async def test_every_part_can_be_changed_from_the_summary(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    await citizen.presses("改类别")
    await citizen.forges("d:g:meat")
    await citizen.forges("d:v:dead_meat")
    await citizen.presses("改地点")
    await citizen.says("西街道3号")
    await citizen.presses("改情况")
    await citizen.says("卖死猪肉")
    await citizen.presses("改照片")
    await citizen.sends_photo("p")
    await citizen.presses("就这些")
    await citizen.presses("改对象")
    await citizen.says("某肉铺")
    assert all(part in citizen.last.text for part in ("西街道3号", "卖死猪肉", "1 张", "某肉铺"))
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert (row.violation, row.desk_id, row.happened, row.business) == ("dead_meat", "t002", "卖死猪肉", "某肉铺")


async def test_a_part_turned_to_can_be_left_as_it_was(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    before = await draft_of(citizen)
    await citizen.presses("改情况")
    await citizen.presses("保持不变")
    assert "请核对后提交" in citizen.last.text
    assert await draft_of(citizen) == before


async def test_going_back_asks_each_earlier_question_and_keeps_what_it_holds(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    asked = []
    for _ in range(5):
        await citizen.forges("d:back")
        asked.append((await draft_of(citizen)).step())
    assert asked == [Step.BUSINESS, Step.PHOTOS, Step.WORDS, Step.PLACE, Step.KIND]
    draft = await draft_of(citizen)
    assert (draft.violation, draft.words) == ("expired", "后巷卖过期牛奶")
    assert draft.spot is not None
    assert draft.spot.town == "东街道"


async def test_the_keys_beside_the_location_button_do_what_they_say(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("🏘 按镇街选择")
    await citizen.presses("西街道")
    draft = await draft_of(citizen)
    assert draft.spot is not None
    assert (draft.spot.town, draft.spot.source) == ("西街道", Source.TOWN)
    await citizen.says("✖️ 取消")
    assert "已取消" in citizen.last.text
    assert await citizen.draft() is None
    await citizen.says("↩️ 上一步")
    assert "已经提交、取消" in citizen.last.text


async def test_cancelling_forgets_the_report_and_its_files(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p", caption="卖过期牛奶")
    await citizen.presses("取消")
    assert await citizen.draft() is None
    assert await citizen.chats.fetched() == []
    async with district.database.read() as tx:
        row = await evidence.get(tx, 1)
    assert row is not None
    assert (row.owner, row.source) == (None, None)


async def test_a_restart_in_the_middle_loses_nothing(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p", caption="卖过期牛奶")
    # Another process, with nothing but the database.
    citizen.chats = PrivateChats(district, ids=citizen.chats.ids)
    await citizen.forges("d:v:expired")
    draft = await draft_of(citizen)
    assert (draft.words, draft.photos, draft.violation) == ("卖过期牛奶", 1, "expired")


async def test_somebody_who_is_ill_is_not_asked_to_choose_among_one(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("吃了盒饭，一直吐")
    await citizen.presses("🤒 吃后不舒服")
    assert (await draft_of(citizen)).violation == "poisoning"
    assert "120" in citizen.read[-2].text
    assert "在哪里" in citizen.last.text
