"""Fetching files: outside every transaction, a few at a time, each cleaned before anybody but its sender sees it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from bot.errands import keep_at, own_turn
from bot.trouble import reference
from services import keeping
from services.app import App
from services.keeping import Picture, Wanted
from services.turn import Turn
from storage.database import Database
from storage.pictures import Cleaned, PictureCleaner
from storage.vault import EvidenceFolder

log = logging.getLogger(__name__)

AT_ONCE = 4
DOWNLOAD_LIMIT_BYTES = 20 * 2**20
_MAY_COME_YET = "temporarily unavailable"
"""«wrong file_id or the file is temporarily unavailable» is one answer of Telegram's for both."""


class NotNow(Exception):
    """Telegram did not give the file this time."""


class Never(Exception):
    """Telegram will not give the file; the argument is the reason's key."""


@dataclass
class Fetching:
    """Turns wanted files into kept ones. `bot_url` is `<api>/bot<token>`, `file_url` `<api>/file/bot<token>`."""

    app: App
    database: Database
    folder: EvidenceFolder
    cleaner: PictureCleaner
    client: httpx.AsyncClient
    bot_url: str
    file_url: str
    now: Callable[[], datetime]
    spoken: Callable[[], None]
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Fetches until cancelled; looks again every few seconds for what was postponed."""
        await keep_at(self.fetch_once, self.bell, log, "files can't be fetched now")

    async def fetch_once(self) -> int:
        """Fetches what is due, a few at once, and returns how many that was."""
        if not await self._anything_due():
            return 0
        async with self.database.write() as tx:
            wanted = await keeping.claim(tx, self.app.keys, self.now(), AT_ONCE)
        async with asyncio.TaskGroup() as fetching:
            for each in wanted:
                fetching.create_task(self._settle(each))
        if wanted:
            self.spoken()
        return len(wanted)

    async def _anything_due(self) -> bool:
        # Looked at before a write is begun: most commits that ring the bell want no file.
        async with self.database.read() as tx:
            return await keeping.anything_due(tx, self.now())

    async def _settle(self, wanted: Wanted) -> None:
        try:
            picture = await self._picture(wanted)
        except NotNow:
            await self._in_turn(lambda turn: keeping.postpone(turn, wanted))
        except Never as reason:
            key = str(reason)
            await self._in_turn(lambda turn: keeping.refuse(turn, wanted, key))
        except OSError as error:
            log.error("a file can't be kept on this disk now (%s)", type(error).__name__)
            await self._in_turn(lambda turn: keeping.put_off(turn, wanted))
        except Exception:
            # Whatever is wrong with this file: it neither takes the others down with it nor is tried for ever.
            log.exception("a file can't be kept", extra={"reference": reference()})
            await self._in_turn(lambda turn: keeping.postpone(turn, wanted))
        else:
            await self._in_turn(lambda turn: keeping.keep(turn, wanted, picture))

    async def _picture(self, wanted: Wanted) -> Picture:
        data = await self._download(wanted)
        cleaned = await self.cleaner.clean(data)
        if not isinstance(cleaned, Cleaned):
            raise Never(cleaned.reason)
        kept = await self.folder.keep(wanted.handle, data, cleaned.jpeg)
        point = None if cleaned.gps is None else (cleaned.gps.lat, cleaned.gps.lon)
        return Picture(kept, cleaned.width, cleaned.height, cleaned.dhash, point)

    async def _download(self, wanted: Wanted) -> bytes:
        if wanted.file_id is None:
            log.critical("evidence %s was altered or moved: where to fetch it can't be read", wanted.id)
            raise Never("not_fetched")
        try:
            answer = await self.client.post(f"{self.bot_url}/getFile", json={"file_id": wanted.file_id}, timeout=20)
            if answer.status_code == httpx.codes.BAD_REQUEST and _MAY_COME_YET not in answer.text:
                raise Never("file_too_large" if "too big" in answer.text else "not_fetched")
            answer.raise_for_status()
            return await self._read(f"{self.file_url}/{answer.json()['result']['file_path']}")
        except httpx.HTTPError as error:
            # The error's own text holds the file's address, and so the token.
            log.warning("a file could not be fetched (%s)", type(error).__name__)
            raise NotNow from None

    async def _read(self, url: str) -> bytes:
        got = bytearray()
        async with self.client.stream("GET", url, timeout=60) as response:
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                got += chunk
                if len(got) > DOWNLOAD_LIMIT_BYTES:
                    raise Never("file_too_large")
        return bytes(got)

    async def _in_turn(self, settle: Callable[[Turn], Awaitable[None]]) -> None:
        async with own_turn(self.app, self.database, self.now) as turn:
            await settle(turn)
