"""The evidence folder: sealed originals, cleaned copies, what is published of them, under generated names."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from storage.sealing import KeyRing


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file went: the names in the folder, and the SHA-256 of the original in hexadecimal."""

    original: str
    copy: str
    sha256: str


@dataclass(frozen=True)
class EvidenceFolder:
    """One folder with three shelves. File names say nothing of who sent them or what they show."""

    root: Path
    keys: KeyRing

    def prepare(self) -> None:
        """Makes the shelves, readable by the program's user alone."""
        for shelf in ("originals", "copies", "published"):
            (self.root / shelf).mkdir(parents=True, exist_ok=True, mode=0o700)

    async def keep(self, name: str, original: bytes, copy: bytes) -> Kept:
        """Writes both under `name` and waits until they are on the disk; a second time replaces the first.

        Raises OSError (a full disk) with nothing half-kept.
        """
        sealed = self.keys.seal(original, "vault", "original", name)
        await asyncio.to_thread(self._write_both, name, sealed, copy)
        return Kept(f"{name}.sealed", f"{name}.jpg", hashlib.sha256(original).hexdigest())

    async def read_copy(self, name: str) -> bytes:
        """A cleaned copy, as officers may have it. Raises FileNotFoundError."""
        return await asyncio.to_thread((self.root / "copies" / Path(name).name).read_bytes)

    async def read_original(self, name: str) -> bytes:
        """The file as it was sent. Raises FileNotFoundError, or `SealBroken` if it was altered or swapped."""
        sealed = await asyncio.to_thread((self.root / "originals" / Path(name).name).read_bytes)
        return self.keys.open(sealed, "vault", "original", Path(name).stem)

    async def keep_published(self, name: str, jpeg: bytes) -> str:
        """Writes a blackened copy and waits until it is on the disk; returns its SHA-256 in hexadecimal.

        Raises OSError with nothing half-kept.
        """
        await asyncio.to_thread(self._write_published, self.root / "published" / Path(name).name, jpeg)
        return hashlib.sha256(jpeg).hexdigest()

    async def read_published(self, name: str) -> bytes:
        """A blackened copy; whether it is the approved one is asked elsewhere. Raises FileNotFoundError."""
        return await asyncio.to_thread((self.root / "published" / Path(name).name).read_bytes)

    async def published(self) -> list[str]:
        """The names of all blackened copies."""
        return await asyncio.to_thread(lambda: [each.name for each in (self.root / "published").glob("*.jpg")])

    async def remove_published(self, name: str) -> None:
        """Removes a blackened copy; what is not there is gone already."""
        await asyncio.to_thread((self.root / "published" / Path(name).name).unlink, missing_ok=True)

    async def remove(self, handle: str) -> None:
        """Removes the original and the copy; what is not there is gone already."""
        for path in (self.root / "originals" / f"{handle}.sealed", self.root / "copies" / f"{handle}.jpg"):
            await asyncio.to_thread(path.unlink, missing_ok=True)

    def _write_both(self, name: str, sealed: bytes, copy: bytes) -> None:
        original, cleaned = self.root / "originals" / f"{name}.sealed", self.root / "copies" / f"{name}.jpg"
        try:
            _write_durably(original, sealed)
            _write_durably(cleaned, copy)
        except OSError:
            original.unlink(missing_ok=True)
            cleaned.unlink(missing_ok=True)
            raise

    def _write_published(self, path: Path, jpeg: bytes) -> None:
        try:
            _write_durably(path, jpeg)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _write_durably(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
