"""`tipoff check`: a line each for what a start needs, all of them looked at even when one fails."""

import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.configuration import Configuration, ConfigurationError
from bot.tokens import read_token, read_webhook_secret
from domain.boundary_file import BoundaryFileError, read_towns
from domain.coverage import flaws
from storage.database import Database
from storage.key_check import KeysWrong, verify
from storage.migrating import pending
from storage.sealing import KeyRing, KeysMissing, load_keys

WARNINGS_SHOWN = 5
ANSWER_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `good` is None for a warning, which doesn't keep the program from starting."""

    about: str
    good: bool | None
    says: str

    def __str__(self) -> str:
        mark = {True: "ok  ", False: "FAIL", None: "warn"}[self.good]
        return f"{mark} {self.about}: {self.says}"


async def check(configuration: Configuration) -> AsyncIterator[Finding]:
    """Looks at everything but the configuration itself, which was read already."""
    keys, finding = _keys(configuration)
    yield finding
    yield await _database(configuration, keys)
    for finding in _boundaries(configuration):
        yield finding
    yield _evidence(configuration.evidence.folder)
    async for finding in _telegram(configuration):
        yield finding


def _keys(configuration: Configuration) -> tuple[KeyRing | None, Finding]:
    try:
        keys = load_keys(configuration.keys.file)
    except KeysMissing as error:
        return None, Finding("keys", False, str(error))
    return keys, Finding("keys", True, f"{len(keys.seals)} in {configuration.keys.file}, current {keys.current}")


async def _database(configuration: Configuration, keys: KeyRing | None) -> Finding:
    database = Database(configuration.database.url)
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        if _no_file(database):
            return Finding("database", False, "there is no file yet; run `tipoff migrate`")
        if steps := await pending(database):
            return Finding("database", False, f"{len(steps)} steps behind ({', '.join(steps)}); run `tipoff migrate`")
        if keys is not None:
            await verify(database, keys)
        fits = ", the keys fit" if keys else ""
        return Finding("database", True, f"{kind}, up to date{fits}")
    except KeysWrong as error:
        return Finding("database", False, str(error))
    except Exception as error:
        # Whatever the driver says may hold the address with its password: the kind of error is enough to go on.
        return Finding("database", False, f"{kind} does not answer ({type(error).__name__}); is its address right?")
    finally:
        await database.close()


def _no_file(database: Database) -> bool:
    """Connecting would make an empty file, and a check changes nothing."""
    return database.is_sqlite and not Path(database.url.database or "").exists()


def _boundaries(configuration: Configuration) -> list[Finding]:
    district = configuration.district
    try:
        document = json.loads(district.boundaries.read_text("utf-8"))
        towns = read_towns(document, district.datum, district.name_property)
    except (BoundaryFileError, ValueError, OSError) as error:
        return [Finding("boundaries", False, f"{district.boundaries}: {error}")]
    found = flaws(towns)
    more = [f"and {len(found) - WARNINGS_SHOWN} more such places"] if len(found) > WARNINGS_SHOWN else []
    warnings = [Finding("boundaries", None, says) for says in found[:WARNINGS_SHOWN] + more]
    return [Finding("boundaries", True, f"{len(towns)} towns, {district.datum}"), *warnings]


def _evidence(folder: Path) -> Finding:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return Finding("evidence", False, f"{existing} can't be written to")
    return Finding("evidence", True, str(folder) if existing == folder else f"{folder} will be made at the start")


async def _telegram(configuration: Configuration) -> AsyncIterator[Finding]:
    try:
        token = read_token(configuration)
        read_webhook_secret(configuration)
    except ConfigurationError as error:
        yield Finding("Telegram", False, str(error))
        return
    try:
        async with httpx.AsyncClient(timeout=ANSWER_WITHIN_S, trust_env=False) as client:
            answer = (await client.post(f"{configuration.telegram.api_url}/bot{token}/getMe")).json()
    except (httpx.HTTPError, ValueError) as error:
        # Not the error's own text: it holds the address, and so the token.
        yield Finding("Telegram", False, f"{configuration.telegram.api_url} does not answer ({type(error).__name__})")
        return
    if not answer.get("ok"):
        yield Finding("Telegram", False, f"the token is refused: {answer.get('description', 'no reason given')}")
        return
    me = answer["result"]
    yield Finding("Telegram", True, f"@{me.get('username')}, {configuration.telegram.mode}")
    if not me.get("can_join_groups", True):
        yield Finding("Telegram", None, "the bot may not join groups; allow it at BotFather (/setjoingroups)")
    if me.get("can_read_all_group_messages"):
        yield Finding("Telegram", None, "privacy mode is off: the bot is sent all that officers say in their groups")
