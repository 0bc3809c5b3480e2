"""Sending out once more, unchanged, what is published."""

from domain.exposure import Status
from domain.refusal import Refusal, refuse
from services import broadcasting, exposure_cards
from services.office import InHand, in_hand, record
from services.publishing import intact
from services.reach import Hand
from services.turn import Turn
from storage import exposures, rounds, targets


async def may_reprint(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """Whether `by` could send it again now, before anybody is asked to whom.

    Refusals: those of `in_hand`, `exposure_not_your_move`, `not_published`, `exposure_altered`, `round_goes_on`.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if not held.seated.leads:
        return refuse("exposure_not_your_move")
    if row.status != Status.PUBLISHED or row.series_id is None:
        return refuse("not_published")
    if not intact(row):
        return refuse("exposure_altered")
    past = await targets.past_rounds(turn.tx, row.series_id)
    return refuse("round_goes_on") if await rounds.open_of_series(turn.tx, past) else held


async def reprint(turn: Turn, by: Hand, exposure_id: int, revision: int, *, everybody: bool) -> InHand | Refusal:
    """Sends it to those who did not get it, and to those who came since; or once more to `everybody`.

    `revision` is the exposure's when the lead was asked: each reprint takes it on, so a button pressed twice, or an
    old one, sends nothing. Refusals: those of `may_reprint`, `exposure_has_changed`.
    """
    held = await may_reprint(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if row.revision != revision:
        return refuse("exposure_has_changed")
    if not await exposures.pass_on(turn.tx, row, Status.PUBLISHED, revision=revision + 1):
        return refuse("exposure_has_changed")
    await record(turn, held, "reprinted", Status.PUBLISHED, facts={"everybody": everybody})
    me = held.seated.person.user_id
    await broadcasting.begin(turn, row, "reprint", by=me, chat_id=by.chat_id, again=everybody)
    await exposure_cards.refresh(turn, exposure_id)
    return held
