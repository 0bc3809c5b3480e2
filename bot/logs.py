"""What is written to standard error, and what never is.

Telegram's numeric ids of people and bot tokens are blotted out of every line. Of an exception, the log has the types
and the code's own lines; its text only if a room of this program wrote it: a database's or a validator's text repeats
the values it failed on, which may be what a reporter wrote.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from delivery.discretion import hush_libraries, without_token

_ROOMS = ("bot", "handlers", "web", "services", "delivery", "papers", "storage", "wording", "domain")
_PERSON = re.compile(r"(?<![\w-])(?<!\d\.)\d{6,13}(?![\w-]|\.\d)")
"""A private chat's id is its person's id: positive, 6 to 13 digits. Groups' ids are negative and stay,
as do fractions and what a word holds."""


def set_up(level: str, form: Literal["plain", "json"]) -> None:
    """Sends all loggers to standard error in `form`; called once, before anything is logged."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # aiogram tells each handled update's duration; alembic what it is about to do, which the command says itself.
    for name in ("aiogram.event", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    hush_libraries()


def discreet(text: str) -> str:
    """The text without bot tokens and people's ids."""
    return _PERSON.sub("<person>", without_token(text))


class PlainLines(logging.Formatter):
    """`2026-05-06 07:08:09Z ERROR room.module: what happened [T-7KM2XQ]`, in UTC.

    The reference number is the record's `extra={"reference": …}`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line, and below it an exception's."""
        when = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
        number = f" [{record.reference}]" if hasattr(record, "reference") else ""
        line = f"{when} {record.levelname} {record.name}: {discreet(record.getMessage())}{number}"
        return "\n".join([line, *_trouble(record)])


class JsonLines(logging.Formatter):
    """One object a line: `at`, `level`, `logger`, `message`; `reference` and `trouble` (lines) where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the message holds."""
        fields: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": discreet(record.getMessage()),
        }
        if hasattr(record, "reference"):
            fields["reference"] = record.reference
        if trouble := _trouble(record):
            fields["trouble"] = trouble
        return json.dumps(fields, ensure_ascii=False)


def _trouble(record: logging.LogRecord) -> list[str]:
    # record.exc_text is passed over: it is the exception's whole text.
    error = record.exc_info[1] if record.exc_info else None
    return [line for each in _chain(error) for line in _lines(each)] if error else []


def _chain(error: BaseException | None, depth: int = 0) -> Iterator[BaseException]:
    """Causes first, as Python prints them; a group's members after it."""
    if error is None or depth > 20:
        return
    yield from _chain(error.__cause__ or (None if error.__suppress_context__ else error.__context__), depth + 1)
    yield error
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _chain(inner, depth + 1)


def _lines(error: BaseException) -> list[str]:
    kind = type(error)
    frames = [line for frame in traceback.format_tb(error.__traceback__) for line in frame.rstrip().splitlines()]
    ours = kind.__module__.partition(".")[0] in _ROOMS
    said = f": {discreet(str(error))}" if ours else ""
    return [*frames, f"{kind.__module__}.{kind.__qualname__}{said}"]
