"""Ticks. A tick asks the database what is due; nothing is remembered between ticks, so none can be lost or doubled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.errands import own_turn
from bot.trouble import reference
from services import (
    chasing,
    clocks,
    due_batches,
    lapsing,
    look_back_reminders,
    publishing,
    really_gone,
    sweep_ends,
    tidying,
)  # fmt: skip
from services.app import App
from services.turn import Turn
from storage.database import Database
from storage.vault import EvidenceFolder

log = logging.getLogger(__name__)

PAGE = 200
"""Deadlines computed again in one transaction."""


@dataclass
class Schedule:
    """What happens by the clock. Runs in the process that leads, and in no other.

    `spoken` is called after a commit that queued something to say. `minute` is how long a minute between ticks takes.
    """

    app: App
    database: Database
    folder: EvidenceFolder
    now: Callable[[], datetime]
    spoken: Callable[[], None]
    minute: timedelta = timedelta(minutes=1)

    async def run(self) -> None:
        """Ticks until cancelled; the first tick is at once."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        # One at a time, and a tick that was missed is made up for by the next: it asks for everything that is due.
        for work, minutes in ((self._tidy, 30), (self.let_lapse, 30), (self.chase, 1), (self.publish, 1)):
            scheduler.add_job(
                _failing_loudly(work), IntervalTrigger(seconds=minutes * self.minute.total_seconds()),
                next_run_time=datetime.now(UTC), coalesce=True, misfire_grace_time=None,
            )  # fmt: skip
        scheduler.add_job(_failing_loudly(self.settle_provisional), misfire_grace_time=None)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _tidy(self) -> None:
        async with self.database.write() as tx:
            await tidying.tidy(tx, self.now())
        while await tidying.remove_dropped_files(self.database, self.folder, self.now()):
            pass
        await tidying.remove_unused_copies(self.database, self.folder)

    async def chase(self) -> None:
        """Says every reminder and digest that is due and ends the sweeps whose day is over.

        Each in a transaction of its own: one that fails, or that another process has just said, keeps none of the
        others waiting.
        """
        now = self.now()
        async with self.database.read() as tx:
            reminders = await chasing.due(tx, self.app, now)
            look_backs = await look_back_reminders.due(tx, self.app, now)
            questions = await really_gone.due(tx, self.app, now)
            digests = await chasing.digests_due(tx, self.app, now)
            sweeps = await sweep_ends.due(tx, self.app, now)
        for case_id in reminders:
            await self._say(partial(chasing.remind, case_id=case_id))
        for task_id in look_backs:
            await self._say(partial(look_back_reminders.remind, task_id=task_id))
        for case_id in questions:
            await self._say(partial(really_gone.ask, case_id=case_id))
        for desk_id in digests:
            await self._say(partial(chasing.give_digest, desk_id=desk_id))
        for sweep_id in sweeps:
            await self._say(partial(sweep_ends.keep_to_the_day, sweep_id=sweep_id))

    async def let_lapse(self) -> None:
        """Reminds those who have left a report lying, and forgets the drafts of which somebody was reminded in vain;
        each in a transaction of its own."""
        now = self.now()
        async with self.database.read() as tx:
            lying = await lapsing.to_remind(tx, self.app, now)
            over = await lapsing.to_forget(tx, self.app, now)
        for key in lying:
            await self._say(partial(lapsing.remind, key=key))
        for key in over:
            await self._say(partial(lapsing.forget, key=key))

    async def publish(self) -> None:
        """Sends out the batches whose time has come, and takes down the exposures whose day has; each in a transaction
        of its own."""
        now = self.now()
        async with self.database.read() as tx:
            batches = await due_batches.due(tx, self.app, now)
            over = await publishing.expired(tx, self.app, now)
        for batch_id in batches:
            await self._say(partial(due_batches.go_out, batch_id=batch_id))
        for exposure_id in over:
            await self._say(partial(publishing.expire, exposure_id=exposure_id))

    async def settle_provisional(self) -> None:
        """Computes provisional deadlines by the calendar this process was started with."""
        after: int | None = 0
        while after is not None:
            async with self.database.write() as tx:
                after = await clocks.settle_provisional(Turn(self.app, tx, self.now()), after, PAGE)

    async def _say(self, how: Callable[[Turn], Awaitable[bool]]) -> None:
        try:
            async with own_turn(self.app, self.database, self.now) as turn:
                said = await how(turn)
        except Exception:
            log.exception("a reminder failed; the next tick tries again", extra={"reference": reference()})
            return
        if said:
            self.spoken()


def _failing_loudly(work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """A failed tick is logged, and the next one tries again."""

    async def tick() -> None:
        try:
            await work()
        except Exception:
            log.exception("a tick failed; the next one tries again", extra={"reference": reference()})

    return tick
