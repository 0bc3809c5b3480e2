"""What is said, and where: texts, cards, notices under cards, photos from cleaned copies."""

import hashlib

from sqlalchemy import select, update

from domain.outgoing import Card, Lane, Notice, Photos, Say
from storage.tables import CaseRow, EvidenceRow, SentMessage
from tests.delivery.conftest import NEIGHBOUR, Stage, jpeg
from tests.district import DUTY, EAST, REPORTER, WEST


async def test_words_arrive_as_they_were_queued(stage: Stage) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    keyboard = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    await stage.queue(stage.district.reporter, Say("您好 <b>&", bold, keyboard), Say("第二句"))
    await stage.say_all()
    first, second = await stage.heard(REPORTER)
    assert (first["text"], second["text"]) == ("您好 <b>&", "第二句")
    (message, _) = (await stage.control.messages(REPORTER))[-2:]
    assert message["buttons"][0][0]["callback_data"] == "ok"
    assert message["entities"] == bold
    assert not message["protected"]


async def test_a_notice_is_in_the_language_of_its_reader(stage: Stage) -> None:
    for reader in (stage.neighbour, stage.district.reporter):
        await stage.queue(reader, Notice("file_refused", {"trouble": "not_a_picture"}))
    await stage.say_all()
    (chinese,), (english,) = await stage.texts(REPORTER), await stage.texts(NEIGHBOUR)
    assert "不是图片" in chinese
    assert english.isascii()


async def test_a_card_is_edited_in_place_and_what_belongs_to_it_hangs_under_it(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id), Notice("urged", {"number": "SL-2026-00001"}, case_id))
    await stage.say_all()
    async with stage.district.database.write() as tx:
        await tx.execute(update(CaseRow).values(happened="改过的经过"))
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    card, urged, edit = await stage.heard(EAST)
    assert [card["method"], urged["method"], edit["method"]] == ["sendMessage", "sendMessage", "editMessageText"]
    (shown, under) = (await stage.control.messages(EAST))[-2:]
    assert "改过的经过" in shown["text"]
    assert shown["edited"]
    assert shown["protected"]
    assert under["reply_to_message_id"] == shown["message_id"]


async def test_a_card_that_says_the_same_is_as_good_as_edited(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id), Card(case_id))
    await stage.say_all()
    assert [each.state for each in await stage.rows()] == ["sent", "sent"]
    assert len(await stage.heard(EAST)) == 1


async def test_a_deleted_card_is_sent_anew(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    (card,) = await stage.heard(EAST)
    await stage.control.delete(EAST, card["message_ids"][0])
    async with stage.district.database.write() as tx:
        await tx.execute(update(CaseRow).values(happened="改过的经过"))
    await stage.queue(EAST, Card(case_id), Notice("urged", {"number": "SL-2026-00001"}, case_id))
    await stage.say_all()
    (anew, under) = (await stage.control.messages(EAST))[-2:]
    assert "改过的经过" in anew["text"]
    assert under["reply_to_message_id"] == anew["message_id"]


async def test_a_card_asked_for_anew_stands_beside_the_old_one(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id), Card(case_id, anew=True))
    await stage.say_all()
    assert [each["method"] for each in await stage.heard(EAST)] == ["sendMessage", "sendMessage"]


async def test_a_group_that_never_had_the_case_is_shown_nothing_of_it(stage: Stage) -> None:
    case_id = await stage.district.case("t001")
    await stage.queue(WEST, Card(case_id))
    await stage.say_all()
    assert await stage.heard(WEST) == []


async def test_photos_are_uploaded_once_from_cleaned_copies(stage: Stage) -> None:
    case_id = await stage.district.case()
    photos = await stage.photos(case_id, 3)
    await stage.queue(EAST, Card(case_id), Photos(case_id, photos))
    await stage.say_all()
    await stage.queue(DUTY, Photos(case_id, photos))
    await stage.say_all()
    _, album = await stage.heard(EAST)
    assert album["file_sha256"] == [hashlib.sha256(jpeg(each)).hexdigest() for each in range(3)]
    assert len(album["message_ids"]) == 3
    (again,) = await stage.heard(DUTY)
    assert "attach://" not in str(again["params"]["media"]), "our own upload is used again"
    card, *shown = (await stage.control.messages(EAST))[-4:]
    assert all(each["protected"] for each in shown)
    assert shown[0]["reply_to_message_id"] == card["message_id"]
    async with stage.district.database.read() as tx:
        assert None not in (await tx.scalars(select(EvidenceRow.file_id))).all()
        marks = await tx.scalars(select(SentMessage.mark).where(SentMessage.recipient == str(EAST)))
        assert sorted(marks) == ["card", "case", "case", "case"], "a reply to any photo finds its case"


async def test_a_forgotten_upload_is_made_again(stage: Stage) -> None:
    case_id = await stage.district.case()
    (photo,) = await stage.photos(case_id, 1)
    async with stage.district.database.write() as tx:
        await tx.execute(update(EvidenceRow).values(file_id="of-another-token"))
    await stage.queue(EAST, Photos(case_id, [photo]))
    await stage.say_all()
    (sent,) = await stage.heard(EAST)
    assert sent["method"] == "sendPhoto"
    async with stage.district.database.read() as tx:
        assert await tx.scalar(select(EvidenceRow.file_id)) != "of-another-token"


async def test_more_photos_than_an_album_holds_come_as_two(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Photos(case_id, await stage.photos(case_id, 12)))
    await stage.say_all()
    assert [len(each["message_ids"]) for each in await stage.heard(EAST)] == [10, 2]


async def test_photos_that_were_refused_leave_nothing_to_say(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Photos(case_id, [404]))
    await stage.say_all()
    assert await stage.heard(EAST) == []


async def test_a_broadcast_may_be_passed_on(stage: Stage) -> None:
    await stage.queue(EAST, Say("典型案例"), lane=Lane.BROADCAST)
    await stage.say_all()
    assert not (await stage.control.messages(EAST))[-1]["protected"]
