"""What every other test relies on: a fresh database each, on both kinds, whose writes outlive their transaction."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from storage.database import Database
from storage.tables import DeskRow

_LONG = text(
    "SELECT max(x) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 400000) SELECT x FROM n)"
)


async def test_what_is_committed_is_seen_by_another_process(database: Database, database_url: str) -> None:
    async with database.write() as tx:
        tx.add(DeskRow(id="duty", kind="duty", name="值班室"))
    other = Database(database_url)
    async with other.read() as tx:
        names = (await tx.scalars(select(DeskRow.name))).all()
    await other.close()
    assert names == ["值班室"]


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.write() as tx:
            tx.add(DeskRow(id="duty", kind="duty", name="值班室"))
            await tx.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(DeskRow)) == 0


async def test_what_is_done_while_reading_is_not_kept(database: Database) -> None:
    async with database.read() as tx:
        tx.add(DeskRow(id="duty", kind="duty", name="值班室"))
        await tx.flush()
    async with database.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(DeskRow)) == 0


async def test_a_long_query_keeps_nobody_waiting_and_ends_all_the_same(tmp_path: Path) -> None:
    """SQLite's: a short query is run where the program waits for it, a long one must not be."""
    database = Database(f"sqlite:///{tmp_path / 'long.sqlite3'}")
    async with database.read() as tx, asyncio.TaskGroup() as group:
        await tx.connection()
        looking, turns = group.create_task(tx.scalar(_LONG)), 0
        while not looking.done():
            await asyncio.sleep(0)
            turns += 1
    assert looking.result() == 400_000
    assert turns > 50, "run at once, it would be over at the first turn"
    await database.close()


async def test_what_was_put_in_before_a_long_query_stays_when_it_is_broken_off(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'long.sqlite3'}")
    async with database.write() as tx:
        await tx.execute(text("CREATE TABLE kept (x INTEGER)"))
        await tx.execute(text("INSERT INTO kept VALUES (1)"))
        assert await tx.scalar(_LONG) == 400_000
    async with database.read() as tx:
        assert await tx.scalar(text("SELECT x FROM kept")) == 1
    await database.close()
