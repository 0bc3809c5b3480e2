import asyncio
import io
import os
import random
import struct
import sys
import zlib
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from domain.coordinates import Point
from storage.pictures import Cleaned, PictureCleaner, PictureLimits, Reason, Refused

CANARY = "CANARY-7f3a"
SERIAL, MAKER, ARTIST = f"{CANARY}-serial", f"{CANARY}-maker", f"{CANARY}-artist"
HERE = Point(23.13, 113.27)


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """A picture whose left upper corner is black, so that one sees which way it is turned."""
    picture = Image.linear_gradient("L").resize((width, height)).convert(mode)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 3, height // 3), fill=0)
    return picture


def telling_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Artist] = ARTIST
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.DateTimeOriginal: "2026:03:02 10:20:30",
            ExifTags.Base.OffsetTimeOriginal: "+08:00",
            ExifTags.Base.BodySerialNumber: SERIAL,
            ExifTags.Base.MakerNote: MAKER.encode(),
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {
            ExifTags.GPS.GPSLatitudeRef: "N",
            ExifTags.GPS.GPSLatitude: (23.0, 7.0, 48.0),
            ExifTags.GPS.GPSLongitudeRef: "E",
            ExifTags.GPS.GPSLongitude: (113.0, 16.0, 12.0),
        }
    )
    return exif


def jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def telling_jpeg(orientation: int = 1) -> bytes:
    """A photo as a phone might send it, with a canary in every place where a file can say something."""
    out = io.BytesIO()
    xmp = f"<x:xmpmeta>{CANARY}-xmp</x:xmpmeta>".encode()
    profile = f"{CANARY}-icc".encode() * 20
    scene().save(out, "JPEG", exif=telling_exif(orientation), xmp=xmp, icc_profile=profile, comment=f"{CANARY}-comment")
    photo = out.getvalue()
    thumbnail = io.BytesIO()
    scene(64, 48).save(thumbnail, "JPEG", comment=f"{CANARY}-thumbnail")
    extra = jpeg_segment(0xED, b"Photoshop 3.0\x00" + f"{CANARY}-iptc".encode()) + jpeg_segment(
        0xEC, thumbnail.getvalue()
    )
    return photo[:2] + extra + photo[2:] + f"PK\x03\x04{CANARY}-tail".encode()


def encoded(file_format: str, picture: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (picture or scene()).save(out, file_format, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A valid PNG of a few hundred kilobytes at most, whose rows are all zeros."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 2) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def cleaner() -> PictureCleaner:
    return PictureCleaner()


async def cleaned(cleaner: PictureCleaner, data: bytes) -> Cleaned:
    result = await cleaner.clean(data)
    assert isinstance(result, Cleaned), result
    return result


async def test_nothing_a_file_tells_about_its_sender_is_left(cleaner: PictureCleaner) -> None:
    original = telling_jpeg()
    for planted in ("serial", "maker", "artist", "xmp", "icc", "comment", "iptc", "thumbnail", "tail"):
        assert f"{CANARY}-{planted}".encode() in original
    copy = (await cleaned(cleaner, original)).jpeg
    assert CANARY.encode() not in copy
    assert b"PK\x03\x04" not in copy
    opened = Image.open(io.BytesIO(copy))
    assert (opened.format, opened.size) == ("JPEG", (640, 480))
    assert not opened.getexif()
    assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


async def test_what_the_exif_told_is_returned_apart(cleaner: PictureCleaner) -> None:
    result = await cleaned(cleaner, telling_jpeg())
    assert result.gps is not None
    assert (result.gps.lat, result.gps.lon) == pytest.approx((HERE.lat, HERE.lon))


@pytest.mark.parametrize(
    "gps",
    [
        {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
        {1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (113.0, 0.0, 0.0)},
        {1: "N", 2: (23.0, 0.0, 0.0)},
        {1: "N", 2: (IFDRational(0, 0),) * 3, 3: "E", 4: (113.0, 0.0, 0.0)},
    ],
)
async def test_a_place_that_cannot_be_is_none_and_the_picture_stays(
    cleaner: PictureCleaner, gps: dict[int, object]
) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    assert (await cleaned(cleaner, encoded("JPEG", exif=exif))).gps is None


async def test_south_and_west_are_negative(cleaner: PictureCleaner) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 15.0, 0.0)})
    assert (await cleaned(cleaner, encoded("JPEG", exif=exif))).gps == Point(-33.5, -70.25)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
