"""The worker: one bad update spoils neither its batch nor its chat, and nothing is worked twice or out of turn."""

import asyncio
import io
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from sqlalchemy import event, select, update

from bot.logs import PlainLines
from bot.working import ATTEMPTS, Work
from services import intake
from storage.database import Database
from storage.outage import is_outage
from storage.tables import InboxRow, OutboxRow
from tests.district import NAMES, REPORTER, STRANGER, District
from tests.private_chats import Citizen, PrivateChats, worker

POISON = "毒"
NUMBER = r"T-[A-Z2-9]{6}"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program's log would say."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(PlainLines())
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


def a_citizen(district: District) -> Citizen:
    """Somebody whose bot stumbles over every text with the poison in it."""
    chats = PrivateChats(district)
    stumbling = Router()

    @stumbling.message(F.text.contains(POISON))
    async def stumble(message: Message) -> None:
        raise ValueError(f"{message.text} from {message.chat.id}")

    chats.work.dispatcher.sub_routers.insert(0, stumbling)
    stumbling._parent_router = chats.work.dispatcher
    return Citizen(chats)


async def states(district: District) -> list[tuple[str, int]]:
    async with district.database.read() as tx:
        rows = await tx.scalars(select(InboxRow).order_by(InboxRow.update_id))
        return [(row.state, row.attempts) for row in rows]


async def test_one_that_fails_costs_its_batch_nothing_and_is_put_aside_after_three_attempts(
    district: District, log: io.StringIO
) -> None:
    citizen = a_citizen(district)
    other = Citizen(citizen.chats, STRANGER)
    poison, good = citizen.message(text=f"{POISON}牛奶"), other.message(text="卖过期牛奶")
    await citizen.chats.accept(poison, good)
    await citizen.chats.work.work_once(lambda _: None)
    assert await states(district) == [("received", 1), ("done", 0)]
    await citizen.chats.settle()
    assert await states(district) == [("quarantined", ATTEMPTS), ("done", 0)]
    assert [each.text for each in other.read if "哪一类问题" in each.text]
    # The person is told a number, and under it the log has the rest; nobody is named in it.
    (told,) = [each.text for each in citizen.read]
    assert "没能处理" in told
    number = told.split("：")[-1].strip()
    assert number in log.getvalue()
    assert "ValueError" in log.getvalue()
    assert not [canary for canary in (POISON, str(REPORTER), NAMES[REPORTER], citizen.key) if canary in log.getvalue()]


async def test_a_chat_goes_on_after_what_was_put_aside_and_what_was_filled_in_is_still_there(
    district: District,
) -> None:
    citizen = a_citizen(district)
    await citizen.says("卖过期牛奶")
    await citizen.chats.deliver(citizen.message(text=POISON), citizen.press("d:v:expired"))
    draft = await citizen.draft()
    assert draft is not None
    assert (draft.words, draft.violation) == ("卖过期牛奶", "expired")


async def test_one_that_was_altered_in_the_database_is_put_aside_and_holds_up_nobody(
    district: District, log: io.StringIO
) -> None:
    citizen = a_citizen(district)
    other = Citizen(citizen.chats, STRANGER)
    altered = citizen.message(text="卖过期牛奶")
    await citizen.chats.accept(altered, citizen.message(text="第二句"), other.message(text="卖过期牛奶"))
    async with district.database.write() as tx:
        moved = (
            update(InboxRow).where(InboxRow.update_id == altered["update_id"]).values(payload=b"\x01\x01k" + bytes(40))
        )
        await tx.execute(moved)
    await citizen.chats.settle()
    assert await states(district) == [("quarantined", ATTEMPTS), ("done", 0), ("done", 0)]
    assert [each.text for each in other.read if "哪一类问题" in each.text]
    assert (await citizen.draft()) is not None
    assert "inbox.payload" in log.getvalue()


async def test_updates_of_one_chat_have_their_effect_in_their_order(district: District) -> None:
    citizen = a_citizen(district)
    other = Citizen(citizen.chats, STRANGER)
    updates = [each.message(text=f"第{n}句") for n in range(6) for each in (citizen, other)]
    await citizen.chats.accept(*reversed(updates))
    await citizen.chats.settle()
    for each in (citizen, other):
        draft = await each.draft()
        assert draft is not None
        assert draft.spot is None
        assert [said.text for said in draft.said] == [f"第{n}句" for n in range(6)]


