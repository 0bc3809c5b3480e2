"""The page about statuses says what the table says."""

from pathlib import Path

from domain.case import MOVES, OUTCOME_NEEDS, Status
from wording.diagram import page

PAGE = Path(__file__).parents[2] / "docs" / "statuses.md"


def test_the_page_is_what_the_table_draws() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `make diagram`"


def test_every_move_and_every_outcome_is_on_the_page() -> None:
    drawn = page()
    assert all(f"    {status} --> {arrow.to} : " in drawn for status, out in MOVES.items() for arrow in out)
    assert all(f"| `{outcome}` |" in drawn for outcome in OUTCOME_NEEDS)
    assert drawn.count(" --> ") == sum(len(out) for out in MOVES.values()) + 1 + sum(not MOVES[each] for each in Status)
