"""The reviewers' last word on a conclusion: closed (销号), or opened again with a reason."""

from domain.case import Need, Status
from domain.look_back import Because
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards, linking
from services.handling import record, what_was_written
from services.moving import make_move, may_move
from services.objecting import objection
from services.reach import Grasp, Hand, grasp, person_of
from services.relations import too_close
from services.turn import Turn
from storage import cases, chasing, look_backs
from storage.tables import CaseRow

_REASON = frozenset({Need.EXPLANATION})


async def close(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """Takes a concluded case off the ledger.

    Refusals: those of `may_move`, `objection_open`, `look_back_open` (with `due`; a supervisor may waive it),
    `has_changed`.
    """
    held = await may_move(turn, by, case_id, Right.REVIEW, Status.CLOSED)
    if isinstance(held, Refusal):
        return held
    if await objection(turn, case_id) is not None:
        return refuse("objection_open")
    # Held, so that nobody opens it again and concludes it anew, with a new look-back, between this look and the move.
    await chasing.hold(turn.tx, case_id)
    task = await look_backs.open_of(turn.tx, case_id)
    if task is not None and task.because == Because.RULE:
        return refuse("look_back_open", due=task.due_on.isoformat())
    now = await make_move(turn, held, Status.CLOSED, "closed", closed_at=turn.now)
    if not isinstance(now, Refusal):
        if now.duplicate_of is None:
            # The report that a duplicate was linked to goes on: its reporter hears «closed» when that one is.
            await cards.tell_reporter(turn, now, "closed")
        await cards.refresh(turn, now)
    return now


async def may_reopen(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could open the case again now, before anybody is asked why. Refusals: those of `may_move`."""
    held = await may_move(turn, by, case_id, Right.REVIEW, Status.ACCEPTED, _REASON)
    if isinstance(held, Refusal) or held.case.desk_id is not None:
        return held
    return await may_move(turn, by, case_id, Right.REVIEW, Status.RECEIVED, _REASON)


async def reopen(turn: Turn, by: Hand, case_id: int, reason: str) -> CaseRow | Refusal:
    """Gives the case back to the desk that ended it; one that no desk had waits to be dispatched.

    Opened again after it was closed, it counts as a relapse. An objection that was waiting is upheld by it. Refusals:
    those of `may_reopen`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`.
    """
    held = await may_reopen(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    upheld = await objection(turn, case_id) is not None
    head_id = held.case.duplicate_of
    # A report that was only linked had no wrong put right: opened again, it leaves the link and is no relapse.
    relapsed = held.case.status == Status.CLOSED and head_id is None
    now = await open_again(turn, held, words, "objection_upheld" if upheld else "reopened", relapsed=relapsed)
    if isinstance(now, Refusal):
        return now
    if upheld:
        await cards.tell_reporter(turn, now, "objection_upheld", explanation=words)
        await cards.tell_linked(turn, now, "reopened", explanation=words)
    else:
        await cards.tell_reporter(turn, now, "reopened", explanation=words)
    if head_id is not None:
        await linking.unlinked(turn, held, head_id)
    await cards.bring(turn, now)
    await cards.tell_group(turn, now, "reopened", reason=words)
    return now


async def open_again(turn: Turn, held: Grasp, words: str, what: str, *, relapsed: bool) -> CaseRow | Refusal:
    """Takes the conclusion back and gives the case to whoever ended it, if they are there still.

    Refusals: `already_held` (with `holder`), `has_changed`.
    """
    row = held.case
    holder = await _holder_still_there(turn, row)
    return await make_move(
        turn, held, Status.ACCEPTED if row.desk_id else Status.RECEIVED, what,
        reason=words,
        facts={"holder": holder, "outcome": row.outcome, "relapse": relapsed, "duplicate_of": row.duplicate_of},
        holder_id=holder, outcome=None, conclusion="", concluded_at=None, closed_at=None,
        relapses=row.relapses + relapsed, duplicate_of=None,
    )  # fmt: skip


async def _holder_still_there(turn: Turn, row: CaseRow) -> int | None:
    """Whoever ended the case goes on with it, unless they have left the desk or must recuse themselves."""
    if row.holder_id is None:
        return None
    person = await person_of(turn, row.holder_id)
    gone = person.seat_at(row.desk_id) is None or await too_close(turn, row.holder_id, row)
    return None if gone else row.holder_id


async def may_rebut(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether an objection waits for `by`'s answer; it may have come after the case was closed.

    Refusals: those of `grasp`, `no_objection`.
    """
    held = await grasp(turn, by, case_id, Right.REVIEW)
    if isinstance(held, Refusal):
        return held
    ended = held.case.status in (Status.CONCLUDED, Status.CLOSED)
    return held if ended and await objection(turn, case_id) is not None else refuse("no_objection")


async def rebut(turn: Turn, by: Hand, case_id: int, answer: str) -> CaseRow | Refusal:
    """The conclusion stands; the reporter is told why.

    Refusals: those of `may_rebut`, `missing` (with `what`), `too_long` (with `limit`). Two answers at once can't
    both be the case's next event: the second is worked again, and finds no objection waiting.
    """
    held = await may_rebut(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(answer)
    if isinstance(words, Refusal):
        return words
    await record(turn, held, "objection_declined", Status(held.case.status), reason=words)
    await cards.tell_reporter(turn, held.case, "objection_declined", explanation=words)
    row = await cases.get(turn.tx, case_id)
    assert row is not None, "cases are never deleted"
    await cards.refresh(turn, row)
    return row
