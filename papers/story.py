"""A case's whole story as a PDF: what is known, everything that happened, the cleaned photos."""

import io
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from fpdf.enums import XPos, YPos
from PIL import Image

from papers.sheet import BODY_PT, SMALL_PT, Sheet, opened
from papers.typeface import printable

_LABEL_MM = 28.0
_PHOTO_SIDE_PX = 900
"""Enough for half a page's width in print; nine of them stay below a megabyte."""
_PHOTO_HIGH_MM, _GAP_MM = 70.0, 6.0


def write(lines: Iterator[Any]) -> bytes:
    """The first line: what `sheet.opened` reads, and `about`, sections of {title, rows: [[label, value]]}; `told`,
    {title, text}; `steps`, {title, steps: [{when, who, what, words}]}; `photos`, {title, missing}. Then a line for each
    photo: a JPEG in base64."""
    facts = next(lines)
    sheet = opened(facts)
    sheet.headline(facts["title"])
    for section in facts["about"]:
        sheet.subhead(section["title"])
        for label, value in section["rows"]:
            _row(sheet, label, value)
    sheet.subhead(facts["told"]["title"])
    sheet.paragraph(facts["told"]["text"])
    sheet.subhead(facts["steps"]["title"])
    for step in facts["steps"]["steps"]:
        _step(sheet, step)
    _photos(sheet, facts["photos"], lines)
    return sheet.bytes_of()


def _row(sheet: Sheet, label: str, value: str) -> None:
    sheet.write_in(BODY_PT, grey=True)
    if sheet.will_page_break(6):
        sheet.add_page()
    top = sheet.y
    sheet.cell(_LABEL_MM, 5.8, printable(label), new_x=XPos.LMARGIN, new_y=YPos.TOP)
    sheet.set_y(top)
    sheet.paragraph(value, indent=_LABEL_MM)


def _step(sheet: Sheet, step: dict[str, str]) -> None:
    if sheet.will_page_break(16):
        sheet.add_page()
    sheet.paragraph(f"{step['when']}　{step['who']}", size=SMALL_PT, grey=True)
    sheet.paragraph(step["what"], indent=4)
    if step["words"]:
        sheet.paragraph(step["words"], indent=8, grey=True)
    sheet.ln(1.2)


def _photos(sheet: Sheet, titles: dict[str, str], jpegs: Iterator[str]) -> None:
    """Two beside each other; each is read, made small and let go before the next."""
    wide = (sheet.epw - _GAP_MM) / 2
    for at, each in enumerate(jpegs):
        left = at % 2 == 0
        if at == 0:
            sheet.subhead(titles["title"], _PHOTO_HIGH_MM + 12)
        if left and sheet.will_page_break(_PHOTO_HIGH_MM + _GAP_MM):
            sheet.add_page()
        x = sheet.l_margin if left else sheet.l_margin + wide + _GAP_MM
        sheet.image(_small(b64decode(each)), x=x, y=sheet.y, w=wide, h=_PHOTO_HIGH_MM, keep_aspect_ratio=True)
        if not left:
            sheet.set_y(sheet.y + _PHOTO_HIGH_MM + _GAP_MM)
    if titles["missing"]:
        sheet.ln(2)
        sheet.paragraph(titles["missing"], size=SMALL_PT, grey=True)


def _small(jpeg: bytes) -> io.BytesIO:
    """Encoded once more, small: a paper is for reading, the copy in the evidence folder for looking closely."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        picture.thumbnail((_PHOTO_SIDE_PX, _PHOTO_SIDE_PX))
        picture.convert("RGB").save(out, "JPEG", quality=70)
    out.seek(0)
    return out
