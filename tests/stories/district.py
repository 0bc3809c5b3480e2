"""A district to tell stories in: the sandbox and the very `tipoff run` of a real district, each its own process."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import httpx
from sqlalchemy import text

from sandbox.demo_district import ADMIN, DUTY_CHAT, DUTY_STAFF, TOKEN, enrolment, town_chat, world
from storage.database import Database
from tests.sandbox_process import Control, SandboxProcess
from tests.stories.navigators import Citizen, Officer

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample"
STARTS_WITHIN_S = 90.0


def ground() -> dict[str, Any]:
    """The sample boundaries."""
    loaded: dict[str, Any] = json.loads((SAMPLE / "yuexiu_18_jiedao.wgs84.geojson").read_text("utf-8"))
    return loaded


TOWNS: list[str] = [feature["properties"]["name"] for feature in ground()["features"]]


@dataclass
class District:
    """A stage that is its own as long as it lasts, one database, one program that can be killed and started again.

    `moved`: the program goes by a clock of its own, which `moves_to` sets.
    """

    folder: Path
    database_url: str
    sandbox: SandboxProcess
    settings: str = ""
    webhook_port: int | None = None
    program: subprocess.Popen[bytes] | None = None
    control: Control | None = None
    newcomers: int = 0
    moved: bool = False

    def start(self) -> Self:
        """Sets everything up through the command line, as an administrator would, and starts the program."""
        self._post("reset", {})
        self._post("world", world(ground()))
        (self.folder / "config.toml").write_text(self._configuration(), "utf-8")
        (self.folder / "desks.toml").write_text(enrolment(TOWNS), "utf-8")
        self._set_up()
        return self.resume()

    def _set_up(self) -> None:
        """Three commands in one process: each would import the program anew, which takes longer than what it does."""
        commands = [["keys", "new"], ["migrate"], ["enrol", str(self.folder / "desks.toml")]]
        config = ["--config", str(self.folder / "config.toml")]
        run = f"import sys; from bot.cli import main; sys.exit(any(main({config!r} + each) for each in {commands!r}))"
        command, environment = [sys.executable, "-c", run], self._environment()
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def resume(self) -> Self:
        """Starts the program and waits until it asks for updates."""
        log = (self.folder / "tipoff.log").open("ab")
        command = self._command("run")
        if self.moved:
            command = [sys.executable, "-m", "tests.stories.launch", "config.toml", "clock"]
        self.program = subprocess.Popen(command, cwd=self.folder, env=self._environment(), stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._receiving():
            if self.program.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"tipoff did not start:\n{self.log()[-4000:]}")
            time.sleep(0.1)
        return self

    def moves_to(self, moment: str) -> None:
        """It is that moment now, by the clock of the sample district (`2026-03-02T10:00`); time goes on from there."""
        at = datetime.fromisoformat(f"{moment}+08:00")
        new = self.folder / "clock.new"
        new.write_text(str((at - datetime.now(UTC)).total_seconds()), "ascii")
        new.replace(self.folder / "clock")  # at once: whoever reads meanwhile reads the one or the other

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        assert self.program is not None
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()

    def end(self) -> int:
        """Ends the program as an operator would; gives its exit code."""
        assert self.program is not None
        if self.program.poll() is None:
            self.program.terminate()
        try:
            return self.program.wait(30)
        except subprocess.TimeoutExpired:
            self.program.kill()
            return self.program.wait()

    def close(self) -> None:
        """Ends the program; the stage is left to the next."""
        if self.program is not None:
            self.end()

    def log(self) -> str:
        """What the program has written so far."""
        path = self.folder / "tipoff.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def tipoff(self, *words: str) -> str:
        """Runs a command to its end; gives what it printed."""
        done = subprocess.run(
            self._command(*words), cwd=self.folder, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"tipoff {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    async def citizen(self, lang: str = "zh-hans", name: str = "路人") -> Citizen:
        """Somebody who has never written to the bot before."""
        assert self.control is not None
        self.newcomers += 1
        user_id = 700000 + self.newcomers
        await self.control.world(people=[{"id": user_id, "first_name": name, "language_code": lang}])
        return Citizen(self.control, user_id, user_id)

    def officer(self, town: str, user_id: int = 2002) -> Officer:
        """Somebody of a town's desk in its group; 2001 leads, 2002 and 2003 are colleagues."""
        assert self.control is not None
        return Officer(self.control, user_id, town_chat(TOWNS.index(town)))

    def on_duty(self) -> Officer:
        """Somebody of the duty desk."""
        assert self.control is not None
        return Officer(self.control, next(iter(DUTY_STAFF)), DUTY_CHAT)

    def administrator(self) -> Citizen:
        """The administrator, in a private chat."""
        assert self.control is not None
        return Citizen(self.control, next(iter(ADMIN)), next(iter(ADMIN)))

    async def accepted(self, chat_id: int, words: str) -> None:
        """Waits until Telegram has accepted a send with these words to that chat."""
        assert self.control is not None
        deadline = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < deadline:
            if any(words in (each["text"] or "") for each in await self.control.record(chat_id=chat_id)):
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"«{words}» was never accepted for {chat_id}")

    async def quiet(self) -> None:
        """Waits until nothing is left to be worked or said, by the program's own database."""
        database = Database(self.database_url)
        try:
            async with asyncio.timeout(STARTS_WITHIN_S):
                while await _open_rows(database):  # noqa: ASYNC110  (another process changes it)
                    await asyncio.sleep(0.1)
        finally:
            await database.close()

    def _configuration(self) -> str:
        return f"""
[district]
name = "示例区"
prefix = "YX"
admins = [{next(iter(ADMIN))}]
boundaries = "{(SAMPLE / "yuexiu_18_jiedao.wgs84.geojson").as_posix()}"
datum = "wgs84"
gazetteer = "{(SAMPLE / "gazetteer.toml").as_posix()}"

{self._telegram()}

[database]
url = "{self.database_url}"

# Stories are told faster than people type; Telegram's own pace is kept in a story of its own.
[pace]
overall_per_s = 500
chat_per_s = 100
chat_burst = 100
group_per_min = 6000
broadcast_per_s = 400

# And at any time of the day.
[exposure]
send_from = "00:00"
send_until = "23:59:59.999999"

[[desks.departments]]
id = "police"
name = "公安分局"
{self.settings}"""

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "bot", "--config", str(self.folder / "config.toml"), *words]

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "TIPOFF_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}

    def _receiving(self) -> bool:
        bots = httpx.get(f"{self.sandbox.url}/control/status", trust_env=False).json()["bots"]
        return any(bot["mode"] == ("webhook" if self.webhook_port else "polling") for bot in bots)

    def _telegram(self) -> str:
        if self.webhook_port is None:
            return f'[telegram]\napi_url = "{self.sandbox.url}"\n\n[web]\nport = 0'
        secret = self.folder / "webhook-secret"
        secret.write_text("a-secret-of-this-story", "ascii")
        secret.chmod(0o600)
        return (
            f'[telegram]\napi_url = "{self.sandbox.url}"\nmode = "webhook"\n'
            f'webhook_url = "http://127.0.0.1:{self.webhook_port}"\nwebhook_secret_file = "webhook-secret"\n\n'
            f"[web]\nport = {self.webhook_port}"
        )

    def _post(self, path: str, body: dict[str, Any]) -> None:
        httpx.post(f"{self.sandbox.url}/control/{path}", json=body, trust_env=False, timeout=30).raise_for_status()


async def _open_rows(database: Database) -> int:
    async with database.read() as tx:
        inbox = await tx.scalar(text("SELECT count(*) FROM inbox WHERE state = 'received'"))
        outbox = await tx.scalar(text("SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"))
    return int(inbox or 0) + int(outbox or 0)
