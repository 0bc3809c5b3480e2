"""Ticks. A tick asks the database what is due; nothing is remembered between ticks, so none can be lost or doubled."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.trouble import reference
from services import tidying
from storage.database import Database

log = logging.getLogger(__name__)


@dataclass
class Schedule:
    """What happens by the clock. Runs in the process that leads, and in no other."""

    database: Database
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Ticks until cancelled; the first tick is at once."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        # One at a time, and a tick that was missed is made up for by the next: it asks for everything that is due.
        scheduler.add_job(
            self._tidy, IntervalTrigger(minutes=30), next_run_time=self.now(), coalesce=True, misfire_grace_time=None
        )
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _tidy(self) -> None:
        try:
            async with self.database.write() as tx:
                await tidying.tidy(tx, self.now())
        except Exception:
            log.exception("tidying failed; the next tick tries again", extra={"reference": reference()})
