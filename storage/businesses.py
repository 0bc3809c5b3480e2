"""Premises and suppliers, by the names that cases give them."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from domain.business import business_key
from storage.database import Tx
from storage.tables import BusinessRow

_ID_OF = select(BusinessRow.id).where(BusinessRow.key == bindparam("key"))


async def known_as(tx: Tx, name: str) -> BusinessRow | None:
    """The business of that name, however it is spelled."""
    return await tx.scalar(select(BusinessRow).where(BusinessRow.key == business_key(name)))


async def enter(tx: Tx, name: str, now: datetime) -> int | None:
    """The id of the business of that name, made when it is new; None for a name that names nothing.

    Of two transactions that meet it at once the second waits for the first, inserts nothing, and reads its row.
    """
    key = business_key(name)
    if not key:
        return None
    if (known := await tx.scalar(_ID_OF, {"key": key})) is not None:
        return known
    kind = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    row = kind.insert(BusinessRow).values(key=key, name=name, since=now)
    await tx.execute(row.on_conflict_do_nothing(index_elements=["key"]))
    return await tx.scalar(_ID_OF, {"key": key})
