"""A table as CSV that opens in a spreadsheet program by a double click: UTF-8 with its mark, lines ended by CR LF."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from papers.plain_cell import fitted, tempts


def write(lines: Iterator[Any]) -> bytes:
    """The first line is the head (see `papers/table.py`), each further one a row of as many cells."""
    head = next(lines)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([_cell(column["title"]) for column in head["columns"]])
    table.writerows([_cell(value) for value in row] for row in lines)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: str | int | None) -> str | int:
    """An apostrophe keeps a text a text; a number is one, and a day is written as in ISO 8601."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = fitted(value)
    return f"'{text}" if tempts(text) else text
