"""SQLite's connection, with one trip to its thread a statement.

aiosqlite makes four: open a cursor, execute, fetch, close. Most statements here take some twenty microseconds, and
each trip costs the event loop more than that. SQLAlchemy fetches every row at once anyway, so one trip does it all.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite


def connect(database: str, **options: Any) -> "Connection":
    """As `aiosqlite.connect`: to be awaited. Its thread is a daemon, as SQLAlchemy makes it."""
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection


class Connection(aiosqlite.Connection):
    """What SQLAlchemy's aiosqlite dialect asks of a connection."""

    def cursor(self) -> "Cursor":  # type: ignore[override]  # the dialect needs no more of a cursor than ours has
        """Opens nothing yet."""
        return Cursor(self)

    async def on_its_thread(self, work: Callable[..., None], *arguments: Any) -> None:
        """Runs `work` where SQLite's own objects may be touched."""
        await self._execute(work, *arguments)  # type: ignore[no-untyped-call]  # aiosqlite types no private parts

    async def rollback(self) -> None:
        """Makes no trip where nothing is open: the pool rolls back whatever it gets back, committed or not."""
        if self._conn.in_transaction:
            await super().rollback()


class Cursor:
    """One statement and its rows. Streaming is not offered: nothing here asks for it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> Self:
        """Runs it and fetches all it gives."""
        await self._connection.on_its_thread(self._run, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Runs it once for each set of parameters."""
        await self._connection.on_its_thread(self._run_many, statement, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        """The rows, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    def _run(self, statement: str, parameters: Iterable[Any]) -> None:
        self._take(self._connection._conn.execute(statement, tuple(parameters)))

    def _run_many(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._take(self._connection._conn.executemany(statement, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        # On the connection's own thread, as everything that touches SQLite's cursor.
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()
