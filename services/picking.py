"""Picking what is exposed: a decided case of the ledger, or one that was handled elsewhere."""

from dataclasses import dataclass
from datetime import timedelta

from domain.case import Outcome
from domain.composing import Known, Phrases, compose, shown_party
from domain.entry import Channel
from domain.exposure import Actor, Class, Part, Status
from domain.picking import EXPOSABLE, Candidate, Suggestion, only_warned, suggested
from domain.published import Rich
from domain.refusal import Refusal, refuse
from services import batches, decisions, exposure_cards
from services.office import Seated, seated
from services.reach import Hand, note_attempt
from services.relations import too_close
from services.turn import Turn
from storage import cases, conflicts, exposures, picking
from storage.tables import CaseRow, Exposure

LATELY = timedelta(days=120)
"""How far back conclusions are gone through: what was decided in working days' terms long ago is no news."""

GONE_THROUGH = 400
"""The newest conclusions among which the best are looked for."""

SHOWN = 8
_MONTH = timedelta(days=30)
_FREQUENT = 2
_STAFF = frozenset({Channel.INSPECTION, Channel.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Offer:
    """A case before an editor, and the open batches it can go into."""

    case: Candidate
    batches: list[batches.Open]


async def suggestions(turn: Turn, by: Hand) -> list[Suggestion] | Refusal:
    """What is worth exposing, the best first, `SHOWN` at most. Refusal: `not_publicity`."""
    found = await seated(turn, by)
    return found if isinstance(found, Refusal) else await best(turn, by.user_id, SHOWN)


async def best(turn: Turn, user_id: int, limit: int) -> list[Suggestion]:
    """What is worth exposing, without the cases of businesses that person is too close to (回避)."""
    mine = await conflicts.businesses_of(turn.tx, user_id)
    frequent = await picking.frequent(turn.tx, turn.now - _MONTH, _FREQUENT)
    there = await picking.candidates(turn.tx, turn.now - LATELY, GONE_THROUGH, not_about=mine)
    return suggested(there, frequent)[:limit]


async def offer(turn: Turn, by: Hand, case_id: int) -> Offer | Refusal:
    """The case, and where it can go. Refusals: those of `_pickable`."""
    found = await _pickable(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    return Offer(found[2], await batches.open_ones(turn))


async def take(turn: Turn, by: Hand, case_id: int, batch_id: int | None, phrases: Phrases) -> int | Refusal:
    """Makes a draft of the case, filled from the ledger, in that open batch or (None) in the next issue; its id.

    Refusals: those of `_pickable`, `no_such_batch`, `batch_closed`.
    """
    found = await _pickable(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    who, row, _ = found
    batch = await batches.room_in(turn, by, batch_id)
    if isinstance(batch, Refusal):
        return batch
    known = _known(turn, row, batch.number)
    class_ = EXPOSABLE[known.outcome]
    draft = Exposure(
        batch_id=batch.id,
        case_id=row.id,
        class_=class_,
        basis=phrases.bases[class_],
        agency=turn.app.publicity.agency,
        party=shown_party(row.business, phrases, full_names=turn.app.publicity.full_names),
        document=row.penalty_document,
        desk_id=row.referred_from or row.desk_id,
        violation=row.violation,
    )
    parts = compose(known, phrases, full_names=turn.app.publicity.full_names)
    return await _begin(turn, who, draft, parts, {"case": row.id})


async def take_elsewhere(turn: Turn, by: Hand, batch_id: int | None, text: str, phrases: Phrases) -> int | Refusal:
    """Makes a draft for a case that was handled elsewhere, from one reply (`domain.decision`); its id.

    What the reply leaves out is missing on the card. Refusals: `not_publicity`, those of `decisions.read`,
    `no_such_batch`, `batch_closed`.
    """
    who = await seated(turn, by)
    if isinstance(who, Refusal):
        return who
    columns = await decisions.read(turn, by, text)
    if isinstance(columns, Refusal):
        return columns
    batch = await batches.room_in(turn, by, batch_id)
    if isinstance(batch, Refusal):
        return batch
    given = {"agency": turn.app.publicity.agency, "basis": phrases.bases[Class.PENALTY]} | columns
    lead = phrases.lead.format(district=turn.app.district, number=batch.number)
    draft = Exposure(batch_id=batch.id, class_=Class.PENALTY, **given)
    return await _begin(turn, who, draft, {Part.LEAD: Rich(lead)}, {})


async def may_take_elsewhere(turn: Turn, by: Hand) -> list[batches.Open] | Refusal:
    """The open batches, for whoever may write from scratch. Refusal: `not_publicity`."""
    who = await seated(turn, by)
    return who if isinstance(who, Refusal) else await batches.open_ones(turn)


async def _pickable(turn: Turn, by: Hand, case_id: int) -> tuple[Seated, CaseRow, Candidate] | Refusal:
    """Refusals: `not_publicity`, `case_exposed` (with `id`), `case_only_warned`, and `no_such_candidate`, one and the
    same for a case that is absent, not decided, or of a business `by` is too close to (回避)."""
    who = await seated(turn, by)
    if isinstance(who, Refusal):
        return who
    row = await cases.get(turn.tx, case_id)
    if row is None or await too_close(turn, by.user_id, row):
        await note_attempt(turn, who.person, "candidate", row.id if row else None)
        return refuse("no_such_candidate")
    taken = await picking.exposed_as(turn.tx, case_id)
    if taken is not None:
        return refuse("case_exposed", id=str(taken))
    found = await picking.candidate(turn.tx, case_id)
    if found is None:
        return refuse("no_such_candidate")
    return refuse("case_only_warned") if only_warned(found.penalty) else (who, row, found)


def _known(turn: Turn, row: CaseRow, number: int) -> Known:
    category = turn.app.taxonomy.violations
    concluded = (row.concluded_at or turn.now).astimezone(turn.app.zone)
    return Known(
        district=turn.app.district,
        batch_number=number,
        agency=turn.app.publicity.agency,
        business=row.business,
        violation=category[row.violation].label.zh if row.violation in category else "",
        law=category[row.violation].law if row.violation in category else (),
        outcome=Outcome(row.outcome or ""),
        conclusion=row.conclusion,
        measure=row.measure,
        penalty=row.penalty,
        document=row.penalty_document,
        destination=row.destination,
        found_by_staff=row.source in _STAFF,
        month=(concluded.year, concluded.month),
    )


async def _begin(turn: Turn, who: Seated, draft: Exposure, parts: dict[Part, Rich], facts: dict[str, object]) -> int:
    draft.status, draft.made_by, draft.made_at = Status.DRAFT, who.person.user_id, turn.now
    exposure_id = await exposures.add(turn.tx, draft, parts)
    actor = Actor.APPROVER if who.leads else Actor.EDITOR
    await exposures.add_event(
        turn.tx, turn.app.keys, exposure_id, "begun", turn.now, actor, actor_id=who.person.user_id,
        to_status=Status.DRAFT, facts=facts | {"batch": draft.batch_id},
    )  # fmt: skip
    await exposure_cards.refresh_batch(turn, draft.batch_id)
    await exposure_cards.bring(turn, exposure_id)
    return exposure_id
