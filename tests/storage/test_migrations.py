"""The steps lead from nothing to exactly the tables the program works with, on both databases, and back."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import Database
from storage.migrating import configuration, downgrade, pending, upgrade
from storage.tables import Table
from tests.conftest import administer

STEPS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]

_SQLITE_DEFINITIONS = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%alembic%'"
_POSTGRES_DEFINITIONS = """
    SELECT pg_get_constraintdef(oid) || ' ON ' || conrelid::regclass FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%alembic%'
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%alembic%'
"""


@pytest.fixture(params=["sqlite", "postgresql"])
async def bare(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'bare.sqlite3'}")
        yield database
        await database.close()
        return
    server, name = request.getfixturevalue("postgres_server"), f"bare_{uuid4().hex[:12]}"
    await administer(server, f"CREATE DATABASE {name}")
    database = Database(server.format(name=name))
    yield database
    await database.close()
    await administer(server, f"DROP DATABASE {name} WITH (FORCE)")


async def test_each_step_goes_up_and_down_and_up_again(bare: Database) -> None:
    for before, step in zip(["base", *STEPS], STEPS, strict=False):
        await upgrade(bare, step)
        await downgrade(bare, before)
        await upgrade(bare, step)
    assert await pending(bare) == []


async def test_the_steps_end_at_the_tables_of_the_program(bare: Database) -> None:
    await upgrade(bare)
    async with bare.engine.connect() as connection:
        differences = await connection.run_sync(_compare)
    assert differences == [], "run `make migration-first` (nothing released yet) or `make migration WHAT=…`"


async def test_the_steps_make_the_same_constraints_and_indexes_as_the_tables_say(bare: Database) -> None:
    """Alembic's comparison doesn't look at CHECKs and at the conditions of partial indexes."""
    await upgrade(bare)
    by_steps = await _definitions(bare)
    await downgrade(bare, "base")
    async with bare.engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    assert by_steps == await _definitions(bare)


async def test_a_fresh_database_says_what_is_pending(bare: Database) -> None:
    assert [step.split()[0] for step in await pending(bare)] == STEPS


async def test_a_step_that_fails_leaves_the_database_as_it_was(bare: Database) -> None:
    async with bare.engine.begin() as connection:
        await connection.execute(text("CREATE TABLE staff (user_id INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        await upgrade(bare)
    async with bare.engine.begin() as connection:
        await connection.execute(text("DROP TABLE staff"))
    await upgrade(bare)
    assert await pending(bare) == []


def _compare(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Table.metadata))


async def _definitions(database: Database) -> list[list[str]]:
    """Each definition as its sorted words: the order of columns and constraints may differ, nothing else."""
    query = _SQLITE_DEFINITIONS if database.is_sqlite else _POSTGRES_DEFINITIONS
    async with database.engine.connect() as connection:
        rows = (await connection.execute(text(query))).scalars().all()
    return sorted(sorted(re.findall(r"[^\s,()\"]+", row)) for row in rows)
