"""What the program writes down of what it does."""

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import PlainLines


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, as an operator reads it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(PlainLines())
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)
