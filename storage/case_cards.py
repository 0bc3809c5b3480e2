"""What a card shows of a case, gathered at the moment of sending."""

from dataclasses import replace

from sqlalchemy import bindparam, func, select

from domain.card import CardFacts, CardNote, ClockFacts, LedgerFacts, LookFacts, Referral
from domain.case import Outcome, Status
from domain.chase import Step
from domain.clock import Kind, Wait
from domain.coordinates import Datum, Point, gcj02_to_wgs84
from domain.discretion import words_withheld
from domain.look_back import Verdict
from domain.people import OVERSIGHT, DeskKind
from domain.repeats import RepeatFacts
from storage import desks, joint, look_backs
from storage.case_repeats import repeats_of
from storage.database import Tx
from storage.tables import CaseEvent, CaseRow, DeskRow, EvidenceRow, NoteRow, StaffRow

_NOTES_SHOWN = 4

# What every card asks is put together once: that would cost more each time than the answer does.
_CASE = select(CaseRow).where(CaseRow.id == bindparam("case_id")).execution_options(populate_existing=True)
_PHOTOS = select(func.count()).where(EvidenceRow.case_id == bindparam("case_id"), EvidenceRow.state != "refused")
_NOTES = (
    select(NoteRow, StaffRow.name)
    .outerjoin(StaffRow, StaffRow.user_id == NoteRow.author_id)
    .where(NoteRow.case_id == bindparam("case_id"))
    .order_by(NoteRow.id.desc())
    .limit(4 * _NOTES_SHOWN)
)


async def card_facts(tx: Tx, case_id: int, chat_id: int) -> CardFacts | None:
    """The case as that group may see it; None for a group that may not, or a case that is not there.

    `here` tells whether the group's desk has the case now; those that oversee have every case in view. A group that no
    longer has it still gets facts, so that its old card can be edited to say where the case went, and nothing more.
    """
    row = await tx.scalar(_CASE, {"case_id": case_id})
    desk = await desks.desk_of_chat(tx, chat_id)
    if row is None or desk is None or desk.kind == DeskKind.PUBLICITY:
        return None
    owner = desk if row.desk_id == desk.id else await desks.desk(tx, row.desk_id) if row.desk_id else None
    guests = await joint.guests(tx, row.id)
    as_guest = desk.id in {each.id for each in guests}
    here = as_guest or desk.kind in OVERSIGHT or row.desk_id == desk.id
    facts = await _facts(tx, row, owner, desk, here)
    facts = replace(facts, guests=tuple(each.name for each in guests), as_guest=as_guest)
    referred = facts.referral is not None and desk.kind == DeskKind.DEPARTMENT
    withheld = words_withheld(row.source, guest=as_guest, referred=referred)
    facts = _without_their_words(facts) if withheld else facts
    return replace(facts, notes=facts.notes[-_NOTES_SHOWN:])


def _without_their_words(facts: CardFacts) -> CardFacts:
    """Nothing of what was reported, said to the reporter or answered; a department that was given the case does read
    what the reporter writes to it."""
    since = facts.referral.at if facts.referral is not None and not facts.as_guest else None

    def may_be_read(note: CardNote) -> bool:
        theirs = note.author is None or note.shared
        return not theirs or (since is not None and note.at >= since)

    return replace(facts, happened="", withheld=True, notes=tuple(each for each in facts.notes if may_be_read(each)))


async def _facts(tx: Tx, row: CaseRow, owner: DeskRow | None, desk: DeskRow, here: bool) -> CardFacts:
    point = wgs84(row.lat, row.lon, row.datum)
    return CardFacts(
        case_id=row.id,
        number=row.number,
        status=Status(row.status),
        violation=row.violation,
        severity=row.severity,
        happened=row.happened,
        business=row.business,
        place_text=row.place_text,
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        border_m=row.border_m,
        desk_name=owner.name if owner else None,
        holder=await desks.name_of(tx, row.holder_id),
        outcome=Outcome(row.outcome) if row.outcome else None,
        conclusion=row.conclusion,
        received_at=row.received_at,
        due_on=row.due_on,
        due_provisional=row.due_provisional,
        photos=await _photos(tx, row.id),
        for_kind=DeskKind(desk.kind),
        here=here,
        routed_by=row.routed_by,
        notes=await _last_notes(tx, row.id),
        ledger=await _ledger(tx, row),
        clock=_clock(row),
        # What a case has in common with others is for those who decide on it.
        repeats=await repeats_of(tx, row, desk) if desk.kind in OVERSIGHT or row.desk_id == desk.id else RepeatFacts(),
        referral=await _referral(tx, row.id) if row.referred_from else None,
        look=await _look(tx, row, desk),
        verdict=Verdict(row.verdict) if row.verdict else None,
    )


