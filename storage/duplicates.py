"""Reports of the same facts: which earlier case they were linked to."""

from sqlalchemy import select

from storage.database import Tx
from storage.tables import CaseRow


async def linked(tx: Tx, head_id: int) -> list[CaseRow]:
    """The reports that were linked to that case, the earliest first."""
    query = select(CaseRow).where(CaseRow.duplicate_of == head_id).order_by(CaseRow.id)
    return list(await tx.scalars(query.execution_options(populate_existing=True)))
