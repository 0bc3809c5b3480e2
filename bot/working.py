"""Working the inbox: one transaction a batch, one update a chat.

Commits are what intake costs, so updates of different chats share one. That is safe because a handler does nothing
but read and write through its turn: it sends nothing and fetches nothing. If anything in a batch raises, all of it is
rolled back and each update is worked again in a transaction of its own; whichever fails alone is counted and, after
`ATTEMPTS`, quarantined, so that its chat goes on.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.handler import FilterObject
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import Response, TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.permissions import completed
from bot.trouble import reference
from services import intake
from services.app import App
from services.intake import Arrived
from services.turn import Turn
from storage.database import Database
from storage.outage import is_outage

log = logging.getLogger(__name__)

BATCH = 64
ATTEMPTS = 3
"""How often an update is tried before it is put aside; the person is told with the last failure."""

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0

Answers = list[TelegramMethod[bool]]

_KEPT = (Response[bool],)
"""aiogram asks for this type at each call and pydantic keeps it only weakly: let go, it is built anew each time."""


@dataclass
class Work:
    """The worker. `bell` is rung when updates were stored, `spoken` is called after a commit that queued something."""

    app: App
    database: Database
    dispatcher: Dispatcher
    bot: Bot
    now: Callable[[], datetime]
    spoken: Callable[[], None]
    bell: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        for each in _filters(self.dispatcher):
            _keep_on_the_loop(each)

    async def run(self) -> None:
        """Works until cancelled; sleeps while the inbox is empty, and a little longer each time the database fails."""
        async with asyncio.TaskGroup() as answering:
            pause = SHORTEST_PAUSE_S
            while True:
                self.bell.clear()
                try:
                    worked = await self.work_once(lambda method: answering.create_task(self._say(method)))
                    pause = SHORTEST_PAUSE_S
                except Exception:
                    # A full disk or a database away: nothing was acknowledged that is not stored, so waiting is safe.
                    log.exception("the inbox can't be worked now", extra={"reference": reference()})
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE_S)
                    continue
                if not worked:
                    await self.bell.wait()

    async def work_once(self, answer: Callable[[TelegramMethod[bool]], object]) -> int:
        """Works one batch and returns its size. `answer` gets each call to be made after the commit."""
        batch = await intake.pick(self.database, self.app.keys, BATCH)
        if not batch:
            return 0
        try:
            answers = await self._together(batch)
        except Exception:
            # Which one it was is found by working each alone; nothing of the batch was kept.
            answers = [each for arrived in batch for each in await self._alone(arrived)]
        self.spoken()
        for method in answers:
            answer(method)
        return len(batch)

    async def _alone(self, arrived: Arrived) -> Answers:
        try:
            return await self._together([arrived])
        except intake.WorkedElsewhere:
            return []
        except Exception as error:
            if is_outage(error):
                # A full disk is nothing an update can help: counted against it, its report would be put aside.
                raise
            code = reference()
            log.exception("update failed", extra={"reference": code}, exc_info=error)
            await intake.settle_failure(self.database, self.app, arrived, code, ATTEMPTS, self.now())
            return []

    async def _together(self, batch: Sequence[Arrived]) -> Answers:
        async with self.database.write() as tx:
            turns = await intake.open_turns(self.app, tx, batch, self.now())
            answers: Answers = []
            for turn, arrived in zip(turns, batch, strict=True):
                answers += await self._feed(turn, arrived) or []
            await intake.close_turns(turns)
        return answers

    async def _feed(self, turn: Turn, arrived: Arrived) -> Answers | None:
        if arrived.broken is not None:
            raise arrived.broken
        try:
            update = Update.model_validate(completed(arrived.update), context={"bot": self.bot})
            # Asked before the dispatcher would: it puts the whole update into a warning, and so into the log.
            _ = update.event_type
        except (ValidationError, UpdateTypeLookupError):
            # A kind of update this version does not know is taken note of, and nothing else.
            log.info("update of an unknown shape", extra={"update_id": arrived.update_id})
            return None
        said = await self.dispatcher.feed_update(self.bot, update, turn=turn)
        return said if isinstance(said, list) else None

    async def _say(self, method: TelegramMethod[bool]) -> None:
        """A button's answer or the like: nothing that matters, so a failure is written down and left."""
        try:
            await self.bot(method)
        except TelegramAPIError as error:
            log.info("%s was not accepted: %s", type(method).__name__, error.message)
        except Exception as error:
            # A proxy's page instead of JSON is no error of Telegram's to aiogram; raised here it would end the program.
            log.warning(
                "%s was answered by something else than Telegram: %s", type(method).__name__, type(error).__name__
            )


def _filters(dispatcher: Dispatcher) -> Iterator[FilterObject]:
    for router in dispatcher.chain_tail:
        for observer in router.observers.values():
            # A router's own filters have no public name.
            for handler in (observer._handler, *observer.handlers):
                yield from handler.filters or ()


def _keep_on_the_loop(judge: FilterObject) -> None:
    """aiogram asks each plain filter in a thread: a hop costs more than the question, and an update meets a dozen."""
    if judge.awaitable:
        return
    plain = judge.callback

    async def asked(*args: Any, **kwargs: Any) -> Any:
        return plain(*args, **kwargs)

    judge.callback, judge.awaitable = asked, True
