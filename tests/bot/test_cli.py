"""The command line as an operator meets it: a process, its lines, its exit code."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from storage import key_check
from storage.database import Database
from storage.sealing import load_keys, new_keys
from storage.tables import CaseRow, DeskRow, SeatRow
from web.server import serving

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAcanaryCANARYcanaryCANARYcanaryCAN"
ME = {"ok": True, "result": {"username": "sample_bot", "can_join_groups": True, "can_read_all_group_messages": False}}


@dataclass
class Said:
    """What a process wrote, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A district's folder with the example configuration and a token."""
    example = (ROOT / "config.example.toml").read_text("utf-8")
    config = example.replace('"data/sample/', f'"{ROOT}/data/sample/').replace("admins = [100000001]", "admins = [1]")
    (tmp_path / "config.toml").write_text(config, "utf-8")
    (tmp_path / "token").write_text(TOKEN, "ascii")
    (tmp_path / "token").chmod(0o600)
    return tmp_path


@pytest.fixture
async def migrated(folder: Path, sqlite_template: Path) -> Path:
    """The same folder as `keys new` and `migrate` leave it, without two more processes."""
    new_keys(folder / "keys.json")
    shutil.copyfile(sqlite_template, folder / "tipoff.sqlite3")
    database = Database(f"sqlite:///{folder / 'tipoff.sqlite3'}")
    await key_check.record(database, load_keys(folder / "keys.json"))
    await database.close()
    return folder


async def tipoff(folder: Path, *arguments: str, **environment: str) -> Said:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"TIPOFF_CONFIG": str(folder / "config.toml"), "PYTHONWARNINGS": "error"} | environment,
    )  # fmt: skip
    out, err = await process.communicate()
    assert process.returncode is not None
    return Said(process.returncode, out.decode(), err.decode())


@pytest.fixture
async def telegram() -> AsyncIterator[str]:
    """A Bot API that knows one token and one method."""

    async def answer(request: web.Request) -> web.Response:
        known = request.match_info["token"] == TOKEN
        return web.json_response(
            ME if known else {"ok": False, "description": "Unauthorized"}, status=200 if known else 401
        )

    app = web.Application()
    app.router.add_post("/bot{token}/getMe", answer)
    async with serving(app, "127.0.0.1", 0) as address:
        yield address


async def test_from_a_fresh_folder_to_a_district_that_passes_its_check(folder: Path, telegram: str) -> None:
    for command in (["keys", "new"], ["migrate"]):
        assert (await tipoff(folder, *command)).code == 0
    said = await tipoff(folder, "check", TIPOFF_TELEGRAM__API_URL=telegram)
    assert said.code == 0, said
    abouts = ("configuration", "keys", "database", "boundaries", "evidence", "Telegram")
    assert [line.partition(":")[0] for line in said.out.splitlines()] == [f"ok   {about}" for about in abouts]
    assert "18 towns" in said.out
    assert "@sample_bot" in said.out
    assert said.err == ""


async def test_a_check_looks_at_everything_even_when_something_fails(folder: Path) -> None:
    said = await tipoff(folder, "check", TIPOFF_TELEGRAM__API_URL="http://127.0.0.1:9")
    assert said.code == 1
    failed = [line for line in said.out.splitlines() if line.startswith("FAIL")]
    assert [line.split()[1] for line in failed] == ["keys:", "database:", "Telegram:"]
    assert not (folder / "tipoff.sqlite3").exists(), "a check changes nothing"


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
async def test_the_token_is_never_written(folder: Path, telegram: str, known: bool) -> None:
    token = TOKEN if known else TOKEN.replace("canary", "CANARY")
    (folder / "token").write_text(token, "ascii")
    for url in (telegram, "http://127.0.0.1:9"):
        said = await tipoff(folder, "check", TIPOFF_TELEGRAM__API_URL=url, TIPOFF_LOG__LEVEL="DEBUG")
        assert token not in said.out + said.err
        assert token.partition(":")[2] not in said.out + said.err


