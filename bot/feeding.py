"""Feeding broadcasts: a little of each into the outbox, in the process that leads."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.errands import own_turn
from bot.trouble import reference
from services import feeding
from services.app import App
from services.turn import Turn
from storage.database import Database

log = logging.getLogger(__name__)

EVERY_S = 1.0
"""Less than what is fed ahead lasts (`services.feeding.AHEAD_S`), by far."""


@dataclass
class Feeding:
    """Asks the database which rounds go on; nothing is remembered, so a restart goes on where it was.

    `spoken` is called after a commit that queued something to say.
    """

    app: App
    database: Database
    now: Callable[[], datetime]
    spoken: Callable[[], None]

    async def run(self) -> None:
        """Feeds until cancelled."""
        while True:
            try:
                busy = await self.feed_once()
            except Exception:
                log.exception("broadcasts can't be fed now", extra={"reference": reference()})
                busy = False
            if not busy:
                await asyncio.sleep(EVERY_S)

    async def feed_once(self) -> bool:
        """A page of each round that goes on, each in a transaction of its own; False when none had room for a page."""
        async with self.database.read() as tx:
            wanted = await feeding.running(Turn(self.app, tx, self.now()))
        full = False
        for broadcast_id in wanted:
            full = await self._feed(broadcast_id) >= feeding.PAGE or full
        return full

    async def _feed(self, broadcast_id: int) -> int:
        try:
            async with own_turn(self.app, self.database, self.now) as turn:
                fed = await feeding.feed(turn, broadcast_id)
        except Exception:
            # One round that fails keeps none of the others waiting; a withdrawal may be among them.
            log.exception("broadcast %s can't be fed now", broadcast_id, extra={"reference": reference()})
            return 0
        if fed or turn.outgoing:
            self.spoken()
        return fed
