"""Whatever people do, and in whatever order: no case is closed before its look-back is over, each conclusion that asks
for one has exactly one, and nothing is said of one that is over."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from domain.case import OPEN, Outcome, Status
from domain.look_back import NOTHING_TO_SEE
from services import closing, concluding, handling, look_back_reminders, looking_back, rechecking
from services.turn import Turn
from storage import cases
from storage.tables import CaseEvent, LookBack
from tests.district import CHEN, DUTY, HE, LI, SUPERVISION, WANG, ZHOU, District, hand
from tests.services.test_looking_back import send_photo

Act = Callable[[Turn, int, Random], Awaitable[object]]

ACTS: list[Act] = [
    lambda turn, case_id, dice: handling.take_up(turn, hand(dice.choice([WANG, LI])), case_id),
    lambda turn, case_id, dice: concluding.conclude(
        turn, hand(dice.choice([WANG, CHEN])), case_id,
        dice.choice([Outcome.BANNED, Outcome.UNSUBSTANTIATED, Outcome.BANNED]), "核查情况",
    ),
    lambda turn, case_id, dice: closing.close(turn, hand(ZHOU, DUTY), case_id),
    lambda turn, case_id, dice: closing.close(turn, hand(HE, SUPERVISION), case_id),
    lambda turn, case_id, dice: closing.reopen(turn, hand(ZHOU, DUTY), case_id, "再查"),
    lambda turn, case_id, dice: looking_back.take(turn, hand(dice.choice([WANG, LI, CHEN])), case_id),
    lambda turn, case_id, dice: looking_back.passed(turn, hand(dice.choice([WANG, LI, CHEN])), case_id),
    lambda turn, case_id, dice: looking_back.passed(turn, hand(HE, SUPERVISION), case_id),
    lambda turn, case_id, dice: looking_back.failed(turn, hand(dice.choice([WANG, LI, CHEN])), case_id, "还在"),
    lambda turn, case_id, dice: looking_back.waive(turn, hand(HE, SUPERVISION), case_id, "不必"),
    lambda turn, case_id, dice: rechecking.recheck(turn, hand(HE, SUPERVISION), "1", dice.sample),
]  # fmt: skip

WEIGHTS = [3, 4, 2, 2, 1, 3, 4, 2, 2, 1, 3]
"""Few cases would come to their end if it were as likely as everything that opens them again."""


async def state(district: District, case_id: int) -> tuple[Status, list[LookBack], list[CaseEvent]]:
    async with district.database.read() as tx:
        row = await cases.get(tx, case_id)
        assert row is not None
        tasks = list(await tx.scalars(select(LookBack).where(LookBack.case_id == case_id).order_by(LookBack.id)))
        return Status(row.status), tasks, await cases.events(tx, case_id)


async def reminded(district: District, tasks: list[LookBack]) -> list[int]:
    """The tasks of which a tick far in the future would speak."""
    late = district.now + timedelta(days=400)
    while district.app.chasing.is_quiet(late):
        late += timedelta(hours=1)
    async with district.database.read() as tx:
        due = await look_back_reminders.due(tx, district.app, late)
    return [task.id for task in tasks if task.id in due]


@pytest.mark.parametrize("seed", range(3))
async def test_no_order_of_acts_closes_a_case_unseen(district: District, seed: int) -> None:
    await district.supervised()
    dice, case_id, statuses = Random(seed), await district.case(), set()
    for _ in range(60):
        district.now += timedelta(hours=dice.randint(1, 30))
        if dice.random() < 0.3:
            await send_photo(district, case_id, dice.choice([hand(LI), hand(CHEN), hand(HE, SUPERVISION)]))
        before, tasks_before, _ = await state(district, case_id)
        async with district.turn() as turn:
            (act,) = dice.choices(ACTS, WEIGHTS)
            await act(turn, case_id, dice)
        status, tasks, events = await state(district, case_id)
        unfinished = [task for task in tasks if task.done_at is None]
        statuses.add(status)
        if status is Status.CLOSED and before is not Status.CLOSED:
            assert not unfinished
        if status is Status.CONCLUDED and before is not Status.CONCLUDED:
            asked_for = Outcome(events_outcome(events)) not in NOTHING_TO_SEE
            assert len(tasks) - len(tasks_before) == len(unfinished) == asked_for
        if status in OPEN:
            assert not unfinished
        assert await reminded(district, tasks) == [task.id for task in unfinished]
    assert Status.CLOSED in statuses, "a walk that closes nothing shows nothing"


def events_outcome(events: list[CaseEvent]) -> str:
    """The outcome of the newest conclusion."""
    return next(str(each.facts["outcome"]) for each in reversed(events) if each.what == "concluded")
