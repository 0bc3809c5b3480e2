"""Submitting a text for approval: what the public will see is frozen, and shown to those who approve it."""

from collections.abc import Sequence

from domain.exposure import Part, Status, move
from domain.outgoing import Notice, Say
from domain.published import Frozen, Rich, freeze
from domain.refusal import Refusal, refuse
from services import correcting, exposure_cards, grounds
from services.flagging import open_flags
from services.office import InHand, in_hand, passed
from services.reach import Hand
from services.turn import Turn
from storage import approvals, desks, exposure_photos, exposures
from storage.exposure_cards import lacks_of
from storage.tables import Exposure

PREFIX = 12
"""Hexadecimal digits of a digest in a button: the button belongs to that text and to no other."""


async def submit(turn: Turn, by: Hand, exposure_id: int) -> Exposure | Refusal:
    """Freezes the text with its photos, and asks the office's leads to approve just that.

    Refusals: those of `in_hand`, `exposure.move`, `unfit`, `exposure_has_changed`.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    gate = move(Status(held.exposure.status), Status.SUBMITTED, held.actor)
    if gate is not None:
        return gate
    # Text and photos are read after the row: an edit in between has changed its revision, and `passed` meets no row.
    parts = await exposures.parts(turn.tx, exposure_id)
    refusal = await unfit(turn, held.exposure, parts)
    if refusal is not None:
        await exposure_cards.refresh(turn, exposure_id)
        return refusal
    return await _freeze(turn, held, parts)


async def _freeze(turn: Turn, held: InHand, parts: dict[Part, Rich]) -> Exposure | Refusal:
    frozen = freeze(parts, await exposure_photos.pictures(turn.tx, held.exposure.id))
    digest = frozen.digest
    facts: dict[str, object] = {"digest": digest}
    done = await passed(turn, held, Status.SUBMITTED, "submitted", facts=facts, frozen=frozen.to_json(), digest=digest)
    if done is not None:
        return done
    # Each submission begins with no approval, also of a text that is again as it was before an edit.
    await approvals.forget(turn.tx, held.exposure.id)
    now = await exposures.get(turn.tx, held.exposure.id)
    assert now is not None, "exposures are never deleted"
    await exposure_cards.refresh(turn, now.id)
    await _show(turn, now, held.seated.desk.chat_id, held.seated.person.name)
    return now


async def unfit(turn: Turn, row: Exposure, parts: dict[Part, Rich]) -> Refusal | None:
    """Why the text can't be approved as it stands, whoever asks.

    Refusals: `exposure_unauthorised`, `exposure_lacks` (with `lacks`, values of `completeness.Lack` between commas),
    `exposure_undecided`, `exposure_flags_open` (with `count`), `exposure_photos_unready` (with `count`),
    those of `correcting.unready`.
    """
    if not grounds.authorised(turn, row):
        return refuse("exposure_unauthorised")
    lacks = lacks_of(row, parts)
    if lacks:
        return refuse("exposure_lacks", lacks=",".join(lacks))
    if not await grounds.decided(turn, row):
        return refuse("exposure_undecided")
    questions: Sequence[object] = await open_flags(turn, row.id)
    if questions:
        return refuse("exposure_flags_open", count=str(len(questions)))
    photos = await exposure_photos.unready(turn.tx, row.id)
    if photos:
        return refuse("exposure_photos_unready", count=str(len(photos)))
    return await correcting.unready(turn, row, parts)


async def show(turn: Turn, by: Hand, exposure_id: int) -> Exposure | Refusal:
    """Shows what waits for approval once more. Refusals: those of `in_hand`, `exposure_no_such_move`."""
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if row.status != Status.SUBMITTED:
        return refuse("exposure_no_such_move", status=row.status, to=Status.APPROVED)
    submitted_by = next(
        (each.actor_id for each in reversed(await exposures.events(turn.tx, row.id)) if each.what == "submitted"), None
    )
    await _show(turn, row, by.chat_id, await desks.name_of(turn.tx, submitted_by) or "")
    return row


async def _show(turn: Turn, row: Exposure, chat_id: int | None, who: str) -> None:
    assert row.frozen is not None and row.digest is not None, "a submitted text is frozen"
    if chat_id is None:
        return
    frozen = Frozen.from_json(row.frozen)
    turn.tell_group(chat_id, Say(frozen.full.text, frozen.full.entities))
    facts = {
        "exposure": row.id, "digest": row.digest[:PREFIX], "who": who, "pictures": len(frozen.pictures),
        "given": await approvals.count(turn.tx, row.id, row.digest), "needed": turn.app.publicity.approvals,
    }  # fmt: skip
    turn.tell_group(chat_id, Notice("exposure_to_approve", facts))
