"""Corrections of exposures, which are exposures of their own."""

from sqlalchemy import select

from domain.exposure import Status
from storage.database import Tx
from storage.tables import Exposure


async def begun(tx: Tx, exposure_id: int) -> int | None:
    """The correction of that exposure that was begun and not given up."""
    mine = (Exposure.corrects_id == exposure_id) & (Exposure.status != Status.DISCARDED)
    return await tx.scalar(select(Exposure.id).where(mine).order_by(Exposure.id.desc()).limit(1))
