"""Stopping a case's clock, letting it run on, and lengthening its term with a lead's approval."""

from collections.abc import Callable

from domain import clock as clocks
from domain.clock import Clock, Wait
from domain.outgoing import Notice
from domain.people import Right
from domain.refusal import Refusal, refuse
from services import cards
from services.clocks import change, clock_of, today
from services.handling import what_was_written
from services.reach import Grasp, Hand, grasp
from services.report import responsible_group
from services.superiors import leads_of
from services.turn import Turn
from storage import cases
from storage.tables import CaseRow


async def may_pause(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could stop the clock now. Refusals: those of `grasp`, `clock_cannot_pause`, `clock_is_paused`."""
    held = await grasp(turn, by, case_id, Right.TIME)
    if isinstance(held, Refusal):
        return held
    stopped = clocks.pause(clock_of(turn.app, held.case), today(turn), Wait.TESTING)
    return stopped if isinstance(stopped, Refusal) else held


async def pause(turn: Turn, by: Hand, case_id: int, wait: Wait) -> CaseRow | Refusal:
    """Stops the clock while a sample is tested, or until the reporter has answered a question.

    Refusals: those of `may_pause`, `nothing_asked` (nobody waits for an answer that was never asked for),
    `has_changed`.
    """
    if wait is Wait.CITIZEN and not await _asked(turn, case_id):
        held = await may_pause(turn, by, case_id)
        return held if isinstance(held, Refusal) else refuse("nothing_asked")
    return await _turn_clock(turn, by, case_id, "clock_paused", lambda clock: clocks.pause(clock, today(turn), wait))


async def resume(turn: Turn, by: Hand, case_id: int) -> CaseRow | Refusal:
    """Lets the clock run on. Refusals: those of `grasp`, `clock_runs`, `has_changed`."""
    calendar = turn.app.calendar
    return await _turn_clock(
        turn, by, case_id, "clock_resumed", lambda clock: clocks.resume(clock, today(turn), calendar)
    )


async def may_extend(turn: Turn, by: Hand, case_id: int) -> Grasp | Refusal:
    """Whether `by` could ask for a longer term. Refusals: those of `grasp`, `clock_cannot_extend`, `clock_extended`."""
    held = await grasp(turn, by, case_id, Right.TIME)
    if isinstance(held, Refusal):
        return held
    return clocks.may_extend(clock_of(turn.app, held.case)) or held


async def ask_extension(turn: Turn, by: Hand, case_id: int, reason: str) -> CaseRow | Refusal:
    """Puts the wish and its reason before the leads of the desk. Refusals: those of `may_extend`, `missing`,
    `too_long`."""
    held = await may_extend(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    words = what_was_written(reason)
    if isinstance(words, Refusal):
        return words
    row = held.case
    await _event(turn, held, "extension_asked", words)
    home, leads = await responsible_group(turn, row), await leads_of(turn, row.desk_id, row)
    if home is not None:
        facts = {"number": row.number, "case": row.id, "who": held.person.name, "reason": words, "people": leads}
        turn.tell_group(home, Notice("extension_asked", facts | {"clock": row.clock}, row.id))
    return row


async def answer_extension(turn: Turn, by: Hand, case_id: int, *, granted: bool) -> CaseRow | Refusal:
    """A lead's word on a longer term; granted once for each clock. Refusals: those of `may_extend`, `not_lead`,
    `has_changed`."""
    held = await may_extend(turn, by, case_id)
    if isinstance(held, Refusal):
        return held
    if held.case.desk_id is None or not held.person.leads(held.case.desk_id):
        return refuse("not_lead")
    if granted:
        row = await _turn_clock(turn, by, case_id, "extension_granted", clocks.extend)
        if isinstance(row, Refusal):
            return row
    else:
        row = held.case
        await _event(turn, held, "extension_declined")
    answer = "extension_granted" if granted else "extension_declined"
    await cards.tell_group(turn, row, answer, who=held.person.name, due=row.due_on.isoformat() if row.due_on else "")
    return row


async def _turn_clock(
    turn: Turn, by: Hand, case_id: int, what: str, how: Callable[[Clock | None], Clock | Refusal]
) -> CaseRow | Refusal:
    held = await grasp(turn, by, case_id, Right.TIME)
    if isinstance(held, Refusal):
        return held
    clock = how(clock_of(turn.app, held.case))
    if isinstance(clock, Refusal):
        return clock
    # Two presses at once: both read the clock running, the second UPDATE finds it stopped and meets no row.
    if not await change(turn, held.case, clock):
        return refuse("has_changed")
    await _event(turn, held, what, waits_for=clock.paused_for)
    row = await cases.get(turn.tx, case_id)
    assert row is not None, "cases are never deleted"
    await cards.refresh(turn, row)
    return row


async def _event(turn: Turn, held: Grasp, what: str, reason: str = "", waits_for: Wait | None = None) -> None:
    facts = {"clock": held.case.clock} | ({"waits_for": waits_for} if waits_for else {})
    await cases.add_event(
        turn.tx, turn.app.keys, held.case.id, what, turn.now, held.actor,
        actor_id=held.person.user_id, reason=reason, facts=facts,
    )  # fmt: skip


async def _asked(turn: Turn, case_id: int) -> bool:
    """Whether the reporter has been asked something and has not answered."""
    said = [each.what for each in await cases.events(turn.tx, case_id) if each.what in ("asked", "answered")]
    return said[-1:] == ["asked"]
