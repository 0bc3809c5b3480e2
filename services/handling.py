"""Taking a case up, and sending it back to the duty desk."""

from domain.case import Need, Status, move
from domain.people import Right
from domain.plain_text import clean
from domain.refusal import Refusal, refuse
from services import arranging, cards, clocks
from services.reach import Grasp, Hand, grasp, holder_name, lost
from services.turn import Turn
from storage import cases, desks, joint
from storage.tables import CaseRow

LONGEST_TEXT = 3500
"""UTF-16 units of what an officer writes: with the bot's own words it still fits one message of 4096."""

_APART = frozenset({Status.RECEIVED, Status.CLOSED})
"""Nobody helps with a case that is to be dispatched anew, or is off the ledger."""


async def take_up(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """`by` starts verifying the case and holds it from now on.

    Refusals: those of `grasp`, `already_yours`, `already_held` (with `holder`), `has_changed`, `no_such_move`.
    """
    held = await grasp(turn, by, case_id, Right.TAKE_UP)
    if isinstance(held, Refusal):
        return held
    if held.case.holder_id is not None:
        mine = held.case.holder_id == by.user_id
        return refuse("already_yours") if mine else refuse("already_held", holder=await holder_name(turn, held.case))
    return await put_in_hands(turn, held, by.user_id, "taken_up")


async def put_in_hands(turn: Turn, held: Grasp, holder_id: int, what: str) -> CaseRow | Refusal:
    """Makes somebody the holder; a case not yet begun is begun by it, and its reporter told.

    Two officers at once: both read the case free, both UPDATEs ask for it still to be so, the second meets no row.
    """
    row, was = held.case, Status(held.case.status)
    begins = was is Status.ASSIGNED
    gate = move(was, Status.ACCEPTED, held.actor) if begins else None
    if isinstance(gate, Refusal):
        return gate
    if not begins and was not in (Status.ACCEPTED, Status.RECTIFYING, Status.PROSECUTING, Status.REFERRED):
        return refuse("no_such_move", status=was, to=Status.ACCEPTED)
    to = Status.ACCEPTED if begins else was
    if not await cases.pass_case(turn.tx, row, status=to, holder_id=holder_id):
        return await lost(turn, row.id, holder_id)
    await record(turn, held, what, to, facts={"holder": holder_id})
    now = await reread(turn, row.id)
    if begins:
        await cards.tell_reporter(turn, now, "accepted", desk=await desk_name(turn, now))
    await cards.refresh(turn, now)
    return now


async def may_return(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could send the case back now, before anybody is asked why. Refusals: those of `grasp`, `move`."""
    held = await grasp(turn, by, case_id, Right.RETURN)
    if isinstance(held, Refusal):
        return held
    gate = move(Status(held.case.status), Status.RECEIVED, held.actor, frozenset({Need.EXPLANATION}))
    return gate if isinstance(gate, Refusal) else held


async def return_to_duty(turn: Turn, by: Hand, case_id: int, reason: str) -> CaseRow | Refusal:
    """A unit wrongly dispatched to returns the case; it may not pass it on sideways itself (order 121 art. 41).

    Refusals: those of `may_return`, `missing` (with `what`), `too_long`, `has_changed`.
    """
    held = await may_return(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    came_from = await desk_name(turn, held.case)
    if not await cases.pass_case(turn.tx, held.case, status=Status.RECEIVED, desk_id=None, holder_id=None):
        return await lost(turn, case_id, by.user_id)
    await record(turn, held, "returned", Status.RECEIVED, reason=words, facts={"desk": held.case.desk_id})
    now = await reread(turn, case_id)
    await cards.tell_reporter(turn, now, "returned")
    await cards.bring(turn, now)
    await cards.tell_group(turn, now, "returned_to_duty", desk=came_from, who=held.person.name, reason=words)
    return now


def what_was_written(text: str) -> str | Refusal:
    """The words, cleaned. Refusals: `missing` when nothing is left of them, `too_long` (with `limit`)."""
    words = clean(text, LONGEST_TEXT + 1)
    if not words:
        return refuse("missing", what=Need.EXPLANATION)
    return words if clean(words, LONGEST_TEXT) == words else refuse("too_long", limit=str(LONGEST_TEXT))


async def record(
    turn: Turn, held: Grasp, what: str, to: Status, *, reason: str = "", facts: dict[str, object] | None = None
) -> None:
    """Adds the event of what `held` allowed, starts the clock of a new status, and ends joint work where the case
    leaves its desk or the ledger; called after the change.

    The case's status before it is the one `held` was read with.
    """
    was = Status(held.case.status)
    if to in _APART:
        await joint.end(turn.tx, held.case.id, turn.now)
    await cases.add_event(
        turn.tx, turn.app.keys, held.case.id, what, turn.now, held.actor, actor_id=held.person.user_id,
        from_status=was, to_status=to, reason=reason, facts=facts,
    )  # fmt: skip
    # Another desk to which the case is assigned has a term of its own.
    if to is not was or what == "assigned":
        await clocks.wind(turn, held.case.id, was)
    if to is not was:
        await arranging.follow(turn, held.case.id, was, to)


async def reread(turn: Turn, case_id: int) -> CaseRow:
    """The case after a change: guarded changes leave the row in memory as it was read."""
    row = await cases.get(turn.tx, case_id)
    assert row is not None, "cases are never deleted"
    return row


async def desk_name(turn: Turn, row: CaseRow) -> str:
    """The name of the desk that has the case, the duty desk's when no other has."""
    desk = await desks.desk(turn.tx, row.desk_id) if row.desk_id else await desks.duty_desk(turn.tx)
    return desk.name if desk else ""
