"""Whoever is too close to a business (回避) has no say in when its text goes out; stopping it is left to every lead."""

from datetime import UTC, datetime

from domain.exposure import Status
from domain.refusal import Refusal
from services import batches, planning, taking_down
from storage import businesses, conflicts, exposures
from tests.district import OFFICE, QIAN, SUN, ZHENG, District, hand
from tests.publicity import exposure, row_of

TOMORROW = datetime(2026, 3, 3, 10, tzinfo=UTC)
EDITOR, RELATED, LEAD = hand(QIAN, OFFICE), hand(SUN, OFFICE), hand(ZHENG, OFFICE)


async def mark(district: District, user_id: int) -> None:
    async with district.turn() as turn:
        business = await businesses.enter(turn.tx, "阳光小卖部", turn.now)
        assert business is not None
        await conflicts.mark(turn.tx, user_id, business, "亲属", ZHENG, turn.now)


async def batch_of_two(district: District) -> tuple[int, list[int]]:
    """A batch that could go out, with two approved texts about the business."""
    await district.publicity()
    first = await exposure(district, Status.APPROVED)
    batch_id = (await row_of(district, first)).batch_id
    return batch_id, [first, await exposure(district, Status.APPROVED, batch_id=batch_id)]


def key(done: object) -> str:
    return done.key if isinstance(done, Refusal) else ""


async def test_somebody_related_neither_schedules_nor_orders_nor_publishes_the_batch(district: District) -> None:
    batch_id, (_, second) = await batch_of_two(district)
    await mark(district, SUN)
    async with district.turn() as turn:
        refused = [
            key(await planning.at_moment(turn, RELATED, batch_id, TOMORROW)),
            key(await planning.into_slot(turn, RELATED, batch_id, 1)),
            key(await planning.publish_now(turn, RELATED, batch_id)),
            key(await planning.rehearse_batch(turn, RELATED, batch_id)),
            key(await batches.raise_up(turn, RELATED, batch_id, second)),
        ]
        assert refused == ["batch_recused"] * 5
        assert [each.id for each in await exposures.in_batch(turn.tx, batch_id)][1] == second
        assert key(await batches.raise_up(turn, LEAD, batch_id, second)) == ""
        assert key(await planning.publish_now(turn, LEAD, batch_id)) == ""


async def test_a_lead_takes_the_batch_off_the_schedule_however_close_and_an_editor_does_not(
    district: District,
) -> None:
    batch_id, _ = await batch_of_two(district)
    async with district.turn() as turn:
        assert key(await planning.at_moment(turn, LEAD, batch_id, TOMORROW)) == ""
    for user_id in (SUN, QIAN):
        await mark(district, user_id)
    async with district.turn() as turn:
        assert key(await planning.unplan(turn, EDITOR, batch_id)) == "batch_recused"
        assert key(await planning.unplan(turn, RELATED, batch_id)) == ""


async def test_a_related_lead_withdraws_what_is_wrong_and_the_office_is_told_of_the_tie(district: District) -> None:
    await district.publicity()
    published = await exposure(district, Status.PUBLISHED)
    await mark(district, SUN)
    async with district.turn() as turn:
        early = await taking_down.take_down(turn, RELATED, published, Status.EXPIRED, "当事人申请")
        assert key(early) == "no_such_exposure", "that is a favour to the business"
        done = await taking_down.take_down(turn, RELATED, published, Status.WITHDRAWN, "处罚决定被撤销")
        assert not isinstance(done, Refusal)
        last = (await exposures.events(turn.tx, published))[-1]
    assert (last.what, last.facts) == ("withdrawn", {"conflict": True})
    await district.speak()
    assert any("回避关系，请其他负责人复核" in each.text for each in district.said_in(OFFICE))


async def test_an_unrelated_lead_withdraws_without_a_word_of_any_tie(district: District) -> None:
    await district.publicity()
    published = await exposure(district, Status.PUBLISHED)
    async with district.turn() as turn:
        assert not isinstance(
            await taking_down.take_down(turn, LEAD, published, Status.WITHDRAWN, "处罚决定被撤销"), Refusal
        )
    await district.speak()
    said = [each.text for each in district.said_in(OFFICE)]
    assert any("撤下了稿件" in each for each in said)
    assert not any("回避" in each for each in said)
