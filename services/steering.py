"""Pausing, resuming and cancelling a round. Only leads of the office do; each is kept among what the exposure went
through."""

from dataclasses import dataclass

from domain.broadcast import AMENDS, PUBLISHES, CopyState, Going, Round
from domain.exposure import Status
from domain.refusal import Refusal, refuse
from services import exposure_cards, office, publishing
from services.office import InHand
from services.reach import Hand
from services.round_progress import show
from services.turn import Turn
from storage import copies, rounds
from storage.tables import Broadcast

_OPEN = (Going.RUNNING, Going.PAUSED)


@dataclass(frozen=True, slots=True)
class Steered:
    """A round before a lead of the office who may work on its exposure."""

    round: Broadcast
    held: InHand


async def at_the_helm(turn: Turn, by: Hand, broadcast_id: int) -> Steered | Refusal:
    """Refusals: those of `office.leading`; `no_such_round`, alike for one that is absent or not for these eyes."""
    lead = await office.leading(turn, by)
    if isinstance(lead, Refusal):
        return lead
    row = await rounds.get(turn.tx, broadcast_id)
    held = await office.in_hand(turn, by, row.exposure_id) if row else None
    if row is None or held is None or isinstance(held, Refusal):
        return refuse("no_such_round")
    return Steered(row, held)


async def pause(turn: Turn, by: Hand, broadcast_id: int) -> Refusal | None:
    """What is queued and unsaid waits again; what is in flight arrives. Refusals: `at_the_helm`'s, `round_over`."""
    steered = await _turned(turn, by, broadcast_id, Going.PAUSED, (Going.RUNNING,))
    if isinstance(steered, Refusal):
        return steered
    await copies.take_back(turn.tx, broadcast_id, CopyState.WAITING)
    await _told(turn, steered, "round_paused")
    return None


async def resume(turn: Turn, by: Hand, broadcast_id: int) -> Refusal | None:
    """It goes on where it stopped. Refusals: `at_the_helm`'s, `round_over`."""
    steered = await _turned(turn, by, broadcast_id, Going.RUNNING, (Going.PAUSED,))
    if isinstance(steered, Refusal):
        return steered
    await _told(turn, steered, "round_resumed")
    return None


async def cancel(turn: Turn, by: Hand, broadcast_id: int) -> Refusal | None:
    """Nothing more of it is said; what was published is published then. Refusals: `at_the_helm`'s, `round_over`."""
    steered = await _turned(turn, by, broadcast_id, Going.CANCELLED, _OPEN)
    if isinstance(steered, Refusal):
        return steered
    await copies.take_back(turn.tx, broadcast_id, CopyState.CANCELLED)
    await copies.cancel_waiting(turn.tx, broadcast_id)
    await _told(turn, steered, "round_cancelled")
    if Round(steered.round.verb) in PUBLISHES | AMENDS:
        await publishing.published(turn, steered.round.exposure_id)
    await exposure_cards.refresh(turn, steered.round.exposure_id)
    return None


async def _turned(turn: Turn, by: Hand, broadcast_id: int, to: Going, was: tuple[Going, ...]) -> Steered | Refusal:
    steered = await at_the_helm(turn, by, broadcast_id)
    if isinstance(steered, Refusal):
        return steered
    ended = {"ended_at": turn.now} if to is Going.CANCELLED else {}
    return steered if await rounds.turn_to(turn.tx, broadcast_id, to, was, **ended) else refuse("round_over")


async def _told(turn: Turn, steered: Steered, what: str) -> None:
    status = Status(steered.held.exposure.status)
    await office.record(turn, steered.held, what, status, facts={"round": steered.round.id})
    await show(turn, steered.round.id)
