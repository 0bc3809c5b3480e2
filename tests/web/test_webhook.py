"""Whoever calls the webhook gets a status; only Telegram gets anything stored (threats 19 and 32)."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from services.intake import accept
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import InboxRow
from web.health import Condition
from web.server import application, serving
from web.webhook import BODY_LIMIT, HEADER

SECRET = "correct-horse_battery"
KNOWN = {HEADER: SECRET}
NOW = datetime(2026, 5, 6, tzinfo=UTC)


@pytest.fixture
async def window(database: Database, keys: KeyRing) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a window that stores into the test's database."""

    async def examine() -> Condition:
        return Condition()

    async def store(updates: list[dict[str, Any]]) -> object:
        return await accept(database, keys, updates, NOW)

    async with (
        serving(application(examine, store, SECRET), "127.0.0.1", 0) as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        yield client


async def stored(database: Database) -> int:
    async with database.read() as tx:
        return await tx.scalar(select(func.count()).select_from(InboxRow)) or 0


async def test_an_update_is_stored_before_it_is_acknowledged(window: httpx.AsyncClient, database: Database) -> None:
    answer = await window.post("/telegram", json={"update_id": 7, "message": {"chat": {"id": 1}}}, headers=KNOWN)
    assert answer.status_code == 200
    assert answer.content == b"", "an answer within the response has no message id"
    assert await stored(database) == 1


async def test_the_same_update_twice_is_stored_once(window: httpx.AsyncClient, database: Database) -> None:
    for _ in range(2):
        assert (await window.post("/telegram", json={"update_id": 7}, headers=KNOWN)).status_code == 200
    assert await stored(database) == 1


@pytest.mark.parametrize(
    "headers",
    [{}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "密码".encode()}, {HEADER: b"\xff\xfe"}],
    ids=["absent", "empty", "short", "long", "Chinese", "no UTF-8"],
)
async def test_without_the_secret_nothing_is_stored(
    window: httpx.AsyncClient, database: Database, headers: dict[str, Any]
) -> None:
    answer = await window.post("/telegram", json={"update_id": 7}, headers=headers)
    assert answer.status_code == 401
    assert await stored(database) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[]",
        b'"text"',
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": true}',
        b'{"update_id": ' + b"9" * 5000 + b"}",
        b'{"update_id": 99999999999999999999}',
        b'{"update_id": 7, "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"update_id": 7, "a": "' + b"a" * BODY_LIMIT + b'"}',
    ],
    ids=["empty", "half", "bytes", "list", "text", "no id", "id as text", "id as bool", "endless id", "long id", "deep",
         "huge"],
)  # fmt: skip
async def test_what_can_never_be_stored_is_acknowledged_and_left_out(
    window: httpx.AsyncClient, database: Database, body: bytes
) -> None:
    answer = await window.post("/telegram", content=body, headers=KNOWN)
    assert answer.status_code == 200
    assert await stored(database) == 0


@pytest.mark.parametrize(
    "more",
    [
        {"a_kind_of_update_from_2030": {"x": 1}},
        {"message": "no message"},
        {"message": {"text": "\ud800 \x00"}},
        {"a": 1e400},
    ],
    ids=["unknown kind", "wrong shape", "lone surrogate and NUL", "infinite"],
)
async def test_an_unknown_shape_with_an_id_is_stored(
    window: httpx.AsyncClient, database: Database, more: dict[str, Any]
) -> None:
    body = json.dumps({"update_id": 7} | more)
    assert (await window.post("/telegram", content=body, headers=KNOWN)).status_code == 200
    assert await stored(database) == 1


async def test_what_could_not_be_stored_now_is_called_for_again(window: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as tx:
        connection = await tx.connection()
        await connection.exec_driver_sql("ALTER TABLE inbox RENAME TO away")
    answer = await window.post("/telegram", json={"update_id": 7}, headers=KNOWN)
    assert answer.status_code == 503
    async with database.write() as tx:
        connection = await tx.connection()
        await connection.exec_driver_sql("ALTER TABLE away RENAME TO inbox")
    assert (await window.post("/telegram", json={"update_id": 7}, headers=KNOWN)).status_code == 200
    assert await stored(database) == 1


async def test_another_method_or_path_is_none_of_ours(window: httpx.AsyncClient) -> None:
    assert (await window.get("/telegram", headers=KNOWN)).status_code == 405
    assert (await window.post("/", headers=KNOWN)).status_code == 404
