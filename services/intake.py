"""Taking in what Telegram delivers: stored first, acknowledged after."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage import inbox
from storage.database import Database
from storage.sealing import KeyRing

_CARRIERS = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member",
    "chat_member", "message_reaction", "poll_answer",
)  # fmt: skip


async def accept(database: Database, keys: KeyRing, updates: Sequence[dict[str, Any]], now: datetime) -> int:
    """Commits raw updates to the inbox and returns how many were new; only then may they be acknowledged.

    An update without a whole `update_id` is no update and is left out. Raises what the database raises (a full disk,
    a lost connection): then nothing was taken in, and Telegram will deliver again.
    """
    whole = [(_chat_of(keys, update), update) for update in updates if _is_update(update)]
    if not whole:
        return 0
    async with database.write() as tx:
        return await inbox.store(tx, keys, whole, now)


def _is_update(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int and abs(update["update_id"]) < 2**63


def _chat_of(keys: KeyRing, update: dict[str, Any]) -> str:
    """A pseudonym of the chat whose order matters; updates of no chat are in order among their sender's."""
    for carrier in _CARRIERS:
        body = update.get(carrier)
        if isinstance(body, dict):
            chat = body.get("chat") or (body.get("message") or {}).get("chat") or body.get("from") or body.get("user")
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return keys.pseudonym("inbox", chat["id"])
    return keys.pseudonym("inbox", f"update {update['update_id']}")
