"""Finding out who writes in private: every turn of a private chat gets its correspondent, in one query for a batch."""

from collections.abc import Sequence
from typing import Any

from services.turn import Turn
from storage import correspondents
from storage.correspondents import key_of

_PRIVATE = ("message", "edited_message", "callback_query")


def private_user(update: dict[str, Any]) -> dict[str, Any] | None:
    """The sender of an update of a private chat, as Telegram describes them; None for every other update."""
    for carrier in _PRIVATE:
        body = update.get(carrier)
        if isinstance(body, dict):
            where = body.get("message") if carrier == "callback_query" else body
            chat = where.get("chat") if isinstance(where, dict) else None
            sender = body.get("from")
            private = isinstance(chat, dict) and chat.get("type") == "private"
            return sender if private and isinstance(sender, dict) and isinstance(sender.get("id"), int) else None
    return None


async def meet(turns: Sequence[Turn], updates: Sequence[dict[str, Any]]) -> None:
    """Sets `correspondent` on the turns of private chats; newcomers get a row, blocks are lifted."""
    if not turns:
        return
    first = turns[0]
    senders = [private_user(update) for update in updates]
    names = {user["id"]: key_of(first.app.keys, user["id"]) for user in senders if user is not None}
    known = {row.key: row for row in await correspondents.find(first.tx, list(names.values()))}
    for turn, user in zip(turns, senders, strict=True):
        if user is None:
            continue
        key = names[user["id"]]
        if key not in known:
            code = user.get("language_code")
            lang = "zh" if not isinstance(code, str) or code.lower().startswith("zh") else "en"
            known[key] = correspondents.meet(turn.tx, turn.app.keys, user["id"], lang, turn.now)
        turn.correspondent = known[key]
        turn.correspondent.blocked_at = None
