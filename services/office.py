"""Who does what in the publicity office: rights on exposures, read from the database at every press and reply."""

from collections.abc import Iterable

from domain.exposure import EDITABLE, Actor, Status, move
from domain.people import DeskKind
from domain.refusal import Refusal, refuse
from services.reach import Hand, desk_here, note_attempt, person_of
from services.relations import too_close, too_close_to
from services.seated import InHand as InHand
from services.seated import Seated as Seated
from services.turn import Turn
from services.unscheduling import after_edit
from storage import cases, exposures
from storage.tables import Exposure


async def seated(turn: Turn, by: Hand) -> Seated | Refusal:
    """Whether `by` works here, in the publicity office's group. Refusal: `not_publicity`, and the attempt is noted."""
    desk, person = await desk_here(turn, by.chat_id), await person_of(turn, by.user_id)
    if desk is None or desk.kind != DeskKind.PUBLICITY or person.seat_at(desk.id) is None:
        await note_attempt(turn, person, "publicity")
        return refuse("not_publicity")
    return Seated(person, desk, person.leads(desk.id))


async def is_office(turn: Turn, chat_id: int) -> bool:
    """Whether that group is the publicity office's, whoever asks."""
    desk = await desk_here(turn, chat_id)
    return desk is not None and desk.kind == DeskKind.PUBLICITY


async def leading(turn: Turn, by: Hand) -> Seated | Refusal:
    """As `seated`, for what only leads of the office do. Refusals: those of `seated`, `not_publicity_lead`."""
    found = await seated(turn, by)
    if isinstance(found, Refusal) or found.leads:
        return found
    await note_attempt(turn, found.person, "publicity lead")
    return refuse("not_publicity_lead")


async def in_hand(turn: Turn, by: Hand, exposure_id: int, *, lead_however_close: bool = False) -> InHand | Refusal:
    """An exposure for whoever works in the office: leads act as approvers, all others as editors.

    Refusals: those of `seated`, `no_such_exposure`, one and the same for what is absent and for what somebody is too
    close to (回避). Whoever edited a text is no approver of it (`own_text`): asked where it is approved.
    `lead_however_close`: a lead gets it all the same, for stopping what must not be public one day longer.
    """
    found = await seated(turn, by)
    if isinstance(found, Refusal):
        return found
    row = await exposures.get(turn.tx, exposure_id)
    allowed = lead_however_close and found.leads
    if row is None or (not allowed and await is_too_close(turn, by, row)):
        await note_attempt(turn, found.person, "exposure")
        return refuse("no_such_exposure")
    return InHand(row, found, Actor.APPROVER if found.leads else Actor.EDITOR)


async def is_too_close(turn: Turn, by: Hand, row: Exposure) -> bool:
    """Whether the exposure tells of a business `by` is too close to (回避), by the case or by its party's name."""
    case = await cases.get(turn.tx, row.case_id) if row.case_id is not None else None
    if case is not None and await too_close(turn, by.user_id, case):
        return True
    return bool(row.party) and await too_close_to(turn, by.user_id, row.party)


async def recused(turn: Turn, by: Hand, texts: Iterable[Exposure]) -> Refusal | None:
    """Whether `by` is too close to a business (回避) of which one of these tells: then somebody else decides when, and
    in which order, they go out. Refusal: `batch_recused`; it is said openly, because the batch hangs in the group."""
    for each in texts:
        if await is_too_close(turn, by, each):
            return refuse("batch_recused")
    return None


async def to_edit(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """As `in_hand`, for changing it. Refusals: those of `in_hand`, `exposure_not_editable` (with `status`)."""
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    status = Status(held.exposure.status)
    return held if status in EDITABLE else refuse("exposure_not_editable", status=status)


async def edited(turn: Turn, held: InHand, what: str, *, reason: str = "", facts: dict[str, object] | None = None,
                 **columns: object) -> Refusal | None:  # fmt: skip
    """Makes the edit that `to_edit` let through, and adds the event `what`; any edit makes a draft of it again.

    Call it before the parts or photos are changed: it is the guard. Refusal: `exposure_has_changed`. What was
    scheduled takes its whole batch off the schedule.
    """
    row = held.exposure
    if not await exposures.edit(turn.tx, row, **columns):
        return refuse("exposure_has_changed")
    await record(turn, held, what, Status.DRAFT, reason=reason, facts=facts)
    if row.status == Status.SCHEDULED:
        await after_edit(turn, held)
    return None


async def passed(turn: Turn, held: InHand, to: Status, what: str, *, reason: str = "",
                 facts: dict[str, object] | None = None, **columns: object) -> Refusal | None:  # fmt: skip
    """Moves the exposure and adds the event `what`. Refusals: `exposure_has_changed`, those of `exposure.move`."""
    gate = move(Status(held.exposure.status), to, held.actor)
    if isinstance(gate, Refusal):
        return gate
    if not await exposures.pass_on(turn.tx, held.exposure, to, **columns):
        return refuse("exposure_has_changed")
    await record(turn, held, what, to, reason=reason, facts=facts)
    return None


async def record(turn: Turn, held: InHand, what: str, to: Status, *, reason: str = "",
                 facts: dict[str, object] | None = None) -> None:  # fmt: skip
    """Adds the event of what `held` allowed; called after the change."""
    await exposures.add_event(
        turn.tx, turn.app.keys, held.exposure.id, what, turn.now, held.actor, actor_id=held.seated.person.user_id,
        from_status=held.exposure.status, to_status=to, reason=reason, facts=facts,
    )  # fmt: skip
