"""Batches (第N期): which are open, their titles, and what goes out in which order."""

from dataclasses import dataclass

from domain.composing import renumbered
from domain.exposure import Part, Status
from domain.exposure import move as status_move
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse
from services import exposure_cards, office
from services.moving import fitting
from services.reach import Hand
from services.turn import Turn
from storage import exposures
from storage.tables import Batch, Exposure

LONGEST_TITLE = 60
"""Characters of a batch's title."""

LONGEST_REASON = 300
"""Characters of the reason for discarding a draft."""

OFFERED = 8
"""The newest open batches that a choice names."""


@dataclass(frozen=True, slots=True)
class Open:
    """A batch that takes further exposures."""

    batch_id: int
    number: int
    title: str
    exposures: int


async def open_ones(turn: Turn) -> list[Open]:
    """Batches that neither went out nor wait to: the newest first."""
    found = await exposures.open_batches(turn.tx, OFFERED)
    return [Open(each.id, each.number, each.title, count) for each, count in found]


async def room_in(turn: Turn, by: Hand, batch_id: int | None) -> Batch | Refusal:
    """The open batch of that id, or (None) the next issue, made now. Refusals: `no_such_batch`, `batch_closed`."""
    if batch_id is None:
        return await exposures.add_batch(turn.tx, "", by.user_id, turn.now)
    row = await exposures.batch(turn.tx, batch_id)
    if row is None:
        return refuse("no_such_batch")
    return row if is_open(row) else refuse("batch_closed")


def is_open(row: Batch) -> bool:
    """Whether drafts can still come and go: what is scheduled holds approved texts only."""
    return row.begun_at is None and row.due_at is None and row.queued_at is None


async def held(turn: Turn, by: Hand, batch_id: int) -> Batch | Refusal:
    """The batch, for whoever works in the office. Refusals: `not_publicity`, `no_such_batch`."""
    who = await office.seated(turn, by)
    if isinstance(who, Refusal):
        return who
    return await exposures.batch(turn.tx, batch_id) or refuse("no_such_batch")


async def titles(turn: Turn, batch_id: int) -> list[tuple[int, str]]:
    """(id, title) of what is in the batch, in the order in which it goes out."""
    inside = await exposures.in_batch(turn.tx, batch_id)
    found = [(each.id, (await exposures.parts(turn.tx, each.id)).get(Part.TITLE)) for each in inside]
    return [(exposure_id, title.text if title else "") for exposure_id, title in found]


async def retitle(turn: Turn, by: Hand, batch_id: int, text: str) -> Refusal | None:
    """Gives the batch a title, for the office's own eyes. Refusals: those of `held`, `too_long` (with `limit`)."""
    row = await held(turn, by, batch_id)
    if isinstance(row, Refusal):
        return row
    title = fitting(clean_line(text, 4096), LONGEST_TITLE)
    if isinstance(title, Refusal):
        return title
    row.title = title
    await exposure_cards.refresh_batch(turn, batch_id)
    return None


async def raise_up(turn: Turn, by: Hand, batch_id: int, exposure_id: int) -> Refusal | None:
    """Moves an exposure one place to the front. Refusals: those of `held` and `office.recused`, `batch_closed`,
    `no_such_exposure`.

    Two people at once may both move: the order is then one that both have seen half of, and each card shows it.
    """
    row = await held(turn, by, batch_id)
    if isinstance(row, Refusal):
        return row
    if row.begun_at is not None:
        return refuse("batch_closed")
    texts = await exposures.in_batch(turn.tx, batch_id)
    if (close := await office.recused(turn, by, texts)) is not None:
        return close
    inside = [each.id for each in texts]
    if exposure_id not in inside:
        return refuse("no_such_exposure")
    at = inside.index(exposure_id)
    if at:
        inside[at - 1 : at + 1] = [inside[at], inside[at - 1]]
    await exposures.put_in_order(turn.tx, inside)
    await exposure_cards.refresh_batch(turn, batch_id)
    return None


async def move(turn: Turn, by: Hand, exposure_id: int, batch_id: int | None) -> Refusal | None:
    """Puts the exposure into another open batch or (None) the next issue; an edit like any other, for the preamble
    names the issue and is renumbered.

    Refusals: those of `office.to_edit` and `room_in`, `batch_closed`, `exposure_has_changed`.
    """
    one = await office.to_edit(turn, by, exposure_id)
    if isinstance(one, Refusal):
        return one
    was = await exposures.batch(turn.tx, one.exposure.batch_id)
    assert was is not None, "the key holds it"
    to = await room_in(turn, by, batch_id) if is_open(was) else refuse("batch_closed")
    if isinstance(to, Refusal):
        return to
    place = await exposures.next_place(turn.tx, to.id)
    facts: dict[str, object] = {"from": was.id, "batch": to.id}
    done = await office.edited(turn, one, "written", facts=facts, batch_id=to.id, place=place)
    if done is not None:
        return done
    await _renumber(turn, one.exposure, was.number, to.number)
    await exposure_cards.refresh_batch(turn, was.id)
    await exposure_cards.refresh(turn, exposure_id)
    return None


async def _renumber(turn: Turn, row: Exposure, was: int, to: int) -> None:
    lead = (await exposures.parts(turn.tx, row.id)).get(Part.LEAD)
    if lead is not None:
        await exposures.set_part(turn.tx, row.id, Part.LEAD, renumbered(lead, was, to))


async def may_discard(turn: Turn, by: Hand, exposure_id: int) -> office.InHand | Refusal:
    """Whether `by` could discard the draft now, before anybody is asked why. Refusals: those of `office.to_edit`,
    `discard_needs_draft` for what somebody is to approve or waits to go out."""
    one = await office.to_edit(turn, by, exposure_id)
    if isinstance(one, Refusal):
        return one
    gate = status_move(Status(one.exposure.status), Status.DISCARDED, one.actor)
    return refuse("discard_needs_draft") if isinstance(gate, Refusal) else one


async def discard(turn: Turn, by: Hand, exposure_id: int, reason: str) -> Refusal | None:
    """Ends a draft for good, with a reason. Refusals: those of `may_discard` and `office.passed`, `missing` (with
    `what`), `too_long` (with `limit`)."""
    one = await may_discard(turn, by, exposure_id)
    if isinstance(one, Refusal):
        return one
    words = fitting(clean_line(reason, 4096), LONGEST_REASON)
    if isinstance(words, Refusal) or not words:
        return words or refuse("missing", what="explanation")
    done = await office.passed(turn, one, Status.DISCARDED, "discarded", reason=words, ended_at=turn.now)
    if done is None:
        await exposure_cards.refresh(turn, exposure_id)
        if one.exposure.corrects_id is not None:
            await exposure_cards.refresh(turn, one.exposure.corrects_id)
    return done
