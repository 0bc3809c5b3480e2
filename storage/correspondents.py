"""Private chats: met, found again, and the report each is writing."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Update, select, update

from storage.database import Tx
from storage.guarded import changed
from storage.sealing import KeyRing
from storage.tables import Correspondent


def key_of(keys: KeyRing, user_id: int) -> str:
    """The pseudonym of a private chat; its id is the user's id."""
    return keys.pseudonym("correspondent", user_id)


async def find(tx: Tx, keys: Sequence[str]) -> list[Correspondent]:
    """Loads the rows of `keys` in one query and holds them; later `get`s of them are answered from memory.

    PostgreSQL locks the rows until this transaction ends, so that no draft is forgotten between being read and being
    written; on SQLite nobody else writes meanwhile. In one order, so that two batches can't wait for each other.
    """
    query = select(Correspondent).where(Correspondent.key.in_(keys)).order_by(Correspondent.key).with_for_update()
    return list(await tx.scalars(query)) if keys else []


async def get(tx: Tx, key: str) -> Correspondent | None:
    """One correspondent by pseudonym."""
    return await tx.get(Correspondent, key)


async def hold(tx: Tx, key: str) -> Correspondent | None:
    """One correspondent as they are now, held until this transaction ends: for a change of the draft beside the
    worker's (`find`)."""
    query = select(Correspondent).where(Correspondent.key == key).with_for_update()
    return (await tx.scalars(query.execution_options(populate_existing=True))).one_or_none()


def meet(tx: Tx, keys: KeyRing, user_id: int, lang: str, now: datetime) -> Correspondent:
    """Adds somebody who writes for the first time."""
    key = key_of(keys, user_id)
    address = keys.seal(str(user_id).encode(), "correspondent", "address", key)
    row = Correspondent(key=key, address=address, lang=lang, lang_chosen=False, met_at=now)
    tx.add(row)
    return row


def read_draft(keys: KeyRing, row: Correspondent) -> dict[str, Any] | None:
    """The report being written, or None. Raises `SealBroken` if it was altered or moved."""
    if row.draft is None:
        return None
    draft: dict[str, Any] = json.loads(keys.open(row.draft, "correspondent", "draft", row.key))
    return draft


def write_draft(keys: KeyRing, row: Correspondent, draft: Mapping[str, Any] | None, now: datetime) -> None:
    """Keeps the report being written, sealed; None forgets it."""
    plain = None if draft is None else json.dumps(draft, ensure_ascii=False).encode()
    row.draft = None if plain is None else keys.seal(plain, "correspondent", "draft", row.key)
    row.draft_at = None if plain is None else now
    row.draft_reminded_at = None


async def left_lying(tx: Tx, before: datetime, limit: int) -> list[str]:
    """Whose draft was last touched before then and who was not reminded of it, the oldest first."""
    lying = (Correspondent.draft_at < before) & Correspondent.draft_reminded_at.is_(None)
    return list(await tx.scalars(select(Correspondent.key).where(lying).order_by(Correspondent.draft_at).limit(limit)))


async def reminded(tx: Tx, before: datetime, limit: int) -> list[str]:
    """Who was reminded before then and has not touched the draft since, the earliest first."""
    at = Correspondent.draft_reminded_at
    return list(await tx.scalars(select(Correspondent.key).where(at < before).order_by(at).limit(limit)))


async def note_reminder(tx: Tx, row: Correspondent, now: datetime) -> bool:
    """Notes that the writer is reminded now; False if the draft is no longer the one that `row` was read with."""
    return await changed(tx, _as_read(row).values(draft_reminded_at=now))


async def forget_draft(tx: Tx, row: Correspondent) -> bool:
    """Forgets the draft; False if it is no longer the one that `row` was read with. `row` itself keeps it."""
    return await changed(tx, _as_read(row).values(draft=None, draft_at=None, draft_reminded_at=None))


def _as_read(row: Correspondent) -> Update:
    at, reminded_at = Correspondent.draft_at, Correspondent.draft_reminded_at
    same = (at == row.draft_at) & reminded_at.is_not_distinct_from(row.draft_reminded_at)
    return update(Correspondent).where(Correspondent.key == row.key, same)
