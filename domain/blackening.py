"""What is blackened in a photo before the public sees it: cells of a grid of eight by six, or quarters of cells.

A box is (left, top, right, bottom) in thousandths of the picture, its edges rounded outwards.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil, floor

COLUMNS, ROWS = "ABCDEFGH", "123456"
"""A cell is named by its column and its row: `B2`."""

QUARTERS = "abcd"
"""The quarters of a cell: upper left, upper right, lower left, lower right."""

Box = tuple[int, int, int, int]
Unit = tuple[int, int]
"""A quarter of a cell, by its column and row among all quarters."""

_WIDE, _HIGH = 2 * len(COLUMNS), 2 * len(ROWS)
_CORNER = r"([A-H])([1-6])([A-D]?)"
_SPAN = re.compile(rf"{_CORNER}(?:[-~–—]{_CORNER})?")
_BETWEEN = re.compile(r"[\s,、;]+")

EVERYTHING: frozenset[Unit] = frozenset((x, y) for x in range(_WIDE) for y in range(_HIGH))


def cell(name: str) -> frozenset[Unit]:
    """The quarters of the cell `B2`; empty for what names no cell."""
    match = re.fullmatch(r"([A-H])([1-6])", name)
    return _between(_first(match[1], match[2], ""), _last(match[1], match[2], "")) if match else frozenset()


def spans(text: str) -> frozenset[Unit] | None:
    """What somebody wrote: «B2», «B2-D3», «B2d-C3a», several of them with gaps or commas between; in any case and
    width. None when any of it is something else."""
    words = [each for each in _BETWEEN.split(unicodedata.normalize("NFKC", text).upper().strip()) if each]
    found = [_SPAN.fullmatch(each) for each in words]
    units: frozenset[Unit] = frozenset()
    for match in found:
        if match is None:
            return None
        units |= _span(match)
    return units if found else None


def units_of(boxes: Iterable[Sequence[int]]) -> frozenset[Unit]:
    """The quarters that the boxes cover whole."""
    kept = [tuple(each) for each in boxes]
    return frozenset(
        unit
        for unit in EVERYTHING
        for (left, top, right, bottom), mine in ((each, _box(unit, unit)) for each in kept)
        if left <= mine[0] and top <= mine[1] and mine[2] <= right and mine[3] <= bottom
    )


def boxes_of(units: Iterable[Unit]) -> list[Box]:
    """Few boxes that cover just these quarters; the same for the same quarters."""
    left = set(units)
    boxes: list[Box] = []
    for x, y in sorted(left, key=lambda unit: (unit[1], unit[0])):
        if (x, y) not in left:
            continue
        last = x
        while (last + 1, y) in left:
            last += 1
        run, down = range(x, last + 1), y
        while all((each, down + 1) in left for each in run):
            down += 1
        left -= {(each, row) for each in run for row in range(y, down + 1)}
        boxes.append(_box((x, y), (last, down)))
    return boxes


def toggled(boxes: Iterable[Sequence[int]], units: frozenset[Unit]) -> list[Box]:
    """With `units` black where any of them was not, and clear where all of them were."""
    black = units_of(boxes)
    return boxes_of(black - units if units <= black else black | units)


def _span(match: re.Match[str]) -> frozenset[Unit]:
    if match[4] is None:
        return _between(_first(match[1], match[2], match[3]), _last(match[1], match[2], match[3]))
    corners = [_first(match[1], match[2], match[3]), _last(match[1], match[2], match[3])]
    corners += [_first(match[4], match[5], match[6]), _last(match[4], match[5], match[6])]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return _between((min(across), min(down)), (max(across), max(down)))


def _first(column: str, row: str, quarter: str) -> Unit:
    at = QUARTERS.upper().index(quarter) if quarter else 0
    return 2 * COLUMNS.index(column) + at % 2, 2 * ROWS.index(row) + at // 2


def _last(column: str, row: str, quarter: str) -> Unit:
    x, y = _first(column, row, quarter)
    return (x, y) if quarter else (x + 1, y + 1)


def _between(first: Unit, last: Unit) -> frozenset[Unit]:
    return frozenset((x, y) for x in range(first[0], last[0] + 1) for y in range(first[1], last[1] + 1))


def _box(first: Unit, last: Unit) -> Box:
    (left, top), (right, bottom) = first, last
    return (
        floor(1000 * left / _WIDE),
        floor(1000 * top / _HIGH),
        ceil(1000 * (right + 1) / _WIDE),
        ceil(1000 * (bottom + 1) / _HIGH),
    )
