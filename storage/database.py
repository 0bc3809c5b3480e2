"""Opening the database and its transactions, alike on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from storage import sqlite_driver

Tx = AsyncSession
"""One open transaction. Whoever opened it commits; whoever receives it only works in it."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+asyncpg",
    "postgres": "postgresql+asyncpg",
}


class Database:
    """A pool of connections with two doors: `write` and `read`."""

    def __init__(self, url: str) -> None:
        """`url` is `sqlite:///file` or `postgresql://user:password@host/name`."""
        parsed = make_url(url)
        self.url = parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _open(self)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._turnstile = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """A transaction that commits when its block ends and rolls back when it raises.

        SQLite has one writer at a time: waiting in line here is fair and cheap, where its own busy handler polls.
        """
        if self._turnstile is None:
            async with self._sessions.begin() as tx:
                yield tx
            return
        async with self._turnstile, self._sessions() as tx:
            # BEGIN IMMEDIATE takes the write lock now; a transaction that read first and wants to write later
            # would fail at once with SQLITE_BUSY if another process wrote in between.
            await tx.connection(execution_options={"tipoff_writes": True})
            async with _committed(tx):
                yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """A consistent view for reading; nothing done in it is kept."""
        async with self._sessions() as tx:
            yield tx

    async def close(self) -> None:
        """Returns all connections."""
        await self.engine.dispose()


@asynccontextmanager
async def _committed(tx: Tx) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        await tx.rollback()
        raise
    await tx.commit()


def _open(database: Database) -> AsyncEngine:
    # Parameters are hidden from errors: they hold what people wrote.
    if not database.is_sqlite:
        return create_async_engine(database.url, pool_size=8, pool_pre_ping=True, hide_parameters=True)
    engine = create_async_engine(
        database.url, connect_args={"timeout": 15, "async_creator_fn": sqlite_driver.connect}, hide_parameters=True
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own idea of when a transaction begins is switched off: `_begin_sqlite` says it.
    connection.isolation_level = None
    cursor = connection.cursor()
    # WAL lets readers go on beside the writer; FULL makes a commit survive a power cut, not only a crash.
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "temp_store = MEMORY"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("tipoff_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
