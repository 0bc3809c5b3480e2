"""Whatever the office presses after publishing, and in whatever order: one text of a series stands at most, it is taken
down once and then nothing more of it is sent, and its reporter is told once."""

from collections.abc import Awaitable, Callable
from random import Random

import pytest
from sqlalchemy import select, update

from domain.broadcast import Going
from domain.exposure import OUT, Part, Status
from domain.published import Rich, freeze
from services import correcting, publishing, reprinting, taking_down, thanking
from services.turn import Turn
from storage import approvals
from storage.tables import Broadcast, Exposure
from tests.district import OFFICE, QIAN, SUN, ZHENG, District, hand
from tests.publicity import PARTS, closed_case, exposure
from tests.rounds import begun

Act = Callable[[Turn, int, Random], Awaitable[object]]


async def pass_the_gate(turn: Turn, exposure_id: int, _: Random) -> None:
    """A draft was written, submitted and approved."""
    frozen = freeze(PARTS | {Part.LEAD: Rich("更正：罚款应为五千元。")})
    mine = (Exposure.id == exposure_id) & (Exposure.status == Status.DRAFT)
    values = {"status": Status.APPROVED, "frozen": frozen.to_json(), "digest": frozen.digest}
    await turn.tx.execute(update(Exposure).where(mine).values(**values))
    await approvals.add(turn.tx, exposure_id, frozen.digest, SUN, turn.now)


async def end_rounds(turn: Turn, exposure_id: int, _: Random) -> None:
    """Everything that was on its way arrived."""
    await turn.tx.execute(update(Broadcast).where(Broadcast.state == Going.RUNNING).values(state=Going.DONE))
    await publishing.published(turn, exposure_id)


def somebody(dice: Random) -> int:
    return dice.choice([QIAN, SUN, ZHENG])


ACTS: list[Act] = [
    lambda turn, which, dice: correcting.correct(turn, hand(somebody(dice), OFFICE), which),
    pass_the_gate,
    lambda turn, which, dice: correcting.publish(turn, hand(somebody(dice), OFFICE), which),
    end_rounds,
    lambda turn, which, dice: reprinting.reprint(
        turn, hand(somebody(dice), OFFICE), which, dice.randint(1, 4), everybody=dice.random() < 0.5
    ),
    lambda turn, which, dice: thanking.thank(turn, hand(somebody(dice), OFFICE), which),
    lambda turn, which, dice: taking_down.take_down(
        turn, hand(somebody(dice), OFFICE), which, dice.choice([Status.WITHDRAWN, Status.EXPIRED]), "已撤销"
    ),
]
WEIGHTS = [8, 8, 8, 8, 4, 2, 1]
"""Nothing would be corrected twice if it were as likely to be taken down."""


async def holds(district: District) -> tuple[list[Exposure], list[Broadcast]]:
    """What must be true at every moment; gives what there is."""
    async with district.database.read() as tx:
        texts = list(await tx.scalars(select(Exposure).order_by(Exposure.id)))
        rounds = list(await tx.scalars(select(Broadcast).order_by(Broadcast.id)))
    verbs = [each.verb for each in rounds]
    standing = [each for each in texts if each.status in OUT]
    down = [each for each in texts if each.status in (Status.WITHDRAWN, Status.EXPIRED)]
    assert len(standing) + len(down) == 1
    assert verbs.count("correct") == sum(each.status == Status.CORRECTED for each in texts)
    assert verbs.count("withdraw") + verbs.count("expire") == len(down)
    if down:
        assert verbs[-1] in ("withdraw", "expire")
        assert all(each.state != Going.RUNNING for each in rounds[:-1])
    return texts, rounds


@pytest.mark.parametrize("seed", [3, 8])
async def test_one_text_stands_and_is_taken_down_once(district: District, seed: int) -> None:
    await district.publicity()
    dice = Random(seed)
    await begun(district, await exposure(district, Status.PUBLISHED, case_id=await closed_case(district)))
    texts, _ = await holds(district)
    for _ in range(40):
        act = dice.choices(ACTS, WEIGHTS)[0]
        async with district.turn() as turn:
            await act(turn, dice.choice(texts[-2:]).id, dice)
        texts, _ = await holds(district)
    await district.speak()
    assert len(district.told_reporter()) <= 1
    assert len(texts) > 1, "nothing was corrected: the walk shows nothing"
