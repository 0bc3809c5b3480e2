"""A table on its way to the child process: its head, and what each column holds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Holds = Literal["text", "day", "number"]
Cell = str | int | None
"""A day travels as ISO 8601; None and an empty text are an empty cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters, of which a Chinese one takes two."""

    title: str
    width: int
    holds: Holds = "text"


def head(title: str, columns: Sequence[Column]) -> dict[str, Any]:
    """The first line; a row follows as a list of cells. `title` names the sheet, in at most 31 characters."""
    return {"title": title[:31], "columns": [asdict(column) for column in columns]}
