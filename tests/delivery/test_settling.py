"""What fails for a reason of our own is tried a few times, and then given up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from delivery.fate import Unexpected
from delivery.settling import pause_s, settle
from domain.outgoing import Card, Lane, Say
from storage.outbox_claims import Claimed, claim
from storage.tables import DeskRow, OutboxRow
from tests.delivery.conftest import Stage
from tests.district import EAST, REPORTER, WEST

NOW = datetime.now(UTC)


def test_pauses_grow_to_a_minute() -> None:
    assert [pause_s(attempt) for attempt in (1, 2, 3, 7, 8, 5000)] == [1, 2, 4, 60, 60, 60]


@pytest.mark.parametrize(
    ("before", "begun", "state", "repeat"),
    [(0, False, "pending", False), (0, True, "pending", True), (5, False, "dead", False), (5, True, "dead", False)],
)
async def test_our_own_fault_never_goes_round_for_ever(
    stage: Stage, before: int, begun: bool, state: str, repeat: bool
) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id))
    async with stage.district.database.write() as tx:
        await tx.execute(update(OutboxRow).values(attempts=before))
    (flight,) = await _take(stage)
    async with stage.district.database.write() as tx:
        await settle(tx, stage.district.app.keys, [(flight, Unexpected("KeyError", begun))], NOW)
    card, *alarm = await stage.rows()
    assert (card.state, card.repeat) == (state, repeat)
    assert len(alarm) == (2 if state == "dead" else 0)


@pytest.mark.parametrize("lane", [Lane.NOTICE, Lane.BROADCAST])
async def test_one_end_that_the_database_refuses_keeps_nobody_else_waiting(stage: Stage, lane: Lane) -> None:
    # The group becomes a supergroup that another desk has already, and a group can't be two desks'.
    supergroup = await stage.control.migrate(EAST)
    async with stage.district.turn() as turn:
        await turn.tx.execute(update(DeskRow).where(DeskRow.chat_id == WEST).values(chat_id=supergroup))
    await stage.queue(EAST, Say("给东街道"), lane=lane)
    await stage.queue(stage.district.reporter, *(Say(str(n)) for n in range(3)))
    await stage.say_all()
    assert await stage.texts(REPORTER) == ["0", "1", "2"]
    stuck, *others = await stage.rows()
    assert stuck.state == ("dead" if lane is Lane.NOTICE else "in_doubt")
    assert {row.state for row in others} == {"sent"}


async def _take(stage: Stage) -> list[Claimed]:
    now = datetime.now(UTC)
    async with stage.district.database.write() as tx:
        return await claim(tx, now, now + timedelta(minutes=1), "t", {Lane.NOTICE: 9})
