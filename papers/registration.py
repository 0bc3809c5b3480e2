"""The registration form for reports (举报登记表): form 2 of the set that goes with order 121, as a PDF to be signed."""

from collections.abc import Iterator
from typing import Any

from fpdf.enums import WrapMode, XPos, YPos

from papers.sheet import BODY_PT, SMALL_PT, Sheet, opened
from papers.typeface import printable

_PARTY_MM, _LABEL_MM, _LINE_MM, _PAD_MM = 12.0, 24.0, 5.6, 1.8
_CELL_MM = 10.0
_CLUES_MM = 152.0
"""Height of the cell for the clues and the signatures below them, at least: its long name stands in one column."""
_SIGNED_MM = 30.0


def write(lines: Iterator[Any]) -> bytes:
    """One line: what `sheet.opened` reads, and `unit`, `number`, `reporter` and `reported` ({party, rows of [label,
    value, label, value] or [label, value]}), `clues` ({label, text}), `signatures` and `notes` (lists of texts)."""
    facts = next(lines)
    sheet = opened(facts)
    sheet.headline(facts["title"])
    sheet.ln(2)
    unit, number = printable(facts["unit"]), printable(facts["number"])
    beside = sheet.get_string_width(unit) + sheet.get_string_width(number) + 6 < sheet.epw
    sheet.cell(0, 7, unit, new_x=XPos.LMARGIN, new_y=YPos.TOP if beside else YPos.NEXT)
    sheet.cell(0, 7, number, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    sheet.set_draw_color(20, 20, 20)
    for party in (facts["reporter"], facts["reported"]):
        _party(sheet, party)
    _clues(sheet, facts["clues"], facts["signatures"])
    sheet.ln(2)
    for note in facts["notes"]:
        sheet.paragraph(note, size=SMALL_PT)
    return sheet.bytes_of()


def _party(sheet: Sheet, party: dict[str, Any]) -> None:
    """A block of cells with the party's name down its left side, as the form has it."""
    top, left = sheet.y, sheet.l_margin
    for row in party["rows"]:
        _row(sheet, row)
    bottom = sheet.y
    _upright(sheet, party["party"], left, top, bottom - top)
    sheet.set_xy(left, bottom)


def _row(sheet: Sheet, row: list[str]) -> None:
    pairs = [row[at : at + 2] for at in range(0, len(row), 2)]
    wide = (sheet.epw - _PARTY_MM) / len(pairs)
    room = wide - _LABEL_MM - 2 * _PAD_MM
    high = max(_CELL_MM, *(_height(sheet, value, room) + 2 * _PAD_MM for _, value in pairs))
    top, x = sheet.y, sheet.l_margin + _PARTY_MM
    for label, value in pairs:
        sheet.rect(x, top, _LABEL_MM, high)
        sheet.set_xy(x, top)
        sheet.cell(_LABEL_MM, high, printable(label), align="C")
        sheet.rect(x + _LABEL_MM, top, wide - _LABEL_MM, high)
        _text(sheet, value, x + _LABEL_MM + _PAD_MM, top + _PAD_MM, room)
        x += wide
    sheet.set_xy(sheet.l_margin, top + high)


def _clues(sheet: Sheet, clues: dict[str, str], signatures: list[str]) -> None:
    """What was reported, with room to sign. What is longer than a page goes on on the next, under the same cell."""
    room = sheet.epw - _PARTY_MM - 2 * _PAD_MM
    rest = _lines(sheet, clues["text"], room)
    if sheet.will_page_break(2 * _SIGNED_MM):
        sheet.add_page()
    while True:
        sheet.set_draw_color(20, 20, 20)
        top = sheet.y
        free = sheet.page_break_trigger - top
        fits = int((free - _SIGNED_MM - 2 * _PAD_MM) / _LINE_MM)
        shown, rest = rest[:fits], rest[fits:]
        signed = [] if rest else signatures
        wanted = len(shown) * _LINE_MM + 2 * _PAD_MM + (_SIGNED_MM if signed else 0)
        high = free if rest else min(free, max(_CLUES_MM, wanted))
        _upright(sheet, clues["label"], sheet.l_margin, top, high)
        sheet.rect(sheet.l_margin + _PARTY_MM, top, sheet.epw - _PARTY_MM, high)
        _text(sheet, "\n".join(shown), sheet.l_margin + _PARTY_MM + _PAD_MM, top + _PAD_MM, room)
        _sign(sheet, signed, top + high)
        sheet.set_xy(sheet.l_margin, top + high)
        if not rest:
            return
        sheet.add_page()


def _sign(sheet: Sheet, signatures: list[str], bottom: float) -> None:
    for at, each in enumerate(signatures):
        sheet.set_xy(sheet.l_margin + _PARTY_MM + 40, bottom - _SIGNED_MM + 2 + at * 13)
        sheet.multi_cell(sheet.epw - _PARTY_MM - 44, _LINE_MM, printable(each), align="L")


def _upright(sheet: Sheet, text: str, x: float, top: float, high: float) -> None:
    """Text read downwards, a character a line, in a cell of its own; in two columns where one would not hold it."""
    sheet.rect(x, top, _PARTY_MM, high)
    line = 4.4
    each = max(1, int((high - 2) / line))
    columns = [text[at : at + each] for at in range(0, len(text), each)]
    left = x + (_PARTY_MM - 5 * len(columns)) / 2
    for place, column in enumerate(columns):
        start = top + (high - len(column) * line) / 2
        for at, character in enumerate(column):
            sheet.set_xy(left + 5 * place, start + at * line)
            sheet.cell(5, line, printable(character), align="C")


def _lines(sheet: Sheet, text: str, wide: float) -> list[str]:
    """The text as it will be broken."""
    sheet.write_in(BODY_PT)
    broken: list[str] = sheet.multi_cell(  # type: ignore[assignment]  # what comes back depends on `output`
        wide, _LINE_MM, printable(text), align="L", wrapmode=WrapMode.CHAR, dry_run=True, output="LINES"
    )
    return broken


def _height(sheet: Sheet, text: str, wide: float) -> float:
    return len(_lines(sheet, text, wide)) * _LINE_MM if text else 0


def _text(sheet: Sheet, text: str, x: float, top: float, wide: float) -> None:
    sheet.set_xy(x, top)
    sheet.multi_cell(wide, _LINE_MM, printable(text), align="L", wrapmode=WrapMode.CHAR)
