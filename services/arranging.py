"""Arranging that a place is looked at again: a task with each conclusion that asks for one, gone when it is undone."""

from datetime import date

from domain.case import OPEN, Actor, Outcome, Status
from domain.look_back import NOBODY_TO_ASK, Because
from domain.outgoing import Card, Notice
from domain.people import Person
from services import cards
from services.clocks import today
from services.relations import too_close
from services.superiors import leads_of
from services.turn import Turn
from storage import cases, chasing, desks, look_backs, verdicts
from storage.outbox import to_group, to_person
from storage.tables import CaseRow, DeskRow, LookBack


async def follow(turn: Turn, case_id: int, was: Status, to: Status) -> None:
    """Called after every change of status, in its transaction: a conclusion makes its task and plans the question to
    the reporter, and a case that is opened again calls both off."""
    if was in OPEN and to is Status.CONCLUDED:
        await _begin(turn, case_id)
    elif to in OPEN and was not in OPEN:
        task = await look_backs.open_of(turn.tx, case_id)
        if task is not None:
            await settle(turn, task, None)
        row = await cases.get(turn.tx, case_id)
        await verdicts.plan(turn.tx, case_id, None)
        if row is not None and row.reporter is not None:
            await chasing.take_back(turn.tx, [to_person(row.reporter)], [gone_topic(case_id)])


async def _begin(turn: Turn, case_id: int) -> None:
    row = await cases.get(turn.tx, case_id)
    assert row is not None and row.outcome is not None, "nothing is concluded without an outcome"
    days = turn.app.looking_back.until_looked_at(Outcome(row.outcome), row.severity, row.violation)
    if days is not None:
        await give(turn, row, Because.RULE, turn.app.calendar.due(today(turn), days).date)
    asks = row.reporter is not None and row.outcome not in NOBODY_TO_ASK
    ask_on = turn.app.calendar.due(today(turn), days or turn.app.looking_back.ask_reporter).date
    await verdicts.plan(turn.tx, case_id, turn.app.chasing.morning(ask_on) if asks else None)


async def give(turn: Turn, row: CaseRow, because: Because, due: date, *, to: DeskRow | None = None) -> LookBack | None:
    """Makes the task, gives it to somebody who did not handle the case, and tells their group.

    `to` is the desk it goes to, the case's own unless said otherwise; whoever takes it there is left open. None in a
    district with nobody to give it to.
    """
    handled = await handlers(turn, row)
    desk, person = (to, None) if to is not None else await _whose(turn, row, handled)
    if desk is None:
        return None
    step = turn.app.chasing.first_after(turn.now, due, turn.app.calendar)
    task = LookBack(
        case_id=row.id, because=because, desk_id=desk.id, given_to=person.user_id if person else None,
        began_at=turn.now, due_on=due, chased=step, chase_at=turn.app.chasing.when(step, due, turn.app.calendar),
    )  # fmt: skip
    await look_backs.add(turn.tx, task)
    await happened(turn, row, "look_back_begun", task)
    await tell(turn, task, row, "look_back_given")
    return task


async def _whose(turn: Turn, row: CaseRow, handled: set[int]) -> tuple[DeskRow | None, Person | None]:
    """Whoever of the case's desk has the fewest tasks, its officers before its leads; where all handled it, the
    supervisors or, in a district without them, the duty desk choose."""
    home = await desks.desk(turn.tx, row.desk_id) if row.desk_id else None
    if home is not None:
        others = [
            each for each in await desks.people_at(turn.tx, home.id)
            if each.user_id not in handled and not await too_close(turn, each.user_id, row)
        ]  # fmt: skip
        load = await look_backs.loads(turn.tx, home.id)
        others.sort(key=lambda each: (load.get(each.user_id, 0), each.leads(home.id), each.user_id))
        if others:
            return home, others[0]
    above = await desks.supervisors(turn.tx)
    if above is not None and above.chat_id is not None:
        return above, None
    return await desks.duty_desk(turn.tx), None