async def test_the_copy_stands_upright(cleaner: PictureCleaner, orientation: int, corner: tuple[int, int]) -> None:
    result = await cleaned(cleaner, telling_jpeg(orientation))
    copy = Image.open(io.BytesIO(result.jpeg)).convert("L")
    assert copy.size == (result.width, result.height)
    assert (result.width > result.height) == (orientation in (1, 3))
    x, y = (round(side * (0.1 + 0.8 * where)) for side, where in zip(copy.size, corner, strict=True))
    assert copy.tobytes()[y * copy.width + x] < 40


@pytest.mark.parametrize(
    "data",
    [
        encoded("PNG", pnginfo=None),
        encoded("PNG", scene(mode="RGBA")),
        encoded("PNG", scene(mode="LA")),
        encoded("PNG", scene(mode="P")),
        encoded("PNG", scene(mode="1")),
        encoded("PNG", Image.new("I;16", (640, 480), 60_000)),
        encoded("JPEG", scene(mode="CMYK")),
        encoded("JPEG", scene(mode="L")),
        encoded("WEBP"),
        encoded("WEBP", scene(mode="RGBA")),
        encoded("GIF", save_all=True, append_images=[Image.new("RGB", (640, 480))]),
        encoded("MPO", save_all=True, append_images=[Image.new("RGB", (640, 480))]),
    ],
    ids=["png", "rgba", "la", "palette", "bits", "16bit", "cmyk", "grey", "webp", "webp-rgba", "gif", "mpo"],
)
async def test_every_kind_of_picture_becomes_a_plain_jpeg(cleaner: PictureCleaner, data: bytes) -> None:
    result = await cleaned(cleaner, data)
    copy = Image.open(io.BytesIO(result.jpeg))
    copy.load()
    assert (copy.format, copy.mode, copy.size) == ("JPEG", "RGB", (640, 480))


async def test_sixteen_bits_keep_their_brightness(cleaner: PictureCleaner) -> None:
    result = await cleaned(cleaner, encoded("PNG", Image.new("I;16", (64, 64), 32_768)))
    assert Image.open(io.BytesIO(result.jpeg)).convert("L").getpixel((32, 32)) == pytest.approx(128, abs=3)


async def test_what_is_clear_becomes_white(cleaner: PictureCleaner) -> None:
    result = await cleaned(cleaner, encoded("PNG", Image.new("RGBA", (64, 64), (255, 0, 0, 0))))
    assert Image.open(io.BytesIO(result.jpeg)).getpixel((32, 32)) == (255, 255, 255)


async def test_texts_in_a_png_or_webp_or_gif_are_gone_too(cleaner: PictureCleaner) -> None:
    notes = PngInfo()
    notes.add_text("Author", CANARY)
    notes.add_itxt("Comment", CANARY)
    for data in (
        encoded("PNG", pnginfo=notes, exif=telling_exif()),
        encoded("WEBP", exif=telling_exif(), xmp=CANARY.encode()),
        encoded("GIF", comment=CANARY.encode()),
    ):
        assert CANARY.encode() in data
        assert CANARY.encode() not in (await cleaned(cleaner, data)).jpeg


async def test_a_large_photo_is_brought_to_2560_a_side(cleaner: PictureCleaner) -> None:
    result = await cleaned(cleaner, encoded("JPEG", scene(6000, 4000)))
    assert (result.width, result.height) == (2560, 1707)


def patchwork(seed: int, width: int, height: int) -> Image.Image:
    patches = Image.frombytes("L", (12, 9), random.Random(seed).randbytes(108))
    return patches.resize((width, height), Image.Resampling.NEAREST)


async def test_the_fingerprint_survives_scaling_and_tells_pictures_apart(cleaner: PictureCleaner) -> None:
    large = (await cleaned(cleaner, encoded("JPEG", patchwork(1, 1600, 1200)))).dhash
    small = (await cleaned(cleaner, encoded("PNG", patchwork(1, 400, 300)))).dhash
    other = (await cleaned(cleaner, encoded("JPEG", patchwork(2, 1600, 1200)))).dhash
    assert ((large ^ small) & (2**64 - 1)).bit_count() <= 4
    assert ((large ^ other) & (2**64 - 1)).bit_count() > 16
    assert all(-(2**63) <= fingerprint < 2**63 for fingerprint in (large, small, other))


async def test_a_bomb_is_refused_from_its_header(cleaner: PictureCleaner) -> None:
    bomb = png_that_claims(13_000, 13_000)
    assert len(bomb) < 40_000
    assert await cleaner.clean(bomb) == Refused(Reason.TOO_BIG)


