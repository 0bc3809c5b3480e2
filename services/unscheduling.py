"""A batch leaves the schedule: taken off by hand, by an edit of one of its texts, or because it could not go out."""

from domain.exposure import Status
from domain.outgoing import Notice
from services import exposure_cards
from services.passing import pass_together
from services.seated import InHand, Seated
from services.turn import Turn
from storage import batches, exposures
from storage.guarded import Overtaken
from storage.tables import Batch


async def take_off(turn: Turn, row: Batch, by: Seated | None) -> bool:
    """Takes the batch off the schedule: what is approved in it stays so. False when it is on none, or somebody else
    was faster. Raises `Overtaken`.

    Texts before the batch, as everywhere: two transactions that took them in different orders would wait for each
    other.
    """
    if row.begun_at is not None or (row.due_at is None and row.queued_at is None):
        return False
    scheduled = [each for each in await exposures.in_batch(turn.tx, row.id) if each.status == Status.SCHEDULED]
    if not await pass_together(turn, scheduled, Status.APPROVED, "unscheduled", by):
        return False
    if not await batches.reschedule(turn.tx, row, due_at=None, slot_id=None, queued_at=None):
        raise Overtaken
    for each in scheduled:
        await exposure_cards.refresh(turn, each.id)
    await exposure_cards.refresh_batch(turn, row.id)
    return True


async def after_edit(turn: Turn, held: InHand) -> None:
    """Somebody has just made a draft of a text again: a batch goes out whole or not at all, so its schedule is over,
    and the office told. Raises `Overtaken`."""
    row = await exposures.batch(turn.tx, held.exposure.batch_id)
    if row is not None and await take_off(turn, row, held.seated):
        await tell(turn, row, "batch_edited", who=held.seated.person.name, exposure=held.exposure.id)


async def tell(turn: Turn, row: Batch, key: str, **facts: object) -> None:
    """Tells the office what became of the batch's schedule."""
    office = await exposure_cards.office_group(turn)
    if office is not None:
        turn.tell_group(office, Notice(key, {"batch": row.id, "number": row.number, **facts}))