async def handlers(turn: Turn, row: CaseRow) -> set[int]:
    """Who handled the case: whoever holds it, and whoever concluded it last. They don't judge their own work."""
    concluded = [each for each in await cases.events(turn.tx, row.id) if each.to_status == Status.CONCLUDED]
    ended = [each.actor_id for each in concluded if each.from_status != Status.CONCLUDED]
    return {each for each in (row.holder_id, *ended[-1:]) if each is not None}


async def settle(turn: Turn, task: LookBack, by: int | None, *, passed: bool | None = None, words: str = "") -> bool:
    """Ends the task, and takes back what was not said of it yet; False when somebody else was first.

    `passed` None is a task that was called off or waived.
    """
    ended = {"done_at": turn.now, "done_by": by, "passed": passed, "words": words, "chase_at": None}
    if not await look_backs.end(turn.tx, task.id, **ended):
        return False
    groups = [to_group(desk.chat_id) for desk in await desks.desks(turn.tx) if desk.chat_id is not None]
    await chasing.take_back(turn.tx, groups, [topic(task.id)])
    return True


async def release(turn: Turn, user_id: int, desk_id: str) -> None:
    """Somebody has left the desk: what they were to look at is free to be taken over, and their group is told."""
    for case_id in await look_backs.release(turn.tx, user_id, desk_id):
        row, task = await cases.get(turn.tx, case_id), await look_backs.open_of(turn.tx, case_id)
        if row is not None and task is not None:
            await tell(turn, task, row, "look_back_given")
            await cards.refresh(turn, row)


async def tell(turn: Turn, task: LookBack, row: CaseRow, key: str, **facts: object) -> None:
    """Says a notice about the task in the group of the desk that has it, calling whoever it is given to, or its leads.

    A group that is not the case's own gets its card first.
    """
    desk = await desks.desk(turn.tx, task.desk_id)
    home = await group_of(turn, desk)
    if desk is None or home is None:
        return
    if desk.id != row.desk_id:
        turn.tell_group(home, Card(row.id), topic=f"card:{row.id}")
    turn.tell_group(home, Notice(key, await about(turn, task, row, desk) | facts, row.id), topic(task.id))


async def about(turn: Turn, task: LookBack, row: CaseRow, desk: DeskRow) -> dict[str, object]:
    """The facts every notice about a task has."""
    # Whoever has been found too close to the business since is not called to it (回避): a colleague takes over.
    hidden = task.given_to is not None and await too_close(turn, task.given_to, row)
    name = None if hidden else await desks.name_of(turn.tx, task.given_to)
    people = [[task.given_to, name]] if name else await leads_of(turn, desk.id, row)
    return {
        "number": row.number, "case": row.id, "due": task.due_on.isoformat(), "who": name or "", "people": people,
        "desk": desk.name, "random": task.because == Because.RANDOM,
    }  # fmt: skip


async def group_of(turn: Turn, desk: DeskRow | None) -> int | None:
    """The desk's group; the duty desk's where it has none that can be reached."""
    if desk is None or desk.chat_id is None or desk.unreachable_at is not None:
        desk = await desks.duty_desk(turn.tx)
    return None if desk is None else desk.chat_id


async def happened(turn: Turn, row: CaseRow, what: str, task: LookBack, by: int | None = None) -> None:
    """The task's event in the case's history."""
    facts = {"task": task.id, "to": task.given_to, "desk": task.desk_id, "due": task.due_on.isoformat()}
    actor = Actor.ROUTING if by is None else Actor.CHECKER
    await cases.add_event(turn.tx, turn.app.keys, row.id, what, turn.now, actor, actor_id=by, facts=facts)


def gone_topic(case_id: int) -> str:
    """Under which the question to the reporter waits, so that it can be taken back unasked."""
    return f"gone:{case_id}"


def topic(task_id: int) -> str:
    """Under which a task's notices wait: a newer one takes the place of one not said yet."""
    return f"look:{task_id}"
