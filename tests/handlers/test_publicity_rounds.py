"""A round as the office steers it from its group."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from domain.asking import Asked, Verb
from domain.broadcast import UNSEEN
from domain.exposure import Status
from domain.refusal import Refusal
from services import taking_down
from storage.tables import Batch, Outlet
from tests import rounds
from tests.district import EAST, OFFICE, QIAN, SUN, District, hand
from tests.publicity import row_of
from tests.rounds import CHANNEL


@pytest.fixture
async def office(district: District) -> District:
    """A publicity office with a channel; it is half past nine in the morning."""
    await district.publicity()
    await rounds.outlet(district)
    return district


async def states(district: District, round_id: int) -> list[str]:
    """The states of the round's copies."""
    return sorted(each.state for each in await rounds.copies_of(district, round_id))


async def test_progress_stands_in_the_group_and_is_edited_where_it_stands(office: District) -> None:
    round_id = await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    first = office.last(OFFICE)
    assert "进行中" in first.text
    assert "待发 3" in first.text
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    assert office.last(OFFICE).edits is None or office.last(OFFICE).edits == first.message_id
    done = office.said_in(OFFICE, "已结束")[-1]
    assert done.edits == first.message_id
    assert "完成 3" in done.text
    assert (await rounds.round_of(office, round_id)).state == "done"


