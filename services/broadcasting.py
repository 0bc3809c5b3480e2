"""Rounds over many chats with one exposure."""

from services.turn import Turn
from storage.tables import Broadcast, Exposure


async def begin(turn: Turn, exposure: Exposure, verb: str, *, by: int | None, chat_id: int | None) -> Broadcast | None:
    """Begins a round; `verb` as in the table `broadcast`, `by` None for the schedule, `chat_id` where its progress is
    told. It moves the exposure nowhere: whoever calls it does."""
    row = Broadcast(exposure_id=exposure.id, verb=verb, chat_id=chat_id, begun_by=by, begun_at=turn.now)
    turn.tx.add(row)
    await turn.tx.flush()
    return row
