"""Reminding of a look-back: whoever goes, then the desk's leads, the duty desk and the supervisors."""

from datetime import date, datetime
from typing import Any

from domain.chase import Step
from domain.outgoing import Notice
from services import arranging, clocks
from services.app import App
from services.superiors import above, leads_of
from services.turn import Turn
from storage import cases, desks, look_backs
from storage.database import Tx
from storage.tables import CaseRow, LookBack

_AT_ONCE = 200
"""Reminders of one tick; what is left over is due at the next."""

_LISTED = 5
"""Look-backs a digest names; it counts the others."""


async def due(tx: Tx, app: App, now: datetime) -> list[int]:
    """Tasks of which somebody is to be reminded now; none in the quiet hours."""
    return [] if app.chasing.is_quiet(now) else await look_backs.to_chase(tx, now, _AT_ONCE)


async def remind(turn: Turn, task_id: int) -> bool:
    """Says the step the task has come to, and sets the next; False when there is nothing to say, or no longer.

    The task is changed only as it was read: of two ticks, or a tick and a result, the second meets no row.
    """
    task = await look_backs.get(turn.tx, task_id)
    if task is None or task.chase_at is None or task.chase_at > turn.now or turn.app.chasing.is_quiet(turn.now):
        return False
    plan, calendar = turn.app.chasing, turn.app.calendar
    step = plan.reached(turn.now, task.due_on, task.chased, calendar)
    chased = task.chased if step is None else step + 1
    again = plan.when(chased, task.due_on, calendar)
    if not await look_backs.change(turn.tx, task, chased=chased, chase_at=again) or step is None:
        return False
    row = await cases.get(turn.tx, task.case_id)
    assert row is not None, "cases are never deleted"
    await _say(turn, task, row, step)
    return True


async def _say(turn: Turn, task: LookBack, row: CaseRow, step: Step) -> None:
    desk = await desks.desk(turn.tx, task.desk_id)
    assert desk is not None, "a task's desk is a foreign key"
    home, over = await arranging.group_of(turn, desk), await above(turn, step)
    up = over.chat_id if over is not None and over.chat_id != home else None
    facts = await arranging.about(turn, task, row, desk)
    if step >= Step.LEAD:
        facts["people"] = await leads_of(turn, desk.id, row)
    facts["days"] = turn.app.calendar.working_days_between(task.due_on, clocks.today(turn))
    facts["reported"] = over.kind if over is not None and up is not None else ""
    if home is not None:
        key = "look_back_near" if step in (Step.BEFORE, Step.ON) else "look_back_passed"
        turn.tell_group(home, Notice(key, facts, row.id), arranging.topic(task.id))
    if up is not None and over is not None:
        facts = facts | {"people": await leads_of(turn, over.id, row)}
        turn.tell_group(up, Notice("look_back_unmet", facts, row.id), arranging.topic(task.id))


async def for_digest(turn: Turn, desk_id: str | None, until: date) -> dict[str, Any]:
    """`looks`: [number, due, working days late, who, desk] of the first look-backs owed by then, and how many more.

    They are a desk's own or (None) every desk's, with the desk's name.
    """
    names = {each.id: each.name for each in await desks.desks(turn.tx)} if desk_id is None else {}
    lines: list[list[object]] = []
    for each in await look_backs.owed(turn.tx, desk_id, until, _LISTED):
        late = max(0, turn.app.calendar.working_days_between(each.task.due_on, clocks.today(turn)))
        who = await desks.name_of(turn.tx, each.task.given_to) or ""
        lines.append([each.number, each.task.due_on.isoformat(), late, who, names.get(each.task.desk_id, "")])
    more = await look_backs.count_owed(turn.tx, desk_id, until) - len(lines)
    return {"looks": lines, "looks_left_out": max(0, more)}
