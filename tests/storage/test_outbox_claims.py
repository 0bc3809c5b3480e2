"""Claims and settlements in any order: one flight a chat, order kept, nothing lost, a stale token refused."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text

from domain.outgoing import Card, Lane, Mark, Photos, Say
from storage import outbox
from storage.database import Database
from storage.outbox import Queued, to_group
from storage.outbox_claims import (
    Claimed,
    Failed,
    Sent,
    claim,
    mark_in_doubt,
    migrate_chat,
    next_due,
    push_back,
    settle_dead,
    settle_sent,
    sweep_leases,
)
from storage.sealing import KeyRing
from storage.tables import DeskRow, OutboxRow, SentMessage

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LEASE = timedelta(minutes=5)
BOTH = {Lane.NOTICE: 9, Lane.BROADCAST: 9}


async def put(database: Database, keys: KeyRing, *rows: Queued, at: datetime = NOW) -> None:
    async with database.write() as tx:
        await outbox.put(tx, keys, rows, at)


async def take(database: Database, at: datetime = NOW, token: str = "first") -> list[Claimed]:
    async with database.write() as tx:
        return await claim(tx, at, at + LEASE, token, BOTH)


async def rows(database: Database) -> list[OutboxRow]:
    async with database.read() as tx:
        return list(await tx.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def say(recipient: str, words: str = "您好", **more: object) -> Queued:
    return Queued(recipient, Say(words), **more)  # type: ignore[arg-type]  # tests name only fields that exist


async def test_a_chat_has_one_message_in_flight_and_its_oldest(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"), say("-1"), say("-2"))
    assert [(each.recipient, each.id) for each in await take(database)] == [("-1", 1), ("-2", 3)]
    assert await take(database, token="second") == []


async def test_a_notice_overtakes_the_broadcasts_of_its_chat(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1", lane=Lane.BROADCAST), say("-2", lane=Lane.BROADCAST), say("-1"))
    assert [(each.recipient, each.lane) for each in await take(database)] == [
        ("-1", Lane.NOTICE),
        ("-2", Lane.BROADCAST),
    ]


async def test_no_more_of_a_lane_is_taken_than_there_is_room(database: Database, keys: KeyRing) -> None:
    await put(database, keys, *(say(str(-each), lane=Lane.BROADCAST) for each in range(1, 5)), say("-9"))
    async with database.write() as tx:
        taken = await claim(tx, NOW, NOW + LEASE, "first", {Lane.NOTICE: 3, Lane.BROADCAST: 2})
    assert [each.recipient for each in taken] == ["-9", "-1", "-2"]


async def test_what_is_meant_for_later_lets_the_rest_pass(database: Database, keys: KeyRing) -> None:
    soon = NOW + timedelta(seconds=2)
    await put(database, keys, say("-1", not_before=soon), say("-1"))
    assert [each.id for each in await take(database)] == [2]
    async with database.read() as tx:
        assert await next_due(tx, NOW) == soon


async def test_what_was_pushed_back_keeps_its_place_in_line(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"), say("-1"))
    (first,) = await take(database)
    async with database.write() as tx:
        assert await push_back(tx, [Failed(first, "429", NOW + timedelta(seconds=8))]) == {1}
    assert await take(database, NOW + timedelta(seconds=7)) == []
    (again,) = await take(database, NOW + timedelta(seconds=8))
    assert (again.id, again.attempts, again.repeat) == (1, 2, False)


async def test_a_settled_message_is_known_by_its_case_and_its_words_are_gone(database: Database, keys: KeyRing) -> None:
    await put(database, keys, Queued("-1", Card(7)))
    (card,) = await take(database)
    async with database.write() as tx:
        assert await settle_sent(tx, [Sent(card, [41], Mark.CARD)], NOW) == {1}
    (row,) = await rows(database)
    assert (row.state, row.message_id, row.payload, row.settled_at) == ("sent", 41, None, NOW)
    async with database.read() as tx:
        (sent,) = await tx.scalars(select(SentMessage))
    assert (sent.recipient, sent.message_id, sent.case_id, sent.mark) == ("-1", 41, 7, "card")


async def test_every_photo_of_an_album_leads_to_the_case(database: Database, keys: KeyRing) -> None:
    await put(database, keys, Queued("-1", Photos(7, [1, 2])))
    (photos,) = await take(database)
    async with database.write() as tx:
        await settle_sent(tx, [Sent(photos, [41, 42], Mark.CASE)], NOW)
        assert (await tx.scalars(select(SentMessage.message_id))).all() == [41, 42]


async def test_a_stale_token_changes_nothing(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"))
    (asleep,) = await take(database)
    later = NOW + LEASE + timedelta(seconds=1)
    async with database.write() as tx:
        assert await sweep_leases(tx, later) == 1
    (awake,) = await take(database, later, "second")
    assert awake.repeat
    async with database.write() as tx:
        assert await settle_sent(tx, [Sent(asleep, [41], Mark.CASE)], later) == set()
        assert await settle_dead(tx, [Failed(asleep, "too late")], later) == set()
        assert await push_back(tx, [Failed(asleep, "too late", later)]) == set()
        assert await mark_in_doubt(tx, [Failed(asleep, "too late", later)]) == set()
    (row,) = await rows(database)
    assert (row.state, row.lease) == ("sending", "second")
    async with database.read() as tx:
        assert (await tx.scalars(select(SentMessage))).all() == []


async def test_a_notice_in_doubt_is_said_again_and_a_broadcast_is_not(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"), say("-2", lane=Lane.BROADCAST))
    flights = await take(database)
    async with database.write() as tx:
        assert await mark_in_doubt(tx, [Failed(each, "502", NOW) for each in flights]) == {1, 2}
    notice, broadcast = await rows(database)
    assert (notice.state, notice.repeat) == ("pending", True)
    assert (broadcast.state, broadcast.trouble) == ("in_doubt", "502")
    assert broadcast.payload is not None, "an operator may still decide to send it"
    assert [each.id for each in await take(database)] == [1]


async def test_a_new_voice_ends_the_flights_of_the_last_one_at_once(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"), say("-2", lane=Lane.BROADCAST))
    await take(database)
    async with database.write() as tx:
        assert await sweep_leases(tx, NOW) == 0
        assert await sweep_leases(tx, NOW, all_of_them=True) == 2
    assert [(each.state, each.repeat) for each in await rows(database)] == [("pending", True), ("in_doubt", False)]


async def test_a_claimed_card_is_no_longer_replaced_by_a_newer_one(database: Database, keys: KeyRing) -> None:
    await put(database, keys, Queued("-1", Card(7), topic="card:7"))
    (first,) = await take(database)
    await put(database, keys, Queued("-1", Card(7), topic="card:7"))
    async with database.write() as tx:
        await push_back(tx, [Failed(first, "429", NOW)])
    assert [each.state for each in await rows(database)] == ["pending", "pending"]


async def test_what_waits_follows_a_group_into_its_supergroup(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"), Queued("-1", Say("回复", reply_to=5)), say("-2"))
    await put(database, keys, Queued("-1", Card(7), topic="card:7"), Queued("-100", Card(7), topic="card:7"))
    async with database.write() as tx:
        tx.add(DeskRow(id="town", kind="town", name="人民街", chat_id=-1))
        tx.add(SentMessage(recipient="-1", message_id=5, case_id=7, mark="card", sent_at=NOW))
    for _ in range(2):
        async with database.write() as tx:
            await migrate_chat(tx, keys, -1, -100)
    moved = [each for each in await rows(database) if each.recipient == "-100"]
    assert len(moved) == 4
    opened = [keys.open(each.payload or b"", "outbox", "payload", "-100").decode() for each in moved]
    assert '"reply_to": null' in opened[1], "the message replied to stands in the old chat"
    async with database.read() as tx:
        assert await tx.scalar(select(DeskRow.chat_id)) == -100
        # Message ids begin anew in the supergroup: message 5 there is another message.
        assert await tx.scalar(select(SentMessage.recipient)) == "-1"


async def test_a_migration_reaches_a_message_in_flight(database: Database, keys: KeyRing) -> None:
    await put(database, keys, say("-1"))
    (flight,) = await take(database)
    async with database.write() as tx:
        await migrate_chat(tx, keys, -1, -100)
        assert await push_back(tx, [Failed(flight, "moved", NOW)]) == {1}
    (again,) = await take(database)
    assert again.recipient == to_group(-100)
    assert keys.open(again.payload, "outbox", "payload", "-100")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_claim_on_sqlite_reads_only_the_indexes_of_open_rows(database: Database) -> None:
    asked: list[tuple[str, object]] = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append((seen[2], seen[3])))
    await take(database)
    statement, values = next(each for each in asked if "RETURNING" in each[0])
    async with database.read() as tx:
        plan = await (await tx.connection()).exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]  # as the driver was given them
        steps = [step[3] for step in plan]
    assert any("USING INDEX ix_outbox_waiting" in step for step in steps), steps
    assert any("ix_outbox_open (recipient=?" in step for step in steps), steps
    assert not any(step.startswith("SCAN") and "ix_" not in step for step in steps if step != "SCAN due"), steps


_MANY_SENT = text(
    "INSERT INTO outbox (recipient, lane, state, attempts, repeat, not_before, created_at) "
    "SELECT n % 500, 0, 'sent', 1, false, now(), now() FROM generate_series(1, 5000) AS n"
)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_claim_on_postgresql_searches_by_chat_though_nothing_was_open_when_it_counted(
    database: Database,
) -> None:
    asked: list[tuple[str, object]] = []
    async with database.write() as tx:
        await tx.execute(_MANY_SENT)
        await tx.execute(text("ANALYZE outbox"))
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *seen: asked.append((seen[2], seen[3])))
    await take(database)
    statement, values = next(each for each in asked if "RETURNING" in each[0])
    async with database.read() as tx:
        plan = await (await tx.connection()).exec_driver_sql(f"EXPLAIN {statement}", values)  # type: ignore[arg-type]  # as the driver was given them
        steps = [step[0] for step in plan]
    assert any("CTE due" in step for step in steps), steps
    assert any("Index Cond" in step and "= (waiting.recipient)" in step for step in steps), steps


async def test_two_claims_at_once_never_share_a_chat(database: Database, database_url: str, keys: KeyRing) -> None:
    await put(database, keys, *(say(str(-1 - each % 5), str(each)) for each in range(40)))
    other = Database(database_url)
    found = await asyncio.gather(*(take(each, token=str(n)) for n, each in enumerate([database, other] * 4)))
    await other.close()
    assert sorted(each.recipient for flights in found for each in flights) == ["-1", "-2", "-3", "-4", "-5"]
