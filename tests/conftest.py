"""The ground every test stands on: both databases, migrated and empty, and a district's keys."""

import asyncio
import os
import shutil
import ssl
import warnings
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import make_url

import bot as bot  # first of all: aiogram's types are built here as they are in the program
from storage import correspondents
from storage.database import Database
from storage.migrating import upgrade
from storage.sealing import KeyRing, load_keys, new_keys
from tests import one_dialect
from tests.district import REPORTER, District, district_app
from tests.postgres import embedded_server
from tests.sandbox_process import SandboxProcess


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Quiets pytest-asyncio's question about its default loop scope, which `filterwarnings = error` makes fatal.

    Every asynchronous fixture has function scope, for which the answer makes no difference, or names its loop's scope.
    """
    warnings.filterwarnings("ignore", 'The configuration option "asyncio_default_fixture_loop_scope" is unset')

    one_dialect.keep()
    # Each HTTP client reads the authorities' certificates when it is made, which takes longer than many tests do, and
    # no test asks anybody for theirs.
    ssl.create_default_context = cache(ssl.create_default_context)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A URL with the blank `{name}`: the server named by TIPOFF_TEST_POSTGRES, or the embedded one.

    The former is a URL of a superuser or of a role that may create databases.
    """
    if given := os.environ.get("TIPOFF_TEST_POSTGRES"):
        yield (
            make_url(given).set(database="{name}").render_as_string(hide_password=False).replace("%7Bname%7D", "{name}")
        )
        return
    with embedded_server(os.environ.get("PYTEST_XDIST_TESTRUNUID", f"run{os.getpid()}")) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a migrated database that tests are given copies of; each worker makes its own."""
    with _postgres_template(postgres_server, "template1") as name:
        apart(_migrate(postgres_server.format(name=name)))
        yield name


@pytest.fixture(scope="session")
def settled_postgres(postgres_server: str, postgres_template: str, keys: KeyRing) -> Iterator[str]:
    """The same with a district in it: most tests begin there, and settling in takes longer than many of them."""
    with _postgres_template(postgres_server, postgres_template) as name:
        apart(_settle(postgres_server.format(name=name), keys))
        yield name


@contextmanager
def _postgres_template(server: str, like: str) -> Iterator[str]:
    name = f"template_{uuid4().hex[:12]}"
    apart(administer(server, f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield name
    apart(administer(server, f"DROP DATABASE {name}"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that tests are given copies of."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    apart(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def settled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, keys: KeyRing) -> Path:
    """The same with a district in it."""
    path = tmp_path_factory.mktemp("settled") / "settled.sqlite3"
    shutil.copyfile(sqlite_template, path)
    apart(_settle(f"sqlite:///{path}", keys))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a migrated database of this test's own; it runs once for each kind.

    It is empty, but for the district where the test asks for `district`.
    """
    settled = "district" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "tipoff.sqlite3"
        shutil.copyfile(request.getfixturevalue("settled_sqlite" if settled else "sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("settled_postgres" if settled else "postgres_template")
    name = f"test_{uuid4().hex[:12]}"
    # Copying the files is quicker than writing each page to the log, and brings the catalogue's cache along.
    await administer(server, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield server.format(name=name)
    # A test that killed the program leaves its connections behind: they must not keep the database.
    await administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database itself, open. A second `Database(database_url)` is another process's view of it."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def district(database: Database, keys: KeyRing) -> District:
    """Two towns, a duty desk and their people, settled in; nothing has been reported yet."""
    return District(database, district_app(keys), reporter=correspondents.key_of(keys, REPORTER))


@pytest.fixture(scope="session")
def sandbox() -> Iterator[SandboxProcess]:
    """One for all tests of a worker: each begins with an empty world, and starting one takes seconds."""
    with SandboxProcess() as process:
        yield process


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key file that may be read, not rotated: all tests of a worker share it."""
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    new_keys(path)
    return path


@pytest.fixture(scope="session")
def keys(key_file: Path) -> KeyRing:
    """The keys of `key_file`."""
    return load_keys(key_file)


def apart(work: Coroutine[None, None, None]) -> None:
    """Runs on a loop and thread of its own, so that the tests' loops are left as they are."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def administer(server: str, statement: str) -> None:
    """Runs one statement outside any transaction, as creating and dropping databases must be."""
    connection = await asyncpg.connect(server.format(name="postgres"))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate(url: str) -> None:
    database = Database(url)
    await upgrade(database)
    await database.close()


async def _settle(url: str, keys: KeyRing) -> None:
    database = Database(url)
    await District(database, district_app(keys)).settle_in()
    await database.close()