async def test_a_finished_round_publishes_the_exposure(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    await rounds.begun(office, exposure_id)
    await rounds.fed(office)
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    row = await row_of(office, exposure_id)
    assert row.status == Status.PUBLISHED
    assert row.published_at == office.now


async def test_a_lead_pauses_and_resumes(office: District) -> None:
    round_id = await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    (flying,) = await rounds.in_flight(office)
    await office.press(SUN, OFFICE, office.last(OFFICE).button("暂停"))
    assert await states(office, round_id) == ["queued", "waiting", "waiting"]
    assert not await rounds.in_flight(office, 9)
    await rounds.arrive(office, [flying])
    await rounds.fed(office)
    assert await states(office, round_id) == ["done", "waiting", "waiting"]
    await office.press(SUN, OFFICE, office.last(OFFICE).button("继续"))
    await rounds.fed(office)
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    assert await states(office, round_id) == ["done"] * 3


async def test_an_editor_cannot_steer(office: District) -> None:
    round_id = await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    assert "负责人" in await office.press(QIAN, OFFICE, office.last(OFFICE).button("暂停"))
    assert (await rounds.round_of(office, round_id)).state == "running"


async def test_another_group_cannot_steer_and_learns_nothing(office: District) -> None:
    round_id = await rounds.begun(office, await rounds.publishing(office))
    pause = Asked(Verb.ROUND, round_id, "pause").data
    assert await office.press(SUN, EAST, pause) == await office.press(SUN, EAST, pause.replace(f":{round_id}", ":99"))
    assert (await rounds.round_of(office, round_id)).state == "running"


async def test_the_rest_is_cancelled_once_somebody_is_sure(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    round_id = await rounds.begun(office, exposure_id)
    await rounds.fed(office)
    await rounds.arrive(office, await rounds.in_flight(office))
    await office.press(SUN, OFFICE, office.last(OFFICE).button("取消其余"))
    assert (await rounds.round_of(office, round_id)).state == "running"
    await office.press(SUN, OFFICE, office.last(OFFICE).button("确定取消其余"))
    assert await states(office, round_id) == ["cancelled", "cancelled", "done"]
    assert not await rounds.in_flight(office, 9)
    assert (await row_of(office, exposure_id)).status == Status.PUBLISHED


async def test_results_name_groups_and_count_subscribers(office: District) -> None:
    key = await rounds.subscriber(office, 7001)
    await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    await office.press(QIAN, OFFICE, office.said_in(OFFICE, "已结束")[-1].button("看结果"))
    text = office.last(OFFICE).text
    assert f"✅ 频道{CHANNEL} 已送达" in text
    assert "✅ 东街道 已送达" in text
    assert "订阅者：已送达 1 条" in text
    assert key not in text
    assert "7001" not in text


async def test_what_is_in_doubt_is_decided_one_by_one(office: District) -> None:
    round_id = await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    await rounds.get_lost(office, await rounds.in_flight(office, 2))
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    assert await states(office, round_id) == ["done", "in_doubt", "in_doubt"]
    await office.press(SUN, OFFICE, office.said_in(OFFICE, "已结束")[-1].button("存疑"))
    listed = office.last(OFFICE)
    assert f"1. 频道{CHANNEL} · 文字" in listed.text
    await office.press(SUN, OFFICE, listed.button("1 已送达"), listed.message_id)
    assert await states(office, round_id) == ["done", "done", "in_doubt"]
    again = office.said_in(OFFICE, "存疑：发送时断线")[-1]
    assert again.edits == listed.message_id
    assert "已经处理过" in await office.press(SUN, OFFICE, listed.button("1 再发一次"), listed.message_id)
    await office.press(SUN, OFFICE, again.button("再发一次"), listed.message_id)
    assert await states(office, round_id) == ["done", "done", "waiting"]
    await rounds.fed(office)
    await rounds.arrive(office, await rounds.in_flight(office, 9))
    await rounds.fed(office)
    assert await states(office, round_id) == ["done"] * 3
    assert (await rounds.round_of(office, round_id)).state == "done"


async def test_nothing_in_doubt_is_sent_again_once_it_was_withdrawn(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    round_id = await rounds.begun(office, exposure_id)
    await rounds.fed(office)
    await rounds.get_lost(office, await rounds.in_flight(office))
    await rounds.begun(office, exposure_id, "withdraw")
    (doubtful,) = [each for each in await rounds.copies_of(office, round_id) if each.state == "in_doubt"]
    assert await office.press(SUN, OFFICE, Asked(Verb.DOUBT, doubtful.id, "again").data)
    assert "in_doubt" in await states(office, round_id)


async def test_what_was_in_doubt_and_is_not_there_is_decided_after_a_withdrawal_too(office: District) -> None:
    exposure_id = await rounds.publishing(office)
    first = await rounds.begun(office, exposure_id)
    await rounds.fed(office)
    await rounds.get_lost(office, await rounds.in_flight(office))
    (doubtful,) = [each for each in await rounds.copies_of(office, first) if each.state == "in_doubt"]
    missing = Asked(Verb.DOUBT, doubtful.id, "missing").data
    assert "还可以再发" in await office.press(SUN, OFFICE, missing)
    async with office.turn() as turn:
        down = await taking_down.take_down(turn, hand(SUN, OFFICE), exposure_id, Status.WITHDRAWN, "撤销")
        assert not isinstance(down, Refusal)
    await rounds.fed(office)
    board = office.said_in(OFFICE, "📡 撤下")[-1]
    assert f"频道{CHANNEL}（文字）" in board.text
    assert "负责人" in await office.press(QIAN, OFFICE, board.button("核对以前的存疑"))
    await office.press(SUN, OFFICE, board.button("核对以前的存疑"))
    listed = office.last(OFFICE)
    assert "再发一次" not in listed.text
    assert "负责人" in await office.press(QIAN, OFFICE, listed.button("1 没有送到"), listed.message_id)
    await office.press(SUN, OFFICE, listed.button("1 没有送到"), listed.message_id)
    assert "in_doubt" not in await states(office, first)
    (seen,) = [each for each in await rounds.copies_of(office, first) if each.id == doubtful.id]
    assert (seen.state, seen.live, seen.why) == ("failed", False, UNSEEN)
    assert "没核对" not in office.said_in(OFFICE, "📡 撤下")[-1].text
    assert "已经处理过" in await office.press(SUN, OFFICE, listed.button("1 没有送到"), listed.message_id)
    assert not await rounds.in_flight(office, 9)


@pytest.mark.parametrize(
    ("verb", "said"),
    [("reprint", "没有人要补发"), ("withdraw", "没有找到还在的消息"), ("publish", "没有可以发到的频道")],
)
async def test_a_round_with_nobody_to_reach_says_so_instead_of_counting_nothing(
    office: District, verb: str, said: str
) -> None:
    exposure_id = await rounds.publishing(office)
    if verb == "reprint":
        await rounds.begun(office, exposure_id)
        await rounds.fed(office)
        await rounds.arrive(office, await rounds.in_flight(office, 9))
        await rounds.fed(office)
    if verb == "publish":
        async with office.database.write() as tx:
            await tx.execute(update(Outlet).values(ended_at=office.now))
            await tx.execute(update(Batch).values(reach="outlets"))
    await rounds.begun(office, exposure_id, verb)
    await rounds.fed(office)
    (board,) = {each.text for each in office.said_in(OFFICE, "已结束") if said in each.text}
    assert "共 0 条" not in board


async def test_nothing_is_published_at_night(office: District) -> None:
    office.now += timedelta(hours=14)
    round_id = await rounds.begun(office, await rounds.publishing(office))
    await rounds.fed(office)
    assert "不在发布时段，03-03 08:00 继续" in office.last(OFFICE).text
    assert await states(office, round_id) == ["waiting"] * 3
    said = len(office.spoken)
    office.now += timedelta(minutes=1)
    await rounds.fed(office)
    assert len(office.spoken) == said
    office.now += timedelta(hours=9)
    await rounds.fed(office)
    assert await states(office, round_id) == ["queued"] * 3
