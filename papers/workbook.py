"""A table as an Excel workbook: real dates, widths, a frozen head with filters, and text that stays text."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from papers.plain_cell import fitted, tempts

_TEXT = {"num_format": "@", "valign": "top", "text_wrap": True}


def write(lines: Iterator[Any]) -> bytes:
    """The first line is the head (see `papers/table.py`), each further one a row of as many cells."""
    head = next(lines)
    out = io.BytesIO()
    # In memory: what the ledger holds is not laid down in temporary files.
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(head["title"])
        cells = _Cells(book, sheet, [column["holds"] for column in head["columns"]])
        _dress(book, sheet, head["columns"])
        last = 0
        for last, row in enumerate(lines, start=1):
            cells.write(last, row)
        sheet.autofilter(0, 0, last, len(head["columns"]) - 1)
    return out.getvalue()


def _dress(book: Workbook, sheet: Worksheet, columns: list[Any]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#E7EDF3", "bottom": 1, "valign": "vcenter"})
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column["width"])
        sheet.write_string(0, at, column["title"], bold)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)


class _Cells:
    """Writes each value as what its column holds: text, day or number."""

    def __init__(self, book: Workbook, sheet: Worksheet, holds: list[str]) -> None:
        self._sheet, self._holds = sheet, holds
        self._text: Format = book.add_format(_TEXT)
        # As if typed behind an apostrophe: it stays text also when somebody edits the cell and presses Enter.
        self._tempting: Format = book.add_format(_TEXT | {"quote_prefix": True})
        self._day: Format = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._number: Format = book.add_format({"num_format": "0", "valign": "top"})

    def write(self, at: int, row: list[str | int | None]) -> None:
        for column, (holds, value) in enumerate(zip(self._holds, row, strict=True)):
            if value is None or value == "":
                continue
            match holds:
                case "day":
                    self._sheet.write_datetime(at, column, date.fromisoformat(str(value)), self._day)
                case "number":
                    self._sheet.write_number(at, column, int(value), self._number)
                case _:
                    text = fitted(str(value))
                    self._sheet.write_string(at, column, text, self._tempting if tempts(text) else self._text)
