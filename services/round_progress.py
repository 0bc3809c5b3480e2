"""The message in the office's group that shows how a round goes."""

from domain.broadcast import PUBLISHES, Going, Round
from domain.outgoing import Progress
from services.turn import Turn
from storage import rounds


async def show(turn: Turn, broadcast_id: int, *, anew: bool = False) -> None:
    """Has the round's progress drawn where it stands in the group, or sent."""
    row = await rounds.get(turn.tx, broadcast_id)
    if row is None or row.chat_id is None:
        return
    hours, opens = turn.app.hours, None
    if row.state == Going.RUNNING and Round(row.verb) in PUBLISHES and not hours.open_at(turn.now):
        opens = f"{hours.next_open(turn.now).astimezone(turn.app.zone):%m-%d %H:%M}"
    what = Progress(broadcast_id, anew, turn.app.publicity.broadcast_per_s, opens)
    turn.tell_group(row.chat_id, what, topic=f"round:{broadcast_id}")
