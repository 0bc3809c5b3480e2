"""Bringing a database to the shape this program expects, and saying whether it has it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database

FOLDER = Path(__file__).parent / "migrations"

_ONE_AT_A_TIME = 7_460_195_120
"""The advisory lock's number: any, as long as nothing else of ours uses it."""


class DanglingRows(Exception):
    """A migration would leave rows that point to nothing; it was rolled back."""


async def upgrade(database: Database, revision: str = "head") -> None:
    """Runs every pending step in one transaction: all of them happen, or none."""
    await _migrate(database, lambda config: command.upgrade(config, revision))


async def downgrade(database: Database, revision: str) -> None:
    """Goes back to `revision`, or to nothing with "base". What later columns held is lost."""
    await _migrate(database, lambda config: command.downgrade(config, revision))


async def pending(database: Database) -> list[str]:
    """The steps not yet taken, as "0002 what it does", oldest first; empty when the database is up to date."""
    async with database.engine.connect() as connection:
        current = await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
    scripts = ScriptDirectory.from_config(configuration())
    steps = list(scripts.iterate_revisions("head", current))
    return [f"{step.revision} {step.doc}" for step in reversed(steps)]


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file: the connection is handed over, never an address with a password."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def _migrate(database: Database, run: Callable[[Config], None]) -> None:
    async with database.engine.connect() as connection, _locked(database, connection):
        await connection.run_sync(lambda sync: run(configuration(sync)))


@asynccontextmanager
async def _locked(database: Database, connection: AsyncConnection) -> AsyncIterator[None]:
    """A transaction in which nobody else migrates: two replicas started together take each step once."""
    if not database.is_sqlite:
        async with connection.begin():
            await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _ONE_AT_A_TIME})
            yield
        return
    await _sqlite_foreign_keys(connection, "OFF")
    try:
        # BEGIN IMMEDIATE is the lock here.
        connection = await connection.execution_options(tipoff_writes=True)
        async with connection.begin():
            yield
            if (await connection.execute(text("PRAGMA foreign_key_check"))).first():
                raise DanglingRows
    finally:
        await _sqlite_foreign_keys(connection, "ON")


async def _sqlite_foreign_keys(connection: AsyncConnection, state: str) -> None:
    """Batch mode drops and remakes tables, which would cascade; the pragma does nothing inside a transaction."""
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None
    await raw.driver_connection.execute(f"PRAGMA foreign_keys = {state}")
