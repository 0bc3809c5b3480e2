"""The type that papers are set in: Noto Sans SC, found where the package that carries it is installed.

Nothing is asked of the machine: a bare server has no Chinese type. The package is `zhplot`; only its file is used
(SIL Open Font License 1.1, which allows embedding), its code is never imported.
"""

import unicodedata
from collections.abc import Container
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont

FAMILY = "Noto Sans SC"

UNKNOWN = "〓"
"""Stands for a character without a glyph, as printers have long set it: that something is missing must be seen."""


@cache
def path() -> Path:
    """The font file. Raises FileNotFoundError when the package is not there or has changed its shape."""
    package = find_spec("zhplot")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if (file := Path(folder) / "fonts" / "NotoSansSC-Regular.ttf").is_file():
            return file
    raise FileNotFoundError("the package zhplot with its font is not installed")


@cache
def glyphs() -> frozenset[int]:
    """The code points there are glyphs for."""
    with TTFont(path(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(text: str, known: Container[int] | None = None) -> str:
    """The text with what can't be set marked, and what is invisible anyway left out; lines stay lines."""
    there = glyphs() if known is None else known
    return "".join(_printable(each, there) for each in text)


def _printable(character: str, there: Container[int]) -> str:
    if character == "\n" or ord(character) in there:
        return character
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc") or 0xFE00 <= ord(character) <= 0xFE0F:
        return "" if character != "\t" else " "
    return UNKNOWN