async def test_a_token_others_can_read_is_refused(folder: Path, telegram: str) -> None:
    (folder / "token").chmod(0o644)
    assert "chmod 600" in (await tipoff(folder, "check", TIPOFF_TELEGRAM__API_URL=telegram)).out


async def test_a_wrong_configuration_stops_every_command_with_its_lines(folder: Path) -> None:
    (folder / "config.toml").write_text("[district]\n", "utf-8")
    said = await tipoff(folder, "migrate")
    assert said.code == 2
    assert "district.name: is missing" in said.err
    assert "Traceback" not in said.err


async def test_without_keys_nothing_is_migrated(folder: Path) -> None:
    said = await tipoff(folder, "migrate")
    assert said.code == 2
    assert "tipoff keys new" in said.err
    assert not (folder / "tipoff.sqlite3").exists()


async def test_other_keys_stop_a_migration_by_the_name_of_the_missing_one(migrated: Path) -> None:
    made = (migrated / "keys.json").rename(migrated / "elsewhere.json")
    new_keys(migrated / "keys.json")
    said = await tipoff(migrated, "migrate")
    assert said.code == 2
    assert "lacks key k" in said.err
    assert str(made) not in said.err


async def test_keys_are_never_replaced(folder: Path) -> None:
    new_keys(folder / "keys.json")
    before = (folder / "keys.json").read_bytes()
    said = await tipoff(folder, "keys", "new")
    assert said.code == 2
    assert "rotate" in said.err
    assert (folder / "keys.json").read_bytes() == before


async def test_nobody_is_unlocked_with_a_key_that_the_running_program_does_not_have(migrated: Path) -> None:
    assert (await tipoff(migrated, "keys", "rotate")).code == 0
    asked = ("unlock", "YX-2026-00001", "--custodian", "保管人甲", "--reason", "公安机关依法调取，文号示例〔2026〕1号")
    said = await tipoff(migrated, *asked)
    assert (said.code, said.out) == (2, "")
    assert "restart" in said.err


async def test_a_district_that_knows_its_staff_enters_it_at_once(migrated: Path) -> None:
    roll = migrated / "roll.toml"
    seat = '[[staff]]\nuser_id = 5\nname = "陈"\ndesk = "值班室"\nrole = "lead"\n'
    roll.write_text(f'[groups]\n"值班室" = -1002\n{seat}', "utf-8")
    for _ in range(2):
        assert (await tipoff(migrated, "enrol", str(roll))).code == 0
    assert await _rows(migrated) == [("duty", -1002, 5, "lead")]


async def test_a_wrong_roll_enters_nobody(migrated: Path) -> None:
    roll = migrated / "roll.toml"
    roll.write_text('[groups]\n"值班室" = -1002\n"月球街道" = -1003\n', "utf-8")
    said = await tipoff(migrated, "enrol", str(roll))
    assert said.code == 2
    assert "there is no desk 月球街道" in said.err
    assert await _rows(migrated) == []


async def test_the_ledgers_history_is_verified_and_a_case_without_one_fails(migrated: Path) -> None:
    said = await tipoff(migrated, "audit", "verify")
    assert (said.code, said.err) == (0, "")
    assert "0 cases, 0 exposures, 0 events" in said.out
    database = Database(f"sqlite:///{migrated / 'tipoff.sqlite3'}")
    async with database.write() as tx:
        tx.add(
            CaseRow(
                number="SL-2026-00001", year=2026, status="received", violation="unlicensed", severity="general",
                happened="", routed_by="gps", received_at=datetime(2026, 3, 2, tzinfo=UTC),
            )
        )  # fmt: skip
    await database.close()
    said = await tipoff(migrated, "audit", "verify")
    assert (said.code, said.err) == (1, "")
    assert said.out == "FAIL SL-2026-00001: it has no events at all\n"


async def _rows(folder: Path) -> list[tuple[Any, ...]]:
    database = Database(f"sqlite:///{folder / 'tipoff.sqlite3'}")
    async with database.read() as tx:
        query = select(DeskRow.id, DeskRow.chat_id, SeatRow.user_id, SeatRow.role).join(SeatRow)
        rows = [tuple(row) for row in await tx.execute(query)]
    await database.close()
    return rows
