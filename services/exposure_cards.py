"""Keeping the cards of exposures and batches true in the publicity office's group."""

from domain.outgoing import BatchCard, ExposureCard
from domain.people import DeskKind
from services.redacting import evaluate
from services.turn import Turn
from storage import desks, exposures


async def refresh(turn: Turn, exposure_id: int) -> None:
    """Has the exposure's card drawn anew where it stands, or sent, and its batch's card where that stands.

    Called after each change, so what the program asks about in the text is found anew here, too.
    """
    await evaluate(turn, exposure_id)
    office = await office_group(turn)
    if office is None:
        return
    turn.tell_group(office, ExposureCard(exposure_id), topic=f"exposure:{exposure_id}")
    row = await exposures.get(turn.tx, exposure_id)
    assert row is not None, "exposures are never deleted"
    await refresh_batch(turn, row.batch_id)


async def bring(turn: Turn, exposure_id: int) -> None:
    """Puts the exposure's card at the bottom of the group. Call it after `refresh` where both are wanted."""
    office = await office_group(turn)
    if office is not None:
        turn.tell_group(office, ExposureCard(exposure_id, anew=True), topic=f"exposure:{exposure_id}")


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
