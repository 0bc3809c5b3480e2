"""Edited messages: what was corrected is corrected, and what can't be followed is said."""

from typing import Any

import pytest

from tests.district import EAST, District
from tests.handlers.test_citizen import FILE, FIX, a_citizen, draft_of
from tests.private_chats import Citizen


async def test_an_edit_while_writing_keeps_both_versions_and_asks_on(district: District) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.says("卖过期牛奶")
    await citizen.edits(message_id, text="卖过期酸奶")
    assert (await draft_of(citizen)).said[0].versions == ("卖过期牛奶", "卖过期酸奶")
    await citizen.edits(message_id, text="\u200b")
    await citizen.edits(message_id + 500, text="没有这条")
    assert (await draft_of(citizen)).words == "卖过期酸奶"


async def test_a_location_shared_live_does_not_ask_again_with_every_step(district: District) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.sends(location=FIX | {"live_period": 900})
    said, before = len(citizen.read), await draft_of(citizen)
    await citizen.edits(message_id, location=FIX | {"live_period": 900, "longitude": 113.206})
    assert len(citizen.read) == said
    assert await draft_of(citizen) == before


async def asked_for_the_business(citizen: Citizen) -> int:
    """Everything up to the last question; gives the message in which the place was typed."""
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    place = await citizen.says("东街道12号")
    await citizen.forges("d:skip")
    return place


async def test_an_address_corrected_in_place_leads_to_another_town(district: District) -> None:
    citizen = a_citizen(district)
    place = await asked_for_the_business(citizen)
    business = await citizen.says("某店")
    await citizen.edits(place, text="西街道12号")
    await citizen.edits(business, text="某商行")
    assert all(each in citizen.last.text for each in ("西街道12号", "某商行"))
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert (row.desk_id, row.place_text, row.business) == ("t002", "西街道12号", "某商行")


async def test_an_address_that_was_replaced_by_a_point_is_corrected_no_more(district: District) -> None:
    citizen = a_citizen(district)
    place = await asked_for_the_business(citizen)
    await citizen.sends(location=FIX)
    before = await draft_of(citizen)
    await citizen.edits(place, text="西街道12号")
    assert "修改没有收进举报" in citizen.last.text
    assert await draft_of(citizen) == before


async def test_a_message_too_long_and_then_shortened_is_asked_for_as_a_new_one(district: District) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.says("字" * 4000)
    await citizen.edits(message_id, text="卖过期牛奶")
    assert "作为新消息再发一次" in citizen.last.text


PHOTO: list[dict[str, Any]] = [FILE | {"width": 9, "height": 9}]


async def test_another_picture_put_in_by_an_edit_is_not_dropped_in_silence(district: District) -> None:
    citizen = a_citizen(district)
    plain = await citizen.sends(photo=PHOTO)
    captioned = await citizen.sends(photo=PHOTO, caption="卖过期牛奶")
    for edit in ({"message_id": plain}, {"message_id": captioned, "caption": "卖过期牛奶"}):
        said = len(citizen.read)
        await citizen.edits(**edit, photo=PHOTO)
        assert ["修改没有收进举报" in each.text for each in citizen.read[said:]] == [True]
    assert (await draft_of(citizen)).photos == 2


async def test_a_caption_added_later_is_asked_for_as_a_message_and_a_changed_one_is_taken(district: District) -> None:
    citizen = a_citizen(district)
    plain = await citizen.sends(photo=PHOTO)
    captioned = await citizen.sends(photo=PHOTO, caption="卖过期牛奶")
    await citizen.edits(plain, photo=PHOTO, caption="后门")
    assert "修改没有收进举报" in citizen.last.text
    await citizen.edits(captioned, photo=PHOTO, caption="卖过期酸奶")
    assert (await draft_of(citizen)).words == "卖过期酸奶"


async def test_a_preview_that_telegram_adds_to_a_text_is_no_edit(district: District) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.says("卖过期牛奶 https://example.org")
    said = len(citizen.read)
    await citizen.edits(message_id, text="卖过期牛奶 https://example.org")
    assert len(citizen.read) == said


@pytest.mark.parametrize("same", [True, False])
async def test_an_edit_after_filing_is_confirmed_and_shown_to_the_desk(district: District, same: bool) -> None:
    citizen = a_citizen(district)
    message_id = await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    await citizen.says("东街道12号")
    for _ in range(2):
        await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    said = len(citizen.read)
    await citizen.edits(message_id, text="卖过期牛奶" if same else "卖过期酸奶")
    assert ["改前改后的内容都保留" in each.text for each in citizen.read[said:]] == ([] if same else [True])
    assert bool(district.said_in(EAST, "卖过期酸奶")) is not same
