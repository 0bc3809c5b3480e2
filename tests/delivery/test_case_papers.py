"""Papers about a case, and a picture, from the order to what lies in the chat."""

import io
from typing import Any

from PIL import Image
from pypdf import PdfReader

from domain.outgoing import Document
from services import handling, notes
from services.notes import Written
from storage import cases, papers
from tests.delivery.conftest import Stage
from tests.district import CHEN, DUTY, EAST, WANG, WEST, ZHOU, hand


async def order(stage: Stage, kind: str, chat_id: int, case_id: int | None = None) -> int:
    async with stage.district.turn() as turn:
        by = ZHOU if chat_id == DUTY else CHEN
        paper_id = await papers.add(turn.tx, kind, {}, by, chat_id, turn.now, case_id)
    await stage.queue(chat_id, Document(paper_id, case_id))
    return paper_id


async def files(stage: Stage, chat_id: int) -> list[tuple[dict[str, Any], bytes]]:
    shown = [each for each in await stage.control.messages(chat_id) if each.get("document")]
    return [(each, await stage.control.file(each["document"]["url"])) for each in shown]


async def test_the_story_and_the_form_arrive_as_pdf_with_the_cleaned_photos(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.photos(case_id, 2)
    async with stage.district.turn() as turn:
        await handling.take_up(turn, hand(WANG), case_id)
        await notes.add_note(turn, hand(WANG), case_id, Written(5001, "店主不在场"))
    await order(stage, "story", EAST, case_id)
    await order(stage, "form", EAST, case_id)
    await stage.say_all(answer_within_s=20)
    (told, story), (printed, form) = await files(stage, EAST)
    assert told["document"]["file_name"] == "线索经过-SL-2026-00001.pdf"
    assert "请勿外传" in told["caption"]
    pages = PdfReader(io.BytesIO(story)).pages
    text = "".join(page.extract_text() for page in pages)
    assert "店主不在场" in text
    assert "王（镇街）" in text
    assert sum(len(page.images) for page in pages) == 2
    assert printed["document"]["file_name"] == "举报登记表-SL-2026-00001.pdf"
    filled = PdfReader(io.BytesIO(form)).pages[0].extract_text()
    assert "登记单位：区值班台" in filled
    assert filled.count("匿名") == 4 + filled.count("可以匿名举报")
    for trace in (stage.district.reporter, "举报者本名", "5550123"):
        assert trace not in text + filled


async def test_a_group_that_no_longer_has_the_case_gets_no_paper_of_it(stage: Stage) -> None:
    case_id = await stage.district.case()
    paper_id = await order(stage, "story", EAST, case_id)
    async with stage.district.database.write() as tx:
        row = await cases.get(tx, case_id)
        assert row is not None
        row.desk_id = "t002"
    await stage.say_all()
    assert await files(stage, EAST) == await files(stage, WEST) == []
    assert [row.state for row in await stage.rows()] == ["sent"]
    async with stage.district.database.read() as tx:
        paper = await papers.get(tx, paper_id)
    assert paper is not None
    assert paper.rows is None


async def test_a_picture_arrives_to_be_seen_at_once(stage: Stage) -> None:
    for desk_id in ("t001", "t001", "t002", None):
        await stage.district.case(desk_id)
    paper_id = await order(stage, "picture", DUTY)
    await stage.say_all(answer_within_s=20)
    (message,) = [each for each in await stage.control.messages(DUTY) if each["photos"]]
    assert "示例区未办结线索 4 件" in message["caption"]
    assert not message["protected"], "a paper is made to be saved and printed"
    with Image.open(io.BytesIO(await stage.control.file(message["photos"][0]))) as seen:
        assert min(seen.size) > 500
    async with stage.district.database.read() as tx:
        paper = await papers.get(tx, paper_id)
    assert paper is not None
    assert paper.rows == 4
