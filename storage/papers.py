"""Documents that were asked for: who had which part of the ledger made into a file, and when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from storage.database import Tx
from storage.tables import Paper


async def add(
    tx: Tx,
    kind: str,
    asks: Mapping[str, Any],
    made_by: int,
    chat_id: int,
    now: datetime,
    case_id: int | None = None,
) -> int:
    """Writes down that `made_by` asked for it in that group, and returns its id."""
    row = Paper(kind=kind, asks=dict(asks), made_by=made_by, chat_id=chat_id, made_at=now, case_id=case_id)
    tx.add(row)
    await tx.flush()
    return row.id


async def get(tx: Tx, paper_id: int) -> Paper | None:
    """The document's row."""
    return await tx.get(Paper, paper_id, populate_existing=True)


async def newest(tx: Tx, limit: int) -> list[Paper]:
    """The documents last asked for, newest first."""
    return list(await tx.scalars(select(Paper).order_by(Paper.id.desc()).limit(limit)))


async def counted(tx: Tx, paper_id: int, rows: int) -> None:
    """Keeps how many cases the document held when it left."""
    await tx.execute(update(Paper).where(Paper.id == paper_id).values(rows=rows))
