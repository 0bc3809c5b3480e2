"""What every other test relies on: a fresh database each, on both kinds, whose writes outlive their transaction."""

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables import DeskRow


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
