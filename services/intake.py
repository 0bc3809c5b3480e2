"""Taking in what Telegram delivers: stored first, acknowledged after, worked in turns."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from domain.outgoing import Notice
from services.app import App
from services.meeting import meet, private_user
from services.turn import Turn
from storage import inbox, outbox
from storage.database import Database, Tx
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


Arrived = inbox.Arrived
"""An update waiting to be worked."""


class WorkedElsewhere(Exception):
    """An update of this batch was settled by another worker meanwhile; nothing of the batch is kept."""


async def pick(database: Database, keys: KeyRing, limit: int) -> list[Arrived]:
    """The oldest waiting update of each of up to `limit` chats."""
    async with database.read() as tx:
        return await inbox.waiting(tx, keys, limit)


async def open_turns(app: App, tx: Tx, batch: Collection[Arrived], now: datetime) -> list[Turn]:
    """Begins the turns of a batch in one transaction: marks its updates done and finds who wrote.

    The mark comes first: on PostgreSQL it is the lock that makes a second worker wait, and then find nothing.
    Raises `WorkedElsewhere`.
    """
    if not await inbox.mark_done(tx, [each.update_id for each in batch], now):
        raise WorkedElsewhere
    turns = [Turn(app, tx, now, each.update_id) for each in batch]
    await meet(turns, [each.update for each in batch])
    return turns


async def close_turns(turns: Sequence[Turn]) -> None:
    """Queues what the turns have to say, in their order; the caller commits."""
    if turns:
        first = turns[0]
        said = [row for turn in turns for row in turn.outgoing]
        await outbox.put(first.tx, first.app.keys, said, first.now)


async def settle_failure(
    database: Database, app: App, arrived: Arrived, reference: str, limit: int, now: datetime
) -> None:
    """Counts a failure; with the last one the update is put aside and its sender told the reference number."""
    async with database.write() as tx:
        if not await inbox.note_failure(tx, arrived.update_id, reference, limit, now):
            return
        turn = Turn(app, tx, now)
        user = private_user(arrived.update)
        if user is not None:
            await meet([turn], [arrived.update])
            assert turn.correspondent is not None
            turn.tell_person(turn.correspondent.key, Notice("trouble", {"reference": reference}))
        await close_turns([turn])


def _is_update(update: object) -> bool:
    return isinstance(update, dict) and type(update.get("update_id")) is int and abs(update["update_id"]) < 2**63


def _chat_of(keys: KeyRing, update: dict[str, Any]) -> str:
    """A pseudonym of the chat whose order matters; updates of no chat are in order among their sender's."""
    for carrier in _CARRIERS:
        body = update.get(carrier)
        if isinstance(body, dict):
            pressed_on = body.get("message")
            chat = body.get("chat") or (pressed_on.get("chat") if isinstance(pressed_on, dict) else None)
            whose = chat or body.get("from") or body.get("user")
            if isinstance(whose, dict) and isinstance(whose.get("id"), int):
                return keys.pseudonym("inbox", whose["id"])
    return keys.pseudonym("inbox", f"update {update['update_id']}")
