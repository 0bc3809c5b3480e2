"""The office's overview: what could be exposed, what is being worked on, what went out lately."""

from dataclasses import dataclass

from domain.exposure import Status
from domain.picking import Suggestion
from domain.refusal import Refusal
from services import picking
from services.office import seated
from services.reach import Hand
from services.relations import too_close_to
from services.turn import Turn
from storage import conflicts
from storage.exposure_lists import Listed, standing

SHOWN = 6
"""Lines of each kind in one overview."""

STAGES: tuple[tuple[Status, ...], ...] = (
    (Status.DRAFT,),
    (Status.SUBMITTED,),
    (Status.APPROVED,),
    (Status.SCHEDULED, Status.PUBLISHING),
    (Status.PUBLISHED, Status.CORRECTED, Status.WITHDRAWN, Status.EXPIRED),
)
"""The kinds, in the order of the work."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Suggestions, and for each of `STAGES` its newest exposures."""

    suggestions: list[Suggestion]
    stages: list[list[Listed]]


async def overview(turn: Turn, by: Hand) -> Overview | Refusal:
    """What stands where, without what somebody is too close to (回避). Refusal: `not_publicity`."""
    who = await seated(turn, by)
    if isinstance(who, Refusal):
        return who
    mine = await conflicts.businesses_of(turn.tx, by.user_id)
    stages = [
        [
            each
            for each in await standing(turn.tx, statuses, SHOWN, not_about=mine)
            if not (mine and each.party and await too_close_to(turn, by.user_id, each.party))
        ]
        for statuses in STAGES
    ]
    return Overview(await picking.best(turn, by.user_id, 3), stages)
