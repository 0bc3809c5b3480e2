"""Reading the whole of an exposure whose beginning stands in a chat: one press shows it in place."""

from domain.exposure import OUT
from domain.outgoing import Expanded, Lane
from domain.published import Form
from services.turn import Turn
from storage import copies, expanding
from storage.outbox import Queued, to_group, to_person


async def expand(turn: Turn, copy_id: int, chat_id: int, message_id: int) -> bool:
    """Has the message show the whole text, for everybody who sees it there. False when there is nothing to show.

    Anybody may press, and whatever a forged press names: it must be a copy that stands in this very message.
    """
    recipient = to_person(turn.correspondent.key) if turn.correspondent is not None else to_group(chat_id)
    copy = await copies.facts(turn.tx, copy_id)
    if copy is None or not copy.live or copy.recipient != recipient or message_id not in (copy.message_ids or []):
        return False
    if copy.status not in OUT:
        # Withdrawn, corrected or expired, and still to be deleted or edited here: it is not shown at greater length.
        return False
    if copy.form == Form.SHORT:
        await expanding.expand(turn.tx, copy_id)
    # Below notices about cases: what many readers ask for at once keeps no officer waiting.
    what = Expanded(copy_id, message_id)
    turn.outgoing.append(Queued(recipient, what, Lane.AMENDMENT, f"full:{copy_id}:{message_id}"))
    return True
