"""Nothing of what lies under a box is left in the file that is published: neither there, nor beside it, nor hidden."""

import io
from base64 import b64encode
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from domain.blackening import EVERYTHING, boxes_of, cell, spans
from papers.blackened import areas, blackened
from papers.photo_grid import grid
from papers.press import Press

WIDE, HIGH = 320, 240
CANARY = b"CANARY-7f3a"
Units = frozenset[tuple[int, int]]
UNITS = st.one_of(
    st.frozensets(st.sampled_from(sorted(EVERYTHING)), min_size=1, max_size=6),
    st.sampled_from(["A1", "H6", "B2-D3", "C3a", "B2d-C3a", "A1-A6"]).map(lambda text: spans(text) or frozenset()),
)


@cache
def noise(seed: int, size: tuple[int, int] = (WIDE, HIGH)) -> Any:
    """The loudest picture there is: every pixel differs from its neighbours in brightness and colour."""
    return np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)


def jpeg(pixels: Any, **options: Any) -> bytes:
    """As the cleaned copies are written: with halved colours, where traces spread furthest."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85, optimize=True, **options)
    return out.getvalue()


def decoded(content: bytes) -> Any:
    with Image.open(io.BytesIO(content)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def with_secret(units: Units, seed: int, size: tuple[int, int] = (WIDE, HIGH)) -> Any:
    """One and the same picture, with another secret under the boxes."""
    pixels = noise(1, size).copy()
    for left, top, right, bottom in boxes_of(units):
        ys = slice(top * size[1] // 1000, -(-bottom * size[1] // 1000))
        xs = slice(left * size[0] // 1000, -(-right * size[0] // 1000))
        pixels[ys, xs] = noise(seed, size)[ys, xs]
    return pixels


@settings(deadline=None, max_examples=40)
@given(UNITS)
@example(cell("D4"))
def test_two_photos_that_differ_only_under_the_boxes_become_one_and_the_same_file(units: Units) -> None:
    boxes = boxes_of(units)
    one, other = jpeg(with_secret(units, 2)), jpeg(with_secret(units, 3))
    assert one != other
    assert blackened(one, boxes) == blackened(other, boxes)


def test_also_where_the_edges_fall_beside_the_blocks_of_the_file() -> None:
    # Sizes that are no multiple of eight or sixteen: the last blocks of each row are cut.
    for size in ((333, 251), (1280, 853), (97, 1023)):
        for units in (cell("H6"), cell("D3"), spans("C3d") or frozenset()):
            files = [blackened(jpeg(with_secret(units, seed, size)), boxes_of(units)) for seed in (2, 3)]
            assert files[0] == files[1]


def test_without_the_margin_a_trace_would_be_left() -> None:
    # What the test above would miss if the noise were too quiet: exact boxes do leak.
    units = cell("D4")
    [(left, top, right, bottom)] = boxes_of(units)
    exact = (left * WIDE // 1000, top * HIGH // 1000, -(-right * WIDE // 1000), -(-bottom * HIGH // 1000))
    traces = [decoded(jpeg(with_secret(units, seed))) for seed in (2, 3)]
    for trace in traces:
        trace[exact[1] : exact[3], exact[0] : exact[2]] = 0
    assert np.abs(traces[0] - traces[1]).max() > 8


@settings(deadline=None, max_examples=40)
@given(UNITS)
def test_every_pixel_under_a_box_is_black_and_the_rest_is_the_photo(units: Units) -> None:
    boxes = boxes_of(units)
    source = jpeg(noise(1))
    result, before = decoded(blackened(source, boxes)), decoded(source)
    covered = np.zeros((HIGH, WIDE), dtype=bool)
    for left, top, right, bottom in boxes:
        rows = slice(top * HIGH // 1000, -(-bottom * HIGH // 1000))
        assert result[rows, left * WIDE // 1000 : -(-right * WIDE // 1000)].max() == 0
    for left, top, right, bottom in areas(boxes, (WIDE, HIGH)):
        covered[top:bottom, left:right] = True
    assert not result[covered].any()
    if not covered.all():
        assert np.abs(result[~covered] - before[~covered]).mean() < 16


def test_nothing_that_the_file_says_crosses_over() -> None:
    exif = Image.Exif()
    exif[0x013B] = CANARY.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 48.0), 3: "E", 4: (113.0, 16.0, 12.0)})
    source = jpeg(noise(1), exif=exif, icc_profile=CANARY * 20, comment=CANARY) + CANARY
    result = blackened(source, [])
    assert source.count(CANARY) > 3 and CANARY not in result
    with Image.open(io.BytesIO(result)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (WIDE, HIGH))
        assert not picture.getexif()
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_what_will_be_black_is_seen_half_transparent_before() -> None:
    white = jpeg(np.full((960, 1280, 3), 255, dtype=np.uint8))
    plain, shaded = (np.asarray(grid(white, boxes)).astype(int) for boxes in ([], boxes_of(cell("B2"))))
    edge = plain.shape[1] - 1280
    dark = (shaded.mean(axis=2) < 128) & (plain.mean(axis=2) > 200)
    ys, xs = np.nonzero(dark)
    [(left, top, right, bottom)] = areas(boxes_of(cell("B2")), (1280, 960))
    assert (xs.min() - edge, ys.min() - edge) == (left, top)
    assert (xs.max() + 1 - edge, ys.max() + 1 - edge) == (right, bottom)
    inside = shaded[(ys.min() + ys.max()) // 2, (xs.min() + xs.max()) // 2]
    assert 60 < inside.mean() < 128


def test_a_grid_fits_over_whatever_shape_a_photo_has() -> None:
    for size in ((1, 1), (1, 2000), (2560, 3), (4, 4)):
        picture = grid(jpeg(np.zeros((size[1], size[0], 3), dtype=np.uint8)), boxes_of(cell("A1")))
        assert max(picture.size) <= 1280 + 36 + 1


async def test_the_child_makes_both_and_the_program_opens_no_picture() -> None:
    source = jpeg(noise(1))

    async def lines() -> AsyncIterator[object]:
        yield {"boxes": boxes_of(cell("B2"))}
        yield b64encode(source).decode()

    assert await Press().make("blackened", lines()) == blackened(source, boxes_of(cell("B2")))
    assert (await Press().make("photo_grid", lines())).startswith(b"\xff\xd8\xff")
