"""Two processes want the lead: one has it, the other takes over when the first lets go, or dies."""

import asyncio
import sys

import pytest
from sqlalchemy import text

from storage import leadership as module
from storage.database import Database
from storage.leadership import LeadershipLost, leadership

LEAD_UNTIL_KILLED = """
import asyncio, sys
from storage.database import Database
from storage.leadership import leadership
async def main():
    async with leadership(Database(sys.argv[1]), "voice"):
        print("leading", flush=True)
        await asyncio.sleep(60)
asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks more often than in earnest, so that the tests need not wait."""
    monkeypatch.setattr(module, "_ASK_EVERY_S", 0.01)
    monkeypatch.setattr(module, "_CHECK_EVERY_S", 0.01)


async def test_the_second_waits_until_the_first_lets_go(database: Database, database_url: str) -> None:
    other = Database(database_url)
    told: list[str] = []

    async def second() -> None:
        async with leadership(other, "voice"):
            told.append("second leads")

    async with asyncio.TaskGroup() as group:  # noqa: SIM117  (the lead ends before the group does)
        async with leadership(database, "voice"):
            waiting = group.create_task(second())
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(asyncio.shield(waiting), 0.1)
            told.append("first lets go")
    await other.close()
    assert told == ["first lets go", "second leads"]


async def test_different_work_has_different_leaders(database: Database, database_url: str) -> None:
    other = Database(database_url)
    async with asyncio.timeout(20), leadership(database, "voice"), leadership(other, "worker"):
        pass
    await other.close()


async def test_a_killed_leader_is_followed(database: Database, database_url: str) -> None:
    command = (sys.executable, "-c", LEAD_UNTIL_KILLED, database_url)
    first = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert first.stdout is not None
    assert await first.stdout.readline() == b"leading\n"
    first.kill()
    await first.wait()
    async with asyncio.timeout(20), leadership(database, "voice"):
        pass


async def test_what_the_block_raises_comes_out_as_it_is(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with leadership(database, "voice"):
            raise ZeroDivisionError


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_leader_whose_connection_is_cut_stops_leading(database: Database, database_url: str) -> None:
    other = Database(database_url)
    cut = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()")

    async def lead() -> None:
        async with leadership(database, "voice"):
            async with other.write() as tx:
                await tx.execute(cut)
            await asyncio.Event().wait()

    async with asyncio.timeout(20):
        with pytest.raises(LeadershipLost):
            await lead()
    await other.close()
