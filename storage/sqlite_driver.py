"""SQLite's connection, with at most one trip to its thread a statement.

aiosqlite makes four: open a cursor, execute, fetch, close. Most statements here take some twenty microseconds, and
each trip costs the event loop more than that. SQLAlchemy fetches every row at once anyway, so one trip does it all.

What is sure to be short makes none: a row put in, and a query as long as it proves to be short. One that does not is
broken off after `_STEPS` and run again on the thread, so that the event loop never waits for a long one. Only queries
may be broken off: SQLite rolls back the whole transaction of a change that is. Whatever may wait for the disk or for
another process's lock (beginning to write, committing) stays on the thread.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite

_STEPS = 10_000
"""Instructions of SQLite's machine: well under a millisecond."""


def connect(database: str, **options: Any) -> "Connection":
    """As `aiosqlite.connect`: to be awaited. Its thread is a daemon, as SQLAlchemy makes it."""
    # Used from two threads, never from both at once: each statement is awaited before the next.
    options["check_same_thread"] = False
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection


class Connection(aiosqlite.Connection):
    """What SQLAlchemy's aiosqlite dialect asks of a connection."""

    writes = False
    """Whether the transaction has the write lock: what it puts in waits for nobody."""
    _hurried = False
    _watched = False

    def hurry(self, work: Callable[..., None], *arguments: Any) -> bool:
        """Runs `work`, a query, on the event loop's thread; False when it was too long and was broken off."""
        if not self._watched:
            self._conn.set_progress_handler(lambda: self._hurried, _STEPS)
            self._watched = True
        self._hurried = True
        try:
            work(*arguments)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return False
        finally:
            self._hurried = False
        return True

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
        if statement.startswith("BEGIN"):
            self._connection.writes = statement != "BEGIN"
        if self._is_short(statement):
            self._run(statement, parameters)
        elif not (statement.startswith("SELECT") and self._connection.hurry(self._run, statement, parameters)):
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

    def _is_short(self, statement: str) -> bool:
        if statement.startswith("INSERT"):
            return self._connection.writes and "SELECT" not in statement
        return statement == "BEGIN"

    def _run(self, statement: str, parameters: Iterable[Any]) -> None:
        self._take(self._connection._conn.execute(statement, tuple(parameters)))

    def _run_many(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._take(self._connection._conn.executemany(statement, parameters))

    def _take(self, cursor: sqlite3.Cursor) -> None:
        # On the thread that ran it: the rows are read while the statement runs.
        self.description = cursor.description
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        cursor.close()
