"""Telling those who reported a case that it was made public as an example."""

from domain.exposure import Status
from domain.refusal import Refusal, refuse
from services import cards, exposure_cards
from services.office import InHand, in_hand, record
from services.reach import Hand
from services.turn import Turn
from storage import cases, exposures


async def thank(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """A lead has the reporters told once, each under the number of their own report, linked ones included.

    Never by itself, and without a link: what lies open on a shared telephone says no more than that a problem they
    know of was made public. The office hears the same whether anybody could be told, and nothing of how many: it is
    not to learn where a report came from. Refusals: those of `in_hand`, `exposure_not_your_move`, `not_published`,
    `nobody_reported` (the text tells of no case of the ledger), `thanked_already`, `exposure_has_changed`.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if not held.seated.leads:
        return refuse("exposure_not_your_move")
    if row.status != Status.PUBLISHED:
        return refuse("not_published")
    if row.case_id is None:
        return refuse("nobody_reported")
    if row.reporter_told_at is not None:
        return refuse("thanked_already")
    if not await exposures.told(turn.tx, row, turn.now):
        return refuse("exposure_has_changed")
    await record(turn, held, "reporters_told", Status.PUBLISHED)
    case = await cases.get(turn.tx, row.case_id)
    assert case is not None, "cases are never deleted"
    await cards.tell_reporter(turn, case, "made_public")
    await exposure_cards.refresh(turn, exposure_id)
    return held
