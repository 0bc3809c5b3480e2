"""The page of threats names tests that exist, and what is guarded by the absence of something stays absent."""

import re
from pathlib import Path

import pytest

from tests.test_house import ROOMS, ROOT, files

ROW = re.compile(r"^\| (\d+) \| (.+) \| (.+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PROGRAM = set(ROOMS) - {"sandbox"}
ANSWERED = {*range(1, 20), *range(21, 33), 34, *range(37, 44), 46, 47, 48}
"""The threats that apply to what is built; the others come with their own parts."""


def rows() -> dict[int, str]:
    """Each threat's number, and the cell that names its tests."""
    page = (ROOT / "docs" / "threats.md").read_text("utf-8")
    return {int(number): tests for number, _, tests in ROW.findall(page)}


def code() -> dict[Path, str]:
    """Every module of the program, without the stage and the tests."""
    return {path: path.read_text("utf-8") for path in files(".py") if path.relative_to(ROOT).parts[0] in PROGRAM}


def test_every_threat_is_answered() -> None:
    assert set(rows()) == ANSWERED


@pytest.mark.parametrize("number", sorted(ANSWERED))
def test_every_test_that_is_named_exists(number: int) -> None:
    named = TEST.findall(rows()[number])
    assert named
    assert TEST.sub("", rows()[number]).strip() == ""
    for path, name in named:
        assert re.search(rf"^(?:async )?def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), (
            f"{path}::{name}"
        )


def test_no_room_can_forward_or_copy_a_message() -> None:
    calls = re.compile(r"\b(forward|copy)_?messages?\b", re.IGNORECASE)
    assert {str(path) for path, text in code().items() if calls.search(text)} == set()


def test_a_return_address_is_opened_in_one_place_only() -> None:
    opens = re.compile(r"""\.open\([^)]*["']correspondent["'],\s*["']address["']""")
    opening = [path.relative_to(ROOT).as_posix() for path, text in code().items() if opens.search(text)]
    assert opening == ["storage/addressing.py"]


def test_tables_are_written_in_one_room_only_and_by_writers_that_know_formulas() -> None:
    writers = re.compile(r"^\s*(?:import|from) (?:csv|openpyxl|xlsxwriter|pandas|odf)\b", re.MULTILINE)
    writing = {path.relative_to(ROOT).as_posix(): text for path, text in code().items() if writers.search(text)}
    assert set(writing) == {"papers/csv_table.py", "papers/workbook.py"}
    assert all("tempts(" in text for text in writing.values())
