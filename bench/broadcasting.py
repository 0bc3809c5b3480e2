"""A broadcast to many, by the program and by a plain loop, on the stage that enforces Telegram's limits.

The stage's clock runs `SPEED` times as fast, and so does every pace; the program's own work does not. With `REAL=1` in
the environment everything runs on the real one: a broadcast to 10,000 then takes seven minutes.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter, sleep

from bench import programs
from bench.audience import Audience, Heard, audience
from bench.programs import Program
from bench.subscribers import FIRST, approve_one, keys_in, subscribe
from bot.configuration import load
from bot.wiring import build_app
from services import broadcasting, intake
from services.turn import Turn
from storage import exposures
from storage.database import Database

SPEED = 1.0 if os.environ.get("REAL") else 2.5
PER_S = 25 * SPEED
"""Messages a second that the pace set for broadcasts admits."""

READERS = 10_000
FEW, MANY = 1_000, 100_000
_WATCHED = 2_000
_ASKED_FOR_S = 30
_PLAIN_FOR_S = 120


@dataclass(frozen=True, slots=True)
class Rate:
    """One broadcast: messages a second over what the pace admits, and how many calls were refused as too many."""

    over_limit: float
    refused: int


@dataclass(frozen=True, slots=True)
class Killed:
    """A plain loop that was killed half-way and begun anew: what was said twice; not begun anew: who got nothing."""

    doubled: int
    never_reached: int


@dataclass(frozen=True, slots=True)
class Crowded:
    """A broadcast to `MANY`: seconds until every copy was stored, and resident memory while it goes on."""

    stored_s: float
    rss_mb: float


def ours(folder: Path, database: str) -> Rate:
    """To `READERS` by the program."""
    with _begun(folder, database, 10, READERS, READERS) as (_, seats, _):
        return _rate(seats.until(READERS, _patience(READERS)), READERS)


def answers_ms_p95(folder: Path, database: str) -> float:
    """How long others wait for an answer while it broadcasts, on the real clock: the pace is part of the waiting."""
    readers = 25 * (_ASKED_FOR_S + 5)
    with _begun(folder, database, 11, readers, readers, speed=1.0) as (_, seats, _):
        heard = seats.until(readers, _ASKED_FOR_S, asking=True)
        return quantiles(heard.answers_ms, n=20, method="inclusive")[18]


def crowded(folder: Path, database: str, targets: int) -> Crowded:
    """Memory after the first `_WATCHED` messages at most; the others are on the books only."""
    watched = min(targets, _WATCHED)
    with _begun(folder, database, 12, targets, watched) as (program, seats, stored_s):
        seats.until(watched - FEW // 10, _patience(watched))
        return Crowded(stored_s, program.rss_mb())


def plain(folder: Path) -> Rate:
    """To as many by python-telegram-bot's limiter in a loop, for its first two minutes: all of it takes long."""
    with _plain_stage(folder, READERS) as (url, token, seats), _loop(url, token, READERS):
        heard = seats.until(READERS, _PLAIN_FOR_S)
        return Rate(heard.per_s() / PER_S, heard.refused)


def plain_killed(folder: Path) -> Killed:
    """The same to `FEW`, killed when half of them had it."""
    with _plain_stage(folder, FEW) as (url, token, seats):
        with _loop(url, token, FEW):
            half = len(seats.until(FEW // 2, _patience(FEW)).readers)
        with _loop(url, token, FEW):
            heard = seats.until(FEW + half, 2 * _patience(FEW))
        return Killed(heard.doubled, FEW - half)


def _rate(heard: Heard, readers: int) -> Rate:
    assert len(heard.readers) == readers and heard.doubled == 0, f"{len(heard.readers)} readers, {heard.doubled} twice"
    return Rate(heard.per_s() / PER_S, heard.refused)


def _patience(messages: int) -> float:
    return 3 * messages / PER_S + 60


@contextmanager
def _begun(
    folder: Path, database: str, number: int, targets: int, people: int, speed: float = SPEED
) -> Iterator[tuple[Program, Audience, float]]:
    """The program while it broadcasts to `targets`, of whom `people` are on the stage; and how long storing took."""
    folder.mkdir()
    token, home = programs.token_of(number), folder / "program"
    with programs.stage(folder) as url, audience(url, token, people, speed) as seats:
        programs.prepare(home, url, database, token, programs.telegrams_pace(speed))
        asyncio.run(_gather_readers(home, targets))
        with programs.tipoff(url, home, database, number, prepared=True) as program:
            yield program, seats, asyncio.run(_begin(home))


async def _gather_readers(home: Path, targets: int) -> None:
    database = Database(load(home / "config.toml").database.url)
    await subscribe(database, keys_in(home), targets)
    await database.close()


async def _begin(home: Path) -> float:
    """Seconds until the copies of every target are committed."""
    configuration, keys, now = load(home / "config.toml"), keys_in(home), datetime.now(UTC)
    app = build_app(configuration, keys, "tipoff_bench_bot", now.date())
    database = Database(configuration.database.url)
    exposure_id = await approve_one(database)
    began = perf_counter()
    async with database.write() as tx:
        turn, row = Turn(app, tx, now), await exposures.get(tx, exposure_id)
        assert row is not None
        await broadcasting.begin(turn, row, "publish", by=None, chat_id=None)
        await intake.close_turns([turn])
    took = perf_counter() - began
    await database.close()
    return took


@contextmanager
def _plain_stage(folder: Path, readers: int) -> Iterator[tuple[str, str, Audience]]:
    folder.mkdir()
    token = programs.token_of(90)
    with programs.stage(folder) as url, audience(url, token, readers, SPEED) as seats:
        yield url, token, seats


@contextmanager
def _loop(url: str, token: str, readers: int) -> Iterator[None]:
    """The loop at work; killed with the block, as a machine that fails would kill it."""
    command = [sys.executable, "-m", "bench.plain_loop", url, token, str(FIRST), str(readers), str(PER_S)]
    process = subprocess.Popen(command, cwd=programs.ROOT, stdout=sys.stderr)  # noqa: S603  our own program
    try:
        yield
    finally:
        process.kill()
        process.wait()
        sleep(0.1)  # what it had sent arrives
