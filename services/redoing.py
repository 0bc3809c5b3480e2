"""Doing once more what a correction or a withdrawal did not get done: it failed somewhere, or was cancelled."""

from domain.exposure import Status
from domain.refusal import Refusal, refuse
from services import broadcasting, exposure_cards
from services.office import InHand, in_hand, record
from services.reach import Hand
from services.turn import Turn
from storage import rounds, targets
from storage.tables import Exposure


async def redo(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """A lead has every copy that still stands deleted, or edited to the correction, once more.

    Deleting and editing twice does no harm, so it goes to all that stand. Refusals: those of `in_hand`,
    `exposure_not_your_move`, `nothing_to_redo` (nothing stands any more, or it is neither taken down nor a correction),
    `round_goes_on`.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if not held.seated.leads:
        return refuse("exposure_not_your_move")
    verb = _verb(row)
    if verb is None or row.series_id is None or not await rounds.stands(turn.tx, row.series_id):
        return refuse("nothing_to_redo")
    if await rounds.open_of_series(turn.tx, await targets.past_rounds(turn.tx, row.series_id)):
        return refuse("round_goes_on")
    await record(turn, held, "amended_again", Status(row.status), facts={"verb": verb})
    await broadcasting.begin(turn, row, verb, by=held.seated.person.user_id, chat_id=by.chat_id)
    await exposure_cards.refresh(turn, exposure_id)
    return held


def _verb(row: Exposure) -> str | None:
    if row.status == Status.PUBLISHED and row.corrects_id is not None:
        return "correct"
    return {Status.WITHDRAWN: "withdraw", Status.EXPIRED: "expire"}.get(Status(row.status))
