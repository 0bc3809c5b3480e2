"""Blackening photos: outside every transaction, one after the other, each in a child process."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.errands import keep_at, own_turn
from bot.trouble import reference
from papers.press import Press
from services import blackening
from services.app import App
from services.turn import Turn
from storage.database import Database
from storage.exposure_photos import ToBlacken
from storage.vault import EvidenceFolder

log = logging.getLogger(__name__)

AT_ONCE = 4


@dataclass
class Blackening:
    """Turns confirmed photos into copies for the public. The cleaned copies they are made of are only read."""

    app: App
    database: Database
    folder: EvidenceFolder
    press: Press
    now: Callable[[], datetime]
    spoken: Callable[[], None]
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Blackens until cancelled; looks again every few seconds for what was postponed."""
        await keep_at(self.blacken_once, self.bell, log, "photos can't be blackened now")

    async def blacken_once(self) -> int:
        """Makes what is due, and returns how many that was."""
        async with self.database.read() as tx:
            if not await blackening.anything_due(tx, self.now()):
                return 0
        async with self.database.write() as tx:
            claimed = await blackening.claim(tx, self.now(), AT_ONCE)
        for each in claimed:
            await self._settle(each)
        if claimed:
            self.spoken()
        return len(claimed)

    async def _settle(self, what: ToBlacken) -> None:
        try:
            jpeg = await self.press.make("blackened", self._lines(what))
            digest = await self.folder.keep_published(what.copy, jpeg)
        except Exception:
            # Whatever is wrong with this photo: it neither takes the others down with it nor is tried for ever.
            log.exception("a photo can't be blackened", extra={"reference": reference()})
            await self._in_turn(lambda turn: blackening.postpone(turn, what))
        else:
            await self._in_turn(lambda turn: blackening.keep(turn, what, digest))

    async def _lines(self, what: ToBlacken) -> AsyncIterator[object]:
        yield {"boxes": what.boxes}
        yield b64encode(await self.folder.read_copy(what.source)).decode()

    async def _in_turn(self, settle: Callable[[Turn], Awaitable[None]]) -> None:
        async with own_turn(self.app, self.database, self.now) as turn:
            await settle(turn)
