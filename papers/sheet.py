"""A sheet of A4 in Chinese type: what every printed paper has in common."""

from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import WrapMode, XPos, YPos

from papers import typeface

MARGIN_MM = 18.0
BODY_PT, SMALL_PT, TITLE_PT = 10.5, 8.5, 16.0
LEADING = 1.55
"""Height of a line as a multiple of its type's size."""

_INK, _GREY, _RULE = (20, 20, 20), (110, 110, 110), (190, 190, 190)
_MM_PER_PT = 25.4 / 72
_NUMBER_MM = 28.0
_PAGES = "〓〈〉〓"
"""Stands for the number of pages until it is known; nobody writes this, and it is all glyphs of the type."""


class Sheet(FPDF):
    """Pages with a running head, and a foot that counts them.

    `head` stands at the top of every page, `foot` below; `numbered` holds `{page}` and `{pages}`. The same content and
    `made_at` give the same bytes: nothing is taken from the clock.
    """

    def __init__(self, *, title: str, head: str, foot: str, numbered: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self._head, self._foot, self._numbered = (typeface.printable(each) for each in (head, foot, numbered))
        self.add_font("body", fname=typeface.path())
        self.set_title(title)
        self.set_creator("tipoff")
        self.set_creation_date(made_at)
        self.set_margins(MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(True, MARGIN_MM + 4)
        self.alias_nb_pages(_PAGES)
        self.write_in(BODY_PT)

    def header(self) -> None:
        """fpdf2 calls it at the top of each page."""
        self.write_in(SMALL_PT, grey=True)
        self.cell(0, 5, self._head, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.rule()
        self.ln(3)
        self.write_in(BODY_PT)

    def footer(self) -> None:
        """fpdf2 calls it at the bottom of each page."""
        self.set_y(-MARGIN_MM)
        self.write_in(SMALL_PT, grey=True)
        self.cell(self.epw - _NUMBER_MM, 5, self._foot)
        self.cell(_NUMBER_MM, 5, self._numbered.format(page=self.page_no(), pages=_PAGES))

    def write_in(self, size: float, *, grey: bool = False) -> None:
        """Type of that size in points from here on."""
        self.set_font("body", size=size)
        self.set_text_color(*(_GREY if grey else _INK))

    def rule(self) -> None:
        """A thin line across the page."""
        self.set_draw_color(*_RULE)
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)

    def headline(self, text: str) -> None:
        """The paper's title, in the middle."""
        self.write_in(TITLE_PT)
        self.cell(0, 11, typeface.printable(text), align="C", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.write_in(BODY_PT)

    def subhead(self, text: str, keep_mm: float = 24) -> None:
        """A section's title; `keep_mm` stay together with it, so that it never stands alone at the foot of a page."""
        if self.will_page_break(keep_mm):
            self.add_page()
        self.ln(3)
        self.write_in(12)
        self.cell(0, 7, typeface.printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.rule()
        self.ln(1.5)
        self.write_in(BODY_PT)

    def paragraph(self, text: str, *, indent: float = 0, size: float = BODY_PT, grey: bool = False) -> None:
        """Running text over as many lines and pages as it needs; Chinese may break after any character."""
        self.write_in(size, grey=grey)
        self.set_x(self.l_margin + indent)
        self.multi_cell(
            self.epw - indent, size * _MM_PER_PT * LEADING, typeface.printable(text),
            align="L", wrapmode=WrapMode.CHAR, new_x=XPos.LMARGIN, new_y=YPos.NEXT,
        )  # fmt: skip
        self.write_in(BODY_PT)

    def bytes_of(self) -> bytes:
        """The finished file."""
        return bytes(self.output())


def opened(facts: dict[str, Any]) -> Sheet:
    """A sheet with its first page open; `facts` has title, head, foot, numbered and made_at (ISO 8601)."""
    sheet = Sheet(
        title=facts["title"], head=facts["head"], foot=facts["foot"], numbered=facts["numbered"],
        made_at=datetime.fromisoformat(facts["made_at"]),
    )  # fmt: skip
    sheet.add_page()
    return sheet
