"""What becomes of a blackened copy: made and published with its exposure, or tried again, or given up."""

from datetime import datetime, timedelta

from services import choosing_photos, exposure_cards
from services.turn import Turn
from storage import exposure_photos
from storage.database import Tx
from storage.exposure_photos import ToBlacken

LEASE = timedelta(minutes=3)
"""Longer than a document's process may take, waiting in line included (`papers/press.py`)."""

ATTEMPTS = 5


async def anything_due(tx: Tx, now: datetime) -> bool:
    """Whether a copy may be made now."""
    first = await exposure_photos.next_wanted(tx)
    return first is not None and first <= now


async def claim(tx: Tx, now: datetime, limit: int) -> list[ToBlacken]:
    """Copies to make now, each leased for `LEASE`."""
    return await exposure_photos.claim(tx, now, LEASE, limit)


async def keep(turn: Turn, what: ToBlacken, digest: str) -> None:
    """The copy is in the folder. Where the photo was changed meanwhile it is nobody's, and tidied away."""
    if await exposure_photos.made(turn.tx, what, digest):
        await _show(turn, what.photo_id)


async def postpone(turn: Turn, what: ToBlacken) -> None:
    """It could not be made this time; after the last attempt somebody is told, and may confirm once more."""
    if what.attempts < ATTEMPTS:
        await exposure_photos.postpone(turn.tx, what, turn.now + timedelta(seconds=5 * 2**what.attempts))
    elif await exposure_photos.fail(turn.tx, what):
        await _show(turn, what.photo_id)


async def _show(turn: Turn, photo_id: int) -> None:
    photo = await exposure_photos.get(turn.tx, photo_id)
    assert photo is not None, "it has just been changed"
    await choosing_photos.refresh(turn, photo_id)
    await exposure_cards.refresh(turn, photo.exposure_id)
