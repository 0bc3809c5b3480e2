"""The house's rules, held by tests rather than by good intentions."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.bot.test_configuration import settings_of

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONTRACTS = [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]]
ROOMS = PROJECT["tool"]["importlinter"]["root_packages"]

LONGEST_FILE = 400
"""Lines. The aim is 200; what is longer than this is two things in one file."""

VAGUE = {"utils", "util", "helpers", "helper", "manager", "base", "misc", "common"}

SEEDS = {
    "A room imports only from the floors below it": ("domain/seed.py", "import services.app"),
    "A door never reaches into the memory: handlers and web go through services": (
        "handlers/seed.py",
        "import storage.database",
    ),
    "The use cases do not speak: services know neither words nor Telegram": ("services/seed.py", "import aiogram"),
    "The rules are pure: no IO, no clock, no framework in the domain": ("domain/seed.py", "import time"),
    "The stage knows nothing of the play: the sandbox imports no room": ("sandbox/seed.py", "import domain.case"),
    "Only the voice speaks through python-telegram-bot": ("handlers/seed.py", "import telegram"),
    "A document is made of facts: the papers reach for no memory": ("papers/seed.py", "import storage.papers"),
    "Only the memory speaks SQL": ("bot/seed.py", "import sqlalchemy"),
    "Only the schedule ticks": ("services/seed.py", "import apscheduler"),
}
"""For each contract, a file that is not there and the import that would break it."""


def contracts(folder: Path) -> dict[str, str]:
    """Each contract's name and whether it is KEPT or BROKEN in the tree at `folder`."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )
    return dict(re.findall(r"^(.+) (KEPT|BROKEN)$", done.stdout, re.MULTILINE)) or {done.stdout + done.stderr: "FAILED"}


def files(*endings: str) -> list[Path]:
    """What is under version control, with one of these endings."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.splitlines() if name.endswith(endings) and (ROOT / name).exists()]


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms, to be spoilt."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "page", "locale"))
    return folder


def test_every_import_contract_holds() -> None:
    assert contracts(ROOT) == dict.fromkeys(CONTRACTS, "KEPT")


def test_every_contract_has_a_seed() -> None:
    assert set(SEEDS) == set(CONTRACTS)


@pytest.mark.parametrize("name", SEEDS)
def test_a_contract_breaks_when_it_should(tree: Path, name: str) -> None:
    path, statement = SEEDS[name]
    (tree / path).write_text(f"{statement}\n", "utf-8")
    try:
        assert contracts(tree).get(name) == "BROKEN"
    finally:
        (tree / path).unlink()


def test_the_operators_page_names_every_setting() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    from bot.configuration import Configuration

    assert {name for name in settings_of(Configuration) if f"`{name}`" not in page} == set()


def test_no_file_is_two_things() -> None:
    # A migration is one step however many tables it makes, and is never edited afterwards.
    written = [path for path in files(".py", ".js", ".css") if "versions" not in path.parts]
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in written}
    assert {str(path): lines for path, lines in counts.items() if lines > LONGEST_FILE} == {}


def test_no_room_has_a_drawer_for_odds_and_ends() -> None:
    assert [str(path) for path in files(".py", ".js") if path.stem in VAGUE] == []


def test_a_rule_is_switched_off_only_with_a_reason_beside_it() -> None:
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[^\]]*\])?)\s*$")
    lines = {path: path.read_text("utf-8").splitlines() for path in files(".py")}
    found = [f"{path}:{at}" for path in lines for at, line in enumerate(lines[path], 1) if bare.search(line)]
    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=lambda path: path.name)
def test_a_lock_pins_by_hash_and_carries_no_address(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?:index|extra|find|trusted)", text, re.MULTILINE)
    pins = [block for block in re.split(r"\n(?=\S)", text) if "==" in block]
    assert pins
    assert all("--hash=sha256:" in pin for pin in pins)
