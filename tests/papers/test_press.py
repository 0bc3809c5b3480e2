"""The child process that makes documents: bounded, without secrets, and gone whatever happens."""

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.logs import PlainLines
from papers.press import PaperFailed, Press, PressLimits

HEAVY = ("xlsxwriter", "matplotlib", "fpdf", "PIL")


async def nothing() -> AsyncIterator[object]:
    for line in ({}, []):
        yield line


def worker(folder: Path, code: str) -> Path:
    """A child that does something else."""
    path = folder / "worker.py"
    path.write_text(f"import os, sys, time, json\n{code}\n", "utf-8")
    return path


def test_the_program_imports_none_of_the_libraries_that_make_documents() -> None:
    code = f"import sys, bot.cli, bot.running; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "[]"


def test_the_child_knows_no_case_and_no_bot() -> None:
    code = (
        "import sys, papers.worker as w\n"
        "from importlib import import_module\n"
        "[import_module(each) for each in w.WRITERS.values()]\n"
        "print([name for name in ('storage', 'services', 'sqlalchemy', 'aiogram', 'telegram') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.strip() == "[]"


async def test_a_child_that_stumbles_is_a_failure_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(PaperFailed, match="I stumbled"):
        await Press(worker=worker(tmp_path, "sys.exit('I stumbled')")).make("csv", nothing())


async def test_a_failure_names_its_place_and_nothing_of_what_was_to_be_written() -> None:
    async def wrong() -> AsyncIterator[object]:
        yield {"举报人说": "隔壁老王的作坊"}

    with pytest.raises(PaperFailed) as failed:
        await Press().make("csv", wrong())
    line = PlainLines().format(
        logging.LogRecord("delivery", logging.ERROR, "x.py", 1, "failed", (), (PaperFailed, failed.value, None))
    )
    assert "csv_table.py" in line and "builtins." in line
    assert "老王" not in line and "举报人" not in line


async def test_a_child_that_says_nothing_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(PaperFailed):
        await Press(worker=worker(tmp_path, "sys.stdin.read()")).make("csv", nothing())


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    code = f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    with pytest.raises(PaperFailed, match="within"):
        await Press(limits=PressLimits(wall_s=1.0), worker=worker(tmp_path, code)).make("csv", nothing())
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_the_child_inherits_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIPOFF_TOKEN", "1:secret")
    said = await Press(worker=worker(tmp_path, "print(json.dumps(dict(os.environ)))")).make("csv", nothing())
    assert "TIPOFF_TOKEN" not in json.loads(said)


async def test_documents_are_made_one_at_a_time(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = f"log = open({str(log)!r}, 'a', buffering=1)\nlog.write('in ')\ntime.sleep(0.1)\nlog.write('out ')\nprint(1)"
    press = Press(worker=worker(tmp_path, code))
    await asyncio.gather(press.make("csv", nothing()), press.make("csv", nothing()))
    assert log.read_text().split() == ["in", "out", "in", "out"]
