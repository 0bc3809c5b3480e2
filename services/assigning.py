"""Giving a case to somebody else: to a colleague by the holder or the lead, to a desk by the duty desk."""

from domain.asking import desk_handle
from domain.case import Status, move
from domain.people import DeskKind, Person, Right, colleagues
from domain.refusal import Refusal, refuse
from services import cards
from services.handing_on import choices, may_assign
from services.handling import desk_name, put_in_hands, record, reread
from services.reach import Grasp, Hand, grasp, holder_name, lost
from services.relations import too_close
from services.turn import Turn
from storage import cases, desks
from storage.tables import CaseRow, DeskRow

DESKS_A_PAGE = 30
"""Choices on one message of buttons."""


async def colleagues_for(turn: Turn, by: Hand, case_id: int) -> tuple[Grasp, list[Person]] | Refusal:
    """To whom `by` may hand the case over, leads first. Refusals: those of `grasp`, `no_colleagues`."""
    held = await grasp(turn, by, case_id, Right.HAND_OVER)
    if isinstance(held, Refusal):
        return held
    desk_id = held.case.desk_id
    assert desk_id is not None, "only somebody at the case's desk may hand it over"
    seated = colleagues(await desks.people_at(turn.tx, desk_id), desk_id)
    others = [each for each in seated if each.user_id != held.case.holder_id]
    others = [each for each in others if not await too_close(turn, each.user_id, held.case)]
    return (held, others) if others else refuse("no_colleagues")


async def hand_over(turn: Turn, by: Hand, case_id: int, colleague_id: int) -> CaseRow | Refusal:
    """Makes a colleague of the same desk the holder; a case not yet begun is begun by it.

    Refusals: those of `grasp`, `not_a_colleague`, `must_recuse`, `already_held` (with `holder`), `has_changed`,
    `no_such_move`.
    """
    held = await grasp(turn, by, case_id, Right.HAND_OVER)
    if isinstance(held, Refusal):
        return held
    colleague = await desks.person(turn.tx, colleague_id)
    if colleague.seat_at(held.case.desk_id) is None:
        return refuse("not_a_colleague")
    if await too_close(turn, colleague_id, held.case):
        return refuse("must_recuse")
    if held.case.holder_id == colleague_id:
        return refuse("already_held", holder=colleague.name)
    row = await put_in_hands(turn, held, colleague_id, "handed_over")
    if not isinstance(row, Refusal) and colleague_id != by.user_id:
        await cards.tell_group(turn, row, "handed_over", who=held.person.name, to=colleague.name)
    return row


async def desks_for(turn: Turn, by: Hand, case_id: int, after: str = "") -> tuple[Grasp, list[DeskRow]] | Refusal:
    """A page of desks the duty desk may give the case to, and one more where there is a next page.

    `after` is the handle of the last desk of the page before. Refusals: those of `may_assign`.
    """
    held = await may_assign(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    return held, desk_page(await choices(turn, held.case), after)


def desk_page(rows: list[DeskRow], after: str) -> list[DeskRow]:
    """The page that follows the desk with that handle, one row longer than a page where another follows."""
    handles = [desk_handle(each.id) for each in rows]
    start = handles.index(after) + 1 if after in handles else 0
    return rows[start : start + DESKS_A_PAGE + 1]


async def assign_to_desk(turn: Turn, by: Hand, case_id: int, handle: str) -> CaseRow | Refusal:
    """The duty desk gives the case to a town or department, or to another one before it was taken up;
    `handing_on` is for what has begun.

    Refusals: those of `may_assign`, `no_such_desk`, `already_there`, `already_held` (with `holder`), `has_changed`,
    `no_such_move`.
    """
    held = await may_assign(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    working = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    chosen = [each for each in working if desk_handle(each.id) == handle]
    if not chosen:
        return refuse("no_such_desk")
    if held.case.desk_id == chosen[0].id:
        return refuse("already_there", desk=chosen[0].name)
    if held.case.holder_id is not None:
        return refuse("already_held", holder=await holder_name(turn, held.case))
    if held.case.status != Status.ASSIGNED:
        gate = move(Status(held.case.status), Status.ASSIGNED, held.actor)
        if isinstance(gate, Refusal):
            return gate
    return await _give(turn, held, chosen[0])


async def _give(turn: Turn, held: Grasp, desk: DeskRow) -> CaseRow | Refusal:
    columns = {"status": Status.ASSIGNED, "desk_id": desk.id, "routed_by": "duty"}
    if not await cases.pass_case(turn.tx, held.case, **columns):
        return await lost(turn, held.case.id, held.person.user_id)
    await record(turn, held, "assigned", Status.ASSIGNED, facts={"desk": desk.id, "from": held.case.desk_id})
    now = await reread(turn, held.case.id)
    await cards.tell_reporter(turn, now, "assigned", desk=await desk_name(turn, now))
    await cards.bring(turn, now)
    return now
