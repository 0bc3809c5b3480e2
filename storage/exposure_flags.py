"""What a person has to decide on in an exposure's text, and what was decided."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.flag import Flag
from storage.database import Tx
from storage.guarded import changed
from storage.tables import ExposureFlag


async def settle(tx: Tx, exposure_id: int, found: Sequence[Flag]) -> None:
    """Makes the rows say what was found now: new questions are added, those whose words are gone stand no more, and
    a decision once made stays with its words.

    Two at once add no question twice: the key decides, and the second meets the first one's row.
    """
    known = {each.key: each for each in await of_exposure(tx, exposure_id)}
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    for each in found:
        if each.key not in known:
            values = {"exposure_id": exposure_id, "key": each.key, "part": each.part, "kind": each.kind}
            row = kind.insert(ExposureFlag).values(**values, words=each.words, standing=True, reason="")
            await tx.execute(row.on_conflict_do_nothing())
    keys = {each.key for each in found}
    for row in known.values():
        if row.standing is not (row.key in keys):
            mine = update(ExposureFlag).where(ExposureFlag.id == row.id)
            await changed(tx, mine.values(standing=row.key in keys))


async def of_exposure(tx: Tx, exposure_id: int) -> list[ExposureFlag]:
    """Every question there ever was about it, in the order in which they came up."""
    query = select(ExposureFlag).where(ExposureFlag.exposure_id == exposure_id).order_by(ExposureFlag.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def open_of(tx: Tx, exposure_id: int) -> list[ExposureFlag]:
    """Those that nobody has decided on and whose words are still there."""
    return [each for each in await of_exposure(tx, exposure_id) if each.standing and each.decision is None]


async def count_open(tx: Tx, exposure_id: int) -> int:
    """How many those are."""
    mine = (ExposureFlag.exposure_id == exposure_id) & ExposureFlag.standing & ExposureFlag.decision.is_(None)
    return await tx.scalar(select(func.count()).select_from(ExposureFlag).where(mine)) or 0


async def get(tx: Tx, flag_id: int) -> ExposureFlag | None:
    """The question as it stands in the database now."""
    return await tx.get(ExposureFlag, flag_id, populate_existing=True)


async def keep(tx: Tx, flag_id: int, reason: str, by: int, now: datetime) -> bool:
    """The words stay as they are, for that reason; False when the question was decided already or stands no more."""
    standing = (ExposureFlag.id == flag_id) & ExposureFlag.standing & ExposureFlag.decision.is_(None)
    decided = {"decision": "keep", "reason": reason, "decided_by": by, "decided_at": now}
    return await changed(tx, update(ExposureFlag).where(standing).values(**decided))
