"""Reminding: of a deadline before, on and after it, then the lead, the duty desk, the supervisors; and a digest each
morning."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from domain.case import OPEN, Actor
from domain.chase import Step
from domain.outgoing import Notice
from domain.people import OVERSIGHT, DeskKind
from services import cards, clocks, look_back_reminders
from services.app import App
from services.clocks import Urge
from services.report import responsible_group
from services.superiors import above, leads_of
from services.turn import Turn
from storage import cases, chasing, desks
from storage.database import Tx
from storage.tables import CaseRow, DeskRow

AT_ONCE = 200
"""Reminders of one tick; what is left over is due at the next."""

LISTED = 10
"""Cases a digest names; it counts the others."""


async def due(tx: Tx, app: App, now: datetime) -> list[int]:
    """Cases about which somebody is to be reminded now; none in the quiet hours, which put them off to the morning."""
    return [] if app.chasing.is_quiet(now) else await chasing.to_chase(tx, now, AT_ONCE)


async def remind(turn: Turn, case_id: int) -> bool:
    """Says the reminder the case has come to, and sets the next; False when there is nothing to say, or no longer.

    The case is read in the transaction that queues the reminder, and changed only as it was read: an answer or a
    conclusion that comes between leaves no row to change, and nothing is said.
    """
    row = await cases.get(turn.tx, case_id)
    if row is None or row.chase_at is None or row.chase_at > turn.now or turn.app.chasing.is_quiet(turn.now):
        return False
    step, urge = _deadline_step(turn, row), await clocks.urge_of(turn, row.id)
    answer = None if urge is None else _answer_step(turn, urge)
    if not await chasing.set_clock(turn.tx, row, **_next(turn, row, step, urge, answer)):
        return False
    if step is not None:
        await _say_deadline(turn, row, step)
    if urge is not None and answer is not None:
        await _say_answer(turn, row, urge, answer)
    return step is not None or answer is not None


def _deadline_step(turn: Turn, row: CaseRow) -> Step | None:
    if row.due_on is None or row.clock is None or row.paused_since is not None or row.status not in OPEN:
        return None
    return turn.app.chasing.reached(turn.now, row.due_on, row.chased, turn.app.calendar)


def _answer_step(turn: Turn, urge: Urge) -> int | None:
    """0 for the desk, 1 for the duty desk; after a time of silence only the further one is said."""
    mornings = clocks.answer_mornings(turn.app, urge)
    reached = [step for step, at in enumerate(mornings) if step >= urge.said and at <= turn.now]
    return reached[-1] if reached else None


def _next(turn: Turn, row: CaseRow, step: Step | None, urge: Urge | None, answer: int | None) -> dict[str, object]:
    chased = row.chased if step is None else step + 1
    running = row.due_on is not None and row.clock is not None and row.paused_since is None
    again = turn.app.chasing.when(chased, row.due_on, turn.app.calendar) if running and row.due_on else None
    said = 0 if urge is None else urge.said if answer is None else answer + 1
    waits = None if urge is None else next(iter(clocks.answer_mornings(turn.app, urge)[said:]), None)
    return {"chased": chased, "chase_at": clocks.earliest(again, waits)}


async def _say_deadline(turn: Turn, row: CaseRow, step: Step) -> None:
    assert row.due_on is not None, "a step is counted from a deadline"
    await _happened(turn, row, "chased", {"step": int(step), "clock": row.clock})
    facts = await _facts(turn, row) | {"clock": row.clock, "due": row.due_on.isoformat()}
    facts["days"] = turn.app.calendar.working_days_between(row.due_on, clocks.today(turn))
    if step >= Step.LEAD:
        facts["people"] = await leads_of(turn, row.desk_id, row)
    key = {Step.BEFORE: "deadline_near", Step.ON: "deadline_today"}.get(step, "deadline_passed")
    topic, _ = clocks.topics(row.id)
    await _tell(turn, row, key, facts, topic, "deadline_unmet", await above(turn, step))
    if step >= Step.AFTER:
        await cards.refresh(turn, row)


async def _say_answer(turn: Turn, row: CaseRow, urge: Urge, step: int) -> None:
    await _happened(turn, row, clocks.ANSWER_CHASED, {"step": step})
    facts = await _facts(turn, row) | {"due": urge.since.isoformat()}
    facts["days"] = turn.app.calendar.working_days_between(urge.since, clocks.today(turn))
    _, topic = clocks.topics(row.id)
    over = await desks.duty_desk(turn.tx) if step else None
    await _tell(turn, row, "answer_waited_for", facts, topic, "answer_missing", over)


async def _tell(
    turn: Turn, row: CaseRow, key: str, facts: dict[str, Any], topic: str, key_above: str, over: DeskRow | None
) -> None:
    """Tells the group that has the case and, with `key_above`, that of the desk `over` it where it is another."""
    home = await responsible_group(turn, row)
    up = over.chat_id if over is not None and over.chat_id != home else None
    if home is not None:
        turn.tell_group(home, Notice(key, facts | {"reported": over.kind if up and over else ""}, row.id), topic)
    if up is not None and over is not None:
        facts |= {"people": await leads_of(turn, over.id, row), "over": over.kind}
        turn.tell_group(up, Notice(key_above, facts, row.id), topic)


async def _facts(turn: Turn, row: CaseRow) -> dict[str, Any]:
    """Who is to act: the holder, by name and account, or nobody yet."""
    holder = await desks.name_of(turn.tx, row.holder_id)
    desk = await desks.desk(turn.tx, row.desk_id) if row.desk_id else await desks.duty_desk(turn.tx)
    people = [[row.holder_id, holder]] if holder else []
    return {"number": row.number, "desk": desk.name if desk else "", "holder": holder or "", "people": people}


async def _happened(turn: Turn, row: CaseRow, what: str, facts: dict[str, object]) -> None:
    await cases.add_event(turn.tx, turn.app.keys, row.id, what, turn.now, Actor.ROUTING, facts=facts)


async def digests_due(tx: Tx, app: App, now: datetime) -> list[str]:
    """Desks that have not had this working day's digest; from the end of the quiet hours until they begin again."""
    day = now.astimezone(app.zone).date()
    if app.chasing.is_quiet(now) or now < app.chasing.morning(day) or not app.calendar.is_working(day):
        return []
    return await chasing.without_digest(tx, day)


