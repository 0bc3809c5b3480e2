"""What goes wrong between the voice and Telegram, and what the voice makes of it."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from domain.outgoing import Card, Lane, Notice, Photos, Say
from storage.outbox_claims import claim
from storage.tables import Correspondent, DeskRow, OutboxRow
from tests.delivery.conftest import FAST, NEIGHBOUR, Stage
from tests.district import DUTY, EAST, REPORTER

ALL = {Lane.NOTICE: 99, Lane.BROADCAST: 99}


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_too_fast_is_said_later_and_in_order(stage: Stage) -> None:
    await stage.control.fault("429", "sendMessage", retry_after=1, every=3, times=3)
    await stage.queue(stage.district.reporter, *(Say(str(n)) for n in range(5)))
    await stage.queue(stage.neighbour, *(Say(str(n)) for n in range(5)))
    await stage.say_all()
    for reader in (REPORTER, NEIGHBOUR):
        assert await stage.texts(reader) == ["0", "1", "2", "3", "4"]
    assert not any(row.repeat for row in await stage.rows())


async def test_an_album_refused_for_its_pace_is_said_later(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.control.fault("album_400_retry", "sendMediaGroup", retry_after=1)
    await stage.queue(EAST, Photos(case_id, await stage.photos(case_id, 2)))
    await stage.say_all()
    assert len(await stage.heard(EAST)) == 1
    assert [(row.state, row.repeat) for row in await stage.rows()] == [("sent", False)]


@pytest.mark.parametrize("kind", ["500", "502", "504", "drop_before"])
async def test_what_may_have_arrived_is_said_again_with_a_mark(stage: Stage, kind: str) -> None:
    await stage.control.fault(kind, "sendMessage")
    await stage.queue(stage.neighbour, Say("hello"), Say("again"))
    await stage.say_all()
    assert await stage.texts(NEIGHBOUR) == ["(possible repeat)\nhello", "again"]


@pytest.mark.parametrize("kind", ["timeout_after_accept", "drop_after_accept"])
async def test_a_lost_answer_costs_one_marked_repeat(stage: Stage, kind: str) -> None:
    await stage.control.fault(kind, "sendMessage")
    bold = [{"type": "bold", "offset": 3, "length": 2}]
    await stage.queue(stage.district.reporter, Say("😀 您好", bold))
    await stage.say_all()
    assert await stage.texts(REPORTER) == ["😀 您好", "（可能重复）\n😀 您好"]
    assert (await stage.control.messages(REPORTER))[-1]["entities"] == [{"type": "bold", "offset": 10, "length": 2}]


async def test_a_broadcast_in_doubt_waits_for_a_person(stage: Stage) -> None:
    await stage.control.fault("drop_after_accept", "sendMessage")
    await stage.queue(EAST, Say("典型案例"), lane=Lane.BROADCAST)
    await stage.say_all()
    assert await stage.texts(EAST) == ["典型案例"]
    (row,) = await stage.rows()
    assert row.state == "in_doubt"
    assert row.payload is not None


async def test_while_nothing_can_be_reached_nothing_is_in_doubt(stage: Stage) -> None:
    await stage.queue(stage.district.reporter, Say("一"), Say("二"))
    async with stage.voice(f"http://127.0.0.1:{closed_port()}"):
        await stage.until(lambda rows: any(row.trouble for row in rows))
    row, _ = await stage.rows()
    assert (row.state, row.trouble, row.repeat) == ("pending", "ClientConnectorError", False)
    await stage.say_all()
    assert await stage.texts(REPORTER) == ["一", "二"]


async def test_a_case_that_a_town_cannot_be_shown_goes_to_the_duty_desk(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.control.fault(
        "403", "sendMessage", chat_id=EAST, description="Forbidden: bot was kicked from the group chat"
    )
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    card, alarm = await stage.texts(DUTY)
    assert "SL-2026-00001" in card
    assert "SL-2026-00001 没能送到东街道" in alarm
    async with stage.district.database.read() as tx:
        assert await tx.scalar(select(DeskRow.unreachable_at).where(DeskRow.chat_id == EAST)) is not None
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    async with stage.district.database.read() as tx:
        assert await tx.scalar(select(DeskRow.unreachable_at).where(DeskRow.chat_id == EAST)) is None, (
            "it can be reached again"
        )


async def test_an_alarm_that_fails_raises_no_alarm(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.control.fault("403", "sendMessage", forever=True)
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    rows = await stage.rows()
    assert [(row.recipient, row.state) for row in rows] == [
        (str(EAST), "dead"),
        (str(DUTY), "dead"),
        (str(DUTY), "dead"),
    ]
    assert not any(row.payload for row in rows)


async def test_a_citizen_who_blocked_the_bot_is_marked_and_holds_up_nobody(stage: Stage) -> None:
    await stage.control.block(REPORTER)
    await stage.queue(stage.district.reporter, Say("您好"))
    await stage.queue(stage.neighbour, Say("hello"))
    await stage.say_all()
    assert await stage.texts(NEIGHBOUR) == ["hello"]
    assert await stage.heard(REPORTER) == []
    assert await _blocked(stage)
    await stage.control.block(REPORTER, blocked=False)
    await stage.queue(stage.district.reporter, Say("您好"))
    await stage.say_all()
    assert not await _blocked(stage)


async def _blocked(stage: Stage) -> bool:
    async with stage.district.database.read() as tx:
        query = select(Correspondent.blocked_at).where(Correspondent.key == stage.district.reporter)
        return await tx.scalar(query) is not None


async def test_what_waits_for_a_group_follows_it_into_its_supergroup(stage: Stage) -> None:
    case_id = await stage.district.case()
    await stage.queue(EAST, Card(case_id))
    await stage.say_all()
    supergroup = await stage.control.migrate(EAST)
    await stage.queue(EAST, Card(case_id), Notice("urged", {"number": "SL-2026-00001"}, case_id), Say("三"))
    await stage.say_all()
    card, urged, third = await stage.heard(supergroup)
    assert "SL-2026-00001" in card["text"]
    assert urged["params"]["reply_parameters"]["message_id"] == card["message_ids"][0]
    assert third["text"] == "三"
    async with stage.district.database.read() as tx:
        assert await tx.scalar(select(func.count()).where(DeskRow.chat_id == supergroup)) == 1


async def test_what_the_last_voice_left_in_flight_is_said_again_with_a_mark(stage: Stage) -> None:
    await stage.queue(stage.district.reporter, Say("一"))
    await stage.queue(EAST, Say("典型案例"), lane=Lane.BROADCAST)
    now = datetime.now(UTC)
    async with stage.district.database.write() as tx:
        assert len(await claim(tx, now, now + timedelta(hours=1), "of a voice that died", ALL)) == 2
    await stage.say_all()
    assert await stage.texts(REPORTER) == ["（可能重复）\n一"]
    assert await stage.texts(EAST) == []


async def test_a_sealed_text_moved_to_another_chat_is_never_said(stage: Stage) -> None:
    await stage.queue(EAST, Say("机密"), Say("二"))
    async with stage.district.database.write() as tx:
        await tx.execute(update(OutboxRow).where(OutboxRow.id == 1).values(recipient=f"p:{stage.neighbour}"))
    await stage.queue(stage.neighbour, Say("three"))
    await stage.say_all()
    assert await stage.texts(NEIGHBOUR) == ["three"]
    assert await stage.texts(EAST) == ["二"]
    moved = (await stage.rows())[0]
    assert (moved.state, moved.trouble) == ("dead", "the seal is broken")


async def test_one_that_cannot_be_drawn_holds_up_nobody_else(stage: Stage) -> None:
    await stage.queue(stage.district.reporter, Notice("no such notice"))
    await stage.queue(stage.neighbour, Say("hello"))
    async with stage.voice():
        await stage.until(lambda rows: rows[1].state == "sent")
    row = (await stage.rows())[0]
    assert (row.state, row.trouble, row.repeat) == ("pending", "KeyError", False)


async def test_notices_overtake_a_broadcast_under_way(stage: Stage) -> None:
    for n in range(40):
        await stage.queue(EAST if n % 2 else DUTY, Say(f"曝光 {n}"), lane=Lane.BROADCAST)
    async with stage.voice(pace=replace(FAST, broadcast_per_s=25)) as voice:
        await stage.until(lambda rows: any(row.state == "sent" for row in rows))
        await stage.queue(EAST, Say("您有新线索"))
        voice.ring()
        await stage.settled()
    texts = await stage.texts(EAST)
    assert len(texts) == 21
    assert texts.index("您有新线索") < 19


async def test_a_voice_that_stops_puts_back_what_waits_for_its_turn(stage: Stage) -> None:
    await stage.queue(EAST, *(Say(str(n)) for n in range(3)))
    async with stage.voice(pace=replace(FAST, group_per_min=1, group_burst=1)):
        await stage.until(lambda rows: rows[1].state == "sending")
    states = [(row.state, row.repeat) for row in await stage.rows()]
    assert states == [("sent", False), ("pending", False), ("pending", False)]
    await stage.say_all()
    assert await stage.texts(EAST) == ["0", "1", "2"]
