"""Private chats: met, found again, and the report each is writing."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.database import Tx
from storage.sealing import KeyRing
from storage.tables import Correspondent


def key_of(keys: KeyRing, user_id: int) -> str:
    """The pseudonym of a private chat; its id is the user's id."""
    return keys.pseudonym("correspondent", user_id)


async def find(tx: Tx, keys: Sequence[str]) -> list[Correspondent]:
    """Loads the rows of `keys` in one query; later `get`s of them are answered from memory."""
    return list(await tx.scalars(select(Correspondent).where(Correspondent.key.in_(keys)))) if keys else []


async def get(tx: Tx, key: str) -> Correspondent | None:
    """One correspondent by pseudonym."""
    return await tx.get(Correspondent, key)


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
