"""Photos and documents: their bytes, their ids, the sizes Telegram makes of a picture."""

import asyncio
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from sandbox.refusals import Json, bad

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
PHOTO_SIDES = (90, 320, 800, 1280)
LARGEST_SUM_OF_SIDES = 10_000
LARGEST_RATIO = 20


@dataclass(slots=True)
class StoredFile:
    """Bytes, or only the claim of a size (`content` None); `sha256` is of what was received."""

    unique_id: str
    content: bytes | None
    size: int
    path: str
    sha256: str
    name: str | None = None
    mime_type: str | None = None


@dataclass(slots=True)
class Picture:
    """A decoded photo: (width, height, JPEG bytes) from the smallest size to the largest."""

    sizes: list[tuple[int, int, bytes]]


def decoded(content: bytes) -> Picture:
    """Re-encode a picture in Telegram's sizes without its EXIF; raises the Bot API's refusals."""
    if len(content) > PHOTO_LIMIT:
        raise bad(f"file of size {len(content)} bytes is too big for a photo; the maximum size is {PHOTO_LIMIT} bytes")
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            if width + height > LARGEST_SUM_OF_SIDES or max(width, height) > LARGEST_RATIO * min(width, height):
                raise bad("PHOTO_INVALID_DIMENSIONS")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
        raise bad("IMAGE_PROCESS_FAILED") from error
    return Picture(_sizes(upright))


def _sizes(upright: Image.Image) -> list[tuple[int, int, bytes]]:
    longest = max(upright.size)
    sides = [side for side in PHOTO_SIDES if side < longest] + [min(longest, PHOTO_SIDES[-1])]
    made = []
    for side in sorted(set(sides), reverse=True):  # each from the one before: the picture is only ever shrunk
        upright.thumbnail((side, side))
        jpeg = io.BytesIO()
        upright.save(jpeg, "JPEG", quality=85)
        made.append((*upright.size, jpeg.getvalue()))
    return made[::-1]


def file_ids_in(value: Any) -> Iterator[str]:
    """Every `file_id` anywhere inside a payload."""
    if isinstance(value, dict):
        if isinstance(value.get("file_id"), str):
            yield value["file_id"]
        for inner in value.values():
            yield from file_ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from file_ids_in(inner)


class FileStore:
    """All files of the world by their unique id, on disk if a folder was named, else in memory.

    Inside the world a `file_id` equals the unique id; what a bot sees carries the bot's own id, and a
    file id handed to another bot is refused, as Telegram refuses it.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.files: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}
        self.photos: dict[str, list[Json]] = {}

    @staticmethod
    def addressed(value: Any, bot_id: int) -> Any:
        """A copy of a payload in which each file id is the one that belongs to this bot."""
        if isinstance(value, dict):
            copy = {key: FileStore.addressed(inner, bot_id) for key, inner in value.items()}
            if isinstance(copy.get("file_id"), str):
                copy["file_id"] = f"{copy['file_unique_id']}-{bot_id}"
            return copy
        return [FileStore.addressed(inner, bot_id) for inner in value] if isinstance(value, list) else value

    def find(self, file_id: str, bot_id: int) -> StoredFile:
        """The file a bot means; 400 for one that does not exist or is another bot's id."""
        unique_id, _, owner = file_id.rpartition("-")
        if owner != str(bot_id) or unique_id not in self.files:
            raise bad("wrong file identifier/HTTP URL specified")
        return self.files[unique_id]

    def add(
        self, content: bytes | None, folder: str, *, name: str | None = None, mime_type: str | None = None,
        size: int | None = None, sha256: str | None = None,
    ) -> StoredFile:  # fmt: skip
        """Keep a file under a new id; `size` alone claims one without content."""
        number = len(self.files) + 1
        digest = sha256 or hashlib.sha256(content or b"").hexdigest()
        suffix = Path(name).suffix if name else ".jpg" if folder == "photos" else ""
        path = f"{folder}/file_{number}{suffix}"
        length = len(content) if content is not None else size or 0
        stored = StoredFile(f"AQAD{number:08x}", content, length, path, digest, name, mime_type)
        if self.folder is not None and content is not None:
            target = self.folder / path.replace("/", "_")
            target.write_bytes(content)
            stored.content = None
        self.files[stored.unique_id] = stored
        self.by_path[path] = stored
        return stored

    def read(self, stored: StoredFile) -> bytes:
        """A file's bytes; a claimed size without content reads as that many zeros, up to the download limit."""
        if stored.content is not None:
            return stored.content
        kept = self.folder / stored.path.replace("/", "_") if self.folder else None
        if kept is not None and kept.exists():
            return kept.read_bytes()
        return bytes(min(stored.size, DOWNLOAD_LIMIT))

    async def photo(self, content: bytes) -> list[Json]:
        """Make a photo: its `PhotoSize` list, smallest first. Decoding runs in a thread, adding does not."""
        picture = await asyncio.to_thread(decoded, content)
        digest = hashlib.sha256(content).hexdigest()
        sizes = [
            photo_size(self.add(jpeg, "photos", sha256=digest), width, height) for width, height, jpeg in picture.sizes
        ]
        self.photos.update((size["file_unique_id"], sizes) for size in sizes)
        return sizes

    def document(self, content: bytes | None, name: str | None, mime_type: str | None, size: int | None) -> Json:
        """Make a document, whose bytes stay as they are."""
        return described(self.add(content, "documents", name=name, mime_type=mime_type, size=size))


def photo_size(stored: StoredFile, width: int, height: int) -> Json:
    """The Bot API `PhotoSize`."""
    return {**described(stored), "width": width, "height": height}


def described(stored: StoredFile) -> Json:
    """The fields every kind of file has."""
    about: Json = {"file_id": stored.unique_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    if stored.name:
        about["file_name"] = stored.name
    if stored.mime_type:
        about["mime_type"] = stored.mime_type
    return about
