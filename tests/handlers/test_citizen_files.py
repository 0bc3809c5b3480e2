"""Photos and files in the private chat: taken and counted, or explained while the sender has them at hand."""

from typing import Any

import pytest

from domain.case import Status
from services.drafting import FILE_LIMIT_BYTES
from storage import cases
from tests.district import DUTY, District
from tests.handlers.test_citizen import FILE, a_citizen, draft_of


async def test_an_album_is_answered_once_with_every_photo_counted(district: District) -> None:
    citizen = a_citizen(district)
    album = [citizen.message(photo=[FILE | {"width": 9, "height": 9}], media_group_id="a") for _ in range(3)]
    await citizen.chats.deliver(*album[:2])
    await citizen.chats.deliver(album[2])
    assert (await draft_of(citizen)).photos == 3
    assert "已收到 3 张照片" in citizen.last.text


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"mime_type": "image/png", "file_size": FILE_LIMIT_BYTES + 1}, "20 MB"),
        ({"mime_type": "application/pdf", "file_name": "x.pdf"}, "只能接收图片"),
        ({"mime_type": "image/heic", "file_name": "IMG_0001.HEIC"}, "按「照片」而不是「文件」发送"),
        ({"mime_type": "application/octet-stream", "file_name": "IMG_0001.heif"}, "按「照片」而不是「文件」发送"),
        ({"mime_type": "image/avif"}, "按「照片」而不是「文件」发送"),
        ({"file_name": "virus.exe"}, "只能接收图片"),
        ({}, "只能接收图片"),
    ],
    ids=["large", "pdf", "heic", "heif", "avif", "exe", "nameless"],
)
async def test_a_file_that_cannot_be_taken_is_explained_and_its_words_are_kept(
    district: District, document: dict[str, Any], why: str
) -> None:
    citizen = a_citizen(district)
    await citizen.sends(document=FILE | document, caption="原图在此")
    assert [each for each in citizen.read if why in each.text]
    draft = await draft_of(citizen)
    assert (draft.words, draft.photos) == ("原图在此", 0)


async def test_pictures_that_come_as_files_in_a_format_we_open_are_taken(district: District) -> None:
    citizen = a_citizen(district)
    for document in ({"mime_type": "image/png"}, {"file_name": "照片.JPG"}, {"mime_type": "IMAGE/JPEG"}):
        await citizen.sends(document=FILE | document)
    assert (await draft_of(citizen)).photos == 3


async def test_an_iphones_file_for_a_filed_report_is_explained_and_its_words_join_the_report(
    district: District,
) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    await citizen.replies(citizen.last, document=FILE | {"mime_type": "image/heic"}, caption="后门也有")
    assert "按「照片」而不是「文件」发送" in citizen.last.text
    assert await district.events(row.id) == ["filed", "routed", "answered"]
    assert await citizen.files(row.id) == []


@pytest.mark.parametrize("with_words", [True, False])
async def test_a_photo_in_place_of_an_objections_words_is_explained_and_the_words_under_it_count(
    district: District, with_words: bool
) -> None:
    citizen = a_citizen(district)
    row = await citizen.reports_something()
    async with district.turn() as turn:
        case = await cases.get(turn.tx, row.id)
        assert case is not None
        case.status = Status.CONCLUDED
    await citizen.forges(f"m:object:{row.id}")
    question = citizen.last
    caption = {"caption": "还在卖，今天拍的"} if with_words else {}
    await citizen.replies(question, photo=[FILE | {"width": 9, "height": 9}], **caption)
    assert "这里只收文字，照片没有收下" in citizen.last.text
    assert bool(district.said_in(DUTY, "还在卖，今天拍的")) is with_words
    assert await citizen.files(row.id) == []
    # Without words it can still be answered.
    await citizen.replies(question, text="还在卖")
    assert ("已经提过意见" in citizen.last.text) is with_words
    assert district.said_in(DUTY, "还在卖")


async def test_one_photo_too_many_is_refused_and_the_rest_stay(district: District) -> None:
    citizen = a_citizen(district)
    limit = district.app.terms.photos_limit
    for n in range(limit + 1):
        await citizen.sends_photo(f"p{n}")
    assert [each for each in citizen.read if f"最多 {limit} 张照片，这一张没有收下" in each.text]
    assert (await draft_of(citizen)).photos == limit
