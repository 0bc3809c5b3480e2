"""A district at work, on both databases."""

import pytest

from storage.database import Database
from storage.sealing import KeyRing
from tests.district import District, district_app


@pytest.fixture
async def district(database: Database, keys: KeyRing) -> District:
    """Two towns, a duty desk and their people; nothing has been reported yet."""
    made = District(database, district_app(keys))
    await made.settle_in()
    return made
