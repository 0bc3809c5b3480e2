"""Who is called when something is late: a desk's leads, and the desks above it."""

from domain.chase import Step
from domain.people import colleagues
from services.relations import too_close
from services.turn import Turn
from storage import desks
from storage.tables import CaseRow, DeskRow


async def leads_of(turn: Turn, desk_id: str | None, about: CaseRow | None = None) -> list[list[object]]:
    """[user id, name] of those who lead the desk; the duty desk's where a case has none.

    Nobody is called to a case that does not exist for them (回避).
    """
    duty = None if desk_id else await desks.duty_desk(turn.tx)
    at = desk_id or (duty.id if duty else "")
    seated = colleagues(await desks.people_at(turn.tx, at), at)
    leads = [each for each in seated if each.leads(at)]
    if about is not None:
        leads = [each for each in leads if not await too_close(turn, each.user_id, about)]
    return [[each.user_id, each.name] for each in leads]


async def above(turn: Turn, step: Step) -> DeskRow | None:
    """The desk that a step reaches beyond the one that is late; None for the steps that stay there."""
    if step is Step.DUTY:
        return await desks.duty_desk(turn.tx)
    return await desks.supervisors(turn.tx) if step is Step.SUPERVISOR else None
