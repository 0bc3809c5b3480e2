"""Telling a database that can't work now from a statement it will never accept."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

_SQLITE_PASSING = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_POSTGRES_PASSING = ("08", "40", "53", "57", "58")
"""Classes of SQLSTATE (PostgreSQL manual, appendix A): connection, rollback, resources, intervention, system."""


def is_outage(error: BaseException) -> bool:
    """Whether waiting may cure it: a full disk, a lock, a lost or refused connection.

    An update in whose transaction this happened is not at fault and must not be counted against.
    """
    return any(_passes(each) for each in _causes(error))


def _passes(error: BaseException) -> bool:
    if isinstance(error, PoolExhausted | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error.orig, sqlite3.Error):
        # The low byte is the kind; the rest says more about it.
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_PASSING
    return error.connection_invalidated or str(state or "").startswith(_POSTGRES_PASSING)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__
