"""Correcting what is published: a text of its own through the same gate, which takes the place of the first."""

from collections.abc import Mapping, Sequence

from domain.correction import begun_with, only_fewer, untold
from domain.exposure import Actor, Part, Status, move
from domain.published import Frozen, Picture, Rich
from domain.refusal import Refusal, refuse
from services import broadcasting, exposure_cards, grounds
from services.office import InHand, in_hand, passed, record
from services.publishing import intact
from services.reach import Hand
from services.turn import Turn
from storage import corrections, exposure_photos, exposures
from storage.guarded import Overtaken
from storage.tables import Exposure

_COPIED = ("batch_id", "case_id", "class_", "basis", "agency", "party", "document", "decided_on", "desk_id",
           "violation", "expires_on")  # fmt: skip


async def correct(turn: Turn, by: Hand, exposure_id: int) -> int | Refusal:
    """Begins a correction as a draft with the same parts and photos, in the same batch; returns its id.

    What is in a batch that has gone out is never sent by the schedule again, so a correction goes out by `publish`
    alone. Refusals: those of `in_hand` and `exposure.move`, `correction_begun` (with `exposure`),
    `exposure_has_changed`. The revision is the guard: of two at once one begins it.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    row = held.exposure
    if (gate := move(Status(row.status), Status.CORRECTED, held.actor)) is not None:
        return gate
    if (begun := await corrections.begun(turn.tx, row.id)) is not None:
        return refuse("correction_begun", exposure=str(begun))
    if not await exposures.pass_on(turn.tx, row, Status(row.status), revision=row.revision + 1):
        return refuse("exposure_has_changed")
    new_id = await _copy(turn, held)
    await record(turn, held, "correcting", Status(row.status), facts={"correction": new_id})
    await exposure_cards.refresh(turn, row.id)
    await exposure_cards.refresh(turn, new_id)
    return new_id


async def _copy(turn: Turn, held: InHand) -> int:
    old, me = held.exposure, held.seated.person.user_id
    new = Exposure(
        series_id=old.series_id, corrects_id=old.id, status=Status.DRAFT, made_by=me, made_at=turn.now,
        **{name: getattr(old, name) for name in _COPIED},
    )  # fmt: skip
    new_id = await exposures.add(turn.tx, new, begun_with(await exposures.parts(turn.tx, old.id)))
    await exposure_photos.carry_over(turn.tx, old.id, new_id)
    await exposures.add_event(
        turn.tx, turn.app.keys, new_id, "begun", turn.now, held.actor, actor_id=me, to_status=Status.DRAFT,
        facts={"corrects": old.id},
    )  # fmt: skip
    return new_id


async def unready(turn: Turn, row: Exposure, parts: Mapping[Part, Rich]) -> Refusal | None:
    """Why a correction can't be submitted so; None for what is no correction.

    Refusals: `correction_untold`, `correction_adds_photos`, `corrected_is_gone`.
    """
    if row.corrects_id is None:
        return None
    if untold(parts):
        return refuse("correction_untold")
    fits = await _still_fits(turn, row.corrects_id, await exposure_photos.pictures(turn.tx, row.id))
    return fits if isinstance(fits, Refusal) else None


async def publish(turn: Turn, by: Hand, exposure_id: int) -> InHand | Refusal:
    """A lead sends an approved correction out: every copy that stands is edited in place, at any hour.

    Refusals: those of `in_hand`, `not_a_correction`, `correction_not_approved`, `exposure_not_your_move`,
    `exposure_altered`, those of `grounds.too_few`, `corrected_is_gone`, `correction_adds_photos`,
    `exposure_has_changed`. Raises `Overtaken`.

    The exposure that stands is moved first, under its guard: of a withdrawal and a correction at once one meets it.
    Where the correction itself was edited in that moment, nothing of this transaction is kept.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    old = await _to_replace(turn, held)
    if isinstance(old, Refusal):
        return old
    facts: dict[str, object] = {"correction": exposure_id}
    replaced = InHand(old, held.seated, held.actor)
    refused = await passed(turn, replaced, Status.CORRECTED, "corrected", facts=facts, ended_at=turn.now)
    if refused is not None:
        return refused
    told = old.reporter_told_at
    facts = {"corrects": old.id}
    if await passed(turn, held, Status.PUBLISHING, "publishing", facts=facts, reporter_told_at=told) is not None:
        raise Overtaken
    await broadcasting.begin(turn, held.exposure, "correct", by=held.seated.person.user_id, chat_id=by.chat_id)
    await exposure_cards.refresh(turn, old.id)
    await exposure_cards.refresh(turn, exposure_id)
    return held


async def _to_replace(turn: Turn, held: InHand) -> Exposure | Refusal:
    """The exposure that stands, for a correction that may take its place now."""
    row = held.exposure
    if row.corrects_id is None:
        return refuse("not_a_correction")
    if row.status != Status.APPROVED:
        return refuse("correction_not_approved")
    if held.actor is not Actor.APPROVER:
        return refuse("exposure_not_your_move")
    if not intact(row):
        return refuse("exposure_altered")
    if (unapproved := await grounds.too_few(turn, row)) is not None:
        return unapproved
    assert row.frozen is not None, "or it were not intact"
    return await _still_fits(turn, row.corrects_id, Frozen.from_json(row.frozen).pictures)


async def _still_fits(turn: Turn, old_id: int, pictures: Sequence[Picture]) -> Exposure | Refusal:
    """The exposure that stands, where a correction with those pictures may take its place."""
    old = await exposures.get(turn.tx, old_id)
    if old is None or old.status != Status.PUBLISHED or old.frozen is None:
        return refuse("corrected_is_gone")
    fewer = only_fewer(pictures, Frozen.from_json(old.frozen).pictures)
    return old if fewer else refuse("correction_adds_photos")
