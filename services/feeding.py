"""Feeding rounds to the outbox: a little ahead of what can be said, however many copies there are."""

from datetime import timedelta

from domain.broadcast import AMENDS, PUBLISHES, Going, Round
from services import exposure_cards, publishing
from services.round_progress import show
from services.turn import Turn
from storage import copies, rounds

AHEAD_S = 20
"""Seconds' worth of a round that is in the outbox at once: what a pause has to take back stays small."""

PAGE = 200
"""Copies queued in one transaction."""

TELL_EVERY = timedelta(seconds=5)
"""How often progress is shown: a group takes 20 messages a minute, and the office has other things to read."""


async def running(turn: Turn) -> list[int]:
    """The rounds to feed now, in the order in which they are fed."""
    return await rounds.running(turn.tx)


async def feed(turn: Turn, broadcast_id: int) -> int:
    """Queues what is wanted of the round, shows its progress, or ends it when all is said.

    Returns how many copies were queued. What brings news to the public waits for the sending hours; what edits or takes
    away does not, and neither does a rehearsal.
    """
    # Held until the commit: a pause comes before, and then nothing is fed, or after, and takes back what was.
    row = (await rounds.hold(turn.tx, [broadcast_id])).get(broadcast_id)
    if row is None or row.state != Going.RUNNING:
        return 0
    fed = 0
    if Round(row.verb) not in PUBLISHES or turn.app.hours.open_at(turn.now):
        ahead = max(1, int(turn.app.publicity.broadcast_per_s * AHEAD_S))
        room = min(PAGE, ahead - await copies.queued(turn.tx, broadcast_id))
        if room > 0:
            fed = await copies.feed(turn.tx, turn.app.keys, broadcast_id, Round(row.verb), room, turn.now)
    ended = not fed and await rounds.end(turn.tx, broadcast_id, turn.now)
    if ended:
        await _ended(turn, row.exposure_id, Round(row.verb))
    # What waits for the morning is shown once, and not every few seconds of the night.
    moves = ended or fed or row.told_at is None or await copies.queued(turn.tx, broadcast_id)
    if ended or (moves and await rounds.mark_told(turn.tx, broadcast_id, turn.now, turn.now - TELL_EVERY)):
        await show(turn, broadcast_id)
    return fed


async def _ended(turn: Turn, exposure_id: int, verb: Round) -> None:
    if verb in PUBLISHES or verb in AMENDS:
        await publishing.published(turn, exposure_id)
        await exposure_cards.refresh(turn, exposure_id)
