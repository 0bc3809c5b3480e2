"""Readiness goes red when a report could not be stored or would not arrive, and says which (threat 42)."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import insert

from bot.readiness import examine
from storage.database import Database
from storage.key_check import record
from storage.sealing import KeyRing
from storage.tables import InboxRow, OutboxRow

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)


class Disk(NamedTuple):
    """What `shutil.disk_usage` gives, in bytes."""

    total: int
    used: int
    free: int


@pytest.fixture(autouse=True)
async def proofs(database: Database, keys: KeyRing) -> None:
    await record(database, keys)


async def an_update_came(database: Database, at: datetime, state: str = "received") -> None:
    async with database.write() as tx:
        row = {"update_id": int(at.timestamp()), "chat": "c", "state": state, "payload": b"", "received_at": at}
        await tx.execute(insert(InboxRow).values(**row))


async def a_message_was_queued(database: Database, at: datetime, state: str = "pending") -> None:
    async with database.write() as tx:
        row = {"recipient": "-1", "state": state, "not_before": at, "created_at": at}
        await tx.execute(insert(OutboxRow).values(**row))


async def test_with_nothing_waiting_it_is_ready(database: Database, tmp_path: Path) -> None:
    condition = await examine(database, tmp_path, NOW)
    assert condition.trouble == ()
    assert condition.figures["inbox_oldest_s"] == 0


async def test_updates_without_a_worker_turn_it_red(database: Database, tmp_path: Path) -> None:
    await an_update_came(database, NOW - timedelta(minutes=3))
    await an_update_came(database, NOW - timedelta(days=1), "done")
    condition = await examine(database, tmp_path, NOW)
    assert condition.trouble == ("updates wait for 180 s to be worked",)
    assert condition.figures["inbox_waiting"] == 1


async def test_messages_without_a_voice_turn_it_red(database: Database, tmp_path: Path) -> None:
    await a_message_was_queued(database, NOW - timedelta(minutes=20))
    assert (await examine(database, tmp_path, NOW)).trouble == ("messages wait for 1200 s to be sent",)


async def test_a_message_meant_for_later_does_not_wait(database: Database, tmp_path: Path) -> None:
    await a_message_was_queued(database, NOW + timedelta(hours=1))
    condition = await examine(database, tmp_path, NOW)
    assert condition.trouble == ()
    assert condition.figures["outbox_waiting"] == 0


async def test_what_a_person_must_look_at_is_counted(database: Database, tmp_path: Path) -> None:
    await an_update_came(database, NOW, "quarantined")
    await a_message_was_queued(database, NOW, "in_doubt")
    await a_message_was_queued(database, NOW, "dead")
    figures = (await examine(database, tmp_path, NOW)).figures
    assert (figures["inbox_quarantined"], figures["outbox_in_doubt"], figures["outbox_dead"]) == (1, 1, 1)


async def test_a_full_disk_turns_it_red(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(10**9, 10**9 - 5_000_000, 5_000_000))
    assert (await examine(database, tmp_path, NOW)).trouble == ("only 5 MB are free on the evidence disk",)


async def test_a_database_that_takes_no_writes_turns_it_red_and_recovers(database: Database, tmp_path: Path) -> None:
    await _run(database, "ALTER TABLE key_check RENAME TO away")
    assert (await examine(database, tmp_path, NOW)).trouble == ("the database can't be written",)
    await _run(database, "ALTER TABLE away RENAME TO key_check")
    assert (await examine(database, tmp_path, NOW)).trouble == ()


async def _run(database: Database, statement: str) -> None:
    async with database.write() as tx:
        await (await tx.connection()).exec_driver_sql(statement)
