"""The office decides when a batch goes out: at a moment, in a slot's queue, at once, or not yet; and rehearses it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from domain.expiry import last_day_to_publish
from domain.exposure import Status
from domain.refusal import Refusal, refuse
from services import broadcasting, exposure_cards, grounds
from services.clocks import today
from services.office import in_hand, leading, record, recused, seated
from services.passing import pass_text
from services.publishing import intact, publish_batch, ready
from services.reach import Hand
from services.seated import InHand, Seated
from services.turn import Turn
from services.unscheduling import take_off
from storage import batches, exposures, slots, targets
from storage.guarded import Overtaken
from storage.tables import Batch, Exposure

FARTHEST = timedelta(days=366)
"""Whoever plans for later than that has mistyped the year."""

_MORNING, _EVENING = time(9), time(18)

REHEARSED = frozenset({Status.SUBMITTED, Status.APPROVED, Status.SCHEDULED})
"""Stages at which a text is frozen and not yet out: what is rehearsed is what will be published."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A batch that may be scheduled, by whom, and its texts."""

    batch: Batch
    texts: list[Exposure]
    by: Seated


@dataclass(frozen=True, slots=True)
class Planned:
    """When it goes out, as far as one can say now. `late` are texts that will be published later than the law allows,
    each with the last day on which it would have been in time (信息公示规定, article 9)."""

    batch: Batch
    at: datetime | None
    late: list[tuple[int, date]]


async def may_plan(turn: Turn, by: Hand, batch_id: int) -> Plan | Refusal:
    """Whether `by` could schedule the batch now. Refusals: those of `office.seated`, `publishing.ready`,
    `office.recused`, `grounds.lost`."""
    member = await seated(turn, by)
    if isinstance(member, Refusal):
        return member
    row, texts = await exposures.batch(turn.tx, batch_id), await exposures.in_batch(turn.tx, batch_id)
    unready = ready(turn, row, texts)
    if unready is not None or row is None:
        return unready or refuse("no_such_batch")
    if (close := await recused(turn, by, texts)) is not None:
        return close
    if (groundless := await grounds.lost(turn, texts)) is not None:
        return groundless
    return Plan(row, texts, member)


async def at_moment(turn: Turn, by: Hand, batch_id: int, at: datetime) -> Planned | Refusal:
    """The batch goes out then; whatever was planned before is no more.

    Refusals: those of `may_plan`, `moment_past`, `moment_far`, `hours_closed` (with `opens`, `closes`),
    `exposure_has_changed`. Raises `Overtaken`.
    """
    plan = await may_plan(turn, by, batch_id)
    if isinstance(plan, Refusal):
        return plan
    if at <= turn.now:
        return refuse("moment_past")
    if at > turn.now + FARTHEST:
        return refuse("moment_far")
    if not turn.app.hours.open_at(at):
        return closed(turn)
    facts: dict[str, object] = {"at": at.isoformat()}
    return await _settle(turn, plan, at, facts, due_at=at, slot_id=None, queued_at=None)


async def into_slot(turn: Turn, by: Hand, batch_id: int, slot_id: int) -> Planned | Refusal:
    """The batch goes to the end of the slot's queue, unless it stands in it already.

    Refusals: those of `may_plan`, `no_such_slot`, `batch_queued`, `exposure_has_changed`. Raises `Overtaken`.
    """
    plan = await may_plan(turn, by, batch_id)
    if isinstance(plan, Refusal):
        return plan
    slot = await slots.get(turn.tx, slot_id)
    if slot is None:
        return refuse("no_such_slot")
    if plan.batch.slot_id == slot_id and plan.batch.queued_at is not None:
        return refuse("batch_queued")
    at = await turn_in(turn, slot_id)
    facts: dict[str, object] = {"slot": slot_id}
    return await _settle(turn, plan, at, facts, due_at=None, slot_id=slot_id, queued_at=turn.now)


async def turn_in(turn: Turn, slot_id: int) -> datetime | None:
    """When the turn of a batch would come that queued for the slot now; None where the slot has no such time."""
    slot = await slots.get(turn.tx, slot_id)
    if slot is None:
        return None
    ahead = len(await batches.queue(turn.tx, slot_id))
    times = turn.app.clockwork.times(slots.rule_of(slot), max(slot.through, turn.now))
    found = next(islice(times, ahead, None), None)
    return found.at if found else None


def quick_moments(turn: Turn) -> list[datetime]:
    """Moments that are offered, by the district's clock: this evening, tomorrow morning, tomorrow evening, as far as
    they are to come and something may be sent then."""
    day, zone = today(turn), turn.app.zone
    tomorrow = day + timedelta(days=1)
    offered = [(day, _EVENING), (tomorrow, _MORNING), (tomorrow, _EVENING)]
    moments = [datetime.combine(on, at, zone) for on, at in offered]
    return [each for each in moments if each > turn.now and turn.app.hours.open_at(each)]


