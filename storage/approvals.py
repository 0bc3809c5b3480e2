"""Who approved which frozen text."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Tx
from storage.tables import ExposureApproval


async def add(tx: Tx, exposure_id: int, digest: str, user_id: int, now: datetime) -> bool:
    """Somebody approves the text with that digest; False when they had already.

    The key decides: pressed twice at once, the second waits for the first and then inserts nothing.
    """
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(ExposureApproval).values(exposure_id=exposure_id, digest=digest, user_id=user_id, at=now)
    return cast(CursorResult[Any], await tx.execute(row.on_conflict_do_nothing())).rowcount > 0


async def count(tx: Tx, exposure_id: int, digest: str) -> int:
    """How many people have approved just that."""
    mine = (ExposureApproval.exposure_id == exposure_id) & (ExposureApproval.digest == digest)
    return await tx.scalar(select(func.count()).select_from(ExposureApproval).where(mine)) or 0


async def forget(tx: Tx, exposure_id: int) -> None:
    """Nobody has approved anything of it; who had stands in its events."""
    await tx.execute(delete(ExposureApproval).where(ExposureApproval.exposure_id == exposure_id))
