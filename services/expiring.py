"""How long an exposure is shown: set by an editor before it is published, by a lead once it is."""

from datetime import date

from domain.expiry import expires_on, months_later
from domain.exposure import EDITABLE, OUT, Class, Status
from domain.refusal import Refusal, refuse
from services import exposure_cards
from services.clocks import today
from services.office import in_hand, record
from services.reach import Hand
from services.seated import InHand
from services.turn import Turn
from storage import exposures

TERMS = (3, 12, 36)
"""Months that are offered (信息公示规定, articles 13 to 15)."""

LONGEST = 120
"""Months: a later day is a mistyped year."""


async def may_set(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """Whether `by` may say how long it is shown. Refusals: those of `office.in_hand`, `exposure_not_your_move` (what is
    published is a lead's), `term_over`."""
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if held.exposure.status not in EDITABLE | OUT:
        return refuse("term_over")
    public = held.exposure.status in OUT
    return refuse("exposure_not_your_move") if public and not held.seated.leads else held


async def set_months(turn: Turn, by: Hand, exposure_id: int, months: int) -> date | Refusal | None:
    """So many months from its publication; returns the day that ends it, None while that is not known.

    Refusals: those of `may_set`, `exposure_has_changed`.
    """
    held = await may_set(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    out = held.exposure.published_at
    until = None
    if out is not None:
        until = expires_on(Class(held.exposure.class_), out.astimezone(turn.app.zone).date(), months)
    return await _keep(turn, held, until, months) or until


async def set_day(turn: Turn, by: Hand, exposure_id: int, until: date) -> Refusal | None:
    """Until that day, which is no longer in it. Refusals: those of `may_set`, `term_day`, `exposure_has_changed`."""
    held = await may_set(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if not today(turn) < until <= months_later(today(turn), LONGEST):
        return refuse("term_day")
    return await _keep(turn, held, until, None)


async def _keep(turn: Turn, held: InHand, until: date | None, months: int | None) -> Refusal | None:
    # What the public reads stays as it was approved, so the text does: but it stands in the chain who set this.
    status = Status(held.exposure.status)
    if not await exposures.pass_on(turn.tx, held.exposure, status, expires_on=until, months=months):
        return refuse("exposure_has_changed")
    facts: dict[str, object] = {"months": months, "until": until.isoformat() if until else None}
    await record(turn, held, "term_set", status, facts=facts)
    await exposure_cards.refresh(turn, held.exposure.id)
    return None
