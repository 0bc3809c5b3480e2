"""The command line: `tipoff run`, `check`, `migrate`, `enrol`, `audit verify`, `unlock`, `keys new` and `keys rotate`.

Exit codes: 0 done; 1 a check failed, or the running program was ended by a failure; 2 it could not be started.

Each command imports for itself what the others do without: loading all of it takes longer than most of them take.
"""

import argparse
import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.configuration import Configuration, ConfigurationError, load
from bot.logs import set_up
from bot.nursery import Collapse
from bot.tokens import read_token, read_webhook_secret
from bot.trouble import reference
from domain.refusal import Refusal
from storage import key_check
from storage.database import Database
from storage.key_check import KeysWrong
from storage.migrating import pending, upgrade
from storage.sealing import KeysMissing, load_keys, new_keys, rotate_keys

log = logging.getLogger("tipoff")

Result = TypeVar("Result")


class NotMigrated(Exception):
    """The database is older than the program."""


def main(arguments: list[str] | None = None) -> int:
    """The entry point; returns the exit code."""
    given = _parser().parse_args(arguments)
    try:
        configuration = load(given.config)
        set_up(configuration.log.level, configuration.log.format)
        code: int = given.command(configuration, given)
        return code
    except (ConfigurationError, KeysMissing, KeysWrong, NotMigrated) as error:
        _say(str(error), sys.stderr)
        return 2
    except Collapse as collapse:
        _say(f"tipoff stopped: {collapse}; look for {collapse.reference} in the log", sys.stderr)
        return 1
    except Exception:
        number = reference()
        log.exception("an unexpected error", extra={"reference": number})
        _say(f"tipoff stopped by an unexpected error; look for {number} in the log", sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tipoff", description="A district's tip-off channel for food safety.")
    default = Path(os.environ.get("TIPOFF_CONFIG", "config.toml"))
    parser.add_argument(
        "--config", type=Path, default=default, help="the configuration (./config.toml, $TIPOFF_CONFIG)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "run", _run, "receive and handle reports until stopped")
    _command(commands, "check", _check, "look at everything a start needs, a line each")
    _command(commands, "migrate", _migrate, "bring the database up to date")
    _command(commands, "enrol", _enrol, "bind groups and seat staff from a file").add_argument("file", type=Path)
    audit = commands.add_parser("audit", help="look into the ledger's history").add_subparsers(
        required=True, metavar="COMMAND"
    )
    _command(audit, "verify", _audit_verify, "prove that no event of a case or an exposure was altered")
    custody = _command(commands, "unlock", _unlock, "show a reporter's account, for a reason that is written down")
    custody.add_argument("number", help="the case's number")
    custody.add_argument("--custodian", required=True, help="who unlocks it")
    custody.add_argument("--reason", required=True, help="why; it stands in the case's history for good")
    keys = commands.add_parser("keys", help="make or rotate the keys").add_subparsers(required=True, metavar="COMMAND")
    _command(keys, "new", _keys_new, "make the key file; an existing one is never replaced")
    _command(keys, "rotate", _keys_rotate, "add a key for what is sealed from now on")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[Configuration, argparse.Namespace], int],
    what: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=what, description=what.capitalize() + ".")
    parser.set_defaults(command=run)
    return parser


def _run(configuration: Configuration, _given: argparse.Namespace) -> int:
    from bot.running import Secrets, run

    keys = load_keys(configuration.keys.file)
    secrets = Secrets(read_token(configuration), read_webhook_secret(configuration))

    async def start() -> None:
        async with _database(configuration) as database:
            if steps := await pending(database):
                raise NotMigrated(
                    f"the database is {len(steps)} steps behind ({', '.join(steps)}); run `tipoff migrate`"
                )
            await key_check.verify(database, keys)
            # A rotated key gets its proof before anything is sealed under it.
            await key_check.record(database, keys)
        await run(configuration, keys, secrets)

    _loop(start())
    return 0


