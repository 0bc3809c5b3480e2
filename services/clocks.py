"""Keeping the clock of a case true to its status, and knowing when the reporter waits for an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from domain import clock as clocks
from domain.case import Actor, Status
from domain.clock import Clock, Kind, Wait
from domain.workdays import Due
from services.app import App
from services.turn import Turn
from storage import cases, chasing, desks
from storage.outbox import to_group
from storage.tables import CaseRow

ANSWER_CHASED = "answer_chased"
"""The event of a reminder that the reporter waits; its fact `step` counts from 0."""

_ANSWERS = frozenset({"note_shared", "asked"})
_NEW_FACTS = frozenset({"answered", "absorbed"})
_BEFORE_VERIFYING = frozenset({Status.RECEIVED, Status.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Urge:
    """The reporter asked how the case stands on the day `since`; `said` reminders have followed, no answer yet."""

    since: date
    said: int = 0


def today(turn: Turn) -> date:
    """The day by the district's clock."""
    return turn.now.astimezone(turn.app.zone).date()


def opening(app: App, status: Status, now: datetime) -> dict[str, object]:
    """The clock's columns for a case that is being filed in `status`."""
    clock = clocks.start(status, now.astimezone(app.zone).date())
    return {} if clock is None else _columns(app, clock, now)


async def wind(turn: Turn, case_id: int, was: Status) -> None:
    """Starts the clock of the status the case has come into, and takes back reminders that have not been said yet.

    Called in the transaction that changes the status, after the change.
    """
    row = await chasing.hold(turn.tx, case_id)
    clock = clocks.start(Status(row.status), await _since(turn, row, was), row.rectify_by)
    columns = _columns(turn.app, clock, turn.now) if clock else dict(_NO_CLOCK)
    await chasing.set_clock(turn.tx, row, **columns)
    await _take_back_reminders(turn, row)


async def hear(turn: Turn, row: CaseRow) -> None:
    """The reporter has added something: a clock that waited for it runs on, a running verification starts again."""
    held = await chasing.hold(turn.tx, row.id)
    was = clock_of(turn.app, held)
    clock = clocks.hear(was, today(turn), turn.app.calendar)
    if clock is None:
        return
    await change(turn, held, clock)
    what = "clock_restarted" if was and clock.since != was.since else "clock_resumed"
    await cases.add_event(
        turn.tx, turn.app.keys, row.id, what, turn.now, Actor.CITIZEN, facts={"since": clock.since.isoformat()}
    )


async def urged(turn: Turn, case_id: int) -> None:
    """The reporter asks how the case stands: its desk is reminded when no answer follows in time."""
    row = await chasing.hold(turn.tx, case_id)
    await chasing.set_clock(turn.tx, row, chase_at=earliest(row.chase_at, await answer_at(turn, row.id)))


async def change(turn: Turn, row: CaseRow, clock: Clock) -> bool:
    """Stores a clock that was paused, resumed, lengthened, started again or only computed anew; False when the case
    has moved on. A pause that goes on keeps its beginning."""
    columns = _columns(turn.app, clock, turn.now)
    if clock.paused_since is not None and clock == clock_of(turn.app, row):
        columns["paused_since"] = row.paused_since
    main = columns["chase_at"]
    assert main is None or isinstance(main, datetime)
    columns["chase_at"] = earliest(main, await answer_at(turn, row.id))
    return await chasing.set_clock(turn.tx, row, **columns)


async def settle_provisional(turn: Turn, after: int, limit: int) -> int | None:
    """Computes provisional deadlines again, a page of ids after `after`; returns the page's last id, None at the end.

    A calendar that knows a year better comes with a new start of the program, so once a start is often enough.
    """
    page = await chasing.provisional(turn.tx, after, limit)
    for row in page:
        clock = clock_of(turn.app, row)
        due = clock.due(turn.app.calendar, turn.app.periods) if clock else None
        if clock is None or due is None or due == Due(row.due_on or due.date, provisional=True):
            continue
        if due.date == row.due_on:
            await chasing.set_clock(turn.tx, row, due_provisional=due.provisional)
        else:
            await change(turn, row, clock)
    return page[-1].id if page else None


