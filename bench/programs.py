"""The programs that are measured, each a process of its own."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter

import httpx

from bench.crowd import Order, Seen

ROOT = Path(__file__).parent.parent
BOUNDARIES = ROOT / "data/sample/yuexiu_18_jiedao.wgs84.geojson"
TOWNS = tuple(each["properties"]["name"] for each in json.loads(BOUNDARIES.read_text("utf-8"))["features"])
GROUPS = {name: -1001000000000 - at for at, name in enumerate((*TOWNS, "值班室", "宣传部门"))}
"""The groups of the desks, as they are bound."""
_STARTS_WITHIN_S = 60.0

_CONFIGURATION = """
[district]
name = "示例区"
prefix = "BN"
admins = [1]
boundaries = "{boundaries}"
datum = "wgs84"
[telegram]
api_url = "{url}"
[web]
port = 0
[database]
url = "{database}"
[exposure]
send_from = 00:00:00
send_until = 23:59:59
[pace]
{pace}
[log]
level = "INFO"
"""


_UNBOUND = """# Raised so that it never binds: what is measured is the program, not Telegram's patience.
overall_per_s = 1000
chat_per_s = 1000
chat_burst = 1000
group_per_min = 60000
broadcast_per_s = 1000"""


def telegrams_pace(speed: float) -> str:
    """The settings as shipped, on a clock that runs `speed` times as fast.

    As shipped one message of a broadcast is on its way at a time. The clock hurries the pace and neither the line nor
    the program, so there are more of them where it runs faster.
    """
    paces = {"overall_per_s": 30, "chat_per_s": 1, "group_per_min": 20, "broadcast_per_s": 25}
    lines = [f"{name} = {pace * speed}" for name, pace in paces.items()]
    return "\n".join([*lines, f"broadcast_in_flight = {ceil(speed)}"])


@dataclass(frozen=True, slots=True)
class Program:
    """A bot at the stub. `start_ms`: from the end of its imports until it said it was ready."""

    token: str
    pid: int
    start_ms: float = 0.0

    def rss_mb(self) -> float:
        """Resident memory now, without children."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def stub() -> Iterator[str]:
    """The stub's address."""
    with _process([sys.executable, "-m", "bench.stub"], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@contextmanager
def stage(folder: Path) -> Iterator[str]:
    """The sandbox's address: the emulated Telegram with its limits, where the stub has none."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--log", str(folder / "sandbox.log")]
    with _process(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout.readline().removeprefix("sandbox ready ").strip().rstrip("/")


@contextmanager
def bare_aiogram(url: str) -> Iterator[Program]:
    """aiogram as shipped."""
    token = "1001:" + "e" * 35
    with _process([sys.executable, "-m", "bench.echo", url, token]) as process:
        yield Program(token, process.pid)


@contextmanager
def tipoff(
    url: str,
    folder: Path,
    database: str,
    number: int,
    *,
    pace: str = _UNBOUND,
    prepared: bool = False,
    launcher: str = "bench.launch",
) -> Iterator[Program]:
    """The program as a district runs it, every town's group bound; `number` keeps the tokens of several apart.

    `prepared`: the folder holds a configuration, its keys and a database already. `launcher` is the module that starts
    the program.
    """
    token = token_of(number)
    if not prepared:
        prepare(folder, url, database, token, pace)
    environment = os.environ | {"TIPOFF_TOKEN": token}
    command = [sys.executable, "-m", launcher, "--config", str(folder / "config.toml"), "run"]
    with _process(command, stderr=subprocess.PIPE, env=environment) as process:
        yield Program(token, process.pid, _start_ms(process, folder / "log"))


def token_of(number: int) -> str:
    """A token that looks like one."""
    return f"{2000 + number}:" + "t" * 35


def prepare(folder: Path, url: str, database: str, token: str, pace: str = _UNBOUND) -> None:
    """A configuration, its keys, a migrated database, and groups that are bound."""
    folder.mkdir()
    configured(folder, url, database, pace)
    groups = "".join(f'"{name}" = {chat_id}\n' for name, chat_id in GROUPS.items())
    (folder / "roll.toml").write_text(f"[groups]\n{groups}", "utf-8")
    environment = os.environ | {"TIPOFF_TOKEN": token}
    for arguments in (["keys", "new"], ["migrate"], ["enrol", str(folder / "roll.toml")]):
        command = [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=sys.stderr)  # noqa: S603  our own program


def configured(folder: Path, url: str, database: str, pace: str = _UNBOUND) -> Path:
    """Writes the configuration of a district on the sample's ground, and says where."""
    path = folder / "config.toml"
    path.write_text(_CONFIGURATION.format(boundaries=BOUNDARIES, url=url, database=database, pace=pace), "utf-8")
    return path


def measure(url: str, program: Program, order: Order) -> Seen:
    """Lets a crowd talk to the program. Raises AssertionError when a report's card never came."""
    body = {"token": program.token} | {name: getattr(order, name) for name in Order.__dataclass_fields__}
    patience = order.warm_up_s + order.window_s + 90
    answer = httpx.post(f"{url}/bench/run", json=body, timeout=patience, trust_env=False)
    seen = Seen(**answer.json())
    assert seen.cards == seen.reports, f"{seen.reports} reports were filed, {seen.cards} cards came"
    return seen


def _start_ms(process: "subprocess.Popen[str]", log: Path) -> float:
    """Reads the log until the program is ready, and lets a thread write down the rest."""
    from bench.launch import IMPORTED

    assert process.stderr is not None
    imported, lines = perf_counter(), []
    for line in process.stderr:
        lines.append(line)
        if IMPORTED in line:
            imported = perf_counter()
        if "ready as @" in line:
            took = (perf_counter() - imported) * 1000
            threading.Thread(target=_drain, args=(process.stderr, log), daemon=True).start()
            return took
    raise RuntimeError("the program did not start:\n" + "".join(lines[-20:]))


def _drain(source: Iterator[str], log: Path) -> None:
    with log.open("w") as file:
        for line in source:
            file.write(line)


@contextmanager
def _process(
    command: list[str], *, stdout: int | None = None, stderr: int | None = None, env: dict[str, str] | None = None
) -> "Iterator[subprocess.Popen[str]]":
    # What a program prints goes to standard error: standard output is for figures alone.
    out = sys.stderr if stdout is None else stdout
    process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=stderr, env=env, text=True)  # noqa: S603  ours
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