async def test_a_failure_in_a_group_is_told_to_nobody(district: District) -> None:
    citizen = a_citizen(district)
    group = {"id": -1001, "type": "supergroup", "title": "群"}
    update = citizen.message(text=POISON)
    update["message"]["chat"] = group
    await citizen.chats.deliver(update)
    assert await states(district) == [("quarantined", ATTEMPTS)]
    assert district.spoken == []


async def test_the_same_update_at_two_workers_has_one_effect(district: District, log: io.StringIO) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    await citizen.chats.accept(citizen.press("d:send"))
    async with another_process(district) as second:
        await asyncio.gather(
            citizen.chats.work.work_once(citizen.chats.answers.append), second.work_once(citizen.chats.answers.append)
        )
        while await citizen.chats.work.work_once(citizen.chats.answers.append):
            pass
    await citizen.chats.settle()
    assert len(await citizen.reports()) == 1
    assert sum("举报已登记" in each.text for each in citizen.read) == 1
    assert log.getvalue() == ""


async def test_what_another_worker_took_first_is_left_to_it_without_a_word(
    district: District, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary()
    await citizen.chats.accept(citizen.press("d:send"))
    async with another_process(district) as second:
        batch = await intake.pick(district.database, district.app.keys, 10)
        await second.work_once(lambda _: None)

    async def picked_before(*_: object) -> list[intake.Arrived]:
        return batch

    monkeypatch.setattr(intake, "pick", picked_before)
    answered = len(citizen.chats.answers)
    await citizen.chats.work.work_once(citizen.chats.answers.append)
    assert len(await citizen.reports()) == 1
    assert len(citizen.chats.answers) == answered
    assert log.getvalue() == ""
    assert {state for state, _ in await states(district)} == {"done"}


async def test_an_update_of_a_kind_nobody_knows_names_nobody_in_the_log(district: District, log: io.StringIO) -> None:
    citizen = a_citizen(district)
    update = citizen.message(text="秘密")
    await citizen.chats.deliver({"update_id": update["update_id"], "kind_of_2030": update["message"]})
    assert await states(district) == [("done", 0)]
    assert not [canary for canary in ("秘密", str(REPORTER), NAMES[REPORTER]) if canary in log.getvalue()]


async def test_a_full_disk_gives_no_receipt_and_counts_against_nobody_and_recovers(
    district: District, log: io.StringIO
) -> None:
    citizen = a_citizen(district)
    await citizen.comes_to_the_summary("字" * 2900)
    await citizen.chats.accept(citizen.press("d:send"))
    said = len(district.spoken)
    async with a_full_disk(district.database):
        for _ in range(ATTEMPTS + 1):
            with pytest.raises(Exception, match="full") as refused:
                await citizen.chats.work.work_once(citizen.chats.answers.append)
            assert is_outage(refused.value)
        # Nothing more is acknowledged either: Telegram keeps it and brings it again.
        with pytest.raises(Exception, match="full"):
            await citizen.chats.accept(citizen.message(text="字" * 4000))
    assert await waiting_words(district) == 0
    assert len(district.spoken) == said
    assert await citizen.reports() == []
    assert (await states(district))[-1] == ("received", 0)
    await citizen.chats.settle()
    assert len(await citizen.reports()) == 1
    assert "举报已登记" in citizen.last.text
    assert "牛奶" not in log.getvalue()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, "<html>Bad Gateway</html>"),
        (200, "<html>Sign in</html>"),
        (500, '{"ok":false}'),
        (400, '{"ok":1,"result":{}}'),
    ],
)
async def test_an_answer_to_a_press_that_no_library_understands_ends_nothing(
    district: District, log: io.StringIO, status: int, body: str
) -> None:
    citizen = a_citizen(district)
    asked: asyncio.Queue[str] = asyncio.Queue()
    async with telegram_that_says(status, body, asked) as bot, asyncio.TaskGroup() as group:
        citizen.chats.work.bot = bot
        working = group.create_task(citizen.chats.work.run())
        for _ in range(2):
            await citizen.chats.accept(citizen.press("d:v:expired"))
            citizen.chats.work.bell.set()
            assert "answerCallbackQuery" in await asyncio.wait_for(asked.get(), 10)
        working.cancel()
    assert {state for state, _ in await states(district)} == {"done"}
    assert "AnswerCallbackQuery" in log.getvalue()
    assert "html" not in log.getvalue()