async def unplan(turn: Turn, by: Hand, batch_id: int) -> Refusal | None:
    """Takes the batch off the schedule. Refusals: those of `office.seated`, `no_such_batch`, `batch_begun`,
    `batch_unplanned`, those of `office.recused` but for a lead: stopping is left to every lead. Raises `Overtaken`."""
    member = await seated(turn, by)
    if isinstance(member, Refusal):
        return member
    row = await exposures.batch(turn.tx, batch_id)
    if row is None:
        return refuse("no_such_batch")
    if row.begun_at is not None:
        return refuse("batch_begun")
    if not member.leads and (close := await recused(turn, by, await exposures.in_batch(turn.tx, batch_id))) is not None:
        return close
    return None if await take_off(turn, row, member) else refuse("batch_unplanned")


async def may_publish(turn: Turn, by: Hand, batch_id: int) -> Plan | Refusal:
    """Whether `by` could send the batch out at once: a lead. Refusals: those of `may_plan`, `not_publicity_lead`,
    `hours_closed` (with `opens`, `closes`)."""
    lead = await leading(turn, by)
    if isinstance(lead, Refusal):
        return lead
    plan = await may_plan(turn, by, batch_id)
    if isinstance(plan, Refusal):
        return plan
    return plan if turn.app.hours.open_at(turn.now) else closed(turn)


async def reach(turn: Turn, plan: Plan) -> tuple[int, int, int]:
    """How many outlets, towns' groups and subscribers would get something of the batch."""
    whom = plan.batch.reach.split(",")
    concerns = [(each.desk_id, each.violation) for each in plan.texts]
    return await targets.how_many(turn.tx, whom, concerns)


async def publish_now(turn: Turn, by: Hand, batch_id: int) -> Refusal | None:
    """Sends the batch out at once. Refusals: those of `may_publish` and of `publish_batch`. Raises `Overtaken`."""
    plan = await may_publish(turn, by, batch_id)
    if isinstance(plan, Refusal):
        return plan
    return await publish_batch(turn, batch_id, by=plan.by)


async def rehearse_batch(turn: Turn, by: Hand, batch_id: int) -> Refusal | None:
    """Rehearses every text of the batch. Refusals: those of `rehearse` and `office.recused`, `no_such_batch`,
    `batch_empty`."""
    member = await seated(turn, by)
    if isinstance(member, Refusal):
        return member
    if await exposures.batch(turn.tx, batch_id) is None:
        return refuse("no_such_batch")
    texts = await exposures.in_batch(turn.tx, batch_id)
    if not all(each.status in REHEARSED for each in texts):
        return refuse("rehearsal_not_frozen")
    if (close := await recused(turn, by, texts)) is not None:
        return close
    for each in texts:
        if (refused := await rehearse(turn, by, each.id)) is not None:
            return refused
    return None if texts else refuse("batch_empty")


async def rehearse(turn: Turn, by: Hand, exposure_id: int) -> Refusal | None:
    """Sends the text, as it will be published, to the office's own group and nowhere else.

    Refusals: those of `office.in_hand`, `rehearsal_not_frozen`, `batch_altered`.
    """
    held = await in_hand(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if held.exposure.status not in REHEARSED:
        return refuse("rehearsal_not_frozen")
    if not intact(held.exposure):
        return refuse("batch_altered")
    who, here = held.seated.person.user_id, held.seated.desk.chat_id
    await broadcasting.begin(turn, held.exposure, "rehearse", by=who, chat_id=here)
    await record(turn, held, "rehearsed", Status(held.exposure.status))
    return None


def late(turn: Turn, texts: list[Exposure], at: datetime | None) -> list[tuple[int, date]]:
    """Which of the texts come later than the law allows, published then (None: today), as `Planned.late` has them."""
    day = at.astimezone(turn.app.zone).date() if at else today(turn)
    last = [
        (each.id, last_day_to_publish(each.decided_on, turn.app.calendar).date) for each in texts if each.decided_on
    ]
    return [(exposure_id, until) for exposure_id, until in last if day > until]


def closed(turn: Turn) -> Refusal:
    """Refusal: `hours_closed` (with `opens`, `closes`)."""
    hours = turn.app.hours
    return refuse("hours_closed", opens=f"{hours.opens:%H:%M}", closes=f"{hours.closes:%H:%M}")


async def _settle(
    turn: Turn, plan: Plan, at: datetime | None, facts: dict[str, object], **columns: object
) -> Planned | Refusal:
    """Texts before the batch, as everywhere (`services/unscheduling.py`)."""
    for nth, text in enumerate(plan.texts):
        if not await _schedule(turn, plan, text, facts):
            if nth:
                raise Overtaken
            return refuse("exposure_has_changed")
    if not await batches.reschedule(turn.tx, plan.batch, **columns):
        raise Overtaken
    for text in plan.texts:
        await exposure_cards.refresh(turn, text.id)
    return Planned(plan.batch, at, late(turn, plan.texts, at))


async def _schedule(turn: Turn, plan: Plan, text: Exposure, facts: dict[str, object]) -> bool:
    if text.status == Status.APPROVED:
        return await pass_text(turn, text, Status.SCHEDULED, "scheduled", plan.by, facts)
    held = InHand(text, plan.by, plan.by.actor)
    await record(turn, held, "rescheduled", Status.SCHEDULED, facts=facts)
    return True
