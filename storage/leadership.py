"""One of many: work that must be done by a single process at a time, and is taken over when that process ends.

On PostgreSQL the leader holds an advisory lock on a connection of its own: the server frees it when the connection
ends, however it ends. On SQLite it holds a lock on a file beside the database, which the system frees likewise.
"""

import asyncio
import hashlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

_ASK_EVERY_S = 0.5
_CHECK_EVERY_S = 5.0
_CHECK_WITHIN_S = 5.0


class LeadershipLost(Exception):
    """The connection that held the lead is gone: another process may lead already."""


@asynccontextmanager
async def leadership(database: Database, name: str) -> AsyncIterator[None]:
    """Waits until this process leads in `name`, and leads while the block runs.

    When the lead is lost, the block is cancelled and `LeadershipLost` raised; a flight that is under way then may
    still end, but its lease's token no longer counts once the new leader has swept.
    """
    lead = _by_file(database, name) if database.is_sqlite else _by_connection(database, name)
    async with lead:
        yield


@asynccontextmanager
async def _by_connection(database: Database, name: str) -> AsyncIterator[None]:
    number = int.from_bytes(hashlib.sha256(f"tipoff {name}".encode()).digest()[:8], "big", signed=True)
    async with database.engine.connect() as shared:
        connection = await shared.execution_options(isolation_level="AUTOCOMMIT")
        # Asked again and again instead of waiting inside the server: a wait there could not be cancelled cleanly.
        while not await connection.scalar(select(func.pg_try_advisory_lock(number))):  # noqa: ASYNC110  (no event of another process)
            await asyncio.sleep(_ASK_EVERY_S)
        try:
            async with _watched(connection):
                yield
        finally:
            # Closed, not returned to the pool: a pooled connection would go on holding the lock.
            await connection.invalidate()


@asynccontextmanager
async def _watched(connection: AsyncConnection) -> AsyncIterator[None]:
    try:
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(_watch(connection))
            yield
            watch.cancel()
    except BaseExceptionGroup as several:
        # The block's own exception, or the loss of the lead, as it was raised.
        raise several.exceptions[0] from None


async def _watch(connection: AsyncConnection) -> None:
    try:
        while True:
            await asyncio.sleep(_CHECK_EVERY_S)
            async with asyncio.timeout(_CHECK_WITHIN_S):
                await connection.execute(text("SELECT 1"))
    except Exception as error:
        raise LeadershipLost(f"the database connection is gone ({type(error).__name__})") from error


@asynccontextmanager
async def _by_file(database: Database, name: str) -> AsyncIterator[None]:
    assert database.url.database, "a database in memory has no second process to lead against"
    path = Path(f"{database.url.database}.{name}.lock")
    # Never deleted: whoever waits has it open, and would lock a file that is no longer there.
    handle = await asyncio.to_thread(os.open, path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _lock(handle):  # noqa: ASYNC110  (no event of another process)
            await asyncio.sleep(_ASK_EVERY_S)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
