"""A case already begun goes to another desk by the duty desk's word alone: whole, as it stands, with its clock."""

from domain.asking import desk_handle
from domain.case import Status
from domain.outgoing import Notice
from domain.people import DeskKind, Right
from domain.refusal import Refusal, refuse
from services import cards
from services.handling import desk_name, record, reread, what_was_written
from services.reach import Grasp, Hand, grasp, lost
from services.turn import Turn
from storage import cases, desks
from storage.tables import CaseRow, DeskRow

BEGUN = frozenset({Status.ACCEPTED, Status.RECTIFYING, Status.PROSECUTING, Status.REFERRED})
"""Before these a case is assigned anew, without a reason; after them nobody owes a next step."""


async def may_assign(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` may say which desk has the case. Refusals: those of `grasp`, but `only_duty_hands_on` for a desk
    that wants to pass it on sideways itself (order 121 art. 41)."""
    held = await grasp(turn, by, case_id, Right.ASSIGN)
    if isinstance(held, Refusal) and held.key in ("not_your_right", "not_holder"):
        return refuse("only_duty_hands_on")
    return held


async def choices(turn: Turn, row: CaseRow) -> list[DeskRow]:
    """The desks that could have the case instead of the one it is at; a referred one stays with the departments."""
    kinds = (DeskKind.DEPARTMENT,) if row.status == Status.REFERRED else (DeskKind.TOWN, DeskKind.DEPARTMENT)
    return [each for each in await desks.desks(turn.tx, kinds) if each.id != row.desk_id]


async def may_hand_on(turn: Turn, by: Hand, case_id: int, handle: str) -> tuple[Grasp, DeskRow] | Refusal:
    """Whether `by` could hand the case on to that desk now. Refusals: those of `may_assign`, `no_such_move`,
    `no_such_desk`."""
    held = await may_assign(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    if held.case.status not in BEGUN:
        return refuse("no_such_move", status=held.case.status, to=Status.ASSIGNED)
    chosen = next((each for each in await choices(turn, held.case) if desk_handle(each.id) == handle), None)
    return (held, chosen) if chosen else refuse("no_such_desk")


async def hand_on(turn: Turn, by: Hand, case_id: int, handle: str, reason: str) -> CaseRow | Refusal:
    """Gives the case, whoever holds it, to another desk, free to be taken up there.

    It keeps its status and its clock: what was ordered stays ordered, and no term begins anew by being passed around.
    Both desks are told why, the reporter only where it is now. Refusals: those of `may_hand_on`, `missing` (with
    `what`), `too_long` (with `limit`), `already_held` (with `holder`), `has_changed`.
    """
    found = await may_hand_on(turn, by, case_id, handle)
    if isinstance(found, Refusal):
        return found
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    held, desk = found
    before = await desks.desk(turn.tx, held.case.desk_id) if held.case.desk_id else None
    # Of two at once, or with an officer who moves it meanwhile: the UPDATE asks for the status, desk and holder that
    # were read, so the second meets no row.
    if not await cases.pass_case(turn.tx, held.case, **_columns(held.case, desk)):
        return await lost(turn, case_id, by.user_id)
    was = Status(held.case.status)
    await record(turn, held, "handed_on", was, reason=words, facts={"desk": desk.id, "from": held.case.desk_id})
    now = await reread(turn, case_id)
    await cards.tell_reporter(turn, now, "assigned", desk=desk.name)
    await cards.bring(turn, now)
    await _tell_both(turn, before, now, words)
    return now


def _columns(row: CaseRow, desk: DeskRow) -> dict[str, object]:
    referred = row.status == Status.REFERRED
    return {
        "desk_id": desk.id, "holder_id": None, "routed_by": "duty", "acknowledged_at": None,
        "referred_from": row.referred_from if referred else None,
        "destination": desk.name[:100] if referred else "",
    }  # fmt: skip


async def _tell_both(turn: Turn, before: DeskRow | None, now: CaseRow, words: str) -> None:
    await cards.tell_group(turn, now, "handed_on_here", desk=before.name if before else "", reason=words)
    if before is not None and before.chat_id is not None and before.unreachable_at is None:
        facts = {"number": now.number, "desk": await desk_name(turn, now), "reason": words}
        turn.tell_group(before.chat_id, Notice("handed_on_away", facts, now.id))
