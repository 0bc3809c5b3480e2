"""What all work beside the conversations has in common: done while there is some, each piece in its own turn."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.trouble import reference
from services import intake
from services.app import App
from services.turn import Turn
from storage.database import Database

IDLE_S = 5.0
"""So often what was postponed is looked for."""


async def keep_at(work: Callable[[], Awaitable[int]], bell: asyncio.Event, log: logging.Logger, failing: str) -> None:
    """Works until cancelled; when there was nothing to do, or it failed, until `bell` or a few seconds later.

    `work` returns how much it did; `failing` is what is logged when it raises.
    """
    while True:
        bell.clear()
        try:
            done = await work()
        except Exception:
            log.exception(failing, extra={"reference": reference()})
            done = 0
        if not done:
            await _rung(bell)


async def _rung(bell: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(IDLE_S):
            await bell.wait()
    except TimeoutError:
        return


@asynccontextmanager
async def own_turn(app: App, database: Database, now: Callable[[], datetime]) -> AsyncIterator[Turn]:
    """A turn in a transaction of its own: what it has to say is queued at its end, and then committed with the rest."""
    async with database.write() as tx:
        turn = Turn(app, tx, now())
        yield turn
        await intake.close_turns([turn])
