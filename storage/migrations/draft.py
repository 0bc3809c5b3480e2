"""Drafting a migration from the difference between the tables and the steps taken so far.

    make migration WHAT="what the step does"
    make migration-first

The latter writes 0001 anew; that is allowed only until a release has made somebody's database from it. A draft is read
and corrected by a person before it is committed: renames, for one, look like a drop and an add.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.migrating import FOLDER, configuration, upgrade

_FIRST = "0001_first.py"


def main() -> None:
    """Writes one file under `versions/`, to be formatted and read."""
    parser = argparse.ArgumentParser(description="Draft a migration from the tables as they are now.")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("message", nargs="?", help="what the step does, in a few words")
    what.add_argument("--first", action="store_true", help="write the first step anew")
    given = parser.parse_args()
    if given.first:
        (FOLDER / "versions" / _FIRST).unlink(missing_ok=True)
    asyncio.run(_draft("first" if given.first else given.message))
    _tidy(max((FOLDER / "versions").glob("[0-9]*.py")))


async def _draft(message: str) -> None:
    number = len(list((FOLDER / "versions").glob("[0-9]*.py"))) + 1
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.sqlite3'}")
        if number > 1:
            await upgrade(database)
        async with database.engine.connect() as connection:
            await connection.run_sync(
                lambda sync: command.revision(configuration(sync), message, autogenerate=True, rev_id=f"{number:04d}")
            )
        await database.close()


def _tidy(path: Path) -> None:
    """Takes out alembic's own remarks; formatting is left to `make`."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.lstrip().startswith("# ###")), "utf-8")


if __name__ == "__main__":
    main()
