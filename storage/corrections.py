"""Corrections of exposures: exposures of their own, begun as copies."""

from typing import cast

from sqlalchemy import Table, insert, literal, select

from domain.exposure import Status
from storage.database import Tx
from storage.tables import Exposure, ExposurePhoto

_OWN = ("id", "exposure_id")


async def begun(tx: Tx, exposure_id: int) -> int | None:
    """The correction of that exposure that was begun and not given up."""
    mine = (Exposure.corrects_id == exposure_id) & (Exposure.status != Status.DISCARDED)
    return await tx.scalar(select(Exposure.id).where(mine).order_by(Exposure.id.desc()).limit(1))


async def copy_photos(tx: Tx, from_id: int, to_id: int) -> None:
    """Gives the second exposure the photos that the first one shows, as they were confirmed and blackened."""
    table = cast(Table, ExposurePhoto.__table__)
    names = [each.name for each in table.columns if each.name not in _OWN]
    rows = select(literal(to_id), *(table.c[name] for name in names)).where(
        table.c.exposure_id == from_id, table.c.published
    )
    await tx.execute(insert(ExposurePhoto).from_select(["exposure_id", *names], rows.order_by(table.c.id)))