def _check(configuration: Configuration, given: argparse.Namespace) -> int:
    from bot.checks import check

    async def report() -> int:
        _say(f"ok   configuration: {given.config}, {configuration.district.name}")
        failed = 0
        async for finding in check(configuration):
            _say(str(finding))
            failed += finding.good is False
        return min(failed, 1)

    return _loop(report())


def _migrate(configuration: Configuration, _given: argparse.Namespace) -> int:
    keys = load_keys(configuration.keys.file)

    async def migrate() -> None:
        async with _database(configuration) as database:
            steps = await pending(database)
            await upgrade(database)
            await key_check.record(database, keys)
        for step in steps or ["nothing to do: the database is up to date"]:
            _say(step)

    _loop(migrate())
    return 0


def _enrol(configuration: Configuration, given: argparse.Namespace) -> int:
    from bot.clock import now
    from bot.enrolling import enrol, read_roll
    from bot.wiring import build_app, set_up_desks

    roll, keys = read_roll(given.file), load_keys(configuration.keys.file)
    ground = build_app(configuration, keys, "", now().date()).ground

    async def enter() -> None:
        async with _database(configuration) as database, database.write() as tx:
            await set_up_desks(tx, configuration, ground)
            await enrol(tx, roll, now())

    _loop(enter())
    _say(f"groups bound: {len(roll.groups)}, seats taken: {len(roll.staff)}")
    return 0


def _audit_verify(configuration: Configuration, _given: argparse.Namespace) -> int:
    from services.auditing import Verified, verify

    keys = load_keys(configuration.keys.file)

    async def read() -> Verified:
        async with _database(configuration) as database:
            await key_check.verify(database, keys)
            return await verify(database, keys)

    found = _loop(read())
    if found.broken is not None:
        _say(f"FAIL {found.broken}")
        return 1
    what = f"{found.cases} cases, {found.exposures} exposures, {found.events} events"
    _say(f"ok   {what}: every event is as it was written")
    return 0


def _unlock(configuration: Configuration, given: argparse.Namespace) -> int:
    from bot.clock import now
    from bot.errands import own_turn
    from bot.wiring import build_app
    from services.unlocking import unlock
    from wording.refusals import sentence

    keys = load_keys(configuration.keys.file)
    app = build_app(configuration, keys, "", now().date())

    async def unlocked() -> int | Refusal:
        async with _database(configuration) as database:
            await key_check.verify_in_use(database, keys)
            async with own_turn(app, database, now) as turn:
                return await unlock(turn, given.number, given.custodian, given.reason)

    found = _loop(unlocked())
    if isinstance(found, Refusal):
        _say(sentence(found, "en"), sys.stderr)
        return 1
    # Shown only now: the transaction that wrote it down is committed.
    _say(f"{given.number}: Telegram account {found}")
    return 0


def _keys_new(configuration: Configuration, _given: argparse.Namespace) -> int:
    path = configuration.keys.file
    try:
        key_id = new_keys(path)
    except FileExistsError:
        raise ConfigurationError([f"{path}: there are keys already; `tipoff keys rotate` adds one"]) from None
    _say(f"key {key_id} made in {path}")
    _say("Keep a copy where the database's backups are not: without it, no reporter can be told anything.")
    return 0


def _keys_rotate(configuration: Configuration, _given: argparse.Namespace) -> int:
    key_id = rotate_keys(configuration.keys.file)
    _say(f"key {key_id} is current from the next start on. Older keys stay in the file: they open what they sealed.")
    return 0


@asynccontextmanager
async def _database(configuration: Configuration) -> AsyncIterator[Database]:
    database = Database(configuration.database.url)
    try:
        yield database
    finally:
        await database.close()


def _loop(work: Coroutine[Any, Any, Result]) -> Result:
    with asyncio.Runner(loop_factory=_fast_loop()) as runner:
        return runner.run(work)


def _fast_loop() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


def _say(line: str, stream: Any = None) -> None:
    (stream or sys.stdout).write(f"{line}\n")
