"""A photo as the public may see it: its boxes burned in, everything else of it decoded and encoded anew."""

import io
from base64 import b64decode
from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from typing import Any

from PIL import Image, ImageDraw

_BLOCK = 16
"""Pixels of the largest unit of JPEG with halved colours: what lies in one shares its waves with all of it."""

_MARGIN = 8
"""More than the two pixels by which a decoder smears the colours of one unit into the next; and whole units of the
copy that is written here, which halves no colours."""


def write(lines: Iterator[Any]) -> bytes:
    """The first line: {boxes}, each [left, top, right, bottom] in thousandths. The second: a JPEG in base64."""
    facts, jpeg = next(lines), next(lines)
    return blackened(b64decode(jpeg), facts["boxes"])


def blackened(jpeg: bytes, boxes: Iterable[Sequence[int]]) -> bytes:
    """A JPEG of pixels alone, with nothing of the file it was made from."""
    picture = opened(jpeg)
    pen = ImageDraw.Draw(picture)
    for left, top, right, bottom in areas(boxes, picture.size):
        pen.rectangle((left, top, right - 1, bottom - 1), fill="black")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, subsampling=0, optimize=True)
    return out.getvalue()


def opened(jpeg: bytes) -> Image.Image:
    """The pixels on a fresh canvas: no text, profile, place or small picture of the file crosses over."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        canvas = Image.new("RGB", picture.size)
        canvas.paste(picture.convert("RGB"))
    return canvas


def areas(boxes: Iterable[Sequence[int]], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """What is blackened, in pixels: grown to whole units of JPEG and a margin, so that no trace of what lies under a
    box is left beside it."""
    wide, high = size
    return [
        (
            max(0, _BLOCK * floor(left * wide / 1000 / _BLOCK) - _MARGIN),
            max(0, _BLOCK * floor(top * high / 1000 / _BLOCK) - _MARGIN),
            min(wide, _BLOCK * ceil(right * wide / 1000 / _BLOCK) + _MARGIN),
            min(high, _BLOCK * ceil(bottom * high / 1000 / _BLOCK) + _MARGIN),
        )
        for left, top, right, bottom in boxes
    ]
