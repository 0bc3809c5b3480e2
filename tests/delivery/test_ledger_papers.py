"""What stands in the ledger's files: every row asked for, and nothing that leads to a reporter."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from delivery import ledger_papers, papers
from delivery.orders import Made, Order, Workshop
from domain.people import DeskKind
from papers.ledger_table import head
from papers.press import Press
from storage import cases
from storage.tables import CaseRow
from tests.district import DUTY, NAMES, REPORTER, WANG, District, folder

CANARIES = ("CANARY-words", "CANARY-statement", "CANARY-receipt", "77712345", NAMES[REPORTER], str(REPORTER))
"""What a reporter wrote, what was filed with it, and who they are."""


async def made(district: District, kind: str, asks: Mapping[str, Any] | None = None, lang: str = "zh") -> Made:
    """A document for the duty desk's group."""
    app = district.app
    workshop = Workshop(district.database, folder(district), app.zone, Press(), app.district, app.ground)
    order = Order(1, kind, asks or {}, None, district.now, DUTY, "duty", DeskKind.DUTY, lang)
    return await papers.make(workshop, order)


def rows_of(document: Made) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(document.content.decode("utf-8-sig"), newline="")))


async def filled(district: District) -> int:
    """A case in which everything is filled in, with canaries wherever a reporter left something."""
    case_id = await district.case(holder=WANG)
    async with district.turn() as turn:
        await cases.add_statement(turn.tx, case_id, "m" * 64, "CANARY-statement", turn.now)
        everything = {
            "happened": "CANARY-words", "receipt": "CANARY-receipt", "update_id": 77712345, "business": "=好再来",
            "place_text": "三巷口", "supplier": "某批发部", "measure": "停业整改", "responsible": "赵某",
            "penalty": "罚款", "penalty_document": "〔2026〕1号", "outcome": "penalised", "status": "closed",
            "conclusion": "属实", "external_number": "12315-1", "licence": "JY1", "severity_reason": "持续经营",
            "relapses": 2, "concluded_at": turn.now, "closed_at": turn.now, "due_on": turn.now.date(),
            "rectify_by": turn.now.date(),
            "source": "phone", "destination": "公安", "referred_from": "t002",
        }  # fmt: skip
        await turn.tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**everything))
    return case_id


@pytest.mark.parametrize("kind", ["csv", "workbook"])
async def test_nothing_of_the_reporter_is_in_a_file_and_staff_only_by_name(district: District, kind: str) -> None:
    await filled(district)
    document = await made(district, kind)
    if kind == "workbook":
        cells = openpyxl.load_workbook(io.BytesIO(document.content)).active.iter_rows(values_only=True)
        text = "\n".join(str(cell) for row in cells for cell in row)
    else:
        text = document.content.decode("utf-8-sig")
    assert not [each for each in (*CANARIES, district.reporter, str(WANG)) if each in text + document.caption]
    assert NAMES[WANG] in text
    assert "三巷口" in text


async def test_a_row_is_the_whole_row_of_the_ledger(district: District) -> None:
    await filled(district)
    (row,) = rows_of(await made(district, "csv"))
    assert row == {
        "编号": "SL-2026-00001", "12315 编号": "12315-1", "来源": "电话举报", "登记日期": "2026-03-02",
        "类别": "无证无照", "严重程度": "一般", "定级理由": "持续经营", "经营者名称": "'=好再来", "地点": "三巷口",
        "许可证号": "JY1", "供货商": "某批发部", "承办单位": "东街道", "移送单位": "西街道", "承办人": "王",
        "状态": "已销号", "期限": "2026-03-02", "整改措施": "停业整改", "整改时限": "2026-03-02", "责任人": "赵某",
        "办理结果": "属实，已查处", "核查情况": "属实", "处罚": "罚款", "处罚文号": "〔2026〕1号", "已移送至": "公安",
        "办结日期": "2026-03-02", "销号日期": "2026-03-02", "重新办理次数": "2",
    }  # fmt: skip


async def test_a_long_ledger_is_cut_and_says_how_to_get_the_rest(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(6):
        await district.case()
    monkeypatch.setattr(ledger_papers, "_AT_ONCE", 2)
    whole = await made(district, "csv")
    assert [row["编号"][-1] for row in rows_of(whole)] == ["6", "5", "4", "3", "2", "1"]
    assert "共 6 件" in whole.caption
    monkeypatch.setattr(ledger_papers, "MOST_ROWS", 5)
    cut = await made(district, "csv")
    assert len(rows_of(cut)) == cut.rows == 5
    assert "前 5 件。还有更多" in cut.caption
    monkeypatch.setattr(ledger_papers, "MOST_ROWS", 6)
    assert "共 6 件" in (await made(district, "csv")).caption


async def test_a_file_holds_what_was_asked_for_and_may_be_empty(district: District) -> None:
    await district.case("t001")
    await district.case("t002")
    west = await made(district, "csv", {"desk": "t002"})
    assert [row["承办单位"] for row in rows_of(west)] == ["西街道"]
    nothing = await made(district, "csv", {"statuses": ["closed"]})
    assert (nothing.rows, rows_of(nothing)) == (0, [])


def test_the_head_is_in_the_readers_language() -> None:
    chinese, english = (head(lang)["columns"] for lang in ("zh", "en"))
    assert [each["holds"] for each in chinese] == [each["holds"] for each in english]
    assert all(each["title"].isascii() for each in english)
