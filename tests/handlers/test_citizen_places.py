"""What is typed as an answer about the place, in however many messages: nothing that was given is given up for it."""

import pytest

from tests.district import District
from tests.handlers.test_citizen import a_citizen, draft_of
from tests.private_chats import Citizen

BORDER = {"latitude": 23.105, "longitude": 113.2099, "horizontal_accuracy": 60.0}


async def asked_where(citizen: Citizen) -> None:
    await citizen.says("卖过期牛奶")
    await citizen.forges("d:v:expired")
    assert "在哪里" in citizen.last.text


async def test_a_town_typed_where_a_point_was_in_doubt_keeps_the_point(district: District) -> None:
    citizen = a_citizen(district)
    await asked_where(citizen)
    await citizen.sends(location=BORDER)
    assert "请确认" in citizen.last.text
    await citizen.says("西街道，菜场后门")
    spot = (await draft_of(citizen)).spot
    assert spot is not None
    assert (spot.town, spot.text, spot.lat, spot.lon) == ("西街道", "西街道，菜场后门", 23.105, 113.2099)
    assert "有照片吗" in citizen.last.text


async def test_a_town_typed_after_an_address_that_names_none_keeps_the_address(district: District) -> None:
    citizen = a_citizen(district)
    await asked_where(citizen)
    await citizen.says("菜场后门")
    assert "镇街" in citizen.last.text
    await citizen.says("好像是工业路那边")
    assert "镇街" in citizen.last.text
    await citizen.says("东街道")
    await citizen.forges("d:skip")
    await citizen.forges("d:skip")
    await citizen.presses("提交举报")
    (row,) = await citizen.reports()
    assert (row.place_text, row.desk_id) == ("菜场后门，好像是工业路那边，东街道", "t001")


@pytest.mark.parametrize("step", ["place", "town", "business"])
async def test_a_story_told_where_a_line_was_asked_for_is_kept_whole_and_the_question_stands(
    district: District, step: str
) -> None:
    citizen = a_citizen(district)
    await asked_where(citizen)
    if step != "place":
        await citizen.says("菜场后门" if step == "town" else "东街道")
    if step == "business":
        await citizen.forges("d:skip")
    question, story = citizen.last.text, "他们每天夜里在后院换标签。" * 30
    await citizen.says(story)
    assert "完整记入「情况」" in citizen.read[-2].text
    assert citizen.last.text == question
    assert (await draft_of(citizen)).words == f"卖过期牛奶\n{story}"


async def test_an_address_in_ever_more_messages_overflows_into_the_words(district: District) -> None:
    citizen = a_citizen(district)
    await asked_where(citizen)
    for _ in range(3):
        await citizen.says("某" * 199)
    draft = await draft_of(citizen)
    assert draft.spot is not None and len(draft.spot.text) == 399
    assert draft.words == "卖过期牛奶\n" + "某" * 199
