"""Filing a report: one transaction makes the case, its first events, the town's card and the citizen's receipt."""

from dataclasses import dataclass
from secrets import token_bytes

from domain import receipts
from domain.case import Actor, Status
from domain.draft import Draft, Source
from domain.outgoing import Card, Notice, Photos
from domain.refusal import Refusal, refuse
from domain.taxonomy import Route
from services import clocks, drafting, suggesting
from services.relations import warn_duty
from services.turn import Turn
from storage import businesses, cases, desks, evidence
from storage.tables import CaseRow, DeskRow, EvidenceRow


@dataclass(frozen=True, slots=True)
class Routed:
    """Which desk a report goes to and why; `desk` None leaves it with the duty desk."""

    desk: DeskRow | None
    why: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Who brought a case in: its reporter (a pseudonym), or staff who entered it for somebody who has no account."""

    actor: Actor
    reporter: str | None = None
    source: str = "report"
    entered_by: int | None = None


async def file(turn: Turn) -> CaseRow | Refusal:
    """Files the correspondent's draft and ends it.

    Refusals: `no_draft` (it was filed or cancelled before), `not_complete`, `belongs_elsewhere` (misconduct of
    officials, order 121 art. 44). The receipt code exists only in the citizen's message: the case keeps its hash.
    """
    draft = drafting.draft_of(turn)
    if draft is None or not draft.begun:
        return refuse("no_draft")
    if not draft.complete():
        return refuse("not_complete")
    assert draft.violation is not None
    if turn.app.taxonomy.violations[draft.violation].route is Route.REFER_OUT:
        return refuse("belongs_elsewhere", phone=turn.app.phones.discipline)
    code = receipts.new_code(token_bytes(receipts.RANDOM_BYTES))
    assert turn.correspondent is not None
    row = await open_case(turn, draft, Origin(Actor.CITIZEN, turn.correspondent.key), code)
    await _keep_words(turn, draft, row.id)
    files = await _take_files(turn, row.id)
    await suggesting.look(turn, row)
    await _announce(turn, row, files, code)
    drafting.keep(turn, None)
    return row


async def _route(turn: Turn, draft: Draft) -> Routed:
    """A department set for the category comes before the town of the place; no bound group means the duty desk."""
    assert draft.violation is not None and draft.spot is not None
    if override := turn.app.overrides.get(draft.violation):
        return Routed(await desks.desk(turn.tx, override), "category")
    if draft.spot.town is None:
        return Routed(None, "outside" if draft.spot.outside else "undecided")
    why = "town" if draft.spot.source is Source.TOWN else draft.spot.source.value
    return Routed(await desks.desk_named(turn.tx, draft.spot.town), why)


async def open_case(turn: Turn, draft: Draft, origin: Origin, code: str, routed: Routed | None = None) -> CaseRow:
    """Inserts the case with its first events; the draft has its category and its place.

    `routed` is for a case whose desk stands already; the others go where category and place lead them. Tells nobody
    yet but the duty desk, where somebody at the case's desk is too close to the business.
    """
    app, spot, violation = turn.app, draft.spot, draft.violation
    assert spot is not None and violation is not None
    routed = routed or await _route(turn, draft)
    year = turn.now.astimezone(app.zone).year
    desk = routed.desk if routed.desk is not None and routed.desk.chat_id is not None else None
    status = Status.RECEIVED if desk is None else Status.ASSIGNED
    row = CaseRow(
        number=receipts.format_number(app.prefix, year, await cases.next_number(turn.tx, year)),
        year=year,
        status=status,
        violation=violation,
        severity=app.taxonomy.violations[violation].severity,
        happened=draft.words,
        business=draft.business,
        business_id=await businesses.enter(turn.tx, draft.business, turn.now),
        place_text=spot.text or (spot.town or ""),
        lat=spot.lat,
        lon=spot.lon,
        datum=spot.datum,
        border_m=spot.border_m,
        desk_id=None if desk is None else desk.id,
        routed_by=routed.why if desk is not None or routed.desk is None else "unbound",
        received_at=turn.now,
        reporter=origin.reporter,
        source=origin.source,
        entered_by=origin.entered_by,
        receipt=receipt_digest(turn, code),
        update_id=turn.update_id,
        **clocks.opening(app, status, turn.now),
    )
    await cases.insert_case(turn.tx, row)
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, "filed", turn.now, origin.actor,
        actor_id=origin.entered_by, to_status=Status.RECEIVED,
    )  # fmt: skip
    if desk is not None:
        await cases.add_event(
            turn.tx, turn.app.keys, row.id, "routed", turn.now, Actor.ROUTING,
            from_status=Status.RECEIVED, to_status=Status.ASSIGNED, facts={"desk": desk.id, "by": routed.why},
        )  # fmt: skip
    await warn_duty(turn, row)
    return row


async def _keep_words(turn: Turn, draft: Draft, case_id: int) -> None:
    for said in draft.said:
        for version in said.versions:
            await cases.add_statement(turn.tx, case_id, message_name(turn, said.message_id), version, turn.now)


async def _take_files(turn: Turn, case_id: int) -> list[EvidenceRow]:
    assert turn.correspondent is not None
    files = await evidence.file_to_case(turn.tx, turn.correspondent.key, case_id)
    # A fetcher may have kept one of them after we read it and, not seeing the case, have shown it to nobody. Writing
    # waited for its commit, so what is read now is what it left; a later one waits for ours, and sees the case.
    await turn.tx.flush()
    for each in files:
        await turn.tx.refresh(each)
    return files


async def _announce(turn: Turn, row: CaseRow, files: list[EvidenceRow], code: str) -> None:
    assert turn.correspondent is not None
    receipt = Notice("receipt", {"number": row.number, "code": code, "routed": row.desk_id is not None}, row.id)
    turn.tell_person(turn.correspondent.key, receipt)
    group = await responsible_group(turn, row)
    if group is None:
        return
    turn.tell_group(group, Card(row.id), topic=f"card:{row.id}")
    ready = [each for each in files if each.state == "kept"]
    for each in ready:
        each.announced = True
    if ready:
        turn.tell_group(group, Photos(row.id, [each.id for each in ready]))


async def responsible_group(turn: Turn, row: CaseRow) -> int | None:
    """The group that has the case now: its desk's, else the duty desk's; None in a district without either.

    A group that the bot can't reach has nothing: whoever is on duty has the case until it can.
    """
    desk = await desks.desk(turn.tx, row.desk_id) if row.desk_id else None
    if desk is None or desk.chat_id is None or desk.unreachable_at is not None:
        desk = await desks.duty_desk(turn.tx)
    return None if desk is None else desk.chat_id


def receipt_digest(turn: Turn, code: str) -> str:
    """The keyed hash under which a receipt code is found again; `code` is in its normal form."""
    return turn.app.keys.pseudonym("receipt", code)


def message_name(turn: Turn, message_id: int) -> str:
    """The pseudonym of one message of this correspondent, by which an edit finds what it edits."""
    assert turn.correspondent is not None
    return turn.app.keys.pseudonym("message", f"{turn.correspondent.key} {message_id}")
