"""Keeping the cards of exposures and batches true in the publicity office's group."""

from domain.expiry import last_day_to_publish
from domain.exposure import CLASSES, Class
from domain.outgoing import BatchCard, ExposureCard
from domain.people import DeskKind
from services.clocks import today
from services.redacting import evaluate
from services.turn import Turn
from storage import desks, exposures
from storage.tables import Exposure


async def refresh(turn: Turn, exposure_id: int) -> None:
    """Has the exposure's card drawn anew where it stands, or sent, and its batch's card where that stands.

    Called after each change, so what the program asks about in the text is found anew here, too.
    """
    await evaluate(turn, exposure_id)
    office = await office_group(turn)
    if office is None:
        return
    row = await exposures.get(turn.tx, exposure_id)
    assert row is not None, "exposures are never deleted"
    turn.tell_group(office, _card(turn, row, anew=False), topic=f"exposure:{exposure_id}")
    await refresh_batch(turn, row.batch_id)


async def bring(turn: Turn, exposure_id: int) -> None:
    """Puts the exposure's card at the bottom of the group. Call it after `refresh` where both are wanted.

    A draft that has just begun has no other card before: so the text is gone through here, too.
    """
    await evaluate(turn, exposure_id)
    office, row = await office_group(turn), await exposures.get(turn.tx, exposure_id)
    if office is not None and row is not None:
        turn.tell_group(office, _card(turn, row, anew=True), topic=f"exposure:{exposure_id}")


def _card(turn: Turn, row: Exposure, *, anew: bool) -> ExposureCard:
    """With the last day of 信息公示规定, article 9: for decisions that are not public yet."""
    if row.decided_on is None or row.corrects_id is not None or not CLASSES[Class(row.class_)].needs_decision:
        return ExposureCard(row.id, anew)
    until = last_day_to_publish(row.decided_on, turn.app.calendar).date
    return ExposureCard(row.id, anew, until.isoformat(), today(turn) > until)


async def refresh_batch(turn: Turn, batch_id: int) -> None:
    """Has the batch's card drawn anew where it stands."""
    office = await office_group(turn)
    if office is not None:
        turn.tell_group(office, BatchCard(batch_id), topic=f"batch:{batch_id}")


async def bring_batch(turn: Turn, batch_id: int) -> None:
    """Puts the batch's card at the bottom of the group."""
    office = await office_group(turn)
    if office is not None:
        turn.tell_group(office, BatchCard(batch_id, anew=True), topic=f"batch:{batch_id}")


async def office_group(turn: Turn) -> int | None:
    """The publicity office's group; None while it has none, or can't be reached there."""
    offices = await desks.desks(turn.tx, (DeskKind.PUBLICITY,))
    return next((each.chat_id for each in offices if each.chat_id is not None and each.unreachable_at is None), None)
