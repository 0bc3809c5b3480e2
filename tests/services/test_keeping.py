"""What becomes of a wanted file: kept and shown once where it belongs, or refused and explained to its sender."""

import asyncio

import pytest

from domain import draft as drafts
from domain.case import Status
from services import drafting, keeping, photo_place
from services.keeping import ATTEMPTS, LEASE
from services.meeting import meet
from services.turn import Turn
from storage import cases, correspondents, evidence
from storage.vault import Kept
from tests.district import EAST, STRANGER, WEST, District
from tests.private_chats import Citizen, PrivateChats
from wording.filing_notices import FILING_NOTICES
from wording.translate import words

POINT = (23.105, 113.205)
DOCUMENT = {"file_id": "f", "file_unique_id": "u", "mime_type": "image/jpeg", "file_size": 1000}


def a_citizen(district: District) -> Citizen:
    return Citizen(PrivateChats(district))


async def as_citizen(turn: Turn, citizen: Citizen) -> Turn:
    turn.correspondent = await correspondents.get(turn.tx, citizen.key)
    return turn


async def claimed(district: District) -> list[keeping.Wanted]:
    async with district.database.write() as tx:
        return await keeping.claim(tx, district.app.keys, district.now, 10)


async def test_a_claimed_file_is_away_for_its_lease_and_comes_back_after_a_crash(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p")
    (first,) = await claimed(district)
    assert (first.file_id, first.attempts) == ("p", 1)
    assert await claimed(district) == []
    district.now += LEASE
    (again,) = await claimed(district)
    assert (again.id, again.attempts) == (first.id, 2)


async def test_the_place_in_a_file_is_offered_to_its_sender_and_used_on_one_tap(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends(document=DOCUMENT)
    await citizen.chats.fetched(POINT)
    assert "拍摄位置" in citizen.last.text
    assert not district.said_in(EAST)
    await citizen.presses("用这个位置")
    draft = await citizen.draft()
    assert draft is not None
    assert draft.spot is not None
    assert (draft.spot.lat, draft.spot.lon, draft.spot.town) == (*POINT, "东街道")


async def test_the_place_in_a_file_is_nobody_elses(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends(document=DOCUMENT)
    (wanted,) = await citizen.chats.fetched(POINT)
    stranger = Citizen(citizen.chats, STRANGER)
    await stranger.says("卖过期牛奶")
    assert "已经过期" in await stranger.forges(f"d:gps:{wanted.id}")
    draft = await stranger.draft()
    assert draft is not None
    assert draft.spot is None
    async with district.turn() as turn:
        assert await photo_place.of_draft(await as_citizen(turn, citizen), str(wanted.id)) == POINT
        for typed in ("", "-1", "１", "9" * 40, "x"):
            assert await photo_place.of_draft(turn, typed) is None


async def test_the_place_in_a_file_is_not_kept_in_plain(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends(document=DOCUMENT)
    (wanted,) = await citizen.chats.fetched(POINT)
    async with district.database.read() as tx:
        row = await evidence.get(tx, wanted.id)
    assert row is not None
    assert row.place is not None
    assert b"23.105" not in row.place


async def test_nothing_is_offered_where_a_place_was_given_or_the_picture_was_a_photo(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends(location={"latitude": 23.105, "longitude": 113.205, "horizontal_accuracy": 5.0})
    await citizen.sends(document=DOCUMENT)
    await citizen.sends_photo("p")
    await citizen.chats.fetched(POINT)
    assert not [each for each in citizen.read if "拍摄位置" in each.text]
    other = Citizen(citizen.chats, STRANGER)
    await other.sends_photo("p")
    await other.chats.fetched(POINT)
    assert not [each for each in other.read if "拍摄位置" in each.text]


async def test_a_reporters_file_is_announced_once_under_the_card(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.replies(citizen.last, photo=[_size("p")])
    (wanted,) = await claimed(district)
    picture = keeping.Picture(_kept("a"), 800, 600, 1, POINT)
    for _ in range(2):
        async with district.turn() as turn:
            await keeping.keep(turn, wanted, picture)
        await district.speak()
    album = [each for each in district.said_in(EAST) if each.photos]
    assert [each.photos for each in album] == [1]
    card = district.said_in(EAST, row.number)[0]
    assert album[0].reply_to == card.message_id
    assert "照片：1 张" in district.said_in(EAST, "反映的情况")[-1].text


async def test_a_file_of_a_case_that_moved_is_shown_only_where_it_is_now(district: District) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.replies(citizen.last, photo=[_size("p")])
    async with district.turn() as turn:
        case = await cases.get(turn.tx, row.id)
        assert case is not None
        case.desk_id, case.status = "t002", Status.ASSIGNED
    await citizen.chats.fetched()
    assert [each.photos for each in district.said_in(WEST) if each.photos] == [1]
    assert [each.photos for each in district.said_in(EAST) if each.photos] == []


@pytest.mark.parametrize(
    "trouble",
    ["file_too_large", "not_a_picture", "picture_heic", "picture_too_big", "picture_too_costly", "picture_unreadable"],
)
async def test_a_refused_file_is_explained_to_its_sender_by_its_own_sentence(district: District, trouble: str) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p")
    (wanted,) = await claimed(district)
    async with district.turn() as turn:
        await keeping.refuse(turn, wanted, trouble)
    async with district.turn() as turn:
        await keeping.refuse(turn, wanted, trouble)
    await district.speak()
    sentence = FILING_NOTICES["file_refused"](words("zh"), {"trouble": trouble}).text
    assert [each.text for each in citizen.read].count(sentence) == 1
    assert "Telegram 取到" not in sentence
    assert not district.said_in(EAST)


async def test_a_report_for_which_only_photos_spoke_is_not_filed_without_any(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    await citizen.forges("d:skip")
    await citizen.presses("就这些")
    await citizen.forges("d:skip")
    assert "请核对后提交" in citizen.last.text
    (wanted,) = await claimed(district)
    async with district.turn() as turn:
        await keeping.refuse(turn, wanted, "picture_heic")
    await district.speak()
    assert "没有填完" in await citizen.presses("提交举报")
    assert await citizen.reports() == []
    assert "看到了什么" in citizen.last.text
    await citizen.says("卖过期牛奶")
    assert "有照片吗" in citizen.last.text
    await citizen.presses("跳过")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert row.happened == "卖过期牛奶"


async def test_of_several_photos_the_refused_one_is_no_longer_counted(district: District) -> None:
    citizen = a_citizen(district)
    for each in ("p", "q"):
        await citizen.sends_photo(each)
    first, second = await claimed(district)
    async with district.turn() as turn:
        await keeping.refuse(turn, first, "picture_unreadable")
        await keeping.keep(turn, second, keeping.Picture(_kept("a"), 1, 1, None, None))
    draft = await citizen.draft()
    assert draft is not None and draft.photos == 1


async def test_a_photo_refused_while_its_report_is_being_written_costs_neither_words_nor_count(
    district: District,
) -> None:
    citizen = a_citizen(district)
    for each in ("p", "q"):
        await citizen.sends_photo(each)
    first, _ = await claimed(district)

    async def refusing() -> None:
        async with district.turn() as turn:
            await keeping.refuse(turn, first, "picture_unreadable")

    async with asyncio.TaskGroup() as both, district.turn() as turn:
        await meet([turn], [citizen.message(text="卖过期牛奶")])
        late = both.create_task(refusing())
        await asyncio.sleep(0.2)
        assert not late.done()
        draft = drafting.draft_of(turn)
        assert draft is not None
        drafting.keep(turn, drafts.say(draft, 1, "卖过期牛奶"))
    draft = await citizen.draft()
    assert draft is not None and (draft.words, draft.photos) == ("卖过期牛奶", 1)


async def test_a_refused_file_of_a_filed_report_is_explained_to_its_reporter(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.reports_something()
    await citizen.replies(citizen.last, photo=[_size("p")])
    (wanted,) = await claimed(district)
    async with district.turn() as turn:
        await keeping.refuse(turn, wanted, "picture_unreadable")
    await district.speak()
    assert "打不开" in citizen.last.text
    assert not [each for each in district.said_in(EAST) if each.photos]


async def test_a_file_that_telegram_never_gives_is_asked_for_longer_each_time_and_then_explained(
    district: District,
) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p")
    pauses = []
    for _ in range(ATTEMPTS):
        (wanted,) = await claimed(district)
        async with district.turn() as turn:
            await keeping.postpone(turn, wanted)
        async with district.database.read() as tx:
            due = await evidence.next_wanted(tx)
        if due is not None:
            pauses.append((due - district.now).total_seconds())
            district.now = due
    assert pauses == sorted(pauses)
    assert pauses[0] == 10
    assert pauses[-1] == 3600
    assert await claimed(district) == []
    await district.speak()
    assert "没能从 Telegram 取到" in citizen.last.text


async def test_files_of_a_cancelled_report_are_neither_fetched_nor_explained(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.sends_photo("p")
    (wanted,) = await claimed(district)
    await citizen.presses("取消")
    said = len(citizen.read)
    async with district.turn() as turn:
        await keeping.refuse(turn, wanted, "picture_unreadable")
        await keeping.keep(turn, wanted, keeping.Picture(_kept("a"), 1, 1, None, POINT))
    await district.speak()
    assert len(citizen.read) == said
    async with district.database.read() as tx:
        row = await evidence.get(tx, wanted.id)
    assert row is not None
    assert (row.owner, row.source, row.place, row.state) == (None, None, None, "refused")


def _size(file_id: str) -> dict[str, object]:
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "width": 90, "height": 60, "file_size": 900}


def _kept(name: str) -> Kept:
    return Kept(f"{name}.sealed", f"{name}.jpg", "0" * 64)
