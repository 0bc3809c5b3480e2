"""Reports of the same facts: which earlier case they were linked to."""

from sqlalchemy import select, update

from storage.database import Tx
from storage.tables import CaseRow


async def linked(tx: Tx, head_id: int) -> list[CaseRow]:
    """The reports that were linked to that case, the earliest first."""
    query = select(CaseRow).where(CaseRow.duplicate_of == head_id).order_by(CaseRow.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))


async def move_linked(tx: Tx, from_id: int, to_id: int) -> list[int]:
    """Links to another case whatever was linked to the first, so that a link never leads to a link; their ids."""
    ids = list(await tx.scalars(select(CaseRow.id).where(CaseRow.duplicate_of == from_id).order_by(CaseRow.id)))
    if ids:
        theirs = CaseRow.id.in_(ids) & (CaseRow.duplicate_of == from_id)
        await tx.execute(
            update(CaseRow).where(theirs).values(duplicate_of=to_id).execution_options(synchronize_session=False)
        )
    return ids