def clock_of(app: App, row: CaseRow) -> Clock | None:
    """The clock as its columns say."""
    if row.clock is None or row.clock_from is None:
        return None
    return Clock(
        Kind(row.clock),
        row.clock_from,
        row.rectify_by if row.clock == Kind.RECTIFY else None,
        row.extended,
        row.paused_days,
        row.paused_since.astimezone(app.zone).date() if row.paused_since else None,
        Wait(row.paused_for) if row.paused_for else None,
    )


async def urge_of(turn: Turn, case_id: int) -> Urge | None:
    """The reporter's oldest question how the case stands that nobody has answered by word or by deed."""
    urge: Urge | None = None
    for event in await cases.events(turn.tx, case_id):
        if event.what == "urged":
            urge = urge or Urge(event.at.astimezone(turn.app.zone).date())
        elif event.what == ANSWER_CHASED and urge:
            urge = Urge(urge.since, int(event.facts["step"]) + 1)
        elif event.what in _ANSWERS or event.to_status not in (None, event.from_status):
            urge = None
    return urge


def answer_mornings(app: App, urge: Urge) -> list[datetime]:
    """When the desk, and a working day later the duty desk, are reminded of the reporter who waits."""
    first = app.calendar.due(urge.since, app.periods.answer).date
    return [app.chasing.morning(day) for day in (first, app.calendar.due(first, 1).date)]


async def answer_at(turn: Turn, case_id: int) -> datetime | None:
    """The next reminder that the reporter waits; None when nobody waits, or nobody is left to be told."""
    urge = await urge_of(turn, case_id)
    return next(iter(answer_mornings(turn.app, urge)[urge.said :]), None) if urge else None


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of those that are set."""
    return min((each for each in moments if each is not None), default=None)


def topics(case_id: int) -> tuple[str, str]:
    """Under which a case's reminders wait: of its deadline, and of its reporter's question."""
    return f"chase:{case_id}", f"answer:{case_id}"


_NO_CLOCK: dict[str, object] = {
    "clock": None, "clock_from": None, "due_on": None, "due_provisional": False, "extended": False, "paused_days": 0,
    "paused_since": None, "paused_for": None, "chased": 0, "chase_at": None,
}  # fmt: skip


def _columns(app: App, clock: Clock, now: datetime) -> dict[str, object]:
    """A pause that the clock carries begins now."""
    columns = _NO_CLOCK | {
        "clock": clock.kind, "clock_from": clock.since, "extended": clock.extended, "paused_days": clock.paused_days,
        "paused_since": now if clock.paused_since else None, "paused_for": clock.paused_for,
    }  # fmt: skip
    due = clock.due(app.calendar, app.periods)
    if due is None:
        return columns
    step = app.chasing.first_after(now, due.date, app.calendar)
    at = None if clock.paused_since else app.chasing.when(step, due.date, app.calendar)
    return columns | {"due_on": due.date, "due_provisional": due.provisional, "chased": step, "chase_at": at}


async def _since(turn: Turn, row: CaseRow, was: Status) -> date:
    """From which day the term counts.

    Verifying has its 15 days from the day the report came in (penalty procedure, article 18), however long it waited
    to be taken up, or from the reporter's last new facts; a case that comes back starts afresh.
    """
    if row.status != Status.ACCEPTED or was not in _BEFORE_VERIFYING:
        return today(turn)
    heard = [each.at for each in await cases.events(turn.tx, row.id) if each.what in _NEW_FACTS]
    return max([row.received_at, *heard]).astimezone(turn.app.zone).date()


async def _take_back_reminders(turn: Turn, row: CaseRow) -> None:
    groups = [to_group(desk.chat_id) for desk in await desks.desks(turn.tx) if desk.chat_id is not None]
    await chasing.take_back(turn.tx, groups, topics(row.id))
