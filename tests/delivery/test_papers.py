"""Documents are made at the moment of sending, arrive as files of their group, and are written down."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from domain.outgoing import Document, Say
from storage import desks, papers
from storage.tables import DeskRow, OutboxRow, Paper
from tests.delivery.conftest import Stage
from tests.district import CHEN, DUTY, EAST, WEST, ZHOU


async def order(stage: Stage, kind: str, chat_id: int, **asks: Any) -> int:
    """Somebody's order, as a use case puts it."""
    async with stage.district.turn() as turn:
        by = ZHOU if chat_id == DUTY else CHEN
        paper_id = await papers.add(turn.tx, kind, asks, by, chat_id, turn.now)
    await stage.queue(chat_id, Document(paper_id))
    return paper_id


async def paper(stage: Stage, paper_id: int) -> Paper:
    async with stage.district.database.read() as tx:
        found = await papers.get(tx, paper_id)
    assert found is not None
    return found


async def received(stage: Stage, chat_id: int) -> list[tuple[dict[str, Any], bytes]]:
    """The documents in that chat as people see them, with their bytes."""
    shown = [each for each in await stage.control.messages(chat_id) if each.get("document")]
    return [(each, await stage.control.file(each["document"]["url"])) for each in shown]


async def test_a_workbook_arrives_with_its_name_its_words_and_the_cases_of_the_group(stage: Stage) -> None:
    for desk_id in ("t001", "t002", None):
        await stage.district.case(desk_id)
    paper_id = await order(stage, "workbook", DUTY)
    await stage.say_all()
    ((message, content),) = await received(stage, DUTY)
    assert message["document"]["file_name"] == "线索台账-2026-03-02.xlsx"
    assert "共 3 件" in message["caption"]
    assert not message["protected"], "a paper is made to be saved and printed"
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [f"SL-2026-0000{n}" for n in (3, 2, 1)]
    assert (await paper(stage, paper_id)).rows == 3


async def test_a_town_gets_its_own_cases_whatever_was_asked(stage: Stage) -> None:
    for desk_id in ("t001", "t002"):
        await stage.district.case(desk_id)
    await order(stage, "csv", EAST, desk="t002")
    await stage.say_all()
    ((_, content),) = await received(stage, EAST)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [each["编号"] for each in rows] == ["SL-2026-00001"]


async def test_a_group_that_is_no_desk_any_more_gets_nothing(stage: Stage) -> None:
    await stage.district.case("t002")
    await order(stage, "csv", WEST)
    async with stage.district.database.write() as tx:
        await tx.execute(update(DeskRow).where(DeskRow.chat_id == WEST).values(chat_id=None))
    await stage.say_all()
    assert await received(stage, WEST) == []
    assert [row.state for row in await stage.rows()] == ["sent"]


async def test_a_document_follows_its_group_into_the_supergroup(stage: Stage) -> None:
    await stage.district.case("t002")
    await order(stage, "csv", WEST)
    async with stage.district.database.write() as tx:
        desk = await desks.desk_of_chat(tx, WEST)
    assert desk is not None
    moved = await stage.control.migrate(WEST)
    await stage.say_all()
    assert len(await received(stage, moved)) == 1


@pytest.mark.parametrize("kind", ["timeout_after_accept", "502"])
async def test_what_may_have_arrived_is_sent_again_with_a_mark(stage: Stage, kind: str) -> None:
    await stage.district.case()
    await stage.control.fault(kind, "sendDocument")
    await order(stage, "csv", EAST)
    await stage.say_all()
    captions = [message["caption"] for message, _ in await received(stage, EAST)]
    assert captions[-1].startswith("（可能重复）")


async def test_a_document_that_cannot_be_made_is_given_up_and_holds_up_nobody_for_ever(stage: Stage) -> None:
    paper_id = await order(stage, "unheard-of", EAST)
    async with stage.district.database.write() as tx:
        await tx.execute(update(OutboxRow).values(attempts=5))
    await stage.queue(EAST, Say("后面的话"))
    await stage.say_all()
    assert [row.state for row in await stage.rows()] == ["dead", "sent", "sent"]
    assert any("没有做成" in each for each in await stage.texts(EAST)), "whoever waits for it is told"
    assert (await paper(stage, paper_id)).rows is None
