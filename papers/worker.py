"""The child process that makes documents. Started once for each by `papers/press.py`, by its path, isolated.

It inherits no environment, bounds its own memory and time, reads lines of JSON from its standard input, and writes
the document to its standard output. It imports the one module that makes this kind, and nothing that knows a case.
"""

import json
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

WRITERS = {
    "blackened": "papers.blackened",
    "charts": "papers.charts",
    "csv": "papers.csv_table",
    "ground": "papers.ground",
    "photo_grid": "papers.photo_grid",
    "registration": "papers.registration",
    "story": "papers.story",
    "workbook": "papers.workbook",
}
"""By what is made: a module with `write(lines) -> bytes`, where the first line says what the others are."""


def limit_resources(memory_bytes: int, cpu_s: int) -> None:
    """Bounds this process where the system can: Linux in full, macOS without memory, Windows not at all."""
    try:
        import resource
    except ImportError:
        return
    for what, limit in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, cpu_s), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (limit, limit))
        except (ValueError, OSError):
            continue  # macOS refuses some limits; the parent's clock still stands behind.
    os.nice(5)


def lines() -> Iterator[Any]:
    """What the program has to say, a value a line."""
    for line in sys.stdin.buffer:
        yield json.loads(line)


def main() -> None:
    writer, bounds = sys.argv[1], json.loads(sys.argv[2])
    # Isolated, Python looks for modules neither here nor beside the script.
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    limit_resources(**bounds)
    # What libraries warn of may name the very characters they stumbled over.
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        document = import_module(WRITERS[writer]).write(lines())
    except Exception as error:
        sys.exit(_where(error))
    sys.stdout.buffer.write(document)


def _where(error: Exception) -> str:
    """The place and the kind of an error, which the program logs; its text may repeat what a reporter wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__, limit=-3))
    return f"{frames}{type(error).__module__}.{type(error).__qualname__}"


if __name__ == "__main__":
    main()
