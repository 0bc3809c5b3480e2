"""Copies of which nobody knows whether they arrived: listed, and decided by a lead, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.broadcast import Going, Round
from domain.exposure import OUT, Status
from domain.refusal import Refusal, refuse
from domain.round_view import Doubt, Results, RoundFacts
from services.office import in_hand, record, seated
from services.reach import Hand
from services.round_progress import show
from services.steering import Steered, at_the_helm
from services.turn import Turn
from storage import doubts, round_views, rounds
from storage.tables import Copy

AT_ONCE = 8
"""Listed in one message."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is in doubt in a round; `more` are not listed. `sendable`: what did not arrive can be sent once more."""

    broadcast_id: int
    listed: Sequence[Doubt]
    more: int
    sendable: bool = True


async def listed(turn: Turn, by: Hand, broadcast_id: int) -> Doubts | Refusal:
    """Refusals: those of `steering.at_the_helm`."""
    steered = await at_the_helm(turn, by, broadcast_id)
    if isinstance(steered, Refusal):
        return steered
    found = await round_views.doubts(turn.tx, broadcast_id, AT_ONCE)
    more = await doubts.count(turn.tx, broadcast_id) - len(found)
    return Doubts(broadcast_id, found, more, _unsendable(steered) is None)


async def decide(turn: Turn, by: Hand, copy_id: int, *, again: bool) -> Doubts | Refusal:
    """It arrived; or, `again`, it is sent once more, which opens a finished round anew. What is still in doubt then.

    Refusals: those of `steering.at_the_helm`; `doubt_decided`; with `again`, `round_over` for a round that was
    cancelled and `not_out` for a text that is published no more.
    """
    found = await _in_doubt(turn, by, copy_id)
    if isinstance(found, Refusal):
        return found
    copy, steered = found
    row = steered.round
    if again and (refused := _unsendable(steered)) is not None:
        return refused
    if not await (doubts.again(turn.tx, copy) if again else doubts.arrived(turn.tx, copy, row, turn.now)):
        return refuse("doubt_decided")
    if again:
        await rounds.turn_to(turn.tx, row.id, Going.RUNNING, [Going.DONE], ended_at=None)
    return await _decided(turn, by, steered, {"copy": copy_id, "again": again})


async def missing(turn: Turn, by: Hand, copy_id: int) -> Doubts | Refusal:
    """It did not arrive, and is not to be sent again: the text is out no more, or the round was cancelled.

    What is still in doubt then. Refusals: those of `steering.at_the_helm`; `doubt_decided`; `still_sendable` where it
    could be sent once more.
    """
    found = await _in_doubt(turn, by, copy_id)
    if isinstance(found, Refusal):
        return found
    copy, steered = found
    if _unsendable(steered) is None:
        return refuse("still_sendable")
    if not await doubts.missing(turn.tx, copy, turn.now):
        return refuse("doubt_decided")
    # They name it among what may still stand.
    for each in await rounds.amendments_after(turn.tx, copy.series_id, copy.broadcast_id):
        await show(turn, each)
    return await _decided(turn, by, steered, {"copy": copy_id, "missing": True})


async def _in_doubt(turn: Turn, by: Hand, copy_id: int) -> tuple[Copy, Steered] | Refusal:
    """A copy before a lead who may decide about it; its round is held, and as it stands now."""
    copy = await doubts.get(turn.tx, copy_id)
    if copy is None:
        return refuse("doubt_decided")
    steered = await at_the_helm(turn, by, copy.broadcast_id)
    if isinstance(steered, Refusal):
        return steered
    row = (await rounds.hold(turn.tx, [copy.broadcast_id]))[copy.broadcast_id]
    return copy, replace(steered, round=row)


def _unsendable(steered: Steered) -> Refusal | None:
    """Why nothing of that round is sent once more."""
    if steered.round.state == Going.CANCELLED:
        return refuse("round_over")
    out = steered.round.verb == Round.REHEARSE or Status(steered.held.exposure.status) in OUT
    return None if out else refuse("not_out")


async def _decided(turn: Turn, by: Hand, steered: Steered, facts: dict[str, object]) -> Doubts | Refusal:
    status, round_id = Status(steered.held.exposure.status), steered.round.id
    await record(turn, steered.held, "doubt_decided", status, facts={"round": round_id, **facts})
    await show(turn, round_id)
    return await listed(turn, by, round_id)


async def results(turn: Turn, by: Hand, broadcast_id: int) -> Results | Refusal:
    """What became of a round, for anybody of the office. Refusals: those of `office.seated`, `no_such_round`."""
    found = await facts(turn, by, broadcast_id)
    return found if isinstance(found, Refusal) else await round_views.results(turn.tx, found)


async def facts(turn: Turn, by: Hand, broadcast_id: int) -> RoundFacts | Refusal:
    """How far a round is, for anybody of the office. Refusals: as `results`."""
    sits = await seated(turn, by)
    if isinstance(sits, Refusal):
        return sits
    row = await rounds.get(turn.tx, broadcast_id)
    held = await in_hand(turn, by, row.exposure_id) if row else None
    found = await round_views.round_facts(turn.tx, broadcast_id, by.chat_id)
    return refuse("no_such_round") if found is None or isinstance(held, Refusal) else found
