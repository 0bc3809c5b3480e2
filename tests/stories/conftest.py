"""Districts for stories: one shared by all stories of a run, and fresh ones for those that kill the program."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url

from tests.conftest import administer, apart
from tests.sandbox_process import Control, SandboxProcess
from tests.stories.district import District


@contextmanager
def _new_district(
    request: pytest.FixtureRequest, folder: Path, stage: SandboxProcess, moment: str | None = None
) -> Iterator[District]:
    """A district on the kind of database that the fixture's parameter names, ended with the block; with a clock of its
    own from that `moment` on, or by the wall's."""
    if request.param == "sqlite":
        url, server = f"sqlite:///{folder / 'tipoff.sqlite3'}", None
    else:
        server, name = request.getfixturevalue("postgres_server"), f"story_{uuid4().hex[:12]}"
        apart(administer(server, f"CREATE DATABASE {name}"))
        url = server.format(name=name)
    district = District(folder, url, stage, moved=moment is not None)
    if moment is not None:
        district.moves_to(moment)
    try:
        yield district.start()
    finally:
        district.close()
        if server is not None:
            apart(administer(server, f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))


@pytest.fixture(scope="session")
def shared_stage() -> Iterator[SandboxProcess]:
    """The shared district's alone: other tests begin with an empty world on theirs."""
    with SandboxProcess() as process:
        yield process


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared_district(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_stage: SandboxProcess
) -> Iterator[District]:
    """One district for all stories that leave it running; each story brings people of its own."""
    with _new_district(request, tmp_path_factory.mktemp(f"district-{request.param}"), shared_stage) as district:
        yield district
        assert "Traceback" not in district.log(), district.log()[-5000:]


@pytest.fixture
async def district(shared_district: District) -> AsyncIterator[District]:
    """The shared district with this story's own connection to its stage."""
    async with Control(shared_district.sandbox.url) as control:
        shared_district.control = control
        yield shared_district


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_district(request: pytest.FixtureRequest, tmp_path: Path, sandbox: SandboxProcess) -> Iterator[District]:
    """A district of this story's own, that it may kill."""
    with _new_district(request, tmp_path, sandbox) as district:
        yield district


@pytest.fixture
async def own_district(fresh_district: District) -> AsyncIterator[District]:
    """The same, with the story's connection to its stage."""
    async with Control(fresh_district.sandbox.url) as control:
        fresh_district.control = control
        yield fresh_district


@pytest.fixture(params=["sqlite"])
async def march(request: pytest.FixtureRequest, tmp_path: Path, sandbox: SandboxProcess) -> AsyncIterator[District]:
    """A district of this story's own, on the morning of Monday, 2 March 2026, by a clock that the story moves."""
    with _new_district(request, tmp_path, sandbox, "2026-03-02T10:00") as district:
        async with Control(district.sandbox.url) as control:
            district.control = control
            yield district
        assert "Traceback" not in district.log(), district.log()[-5000:]
