"""The outbox under a machine that queues, claims, settles, stalls and crashes in any order."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, insert, select

from domain.outgoing import Lane
from storage.database import Database
from storage.outbox_claims import (
    Claimed,
    Failed,
    Sent,
    claim,
    mark_in_doubt,
    push_back,
    settle_dead,
    settle_sent,
    sweep_leases,
)
from storage.tables import OutboxRow

T = TypeVar("T")
LEASE = timedelta(seconds=20)
ENDS = ("sent", "dead", "later", "doubt")


@dataclass
class Model:
    """What the machine believes of one row."""

    recipient: str
    lane: Lane
    not_before: datetime
    state: str = "pending"
    attempts: int = 0
    lease: str = ""
    leased_until: datetime | None = None
    arrivals: int = field(default=0)


class OutboxMachine(RuleBasedStateMachine):
    """Rows, flights and the clock; flights stay known after their lease, as those of a stalled sender would."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(url)
        self.now = datetime(2026, 3, 2, tzinfo=UTC)
        self.rows: dict[int, Model] = {}
        self.flights: list[Claimed] = []
        self.tokens = count()
        self.run(self._clear())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    async def _clear(self) -> None:
        async with self.database.write() as tx:
            await tx.execute(delete(OutboxRow))

    def teardown(self) -> None:
        try:
            self._everything_comes_to_an_end()
        finally:
            self.run(self.database.close())
            self.runner.close()

    @rule(recipient=st.sampled_from(["-1", "-2", "p:x"]), lane=st.sampled_from(Lane), delay=st.sampled_from([0, 0, 7]))
    def queue(self, recipient: str, lane: Lane, delay: int) -> None:
        row = Model(recipient, lane, self.now + timedelta(seconds=delay))
        self.rows[self.run(self._insert(row))] = row

    async def _insert(self, row: Model) -> int:
        values = {"recipient": row.recipient, "lane": int(row.lane), "payload": b"x", "not_before": row.not_before,
                  "created_at": self.now}  # fmt: skip
        async with self.database.write() as tx:
            return int((await tx.execute(insert(OutboxRow).values(values).returning(OutboxRow.id))).scalar_one())

    @rule(seconds=st.sampled_from([1, 5, 21]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(notices=st.integers(0, 3), amendments=st.integers(0, 3), broadcasts=st.integers(0, 3))
    def take(self, notices: int, amendments: int, broadcasts: int) -> None:
        token = str(next(self.tokens))
        rooms = {Lane.NOTICE: notices, Lane.AMENDMENT: amendments, Lane.BROADCAST: broadcasts}
        for flight in self.run(self._claim(token, rooms)):
            row = self.rows[flight.id]
            assert row.state == "pending"
            assert row.not_before <= self.now
            assert not self._ahead_of(flight.id), "order within a chat and lane is kept"
            row.state, row.lease, row.leased_until = "sending", token, self.now + LEASE
            row.attempts += 1
            self.flights.append(flight)

    def _ahead_of(self, row_id: int) -> list[int]:
        mine = self.rows[row_id]
        return [
            each for each, row in self.rows.items()
            if row.recipient == mine.recipient and row.state == "pending"
            and (row.lane, each) < (mine.lane, row_id) and (row.not_before <= self.now or row.attempts)
        ]  # fmt: skip

    async def _claim(self, token: str, rooms: dict[Lane, int]) -> list[Claimed]:
        async with self.database.write() as tx:
            return await claim(tx, self.now, self.now + LEASE, token, rooms)

    @precondition(lambda self: self.flights)
    @rule(data=st.data(), end=st.sampled_from(ENDS))
    def settle(self, data: st.DataObject, end: str) -> None:
        flight = data.draw(st.sampled_from(self.flights))
        row = self.rows[flight.id]
        held = row.state == "sending" and row.lease == flight.lease
        assert self.run(self._settle(flight, end)) == ({flight.id} if held else set()), "only a lease that holds counts"
        if held:
            self._expect(row, end)

    def _expect(self, row: Model, end: str) -> None:
        broadcast = row.lane is Lane.BROADCAST
        row.state = {
            "sent": "sent",
            "dead": "dead",
            "later": "pending",
            "doubt": "in_doubt" if broadcast else "pending",
        }[end]
        if row.state == "pending":
            row.not_before = self.now + timedelta(seconds=3)

    async def _settle(self, flight: Claimed, end: str) -> set[int]:
        failed = Failed(flight, "why", self.now + timedelta(seconds=3))
        async with self.database.write() as tx:
            if end == "sent":
                return await settle_sent(tx, [Sent(flight, [flight.id])], self.now)
            if end == "dead":
                return await settle_dead(tx, [failed], self.now)
            return await (push_back(tx, [failed]) if end == "later" else mark_in_doubt(tx, [failed]))

    @rule(everything=st.booleans())
    def sweep(self, everything: bool) -> None:
        over = [
            row for row in self.rows.values()
            if row.state == "sending" and (everything or (row.leased_until is not None and row.leased_until < self.now))
        ]  # fmt: skip
        assert self.run(self._sweep(everything)) == len(over)
        for row in over:
            row.state, row.lease = ("in_doubt" if row.lane is Lane.BROADCAST else "pending"), ""

    async def _sweep(self, everything: bool) -> int:
        async with self.database.write() as tx:
            return await sweep_leases(tx, self.now, all_of_them=everything)

    @invariant()
    def the_table_is_as_believed(self) -> None:
        stored = self.run(self._stored())
        assert {each.id: each.state for each in stored} == {each: row.state for each, row in self.rows.items()}
        flying = [each.recipient for each in stored if each.state == "sending"]
        assert len(flying) == len(set(flying)), "never two in flight for one chat"
        for each in stored:
            assert (each.payload is None) == (each.state in ("sent", "dead"))

    async def _stored(self) -> list[OutboxRow]:
        async with self.database.read() as tx:
            return list(await tx.scalars(select(OutboxRow)))

    def _everything_comes_to_an_end(self) -> None:
        self.sweep(everything=True)
        for _ in range(len(self.rows) + 1):
            self.now += timedelta(minutes=1)
            before = len(self.flights)
            self.take(notices=3, amendments=3, broadcasts=3)
            for flight in self.flights[before:]:
                assert self.run(self._settle(flight, "sent")) == {flight.id}
                self.rows[flight.id].state = "sent"
        assert all(row.state in ("sent", "dead", "in_doubt") for row in self.rows.values()), "nothing is left behind"
        self.the_table_is_as_believed()


def test_whatever_happens_the_outbox_keeps_its_promises(database_url: str) -> None:
    """Never two in flight for a chat, order kept within a lane, nothing lost, a stale token refused."""
    run_state_machine_as_test(
        lambda: OutboxMachine(database_url),
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
