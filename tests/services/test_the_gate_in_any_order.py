"""An exposure in the hands of people who write, decide, submit, approve and send back in any order.

Whatever they do, nothing is approved but by enough others, with nothing left open, and as it was frozen.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import select

from domain.exposure import Part, Status
from domain.exposure_replay import replay_exposure
from domain.published import Frozen, Rich, freeze
from services import approving, flagging
from storage import exposures
from storage.database import Database
from storage.sealing import KeyRing
from storage.tables import Exposure, ExposureApproval
from tests.district import OFFICE, QIAN, STRANGER, SUN, ZHENG, District, district_app, hand
from tests.gate import approve, edit, needing, submit
from tests.publicity import exposure, row_of

T = TypeVar("T")
WORDS = ("联系电话13800138000。", "经营者王小明在场。", "检查发现三包过期饼干。", "罚款伍佰元。")


class GateMachine(RuleBasedStateMachine):
    """One exposure in the hands of an editor and two leads, who press and write in any order."""

    def __init__(self, district: District, runner: asyncio.Runner) -> None:
        super().__init__()
        self.district, self.runner = district, runner
        self.shown = list[str]()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(needed=st.integers(1, 2))
    def begin(self, needed: int) -> None:
        needing(self.district, needed)
        self.needed, self.draft = needed, self.run(exposure(self.district))

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)), words=st.sampled_from(WORDS))
    def write(self, by: int, words: str) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                await edit(turn, by, self.draft, Part.FACTS, Rich(words))

        self.run(do())
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)), keep=st.booleans())
    def decide(self, by: int, keep: bool) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                for each in (await flagging.open_flags(turn, self.draft))[:1]:
                    if keep:
                        await flagging.keep(turn, hand(by, OFFICE), each.id, "已核对")
                    else:
                        await flagging.mask(turn, hand(by, OFFICE), each.id)

        self.run(do())
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)))
    def submit(self, by: int) -> None:
        self.shown.append(self.run(submit(self.district, self.draft, by)))
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG, STRANGER)), back=st.integers(1, 3))
    def approve(self, by: int, back: int) -> None:
        for prefix in self.shown[-back:][:1]:
            self.run(approve(self.district, self.draft, by, prefix))
        self.hold()

    @rule(by=st.sampled_from((QIAN, SUN, ZHENG)))
    def reject(self, by: int) -> None:
        async def do() -> None:
            async with self.district.turn() as turn:
                for prefix in self.shown[-1:]:
                    await approving.reject(turn, hand(by, OFFICE), self.draft, prefix, "再改")

        self.run(do())
        self.hold()

    def hold(self) -> None:
        self.run(self._hold())

    async def _hold(self) -> None:
        row = await row_of(self.district, self.draft)
        async with self.district.turn() as turn:
            parts, events = await exposures.parts(turn.tx, row.id), await exposures.events(turn.tx, row.id)
            still_open = await flagging.open_flags(turn, row.id)
            editors = await exposures.editors(turn.tx, row.id)
            given = set(await turn.tx.scalars(_approvers(row)))
            told = replay_exposure(events)
        assert (told.status, told.digest) == (row.status, row.digest)
        if row.status == Status.DRAFT:
            assert (row.frozen, row.digest) == (None, None)
            return
        assert row.frozen is not None
        assert freeze(parts) == Frozen.from_json(row.frozen)
        assert freeze(parts).digest == row.digest
        assert not still_open
        assert not given & (editors | {QIAN, STRANGER})
        assert (len(given) >= self.needed) is (row.status == Status.APPROVED)


def _approvers(row: Exposure) -> Any:
    mine = (ExposureApproval.exposure_id == row.id) & (ExposureApproval.digest == row.digest)
    return select(ExposureApproval.user_id).where(mine)


def test_in_whatever_order_people_press_nothing_is_approved_but_by_others(database_url: str, keys: KeyRing) -> None:
    """Anybody of the office writes, decides, submits, approves and sends back, old buttons included."""
    database = Database(database_url)
    with asyncio.Runner() as runner:
        district = District(database, district_app(keys))
        runner.run(district.settle_in())
        runner.run(district.publicity())
        run_state_machine_as_test(
            lambda: GateMachine(district, runner),
            settings=settings(
                max_examples=6, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
            ),
        )
        runner.run(database.close())
