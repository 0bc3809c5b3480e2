"""The one place where background work is started.

Work stands in a TaskGroup: none outlives the program's block, and an exception in any of it ends all of it. A program
whose voice or worker has died quietly looks healthy and loses reports; one that stops is started again.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

from bot.trouble import reference

log = logging.getLogger(__name__)

Work = Callable[[], Coroutine[None, None, None]]
"""Called once it is its turn: a coroutine made before would be left unawaited if all is stopped first."""


class Collapse(Exception):
    """Background work failed and everything was stopped; the log has the rest under `reference`."""

    def __init__(self, work: str, reference: str) -> None:
        super().__init__(f"{work} failed ({reference})")
        self.work = work
        self.reference = reference


class Nursery:
    """Handed to whoever may start background work; made by `open_nursery` only."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, name: str, work: Work) -> None:
        """Runs `work` beside everything else, until it ends or the nursery closes."""
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(self._group.create_task(_watched(name, work), name=name))

    def names(self) -> list[str]:
        """What is running now."""
        return [task.get_name() for task in self._tasks if not task.done()]

    def stop(self) -> None:
        """Cancels all that runs; each piece tidies up and the nursery's block can end."""
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def open_nursery() -> AsyncIterator[Nursery]:
    """Ends when all work has ended. Raises `Collapse` for the first piece that failed."""
    try:
        async with asyncio.TaskGroup() as group:
            yield Nursery(group)
    except BaseExceptionGroup as failed:
        # Whatever else failed did so in the same moment, and is in the log under its own number.
        raise _first(failed.subgroup(Collapse) or failed) from None


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    inner = failed.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner


async def _watched(name: str, work: Work) -> None:
    try:
        await work()
    except Exception as error:
        number = reference()
        log.exception("%s failed, reference %s", name, number)
        raise Collapse(name, number) from error
