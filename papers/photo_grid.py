"""A photo with a grid over it, by which somebody says what is to be blackened; what is, half-transparent."""

import io
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from domain.blackening import COLUMNS, ROWS
from papers.blackened import areas, opened

_SIDE, _SMALLEST = 1280, 480
"""Pixels of the longer side: enough to see what is to be hidden, little enough to be sent at every press."""

_SHADE = 165
"""Of 255: dark enough to be seen as chosen, light enough to see what lies under it."""

_LINE, _FINE, _RIM = (255, 214, 0), (255, 255, 255), (230, 60, 40)


def write(lines: Iterator[Any]) -> bytes:
    """The first line: {boxes}, as in `papers.blackened`. The second: a JPEG in base64."""
    facts, jpeg = next(lines), next(lines)
    out = io.BytesIO()
    grid(b64decode(jpeg), facts["boxes"]).save(out, "JPEG", quality=80)
    return out.getvalue()


def grid(jpeg: bytes, boxes: Iterable[Sequence[int]]) -> Image.Image:
    """The photo between two edges that name its columns and rows."""
    picture = _resized(_shaded(opened(jpeg), boxes))
    edge = max(22, max(picture.size) // 36)
    canvas = Image.new("RGB", (picture.width + edge, picture.height + edge), "white")
    canvas.paste(picture, (edge, edge))
    pen = ImageDraw.Draw(canvas)
    _lines(pen, picture.size, edge)
    _names(pen, picture.size, edge)
    return canvas


def _shaded(picture: Image.Image, boxes: Iterable[Sequence[int]]) -> Image.Image:
    # The very pixels that will be black, the margin included; with a rim, or they would be lost in a dark photo.
    mask, rim = Image.new("L", picture.size), max(2, max(picture.size) // 400)
    found = [(left, top, right - 1, bottom - 1) for left, top, right, bottom in areas(boxes, picture.size)]
    for each in found:
        ImageDraw.Draw(mask).rectangle(each, fill=_SHADE)
    picture.paste("black", mask=mask)
    for each in found:
        ImageDraw.Draw(picture).rectangle(each, outline=_RIM, width=rim)
    return picture


def _resized(picture: Image.Image) -> Image.Image:
    longest = max(picture.size)
    scale = min(_SIDE, max(longest, _SMALLEST)) / longest
    # A photo may be a thousand times as long as it is high.
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture if scale == 1 else picture.resize(size, Image.Resampling.LANCZOS)


def _lines(pen: ImageDraw.ImageDraw, size: tuple[int, int], edge: int) -> None:
    """Whole lines between cells, dots between their quarters."""
    wide, high = size
    for at in range(2 * len(COLUMNS) + 1):
        x = edge + round(at * (wide - 1) / (2 * len(COLUMNS)))
        if at % 2 == 0:
            pen.line((x, edge, x, edge + high), fill=_LINE)
        else:
            pen.point([(x, y) for y in range(edge, edge + high, 6)], fill=_FINE)
    for at in range(2 * len(ROWS) + 1):
        y = edge + round(at * (high - 1) / (2 * len(ROWS)))
        if at % 2 == 0:
            pen.line((edge, y, edge + wide, y), fill=_LINE)
        else:
            pen.point([(x, y) for x in range(edge, edge + wide, 6)], fill=_FINE)


def _names(pen: ImageDraw.ImageDraw, size: tuple[int, int], edge: int) -> None:
    type_ = ImageFont.load_default(size=round(edge * 0.7))
    for at, name in enumerate(COLUMNS):
        x = edge + (at + 0.5) * size[0] / len(COLUMNS)
        pen.text((x, edge / 2), name, fill="black", font=type_, anchor="mm")
    for at, name in enumerate(ROWS):
        y = edge + (at + 0.5) * size[1] / len(ROWS)
        pen.text((edge / 2, y), name, fill="black", font=type_, anchor="mm")
