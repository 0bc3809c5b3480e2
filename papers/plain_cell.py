"""What people wrote, as a cell of a table that no spreadsheet program takes for a formula."""

_BEGINS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")
"""What a cell may begin with to be calculated, in the widths that a Chinese keyboard has. A formula can fetch an
address with what stands beside it, or start a program (CWE-1236)."""

LONGEST = 32_000
"""Characters of a cell; spreadsheet programs take 32,767."""


def tempts(text: str) -> bool:
    """Whether the text could be taken for a formula; blanks in front are looked through, as some programs do."""
    return not _BEGINS_A_FORMULA.isdisjoint((text[:1], text.lstrip()[:1]))


def fitted(text: str) -> str:
    """At most `LONGEST` characters, marked where something is left out."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