def _clock(row: CaseRow) -> ClockFacts:
    return ClockFacts(
        kind=Kind(row.clock) if row.clock else None,
        extended=row.extended,
        overdue=row.paused_since is None and row.chased > Step.AFTER,
        paused_since=row.paused_since,
        paused_for=Wait(row.paused_for) if row.paused_for else None,
    )


async def _look(tx: Tx, row: CaseRow, desk: DeskRow) -> LookFacts | None:
    if row.concluded_at is None and not row.relapses:
        return None
    task = await look_backs.latest(tx, row.id)
    if task is None:
        return None
    owner = await desks.desk(tx, task.desk_id)
    return LookFacts(
        due_on=task.due_on,
        desk=owner.name if owner else "",
        who=await desks.name_of(tx, task.done_by or task.given_to) or "",
        here=task.desk_id == desk.id,
        done_at=task.done_at,
        passed=task.passed,
        words=task.words,
    )


async def _ledger(tx: Tx, row: CaseRow) -> LedgerFacts:
    referrer = await desks.desk(tx, row.referred_from) if row.referred_from else None
    return LedgerFacts(
        source=row.source,
        external_number=row.external_number,
        licence=row.licence,
        supplier=row.supplier,
        severity_reason=row.severity_reason,
        measure=row.measure,
        rectify_by=row.rectify_by,
        responsible=row.responsible,
        penalty=row.penalty,
        penalty_document=row.penalty_document,
        destination=row.destination,
        referred_from=referrer.name if referrer else "",
        acknowledged=row.acknowledged_at is not None,
        relapses=row.relapses,
        objected=row.status in (Status.CONCLUDED, Status.CLOSED) and await _objected(tx, row.id),
    )


async def _referral(tx: Tx, case_id: int) -> Referral | None:
    """The newest of the case's referrals."""
    query = (
        select(CaseEvent, StaffRow.name)
        .outerjoin(StaffRow, StaffRow.user_id == CaseEvent.actor_id)
        .where(CaseEvent.case_id == case_id, CaseEvent.what == "referred")
        .order_by(CaseEvent.seq.desc())
        .limit(1)
    )
    found = (await tx.execute(query)).first()
    if found is None:
        return None
    event, name = found
    return Referral(event.at, name or "", event.reason, str(event.facts.get("findings", "")))


async def _objected(tx: Tx, case_id: int) -> bool:
    """Whether the newest event that matters to an objection is the objection itself."""
    matters = CaseEvent.what.in_(("concluded", "objected", "objection_declined"))
    query = select(CaseEvent.what).where(CaseEvent.case_id == case_id, matters)
    return await tx.scalar(query.order_by(CaseEvent.seq.desc()).limit(1)) == "objected"


def wgs84(lat: float | None, lon: float | None, datum: str | None) -> Point | None:
    """The point for a world map: it is stored as received, in the datum it was read in."""
    if lat is None or lon is None:
        return None
    point = Point(lat, lon)
    return gcj02_to_wgs84(point) if datum == Datum.GCJ02 else point


async def _photos(tx: Tx, case_id: int) -> int:
    return await tx.scalar(_PHOTOS, {"case_id": case_id}) or 0


async def _last_notes(tx: Tx, case_id: int) -> tuple[CardNote, ...]:
    latest: dict[object, CardNote] = {}
    for note, author in await tx.execute(_NOTES, {"case_id": case_id}):
        # Newest first: a message's earlier version never replaces the one already taken.
        message = (note.chat_id, note.message_id) if note.message_id is not None else note.id
        latest.setdefault(message, CardNote(author, note.text, note.at, note.shared_at is not None))
    return tuple(reversed(latest.values()))
