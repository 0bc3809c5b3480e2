"""Approving a frozen text, or sending it back: by leads of the office who had no hand in it."""

from domain.exposure import Actor, Status, move
from domain.outgoing import Notice
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from services import exposure_cards
from services.office import InHand, edited, in_hand, leading, passed, record
from services.publishing import intact
from services.reach import Hand, note_attempt
from services.submitting import PREFIX, unfit
from services.turn import Turn
from storage import approvals, desks, exposures
from storage.tables import Exposure

LONGEST_REASON = 1000
"""UTF-16 units of a reason for sending a text back."""


async def approve(turn: Turn, by: Hand, exposure_id: int, prefix: str) -> Exposure | Refusal:
    """`by` approves the text whose digest begins so; the last approval that is needed makes it approved.

    Refusals: those of `to_judge`, `own_text`, `approved_already`, those of `submitting.unfit` where the ledger or a
    photo has changed since, `exposure_has_changed`.

    Two who approve at once both touch the exposure's row before they count: the second waits for the first to commit,
    and counts it. So the last approval is never missed; and after an edit the row is no longer as it was read.
    """
    held = await to_judge(turn, by, exposure_id, prefix)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    assert row.digest is not None, "asked by `to_judge`"
    if by.user_id in await exposures.editors(turn.tx, row.id):
        await note_attempt(turn, held.seated.person, "approve own text")
        return refuse("own_text")
    refusal = await unfit(turn, row, await exposures.parts(turn.tx, row.id))
    if refusal is not None:
        # The ledger says something else by now: the card shows what is to be decided.
        await exposure_cards.refresh(turn, row.id)
        return refusal
    if not await exposures.pass_on(turn.tx, row, Status.SUBMITTED):
        return refuse("exposure_has_changed")
    if not await approvals.add(turn.tx, row.id, row.digest, by.user_id, turn.now):
        return refuse("approved_already")
    given, needed = await approvals.count(turn.tx, row.id, row.digest), turn.app.publicity.approvals
    done = await _count(turn, held, given >= needed)
    if done is not None:
        return done
    facts = {"exposure": row.id, "who": held.seated.person.name, "given": given, "needed": needed}
    turn.tell_group(by.chat_id, Notice("exposure_approved" if given >= needed else "exposure_approval", facts))
    return await _reread(turn, row.id)


async def _count(turn: Turn, held: InHand, last: bool) -> Refusal | None:
    facts: dict[str, object] = {"digest": held.exposure.digest}
    if last:
        return await passed(turn, held, Status.APPROVED, "approved", facts=facts)
    await record(turn, held, "approval", Status.SUBMITTED, facts=facts)
    return None


async def to_judge(turn: Turn, by: Hand, exposure_id: int, prefix: str) -> InHand | Refusal:
    """The frozen text before a lead who may decide on it; `prefix` is what the button carries of its digest.

    Refusals: those of `leading`, `in_hand`, `exposure.move`, `exposure_text_changed`.
    """
    seat = await leading(turn, by)
    if isinstance(seat, Refusal):
        return seat
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    gate = move(Status(row.status), Status.APPROVED, Actor.APPROVER)
    if gate is not None:
        return gate
    named = len(prefix) == PREFIX and row.digest is not None and row.digest.startswith(prefix)
    return held if named and intact(row) else refuse("exposure_text_changed")


async def reject(turn: Turn, by: Hand, exposure_id: int, prefix: str, reason: str) -> Exposure | Refusal:
    """The text is a draft again, and whoever submitted it is told why.

    Refusals: those of `to_judge`, `exposure_reject_reason`, `exposure_has_changed`.
    """
    held = await to_judge(turn, by, exposure_id, prefix)
    if isinstance(held, Refusal):
        return held
    words = clean(reason, LONGEST_REASON)
    if not words:
        return refuse("exposure_reject_reason")
    submitted_by = held.exposure.made_by
    for each in await exposures.events(turn.tx, exposure_id):
        if each.what == "submitted" and each.actor_id is not None:
            submitted_by = each.actor_id
    done = await edited(turn, held, "rejected", reason=words)
    if done is not None:
        return done
    editor = await desks.name_of(turn.tx, submitted_by) or ""
    facts = {"exposure": exposure_id, "who": held.seated.person.name, "reason": words}
    turn.tell_group(by.chat_id, Notice("exposure_rejected", facts | {"editor": [submitted_by, editor]}))
    return await _reread(turn, exposure_id)


async def _reread(turn: Turn, exposure_id: int) -> Exposure:
    await exposure_cards.refresh(turn, exposure_id)
    now = await exposures.get(turn.tx, exposure_id)
    assert now is not None, "exposures are never deleted"
    return now
