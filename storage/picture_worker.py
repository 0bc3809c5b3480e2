"""The child process that opens pictures sent by strangers, so that the program itself never has to.

Started once for each picture by `storage/pictures.py`, by its path and with Python's isolated mode: it imports
Pillow and nothing of this project, inherits no environment and no files, bounds its own memory and time,
reads one picture from its standard input, and writes one line of JSON, then the clean JPEG.
"""

import io
import json
import math
import os
import struct
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from PIL import ExifTags, Image, WebPImagePlugin

# Named so that the import is not tidied away: Pillow would otherwise load its forty formats to find this one.
_READY_FOR = (WebPImagePlugin.WebPImageFile,)

# What a decoder raises for a picture that is broken, by chance or on purpose. MemoryError belongs here: the
# limit is ours, and the picture asked for more.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
)

Read = TypeVar("Read")

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def limit_resources(memory_bytes: int, cpu_s: int) -> None:
    """Bounds this process where the system can: Linux in full, macOS without memory, Windows not at all."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: memory_bytes,
        resource.RLIMIT_CPU: cpu_s,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, limit in wanted.items():
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):
            continue  # macOS refuses some limits; the parent's clock still stands behind.
    os.nice(5)


def answer(job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The facts of a picture and its clean copy; or the reason why there is none, and nothing."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is stricter, and refuses where Pillow would only warn
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=[job["format"]])
        if picture.width * picture.height > job["max_pixels"]:
            return {"refused": "picture_too_big"}, b""
        facts = _facts(picture)
        clean = _upright(_pixels_only(picture, job["max_side"]), facts.pop("orientation"))
        facts |= {"width": clean.width, "height": clean.height, "dhash": dhash(clean)}
        return facts, _as_jpeg(clean)
    except BROKEN:
        return {"refused": "picture_unreadable"}, b""


def dhash(picture: Image.Image) -> int:
    """64 bits that stay nearly the same when a picture is scaled or re-encoded, as a signed integer.

    Each bit says whether brightness falls from one of 9×8 fields to the next. Signed, because the integers of
    databases are.
    """
    fields = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = "".join(str(int(fields[9 * y + x] > fields[9 * y + x + 1])) for y in range(8) for x in range(8))
    return int.from_bytes(int(bits, 2).to_bytes(8, "big"), "big", signed=True)


def _pixels_only(picture: Image.Image, max_side: int) -> Image.Image:
    """The picture as RGB of at most `max_side`, on a fresh canvas: nothing but pixels crosses over."""
    picture.draft("RGB", (max_side, max_side))  # lets JPEG decode at a fraction of its size
    picture.load()
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    elif picture.mode not in ("L", "RGB", "RGBA", "LA", "CMYK"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((max_side, max_side), reducing_gap=2.0)
    canvas = Image.new("RGB", picture.size, "white")
    transparency = picture.convert("RGBA") if picture.has_transparency_data else None
    canvas.paste(picture.convert("RGB"), mask=transparency)
    return canvas


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _UPRIGHT.get(orientation)
    return picture.transpose(turn) if turn is not None else picture


def _as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _facts(picture: Image.Image) -> dict[str, Any]:
    return {
        "orientation": _unless_broken(lambda: int(picture.getexif().get(ExifTags.Base.Orientation, 1)), 1),
        "gps": _unless_broken(lambda: _gps(picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)), None),
    }


def _unless_broken(read: Callable[[], Read], otherwise: Read) -> Read:
    try:
        return read()
    except Exception:
        # Broken or hostile EXIF, in whatever way it breaks the parser, is as good as none: the pixels count.
        return otherwise


def _gps(ifd: dict[int, Any]) -> tuple[float, float] | None:
    """Decimal degrees (lat, lon); None if absent, not on the earth, or the 0/0 of a camera without a fix."""
    if not {ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude} <= ifd.keys():
        return None
    lat = _degrees(ifd[ExifTags.GPS.GPSLatitude], ifd.get(ExifTags.GPS.GPSLatitudeRef), "S")
    lon = _degrees(ifd[ExifTags.GPS.GPSLongitude], ifd.get(ExifTags.GPS.GPSLongitudeRef), "W")
    real = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return (lat, lon) if real and (lat or lon) else None


def _degrees(parts: tuple[Any, ...], ref: object, negative: str) -> float:
    total = sum((float(part) / (60.0**power) for power, part in enumerate(parts)), 0.0)
    return -total if str(ref).strip("\x00 ").upper() == negative else total


def main() -> None:
    job = json.loads(sys.argv[1])
    limit_resources(job["memory_bytes"], job["cpu_s"])
    facts, jpeg = answer(job, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + jpeg)


if __name__ == "__main__":
    main()
