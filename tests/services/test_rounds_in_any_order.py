"""Copies and their outbox under a machine that feeds, claims, settles, crashes, pauses, cancels and decides."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from domain.broadcast import CopyState, Going
from services import doubting, steering
from storage.database import Database
from storage.outbox_claims import Claimed, Failed, push_back, recall, settle_dead, sweep_leases
from storage.sealing import KeyRing
from storage.tables import Copy, OutboxRow
from tests import rounds
from tests.district import OFFICE, SUN, District, district_app, hand

T = TypeVar("T")
OPEN = ("pending", "sending")


class RoundMachine(RuleBasedStateMachine):
    """One round to a channel, two towns and a subscriber. `arrived` is what people really saw."""

    def __init__(self, url: str, keys: KeyRing) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.district = District(Database(url), district_app(keys))
        self.flights: list[Claimed] = []
        self.arrived: Counter[int] = Counter()
        self.allowed: Counter[int] = Counter()
        self.round_id = self.run(self._begin())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    async def _begin(self) -> int:
        async with self.district.database.write() as tx:
            await tx.execute(delete(OutboxRow))
        return await rounds.begun(self.district, await rounds.publishing(self.district))

    def teardown(self) -> None:
        try:
            self._everything_comes_to_an_end()
        finally:
            self.run(self.district.database.close())
            self.runner.close()

    @rule()
    def feed(self) -> None:
        self.run(rounds.fed(self.district))

    @rule(room=st.integers(1, 2))
    def claim(self, room: int) -> None:
        self.flights += self.run(rounds.in_flight(self.district, room))

    @precondition(lambda self: self.flights)
    @rule(data=st.data(), end=st.sampled_from(("arrive", "dead", "later", "recall", "lost", "lost in vain")))
    def settle(self, data: st.DataObject, end: str) -> None:
        flight = data.draw(st.sampled_from(self.flights))
        self.flights.remove(flight)
        assert flight.copy_id is not None
        self.arrived[flight.copy_id] += end in ("arrive", "lost")
        self.run(self._settle(flight, end))

    async def _settle(self, flight: Claimed, end: str) -> None:
        if end == "arrive":
            return await rounds.arrive(self.district, [flight])
        if end.startswith("lost"):
            return await rounds.get_lost(self.district, [flight])
        failed = Failed(flight, "why", self.district.now)
        async with self.district.database.write() as tx:
            if end == "dead":
                await settle_dead(tx, [failed], self.district.now)
            elif end == "later":
                await push_back(tx, [failed])
            else:
                await recall(tx, [flight])
        return None

    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        for flight in self.flights:
            assert flight.copy_id is not None
            self.arrived[flight.copy_id] += data.draw(st.booleans())
        self.flights = []
        self.run(self._sweep())

    async def _sweep(self) -> None:
        async with self.district.database.write() as tx:
            await sweep_leases(tx, self.district.now, all_of_them=True)

    @rule(how=st.sampled_from((steering.pause, steering.resume, steering.resume, steering.cancel)))
    def steer(self, how: Any) -> None:
        self.run(self._steer(how))

    async def _steer(self, how: Any) -> None:
        async with self.district.turn() as turn:
            await how(turn, hand(SUN, OFFICE), self.round_id)

    @rule(data=st.data(), again=st.booleans())
    def decide(self, data: st.DataObject, again: bool) -> None:
        doubtful = [each.id for each in self.run(self._copies()) if each.state == CopyState.IN_DOUBT]
        if doubtful:
            copy_id = data.draw(st.sampled_from(doubtful))
            self.allowed[copy_id] += again
            self.run(self._decide(copy_id, again))

    async def _decide(self, copy_id: int, again: bool) -> None:
        async with self.district.turn() as turn:
            await doubting.decide(turn, hand(SUN, OFFICE), copy_id, again=again)

    async def _copies(self) -> list[Copy]:
        return list(await rounds.copies_of(self.district, self.round_id))

    async def _rows(self) -> dict[int, str]:
        async with self.district.database.read() as tx:
            query = select(OutboxRow.copy_id, OutboxRow.state).where(OutboxRow.copy_id.is_not(None))
            return {copy_id: state for copy_id, state in await tx.execute(query) if copy_id is not None}

    @invariant()
    def nobody_gets_it_twice_unless_a_person_said_so(self) -> None:
        for copy_id, times in self.arrived.items():
            assert times <= 1 + self.allowed[copy_id]

    @invariant()
    def copies_and_rows_tell_the_same(self) -> None:
        rows, copies = self.run(self._rows()), self.run(self._copies())
        for each in copies:
            row = rows.get(each.id)
            assert (each.state == CopyState.QUEUED) == (row in OPEN), (each.id, each.state, row)
            assert (each.state == CopyState.IN_DOUBT) == (row == "in_doubt"), (each.id, each.state, row)
            assert each.live == (each.state == CopyState.DONE)
        going = self.run(rounds.round_of(self.district, self.round_id)).state
        waits = [each.id for each in copies if each.state == CopyState.WAITING]
        assert not (waits and going in (Going.DONE, Going.CANCELLED)), "nothing waits for a round that is over"

    def _everything_comes_to_an_end(self) -> None:
        self.run(self._sweep())
        self.flights = []
        self.run(self._steer(steering.resume))
        for _ in range(8):
            self.district.now += timedelta(minutes=1)
            self.feed()
            for flight in self.run(rounds.in_flight(self.district, 9)):
                assert flight.copy_id is not None
                self.arrived[flight.copy_id] += 1
                self.run(rounds.arrive(self.district, [flight]))
        assert self.run(rounds.round_of(self.district, self.round_id)).state in (Going.DONE, Going.CANCELLED)
        assert not {each.state for each in self.run(self._copies())} & {CopyState.WAITING, CopyState.QUEUED}
        self.nobody_gets_it_twice_unless_a_person_said_so()
        self.copies_and_rows_tell_the_same()


async def test_whatever_happens_each_target_gets_it_at_most_once(
    district: District, database_url: str, keys: KeyRing
) -> None:
    """In doubt is never resent by itself, and nothing stays queued without a row in the outbox."""
    await district.publicity()
    await rounds.outlet(district)
    await rounds.subscriber(district, 7001)
    await asyncio.to_thread(
        run_state_machine_as_test,
        lambda: RoundMachine(database_url, keys),
        settings=settings(
            max_examples=4, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
