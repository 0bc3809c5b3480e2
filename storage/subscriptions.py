"""Who wants to be told of exposures, by pseudonym: of all, of one town's, of one category."""

from datetime import datetime

from sqlalchemy import Update, insert, select, update

from storage.database import Tx
from storage.guarded import changed
from storage.tables import Subscription

Choice = tuple[str, str]
"""What and which: `("all", "")`, `("town", desk id)`, `("category", violation id)`."""


async def of_person(tx: Tx, key: str) -> frozenset[Choice]:
    """What they want to be told of now."""
    query = select(Subscription.what, Subscription.value).where(Subscription.key == key, Subscription.until.is_(None))
    return frozenset((what, value) for what, value in await tx.execute(query))


async def begin(tx: Tx, key: str, choice: Choice, now: datetime) -> None:
    """They want this, too. Twice is once: the key is the choice."""
    if await changed(tx, _one(key, choice).values(until=None)):
        return
    row = {"key": key, "what": choice[0], "value": choice[1], "since": now}
    await tx.execute(insert(Subscription).values(**row))


async def end(tx: Tx, key: str, choice: Choice, now: datetime) -> bool:
    """They want it no more; False when they did not."""
    return await changed(tx, _one(key, choice).where(Subscription.until.is_(None)).values(until=now))


async def end_all(tx: Tx, key: str, now: datetime) -> bool:
    """They want nothing more; False when they wanted nothing."""
    mine = (Subscription.key == key) & Subscription.until.is_(None)
    return await changed(tx, update(Subscription).where(mine).values(until=now))


def _one(key: str, choice: Choice) -> Update:
    mine = (Subscription.key == key) & (Subscription.what == choice[0]) & (Subscription.value == choice[1])
    return update(Subscription).where(mine)
