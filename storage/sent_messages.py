"""Which case a message of ours was about."""

from sqlalchemy import select, update

from domain.outgoing import Mark
from storage.database import Tx
from storage.guarded import changed
from storage.outbox import to_person
from storage.tables import SentMessage


async def find(tx: Tx, recipient: str, message_id: int) -> SentMessage | None:
    """Our message to that recipient (`storage.outbox.to_group`, `to_person`); None for anybody else's message."""
    return await tx.get(SentMessage, (recipient, message_id), populate_existing=True)


async def in_private(tx: Tx, key: str, message_id: int) -> SentMessage | None:
    """Our message to that correspondent; None for any other."""
    return await tx.get(SentMessage, (to_person(key), message_id))


async def spend(tx: Tx, recipient: str, message_id: int) -> bool:
    """The question that message asked is answered: a further reply to it answers nothing. False when it was already.

    A standing message takes replies as long as it stands, and is found by what it asks.
    """
    asking = (SentMessage.recipient == recipient) & (SentMessage.message_id == message_id)
    asking &= SentMessage.mark != Mark.BOARD
    return await changed(tx, update(SentMessage).where(asking, SentMessage.ask.is_not(None)).values(ask=None))


async def groups_with_card(tx: Tx, case_id: int) -> list[int]:
    """The groups in which the case's card hangs, the oldest first."""
    query = (
        select(SentMessage.recipient)
        .where(SentMessage.case_id == case_id, SentMessage.mark == Mark.CARD)
        .order_by(SentMessage.sent_at)
    )
    return [int(each) for each in dict.fromkeys(await tx.scalars(query)) if not each.startswith("p:")]
