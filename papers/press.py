"""Making a document in a child process: libraries for documents are large, and so is what they build.

The program neither imports them nor keeps a document's parts: facts go in line by line as JSON, finished bytes come
out, and the child is gone with all it held (see `papers/worker.py`).
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path

_WORKER = Path(__file__).with_name("worker.py")
_COMPLAINT = 600


class PaperFailed(Exception):
    """The child made no document: it took too long, asked for too much, or stumbled; its own words are logged."""


@dataclass(frozen=True, slots=True)
class PressLimits:
    """`memory_bytes` and `cpu_s` bind the child on Linux. `wall_s` is for one document, waiting in line included.

    Waiting, making and uploading together must stay within the lease of the outbox row (`delivery/voice.py`).
    """

    memory_bytes: int = 1536 * 1024 * 1024
    cpu_s: int = 60
    wall_s: float = 120.0


class Press:
    """Makes `at_once` documents at a time; the others wait. One belongs to one event loop."""

    def __init__(self, at_once: int = 1, limits: PressLimits | None = None, worker: Path = _WORKER) -> None:
        self._limits = limits or PressLimits()
        self._worker = worker
        self._slots = asyncio.Semaphore(at_once)

    async def make(self, writer: str, lines: AsyncIterable[object]) -> bytes:
        """The document that `writer` (see `papers/worker.py`) makes of these lines. Raises `PaperFailed`."""
        try:
            async with asyncio.timeout(self._limits.wall_s), self._slots:
                return await self._run(writer, lines)
        except TimeoutError:
            raise PaperFailed(f"{writer}: no document within {self._limits.wall_s} s") from None

    async def _run(self, writer: str, lines: AsyncIterable[object]) -> bytes:
        bounds = json.dumps({"memory_bytes": self._limits.memory_bytes, "cpu_s": self._limits.cpu_s})
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", str(self._worker), writer, bounds),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_bare_environment(),
        )
        try:
            assert process.stdin is not None, "asked for"
            await _feed(process.stdin, lines)
            document, complaint = await process.communicate()
        finally:
            # Also when we are cancelled: no child outlives the question it was asked.
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode or not document:
            said = complaint[-_COMPLAINT:].decode(errors="replace")
            raise PaperFailed(f"{writer}: the process ended with {process.returncode}: {said}")
        return document


async def _feed(stdin: asyncio.StreamWriter, lines: AsyncIterable[object]) -> None:
    """One JSON document a line, as fast as the child reads. It answers only when it has read them all."""
    try:
        async for line in lines:
            stdin.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            await stdin.drain()
    except (BrokenPipeError, ConnectionResetError):
        pass  # The child has ended early; its return code says why.
    finally:
        stdin.close()


def _bare_environment() -> dict[str, str]:
    """Nothing that was given to the program: its environment may hold the bot's token. Windows needs its root."""
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
