"""`make demo`: a sample district on the stage, with the very program a district would run as a process beside it.

Nothing here reaches into the program: it is started, set up and stopped through its command line, and meets the
stage over HTTP.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from sandbox.demo_district import TOKEN, configuration, enrolment, world

ROOT = Path(__file__).resolve().parent.parent
READY = "sandbox ready "
PROGRAM_WITHIN_S, ENDS_WITHIN_S = 90.0, 20.0


class DemoFailed(Exception):
    """The demo can't go on; the message is one sentence for whoever started it."""


def main() -> int:
    """Sets up, prints the one address to open, and waits for Ctrl-C."""
    arguments = _arguments()
    folder: Path = arguments.folder
    # The stage forgets its chats when it ends; a ledger that remembered them would speak of messages that are gone.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stop = _on_signal()
    with contextlib.ExitStack() as stack:
        try:
            stage, address = _start_stage(folder, arguments.port, stack)
            program = _start_program(folder, address, stack)
            _wait_until_polling(address, program)
            print(f"\n  打开 / open:  {address}/\n  按 Ctrl-C 结束 / Ctrl-C ends it.\n", flush=True)
            return _watch({"the stage": stage, "tipoff": program}, stop)
        except DemoFailed as reason:
            print(f"demo: {reason}", file=sys.stderr)
            return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "demo", help="where the sample district keeps its data")
    parser.add_argument("--port", type=int, default=8081, help="the page's port; 0 takes a free one")
    return parser.parse_args()


def _on_signal() -> list[int]:
    asked: list[int] = []
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _frame: asked.append(number))
    return asked


def _start_stage(folder: Path, port: int, stack: contextlib.ExitStack) -> tuple[subprocess.Popen[str], str]:
    (folder / "world.json").write_text(json.dumps(world(_ground()), ensure_ascii=False), "utf-8")
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--world", str(folder / "world.json")]
    log = stack.enter_context((folder / "sandbox.log").open("w"))
    stage = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True
    )  # fmt: skip
    stack.callback(_end, stage)
    assert stage.stdout is not None
    line = stage.stdout.readline()
    if not line.startswith(READY):
        raise DemoFailed(f"the sandbox did not start; {folder / 'sandbox.log'} says why (is port {port} taken?)")
    return stage, line.removeprefix(READY).strip().rstrip("/")


def _start_program(folder: Path, address: str, stack: contextlib.ExitStack) -> subprocess.Popen[str]:
    (folder / "config.toml").write_text(configuration(address, ROOT / "data" / "sample"), "utf-8")
    (folder / "desks.toml").write_text(enrolment(_towns()), "utf-8")
    _tipoff(folder, "keys", "new")
    _tipoff(folder, "migrate")
    _tipoff(folder, "enrol", str(folder / "desks.toml"))
    log = stack.enter_context((folder / "tipoff.log").open("w"))
    program = subprocess.Popen(
        _command(folder, "run"), cwd=folder, env=_environment(), stderr=log, stdout=log, text=True,
        start_new_session=True,
    )  # fmt: skip
    stack.callback(_end, program)
    return program


def _tipoff(folder: Path, *words: str) -> None:
    done = subprocess.run(
        _command(folder, *words), cwd=folder, env=_environment(), text=True, capture_output=True, check=False
    )
    if done.returncode:
        raise DemoFailed(f"`tipoff {' '.join(words)}` failed: {(done.stderr or done.stdout).strip()}")


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "bot", "--config", str(folder / "config.toml"), *words]


def _environment() -> dict[str, str]:
    return {**os.environ, "TIPOFF_TOKEN": TOKEN, "PYTHONPATH": str(ROOT)}


def _wait_until_polling(address: str, program: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PROGRAM_WITHIN_S
    while time.monotonic() < deadline:
        if program.poll() is not None:
            raise DemoFailed("tipoff ended at once; tipoff.log in the demo's folder says why")
        with urllib.request.urlopen(f"{address}/control/status", timeout=5) as answer:
            bots: list[dict[str, Any]] = json.load(answer)["bots"]
        if any(bot["mode"] == "polling" for bot in bots):
            return
        time.sleep(0.2)
    raise DemoFailed("tipoff did not come up; tipoff.log in the demo's folder says why")


def _watch(processes: dict[str, subprocess.Popen[str]], stop: list[int]) -> int:
    while not stop:
        for name, process in processes.items():
            if process.poll() is not None:
                raise DemoFailed(f"{name} ended by itself with code {process.returncode}")
        time.sleep(0.2)
    print("正在结束 / ending …", flush=True)
    return 0


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _ground() -> dict[str, Any]:
    path = ROOT / "data" / "sample" / "yuexiu_18_jiedao.wgs84.geojson"
    ground: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return ground


def _towns() -> list[str]:
    return [feature["properties"]["name"] for feature in _ground()["features"]]


if __name__ == "__main__":
    sys.exit(main())
