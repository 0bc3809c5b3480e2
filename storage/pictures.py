"""Pictures as officers may see them: decoded in a bounded child, stripped to their pixels, encoded anew.

A photo's file says where its reporter stood, which camera was used and when; a crafted file attacks the decoder.
So nothing of the file is kept but pixels, and the decoding happens in a process of its own, without secrets, that
may die (see `storage/picture_worker.py`). Colour profiles go too: colours may shift slightly, identities may not.
"""

import asyncio
import json
import logging
import os
import re
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.coordinates import Point

log = logging.getLogger(__name__)

_WORKER = Path(__file__).with_name("picture_worker.py")

# What the first bytes must be. The list is also the list of decoders that can be reached at all.
_FORMATS = {
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "WEBP": re.compile(rb"RIFF....WEBP", re.DOTALL),
    "GIF": re.compile(rb"GIF8[79]a"),
}
_HEIF = re.compile(rb"....ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL)


class Reason(StrEnum):
    """Why a file can't be taken as a picture; each is the key of a sentence for whoever sent it."""

    FILE_TOO_LARGE = "file_too_large"
    NOT_A_PICTURE = "not_a_picture"
    HEIC = "picture_heic"
    TOO_BIG = "picture_too_big"
    UNREADABLE = "picture_unreadable"
    TOO_COSTLY = "picture_too_costly"


@dataclass(frozen=True, slots=True)
class Refused:
    reason: Reason


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A copy fit for officers, and what the original's EXIF said, which is not.

    `width` and `height` are the copy's, in pixels. `dhash` is 64 bits, signed, for finding near-duplicates. `gps` is
    WGS-84.
    """

    jpeg: bytes
    width: int
    height: int
    dhash: int
    gps: Point | None


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """`memory_bytes` and `cpu_s` bind the child on Linux; macOS has no memory limit, Windows neither."""

    file_bytes: int = 20 * 1024 * 1024
    pixels: int = 50_000_000
    side: int = 2560
    memory_bytes: int = 1024 * 1024 * 1024
    cpu_s: int = 10
    wall_s: float = 20.0


class PictureCleaner:
    """Cleans `at_once` pictures at a time; the others wait. One belongs to one event loop."""

    def __init__(self, at_once: int = 2, limits: PictureLimits | None = None, worker: Path = _WORKER) -> None:
        self._limits = limits or PictureLimits()
        self._worker = worker
        self._slots = asyncio.Semaphore(at_once)

    async def clean(self, data: bytes) -> Cleaned | Refused:
        """A JPEG of at most 2560 pixels a side, upright; the first frame of what moves, on white what is clear."""
        facts, jpeg = await self._ask_worker(data)
        if reason := facts.get("refused"):
            return Refused(Reason(reason))
        return Cleaned(
            jpeg=jpeg,
            width=facts["width"],
            height=facts["height"],
            dhash=facts["dhash"],
            gps=_point(facts),
        )

    async def _ask_worker(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        if len(data) > self._limits.file_bytes:
            return _refusal(Reason.FILE_TOO_LARGE)
        file_format = next((name for name, start in _FORMATS.items() if start.match(data)), None)
        if file_format is None:
            return _refusal(Reason.HEIC if _HEIF.match(data) else Reason.NOT_A_PICTURE)
        job = {
            "format": file_format,
            "max_pixels": self._limits.pixels,
            "max_side": self._limits.side,
            "memory_bytes": self._limits.memory_bytes,
            "cpu_s": self._limits.cpu_s,
        }
        async with self._slots:
            return await self._run_worker(json.dumps(job), data)

    async def _run_worker(self, job: str, data: bytes) -> tuple[dict[str, Any], bytes]:
        # A process for each picture: whatever one of them did to its decoder, the next one meets a fresh one.
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(self._worker), job),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_bare_environment(),
        )
        try:
            async with asyncio.timeout(self._limits.wall_s):
                output, errors = await process.communicate(data)
        except TimeoutError:
            log.warning("A picture took longer than %s s and was given up.", self._limits.wall_s)
            return _refusal(Reason.TOO_COSTLY)
        finally:
            # Also when we are cancelled: no child outlives the question it was asked.
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            log.warning("The picture process ended with %s: %s", process.returncode, errors[-300:])
            return _refusal(Reason.TOO_COSTLY if process.returncode < 0 else Reason.UNREADABLE)
        line, _, jpeg = output.partition(b"\n")
        return json.loads(line), jpeg


def _refusal(reason: Reason) -> tuple[dict[str, Any], bytes]:
    return {"refused": reason}, b""


def _bare_environment() -> dict[str, str]:
    """Nothing that was given to the program: its environment may hold the bot's token. Windows needs its root."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def _point(facts: dict[str, Any]) -> Point | None:
    return Point(*facts["gps"]) if facts.get("gps") else None