async def test_a_database_away_is_waited_for(district: District, tmp_path: Path) -> None:
    citizen, threads = a_citizen(district), set(threading.enumerate())
    gone = Database(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite3")
    away = worker(district, gone)
    with pytest.raises(Exception, match="unable to open") as refused:
        await away.work_once(lambda _: None)
    assert is_outage(refused.value)
    with pytest.raises(Exception, match="unable to open"):
        await intake.accept(gone, district.app.keys, [citizen.message(text="一")], district.now)
    await gone.close()
    # A connection that could not be opened ends its thread by itself, and tells this test's loop so.
    for thread in set(threading.enumerate()) - threads:
        await asyncio.to_thread(thread.join, 5)


async def test_the_worker_goes_on_by_itself_once_the_database_is_back(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.working.SHORTEST_PAUSE_S", 0.01)
    citizen = a_citizen(district)
    await citizen.chats.accept(citizen.message(text="卖过期牛奶"))
    pick, troubles = intake.pick, iter([ConnectionResetError("gone"), ConnectionResetError("gone")])

    async def pick_when_back(*arguments: object) -> list[intake.Arrived]:
        if (trouble := next(troubles, None)) is not None:
            raise trouble
        return await pick(*arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(intake, "pick", pick_when_back)
    worked = asyncio.Event()
    citizen.chats.work.spoken = worked.set
    async with asyncio.TaskGroup() as running:
        work = running.create_task(citizen.chats.work.run())
        async with asyncio.timeout(30):
            await worked.wait()
        work.cancel()
    assert await states(district) == [("done", 0)]


@asynccontextmanager
async def telegram_that_says(status: int, body: str, asked: asyncio.Queue[str]) -> AsyncIterator[Bot]:
    """A bot at a server that answers everything with `body`; `asked` gets the first line of each request."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()
        asked.put_nowait(head.partition("\r\n")[0])

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    bot = Bot("1:test", session=AiohttpSession(api=TelegramAPIServer.from_base(address)))
    try:
        yield bot
    finally:
        await bot.session.close()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def another_process(district: District) -> AsyncIterator[Work]:
    """A second worker with a pool of its own."""
    database = Database(district.database.url.render_as_string(hide_password=False))
    yield worker(district, database)
    await database.close()


@asynccontextmanager
async def a_full_disk(database: Database) -> AsyncIterator[None]:
    """No table takes a row more while the block lasts, though what is there may be changed."""
    async with a_full_file(database) if database.is_sqlite else a_full_server(database):
        yield


@asynccontextmanager
async def a_full_file(database: Database) -> AsyncIterator[None]:
    """SQLite's file may not grow by a page; what fits into the pages it has still does."""

    def no_more(connection: Any, _record: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count = 1")

    event.listen(database.engine.sync_engine, "connect", no_more)
    await database.engine.dispose()
    try:
        yield
    finally:
        event.remove(database.engine.sync_engine, "connect", no_more)
        await database.engine.dispose()


@asynccontextmanager
async def a_full_server(database: Database) -> AsyncIterator[None]:
    """PostgreSQL says what it says when its disk is full: SQLSTATE 53100."""
    await run(
        database,
        "CREATE FUNCTION no_more() RETURNS trigger AS $$ BEGIN RAISE 'disk full' USING ERRCODE = '53100'; END $$ "
        "LANGUAGE plpgsql",
        'CREATE TRIGGER no_more BEFORE INSERT ON "case" EXECUTE FUNCTION no_more()',
        "CREATE TRIGGER no_more BEFORE INSERT ON inbox EXECUTE FUNCTION no_more()",
    )
    try:
        yield
    finally:
        await run(database, "DROP FUNCTION no_more CASCADE")


async def run(database: Database, *statements: str) -> None:
    async with database.write() as tx:
        for each in statements:
            await (await tx.connection()).exec_driver_sql(each)


async def waiting_words(district: District) -> int:
    async with district.database.read() as tx:
        return len((await tx.scalars(select(OutboxRow).where(OutboxRow.state == "pending"))).all())
