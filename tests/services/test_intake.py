"""Stored first, acknowledged after: what Telegram delivers is kept once, in order, sealed, whatever it looks like."""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services import intake, tidying
from storage import correspondents, inbox
from storage.database import Database
from storage.inbox import REPEATS_KNOWN_FOR
from storage.tables import InboxRow
from tests.district import NOW, REPORTER, District
from tests.private_chats import Citizen, PrivateChats

Json = dict[str, Any]


def a_citizen(district: District) -> Citizen:
    return Citizen(PrivateChats(district))


async def stored(database: Database) -> list[InboxRow]:
    async with database.read() as tx:
        return list(await tx.scalars(select(InboxRow).order_by(InboxRow.update_id)))


async def picked(district: District) -> list[int]:
    return [each.update_id for each in await intake.pick(district.database, district.app.keys, 10)]


async def test_what_is_stored_is_sealed_and_names_nobody(district: District) -> None:
    citizen = a_citizen(district)
    assert await citizen.chats.accept(citizen.message(text="后巷卖过期牛奶")) == 1
    (row,) = await stored(district.database)
    assert row.payload is not None
    assert "后巷".encode() not in row.payload
    assert json.dumps("后巷").strip('"').encode() not in row.payload
    assert str(REPORTER) not in row.chat
    assert str(REPORTER).encode() not in row.payload


async def test_the_same_update_is_stored_once_also_in_one_batch(district: District) -> None:
    citizen = a_citizen(district)
    update = citizen.message(text="一")
    assert await citizen.chats.accept(update, update) == 1
    assert await citizen.chats.accept(update) == 0
    await citizen.chats.settle()
    assert await citizen.chats.accept(update) == 0
    assert [each.state for each in await stored(district.database)] == ["done"]


async def test_a_repeat_is_known_for_two_days_and_its_payload_goes_at_once(district: District) -> None:
    citizen = a_citizen(district)
    update = citizen.message(text="一")
    await citizen.chats.deliver(update)
    (row,) = await stored(district.database)
    assert row.payload is None
    async with district.database.write() as tx:
        await tidying.tidy(tx, district.now + REPEATS_KNOWN_FOR / 2)
    assert await citizen.chats.accept(update) == 0
    async with district.database.write() as tx:
        await tidying.tidy(tx, district.now + REPEATS_KNOWN_FOR * 2)
    assert await stored(district.database) == []


async def test_what_was_put_aside_is_kept_for_a_month_and_then_not_even_sealed(district: District) -> None:
    citizen = a_citizen(district)
    update = citizen.message(text="一")
    await citizen.chats.accept(update)
    async with district.database.write() as tx:
        assert await inbox.note_failure(tx, update["update_id"], "T-1", 1, district.now)
    for days, left in ((29, 1), (31, 0)):
        async with district.database.write() as tx:
            await tidying.tidy(tx, district.now + timedelta(days=days))
        assert len(await stored(district.database)) == left


async def test_one_update_a_chat_is_picked_and_the_next_only_when_it_is_settled(district: District) -> None:
    one = a_citizen(district)
    other = Citizen(one.chats, 888)
    first, second, third = one.message(text="一"), one.message(text="二"), other.message(text="三")
    await one.chats.accept(first, second, third)
    assert await picked(district) == [first["update_id"], third["update_id"]]
    await one.chats.work.work_once(lambda _: None)
    assert await picked(district) == [second["update_id"]]


async def test_all_kinds_of_updates_of_one_chat_wait_in_one_line(district: District) -> None:
    citizen = a_citizen(district)
    updates = [citizen.message(text="一"), citizen.edit(1, text="二"), citizen.press("d:send")]
    await citizen.chats.accept(*updates)
    assert await picked(district) == [updates[0]["update_id"]]


DEEP: list[Any] = []
for _ in range(900):
    DEEP = [DEEP]


ODD: list[Json] = [
    {},
    {"message": None},
    {"message": []},
    {"message": {"chat": 5}},
    {"message": {"chat": {"id": "5"}, "from": "x"}},
    {"message": {"chat": {"id": 10**30, "type": "private"}, "from": {"id": 10**30}}},
    {"callback_query": {"message": "x"}},
    {"callback_query": {"message": {"chat": []}, "from": []}},
    {"newest_kind": {"chat": {"id": 1}}},
    {"message": DEEP},
    {"message": {"text": "\x00\udcff\u202e" * 100}},
    {"newest_kind": "x" * 2_000_000},
    {"my_chat_member": {"chat": {"id": 1}, "new_chat_member": {}}},
]


async def test_whatever_an_update_looks_like_it_is_stored_and_passed_over(district: District) -> None:
    citizen = a_citizen(district)
    for body in ODD:
        said = len(citizen.read)
        odd = {"update_id": next(citizen.chats.ids)} | body
        assert await citizen.chats.accept(odd, citizen.message(text="卖过期牛奶")) == 2
        await citizen.chats.settle()
        assert len(citizen.read) > said
    assert {each.state for each in await stored(district.database)} == {"done"}


async def test_what_is_no_update_is_left_out_and_the_rest_is_taken(district: District) -> None:
    citizen = a_citizen(district)
    no_updates: list[Any] = [None, [], "x", {}, {"update_id": "7"}, {"update_id": True}, {"update_id": 2**63}]
    assert await citizen.chats.accept(*no_updates, citizen.message(text="一")) == 1


async def test_a_newcomers_language_is_their_clients_and_stays_what_they_chose(district: District) -> None:
    citizen = Citizen(PrivateChats(district), 888, lang="fr")
    await citizen.says("/start")
    assert "Start" in citizen.read[0].text or "report" in citizen.read[0].text
    await citizen.forges("l:zh")
    assert "哪一类问题" in citizen.last.text
    citizen.lang = "en"
    await citizen.says("卖过期牛奶")
    assert "哪一类问题" in citizen.last.text


async def test_whoever_writes_again_is_no_longer_blocked(district: District) -> None:
    citizen = a_citizen(district)
    await citizen.says("/help")
    async with district.turn() as turn:
        row = await correspondents.get(turn.tx, citizen.key)
        assert row is not None
        row.blocked_at = NOW
    await citizen.says("/help")
    async with district.database.read() as tx:
        row = await correspondents.get(tx, citizen.key)
    assert row is not None
    assert row.blocked_at is None
