"""Looking back at a place (回头看): who goes, what they found, and the supervisors' leave not to go."""

from dataclasses import dataclass

from domain.case import Need, Status, move
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import arranging, cards, closing
from services.handling import record, reread, what_was_written
from services.moving import make_move
from services.objecting import objection
from services.reach import Grasp, Hand, grasp
from services.turn import Turn
from storage import chasing, desks, look_backs
from storage.tables import CaseRow, LookBack

_REASON = frozenset({Need.EXPLANATION})


@dataclass(frozen=True, slots=True)
class Task:
    """An open task that somebody has a right on."""

    held: Grasp
    row: LookBack


async def take(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """`by` goes and looks instead of whoever it was given to.

    Refusals: those of `_mine`, `already_yours`, `has_changed`.
    """
    found = await _mine(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    row, task = found.held.case, found.row
    if task.given_to == by.user_id:
        return refuse("already_yours")
    # Two at once: the second UPDATE asks for the person the first has replaced.
    if not await look_backs.change(turn.tx, task, given_to=by.user_id):
        return refuse("has_changed")
    now = await look_backs.get(turn.tx, task.id)
    assert now is not None, "tasks are never deleted"
    await arranging.happened(turn, row, "look_back_taken", now, by.user_id)
    await arranging.tell(turn, now, row, "look_back_taken")
    await cards.refresh(turn, row)
    return row


async def _mine(turn: Turn, by: Hand, case_id: int) -> Task | Refusal:
    """The task, if `by` is somebody who could do it: of the desk it was given to, and not one who handled the case.

    Refusals: those of `grasp`, `no_look_back`, `look_back_elsewhere` (with `desk`), `own_case`.
    """
    held = await grasp(turn, by, case_id, Right.LOOK_BACK)
    if isinstance(held, Refusal):
        return held
    task = await look_backs.open_of(turn.tx, case_id)
    if task is None:
        return refuse("no_look_back")
    if held.person.seat_at(task.desk_id) is None:
        desk = await desks.desk(turn.tx, task.desk_id)
        return refuse("look_back_elsewhere", desk=desk.name if desk else "")
    if by.user_id in await arranging.handlers(turn, held.case):
        return refuse("own_case")
    return Task(held, task)


async def may_report(turn: Turn, by: Hand, case_id: int) -> Task | Refusal:
    """Whether `by` could say now what they found.

    It takes a photo that came after the task began, from somebody who did not handle the case, and not one that was
    there before. Refusals: those of `_mine`, `look_back_given` (with `holder`), `look_back_lacks_photo`,
    `photos_coming`.
    """
    found = await _mine(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    task, row = found.row, found.held.case
    if task.given_to not in (None, by.user_id):
        return refuse("look_back_given", holder=await desks.name_of(turn.tx, task.given_to) or "")
    handled = await arranging.handlers(turn, row)
    fresh, coming = await look_backs.photos_since(turn.tx, row.id, task.began_at, handled)
    if fresh:
        return found
    return refuse("photos_coming") if coming else refuse("look_back_lacks_photo")


async def passed(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """It is gone: a concluded case is closed (销号), one closed before stays so.

    While an objection waits for its answer the case stays concluded. Refusals: those of `may_report`, `has_changed`.
    """
    found = await _held_still(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    held, facts = found.held, dict[str, object](task=found.row.id)
    if not await arranging.settle(turn, found.row, by.user_id, passed=True):
        return refuse("has_changed")
    closes = held.case.status == Status.CONCLUDED and await objection(turn, case_id) is None
    if closes:
        now = await make_move(turn, held, Status.CLOSED, "look_back_passed", facts=facts, closed_at=turn.now)
        assert not isinstance(now, Refusal), "the case is held"
        await cards.tell_reporter(turn, now, "closed")
    else:
        await record(turn, held, "look_back_passed", Status(held.case.status), facts=facts)
        now = await reread(turn, case_id)
    await cards.refresh(turn, now)
    return now


async def failed(turn: Turn, by: Hand, case_id: int, text: str) -> CaseRow | Refusal:
    """It is there still or again: the case is opened again at the desk that had it, and counts as a relapse.

    The reporter is told what was found. Refusals: those of `may_report`, `missing` (with `what`), `too_long` (with
    `limit`), `has_changed`.
    """
    words = what_was_written(text)
    if isinstance(words, Refusal):
        refusal = await may_report(turn, by, case_id)
        return refusal if isinstance(refusal, Refusal) else words
    found = await _held_still(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    if not await arranging.settle(turn, found.row, by.user_id, passed=False, words=words):
        return refuse("has_changed")
    now = await closing.open_again(turn, found.held, words, "look_back_failed", relapsed=True)
    assert not isinstance(now, Refusal), "the case is held"
    await cards.tell_reporter(turn, now, "look_back_failed", explanation=words)
    await cards.bring(turn, now)
    await cards.tell_group(turn, now, "look_back_found", who=found.held.person.name, reason=words)
    return now


async def _held_still(turn: Turn, by: Hand, case_id: int) -> Task | Refusal:
    """As `may_report`, with the case held until this transaction ends, so that its status and the task end together:
    whoever else moves the case waits, and then finds it moved."""
    first = await may_report(turn, by, case_id)
    if isinstance(first, Refusal):
        return first
    await chasing.hold(turn.tx, case_id)
    found = await may_report(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    status, home = Status(found.held.case.status), found.held.case.desk_id
    gate = move(status, Status.ACCEPTED if home else Status.RECEIVED, found.held.actor, _REASON)
    return gate if isinstance(gate, Refusal) else found


async def may_waive(turn: Turn, by: Hand, case_id: int) -> Task | Refusal:
    """Whether `by` could spare the case its look-back. Refusals: those of `grasp`, `no_look_back`."""
    held = await grasp(turn, by, case_id, Right.WAIVE)
    if isinstance(held, Refusal):
        return held
    task = await look_backs.open_of(turn.tx, case_id)
    return refuse("no_look_back") if task is None else Task(held, task)


async def waive(turn: Turn, by: Hand, case_id: int, reason: str) -> CaseRow | Refusal:
    """A supervisor spares the case its look-back; it may then be closed without one.

    Refusals: those of `may_waive`, `missing` (with `what`), `too_long` (with `limit`), `has_changed`.
    """
    found = await may_waive(turn, by, case_id)
    if isinstance(found, Refusal):
        return found
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    held, task = found.held, found.row
    if not await arranging.settle(turn, task, by.user_id, words=words):
        return refuse("has_changed")
    await record(turn, held, "look_back_waived", Status(held.case.status), reason=words, facts={"task": task.id})
    now = await reread(turn, case_id)
    await arranging.tell(turn, task, now, "look_back_waived", by=held.person.name, reason=words)
    await cards.refresh(turn, now)
    return now
