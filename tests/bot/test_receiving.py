"""Long polling against the sandbox: acknowledged only what was stored, whatever goes wrong in between."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from bot import receiving
from bot.receiving import Polling, TokenRefused
from tests.sandbox_process import Control, SandboxProcess

TOKEN = "100000001:AAcanaryCANARYcanaryCANARYcanaryCAN"
CITIZEN = 1001


@pytest.fixture
async def control(sandbox: SandboxProcess) -> AsyncIterator[Control]:
    async with Control(sandbox.url) as control:
        await control.reset()
        bots = [{"token": TOKEN, "username": "receiving_bot", "first_name": "b"}]
        await control.world(bots=bots, people=[{"id": CITIZEN, "first_name": "某人"}])
        yield control


@dataclass
class Inbox:
    """A place to store updates that can be full; `failed` is set by the first refusal."""

    stored: list[dict[str, Any]] = field(default_factory=list)
    full: bool = False
    failed: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        if self.full:
            self.failed.set()
            raise OSError("no space left")
        self.stored += updates
        self.came.set()

    @property
    def texts(self) -> list[str]:
        return [each["message"]["text"] for each in self.stored]


@dataclass
class Program:
    """The polling under test, run for the length of a block."""

    polling: Polling
    inbox: Inbox

    async def __aenter__(self) -> "Program":
        self._tasks = asyncio.TaskGroup()
        await self._tasks.__aenter__()
        self._run = self._tasks.create_task(self.polling.run())
        return self

    async def __aexit__(self, *error: Any) -> None:
        self._run.cancel()
        await self._tasks.__aexit__(None, None, None)


@pytest.fixture
async def program(sandbox: SandboxProcess, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Program]:
    monkeypatch.setattr(receiving, "SHORTEST_PAUSE_S", 0.01)
    monkeypatch.setattr(receiving, "LONGEST_PAUSE_S", 0.05)
    inbox = Inbox()
    async with httpx.AsyncClient(trust_env=False) as client:
        yield Program(Polling(client, f"{sandbox.url}/bot{TOKEN}", inbox.accept), inbox)


async def until(happened: asyncio.Event) -> None:
    async with asyncio.timeout(30):
        await happened.wait()
    happened.clear()


async def waiting(control: Control) -> int:
    return int((await control.status())[0]["pending_updates"])


async def said(log: io.StringIO, words: str) -> None:
    async with asyncio.timeout(30):
        while words not in log.getvalue():  # noqa: ASYNC110  (a log has no event to wait for)
            await asyncio.sleep(0.01)


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(
    control: Control, program: Program, log: io.StringIO
) -> None:
    program.inbox.full = True
    await control.message(CITIZEN, CITIZEN, text="第一句")
    async with program:
        await until(program.inbox.failed)
        assert program.polling.offset == 0
        assert await waiting(control) == 1
        program.inbox.full = False
        await until(program.inbox.came)
        await control.message(CITIZEN, CITIZEN, text="第二句")
        await until(program.inbox.came)
        assert program.inbox.texts == ["第一句", "第二句"]
        await control.until_polling()
        # Nothing has been asked for since but the second's acknowledgement.
        assert program.polling.offset == program.inbox.stored[-1]["update_id"] + 1
    assert "could not be stored" in log.getvalue()
    assert "第一句" not in log.getvalue()


async def test_another_poller_is_explained_and_polling_goes_on_when_it_ends(
    control: Control, program: Program, log: io.StringIO
) -> None:
    async with program:
        await control.until_polling()
        await program.polling.client.post(f"{program.polling.bot_url}/getUpdates", json={"timeout": 0})
        await said(log, "another process is polling with this token")
        await control.message(CITIZEN, CITIZEN, text="还在吗")
        await until(program.inbox.came)
    assert "terminated by other getUpdates" in log.getvalue()
    assert "CANARY" not in log.getvalue()


async def test_a_token_that_telegram_does_not_know_ends_it_at_once(sandbox: SandboxProcess, log: io.StringIO) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        wrong = Polling(client, f"{sandbox.url}/bot1:AAcanaryCANARYwrongWRONGwrongWRONG", Inbox().accept)
        async with asyncio.timeout(30):
            with pytest.raises(TokenRefused) as refused:
                await wrong.run()
    assert "CANARY" not in str(refused.value) + log.getvalue()


async def test_while_telegram_is_away_it_waits_and_never_writes_the_token(
    control: Control, program: Program, log: io.StringIO
) -> None:
    await control.fault("502", "getUpdates", times=3)
    await control.message(CITIZEN, CITIZEN, text="一")
    async with program:
        await until(program.inbox.came)
    assert program.inbox.texts == ["一"]
    assert "can't be reached" in log.getvalue()
    async with httpx.AsyncClient(trust_env=False) as client:
        nobody = Polling(client, f"http://127.0.0.1:9/bot{TOKEN}", program.inbox.accept)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await nobody.run()
    assert "ConnectError" in log.getvalue()
    assert "CANARY" not in log.getvalue()


async def test_a_batch_lost_on_its_way_comes_again(control: Control, program: Program) -> None:
    await control.message(CITIZEN, CITIZEN, text="一")
    await control.fault("drop_after_accept", "getUpdates")
    async with program:
        await until(program.inbox.came)
    assert program.inbox.texts == ["一"]


async def test_after_a_quiet_poll_no_old_offset_stands_in_the_way_of_ids_that_begin_anew(
    control: Control, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "POLL_S", 1)
    await control.message(CITIZEN, CITIZEN, text="一")
    async with program:
        await until(program.inbox.came)
        assert program.polling.offset > 0
        async with asyncio.timeout(30):
            while program.polling.offset:  # noqa: ASYNC110  (an attribute of what is under test)
                await asyncio.sleep(0.01)
        # What was stored has been acknowledged all the same, and what comes is received once.
        assert await waiting(control) == 0
        await control.message(CITIZEN, CITIZEN, text="二")
        await until(program.inbox.came)
    assert program.inbox.texts == ["一", "二"]


async def test_every_kind_of_update_that_the_doors_need_is_asked_for(control: Control, program: Program) -> None:
    # A newcomer to the group is told only to those who ask for `chat_member`.
    bots = [{"token": TOKEN, "status": "administrator"}]
    await control.world(chats=[{"id": -1001, "type": "supergroup", "title": "群", "bots": bots}])
    async with program:
        await control.until_polling()
        await control.member(-1001, "member", user_id=CITIZEN)
        async with asyncio.timeout(30):
            while not any("chat_member" in each for each in program.inbox.stored):
                await until(program.inbox.came)