async def test_a_file_over_twenty_megabytes_is_refused(cleaner: PictureCleaner) -> None:
    assert await cleaner.clean(b"\xff\xd8\xff" + bytes(20 * 1024 * 1024)) == Refused(Reason.FILE_TOO_LARGE)


FOREIGN = {
    "tiff": encoded("TIFF"),
    "eps": encoded("EPS"),
    "bmp": encoded("BMP"),
    "psd": b"8BPS\x00\x01" + bytes(200),
    "fits": b"SIMPLE  =                    T".ljust(2880),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "avif": encoded("AVIF"),
    "nothing": b"",
}


@pytest.mark.parametrize("kind", FOREIGN)
async def test_other_formats_are_refused_whatever_their_name_says(cleaner: PictureCleaner, kind: str) -> None:
    assert await cleaner.clean(FOREIGN[kind]) == Refused(Reason.NOT_A_PICTURE)


@pytest.mark.parametrize("kind", [kind for kind in FOREIGN if kind != "nothing"])
async def test_a_foreign_format_behind_a_jpeg_s_first_bytes_is_refused(cleaner: PictureCleaner, kind: str) -> None:
    assert await cleaner.clean(b"\xff\xd8\xff\xe0" + FOREIGN[kind]) == Refused(Reason.UNREADABLE)


async def test_heic_is_refused_by_name(cleaner: PictureCleaner) -> None:
    assert await cleaner.clean(b"\x00\x00\x00\x18ftypheic" + bytes(100)) == Refused(Reason.HEIC)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7])
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
async def test_half_a_picture_is_refused(cleaner: PictureCleaner, file_format: str, share: float) -> None:
    whole = encoded(file_format)
    assert await cleaner.clean(whole[: int(len(whole) * share)]) == Refused(Reason.UNREADABLE)


async def test_exif_that_is_rubbish_costs_only_itself(cleaner: PictureCleaner) -> None:
    photo = encoded("JPEG")
    rubbish = jpeg_segment(0xE1, b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + os.urandom(300))
    result = await cleaned(cleaner, photo[:2] + rubbish + photo[2:])
    assert (result.gps, result.width) == (None, 640)


@pytest.mark.skipif(sys.platform != "linux", reason="memory limits of a process are enforced on Linux only")
async def test_a_picture_that_wants_more_memory_than_allowed_is_refused() -> None:
    tight = PictureCleaner(limits=PictureLimits(memory_bytes=128 * 1024 * 1024))
    assert await tight.clean(png_that_claims(7_000, 7_000)) == Refused(Reason.UNREADABLE)


def a_worker_that(tmp_path: Path, *, does: str) -> Path:
    script = tmp_path / "worker.py"
    script.write_text(f"import os, signal, sys, time\nsys.stdin.buffer.read(1)\n{does}\n", encoding="utf-8")
    return script


async def test_a_child_killed_midway_is_a_refusal(tmp_path: Path) -> None:
    killed = a_worker_that(tmp_path, does="os.kill(os.getpid(), signal.SIGKILL)")
    assert await PictureCleaner(worker=killed).clean(telling_jpeg()) == Refused(Reason.TOO_COSTLY)


async def test_a_child_that_fails_is_a_refusal(tmp_path: Path) -> None:
    failing = a_worker_that(tmp_path, does="raise RuntimeError")
    assert await PictureCleaner(worker=failing).clean(telling_jpeg()) == Refused(Reason.UNREADABLE)


async def test_a_child_that_never_answers_is_given_up_and_ended(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    hanging = a_worker_that(tmp_path, does=f"open({str(pid_file)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    cleaner = PictureCleaner(worker=hanging, limits=PictureLimits(wall_s=3.0))
    assert await cleaner.clean(telling_jpeg()) == Refused(Reason.TOO_COSTLY)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


async def test_the_child_inherits_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOFF_TOKEN", CANARY)
    seen = tmp_path / "environment"
    curious = a_worker_that(tmp_path, does=f"open({str(seen)!r}, 'w').write(repr(dict(os.environ)))\nsys.exit(1)")
    await PictureCleaner(worker=curious).clean(telling_jpeg())
    assert "{" in seen.read_text()
    assert CANARY not in seen.read_text()


async def test_many_at_once_are_all_cleaned(cleaner: PictureCleaner) -> None:
    results = await asyncio.gather(*(cleaner.clean(encoded("JPEG", scene(200 + n, 100))) for n in range(6)))
    assert [result.width for result in results if isinstance(result, Cleaned)] == [200 + n for n in range(6)]
