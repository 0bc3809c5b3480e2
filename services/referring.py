"""Referring a case to a department (移送), which acknowledges it and ends it, or sends it back with a reason."""

from domain.asking import desk_handle
from domain.case import Need, Status
from domain.outgoing import Notice
from domain.people import DeskKind, Right
from domain.referral import read_referral
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import desk_name, record, reread, what_was_written
from services.moving import make_move, may_move
from services.reach import Grasp, Hand, grasp, lost
from services.turn import Turn
from storage import cases, desks
from storage.tables import CaseRow, DeskRow

_REASON = frozenset({Need.EXPLANATION})


async def departments_for(turn: Turn, by: Hand, case_id: int) -> tuple[Grasp, list[DeskRow]] | Refusal:
    """The departments `by` could refer the case to now. Refusals: those of `may_move`, `no_departments`."""
    held = await may_move(turn, by, case_id, Right.REFER, Status.REFERRED, _REASON)
    if isinstance(held, Refusal):
        return held
    found = [each for each in await desks.desks(turn.tx, (DeskKind.DEPARTMENT,)) if each.id != held.case.desk_id]
    return (held, found) if found else refuse("no_departments")


async def refer(turn: Turn, by: Hand, case_id: int, handle: str, reason: str) -> CaseRow | Refusal:
    """Gives the case to a department: its group gets a package of what officers have established, the cleaned photos,
    who refers it and why, and by when an answer is owed. The reporter's own words stay behind (`domain.discretion`).

    `reason` may hold findings beside the reason (`domain.referral`). The reporter is told where it went and why (Food
    Safety Law art. 115), so the reason is written for them too; the findings are for the department. Refusals:
    those of `departments_for`, `no_such_desk`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    found = await departments_for(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    held, departments = found
    chosen = next((each for each in departments if desk_handle(each.id) == handle), None)
    if chosen is None:
        return refuse("no_such_desk")
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    said = read_referral(words)
    return await _give(turn, held, chosen, *said) if said else refuse("missing", what=Need.EXPLANATION)


async def _give(turn: Turn, held: Grasp, to: DeskRow, words: str, findings: str) -> CaseRow | Refusal:
    came_from = await desk_name(turn, held.case)
    facts: dict[str, object] = {"desk": to.id, "from": held.case.desk_id}
    if findings:
        facts["findings"] = findings
    now = await make_move(
        turn, held, Status.REFERRED, "referred",
        reason=words,
        facts=facts,
        desk_id=to.id, referred_from=held.case.desk_id, destination=to.name[:100], holder_id=None, acknowledged_at=None,
    )  # fmt: skip
    if isinstance(now, Refusal):
        return now
    await cards.tell_reporter(turn, now, "referred", to=to.name, explanation=words)
    await cards.bring(turn, now)
    who = held.person.name
    await cards.tell_group(turn, now, "referred_here", desk=came_from, who=who, reason=words, due=_day(now))
    return now


def _day(row: CaseRow) -> str:
    """The day until which the department owes an answer: the referral's clock was started by the move."""
    return row.due_on.isoformat() if row.due_on else ""


async def acknowledge(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """Somebody of the department has seen the case and holds it from now on; whoever referred it is told.

    Refusals: those of `grasp`, `no_such_move`, `acknowledged_already`, `has_changed`, `already_held` (with `holder`).
    """
    held = await grasp(turn, by, case_id, Right.ACKNOWLEDGE)
    if isinstance(held, Refusal):
        return held
    row = held.case
    if row.status != Status.REFERRED:
        return refuse("no_such_move", status=row.status, to=Status.REFERRED)
    if row.acknowledged_at is not None:
        return refuse("acknowledged_already")
    holder = row.holder_id or by.user_id
    # Two at once: the first changes the holder from nobody, which the second's UPDATE still asks for.
    if not await cases.pass_case(turn.tx, row, holder_id=holder, acknowledged_at=turn.now):
        return await lost(turn, row.id, by.user_id)
    await record(turn, held, "acknowledged", Status.REFERRED, facts={"holder": holder})
    now = await reread(turn, row.id)
    await _tell_referrer(turn, now)
    await cards.refresh(turn, now)
    return now


async def _tell_referrer(turn: Turn, row: CaseRow) -> None:
    desk = await desks.desk(turn.tx, row.referred_from) if row.referred_from else None
    if desk is not None and desk.chat_id is not None and desk.unreachable_at is None:
        facts = {"number": row.number, "desk": await desk_name(turn, row)}
        turn.tell_group(desk.chat_id, Notice("acknowledged", facts, row.id))


async def may_send_back(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could send the case back now, before anybody is asked why. Refusals: those of `may_move`."""
    return await may_move(turn, by, case_id, Right.SEND_BACK, Status.ACCEPTED, _REASON)


async def send_back(turn: Turn, by: Hand, case_id: int, reason: str) -> CaseRow | Refusal:
    """The department gives the case back to the desk it came from, free to be taken up there.

    Refusals: those of `may_send_back`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`,
    `already_held` (with `holder`).
    """
    held = await may_send_back(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    department = await desk_name(turn, held.case)
    now = await make_move(
        turn, held, Status.ACCEPTED, "sent_back",
        reason=words,
        facts={"desk": held.case.referred_from, "from": held.case.desk_id},
        desk_id=held.case.referred_from, referred_from=None, destination="", holder_id=None, acknowledged_at=None,
    )  # fmt: skip
    if isinstance(now, Refusal):
        return now
    await cards.tell_reporter(turn, now, "accepted", desk=await desk_name(turn, now))
    await cards.bring(turn, now)
    await cards.tell_group(turn, now, "sent_back", desk=department, who=held.person.name, reason=words)
    return now
