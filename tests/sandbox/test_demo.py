"""`make demo` as somebody who has just cloned the project meets it: one command, one address, one Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
ENDS_WITHIN_S = 90.0
"""How long somebody waits before giving up; nothing is asserted about speed."""


def children(process_id: int) -> set[int]:
    """The processes that it has started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return {int(child) for child, parent in pairs if int(parent) == process_id}


def is_alive(process_id: int) -> bool:
    """Whether there is such a process still."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def demo(tmp_path: Path) -> "Iterator[subprocess.Popen[str]]":
    """The demo, ended with the test whatever happened in it."""
    command = [sys.executable, "-m", "sandbox.demo", "--port", "0", "--folder", str(tmp_path / "demo")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        yield process
        process.terminate()


def address_printed(demo: "subprocess.Popen[str]") -> str:
    """The one address; reading ends with the process, so a demo that can't start never blocks."""
    assert demo.stdout is not None
    for line in demo.stdout:
        if found := re.search(r"https?://\S+", line):
            return found[0]
    raise AssertionError(f"no address; the demo says: {demo.stderr.read() if demo.stderr else ''}")


def test_the_demo_comes_up_prints_one_address_and_leaves_nothing_behind(
    demo: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    address = address_printed(demo)
    page = httpx.get(address, trust_env=False)
    assert page.status_code == 200
    assert "<html" in page.text
    (bot,) = httpx.get(f"{address}control/status", trust_env=False).json()["bots"]
    assert bot["mode"] == "polling"
    started = children(demo.pid)
    assert len(started) == 2
    demo.send_signal(signal.SIGINT)
    out, errors = demo.communicate(timeout=ENDS_WITHIN_S)
    assert demo.returncode == 0
    assert "://" not in out
    assert errors == ""
    assert not [each for each in started if is_alive(each)]
    assert "Traceback" not in (tmp_path / "demo" / "tipoff.log").read_text("utf-8")
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "sandbox.demo", "--port", port, "--folder", str(tmp_path / "demo")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=ENDS_WITHIN_S, check=False)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert port in done.stderr