async def give_digest(turn: Turn, desk_id: str) -> bool:
    """Lists for a desk's group what runs out, has run out or stands still; False when there is nothing to list, or
    another process gave it: the day's row and the message stand or fall together.
    """
    desk = await desks.desk(turn.tx, desk_id)
    assert desk is not None, "desks are never deleted"
    day = clocks.today(turn)
    if not await chasing.give_digest(turn.tx, desk_id, day, turn.now):
        return False
    facts = await _digest(turn, desk, day)
    listed = facts["late"] or facts["soon"] or facts["paused"] or facts["looks"] or facts["towns"]
    if not listed or desk.chat_id is None:
        return False
    turn.tell_group(desk.chat_id, Notice("morning_digest", facts), topic="digest")
    return True


async def _digest(turn: Turn, desk: DeskRow, day: date) -> dict[str, Any]:
    """`late` and `soon` count deadlines that have passed, and those of today and the next working day."""
    theirs, oversees = None if desk.kind == DeskKind.DUTY else desk.id, desk.kind in OVERSIGHT
    until = turn.app.calendar.due(day, 1).date
    rows = await chasing.running_out(turn.tx, theirs, until, LISTED)
    standing = await chasing.paused(turn.tx, theirs, LISTED)
    return {
        "day": day.isoformat(),
        "late": await chasing.count_due(turn.tx, theirs, date.min, day - timedelta(days=1)),
        "soon": await chasing.count_due(turn.tx, theirs, day, until),
        "cases": await _lines(turn, rows, day),
        "paused": [[row.number, row.paused_for, _local_day(turn, row.paused_since)] for row in standing],
        **await look_back_reminders.for_digest(turn, None if oversees else desk.id, day if oversees else until),
        "towns": await _behind(turn, day) if oversees else [],
    }


async def _lines(turn: Turn, rows: Sequence[CaseRow], day: date) -> list[list[object]]:
    """[number, clock, deadline, working days late, holder] of each."""
    lines: list[list[object]] = []
    for row in rows:
        assert row.due_on is not None, "only cases with a deadline are listed"
        late = max(0, turn.app.calendar.working_days_between(row.due_on, day))
        holder = await desks.name_of(turn.tx, row.holder_id) or ""
        lines.append([row.number, row.clock, row.due_on.isoformat(), late, holder])
    return lines


async def _behind(turn: Turn, day: date) -> list[list[object]]:
    """[desk, how many late] of the desks that are behind, for those that oversee."""
    field = await desks.desks(turn.tx, (DeskKind.TOWN, DeskKind.DEPARTMENT))
    late = [[each.name, await chasing.count_due(turn.tx, each.id, date.min, day - timedelta(days=1))] for each in field]
    return [line for line in late if line[1]]


def _local_day(turn: Turn, at: datetime | None) -> str:
    assert at is not None, "only cases whose clock stands are listed"
    return at.astimezone(turn.app.zone).date().isoformat()
