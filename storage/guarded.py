"""Changes that say whether they happened: the guard stands in the WHERE clause, the row count is the answer."""

from typing import Any, cast

from sqlalchemy import CursorResult, Update

from storage.database import Tx


class Overtaken(Exception):
    """Another transaction changed one of several rows that this one had read and meant to change together; nothing of
    it may be kept. Whoever opened it rolls back, and works the same once more with what it finds then."""


async def changed(tx: Tx, statement: Update) -> bool:
    """Runs the UPDATE; True when it met a row.

    Rows already loaded are left as they were read: when another transaction won, guessing their new values from
    the statement would be wrong. Read them again (`populate_existing`) after a change.
    """
    result = await tx.execute(statement.execution_options(synchronize_session=False))
    return cast(CursorResult[Any], result).rowcount > 0
