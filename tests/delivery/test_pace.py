"""How fast the bot speaks, on a clock that needs no waiting."""

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

import delivery.wire  # noqa: F401  (opts in to the library's durations)
from delivery.pace import Pace, Pacing, Turn
from domain.outgoing import Lane
from tests.delivery.virtual_time import run


class Wire:
    """Notes when each request would have left, and fails as it is told."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.clock = asyncio.get_running_loop().time
        self.pacing = Pacing(pace or Pace(), self.clock)
        self.left: list[tuple[float, int]] = []

    async def send(
        self, chat: int, lane: Lane = Lane.NOTICE, items: int = 0, fails: Exception | None = None, takes: float = 0
    ) -> None:
        """One request; an album when there are `items`."""
        endpoint = "sendMediaGroup" if items else "sendMessage"
        data = {"chat_id": chat, "media": [object()] * items}

        async def call() -> bool:
            self.left.append((round(self.clock(), 3), chat))
            await asyncio.sleep(takes)
            if fails:
                raise fails
            return True

        await self.pacing.process_request(call, (), {}, endpoint, data, Turn(lane))

    async def send_all(self, chats: Sequence[int], **more: Any) -> list[float]:
        """All at once; returns when each left."""
        await asyncio.gather(*(self.send(chat, **more) for chat in chats))
        return [at for at, _ in self.left]


def test_the_bot_says_thirty_a_second_one_after_another() -> None:
    async def scene() -> list[float]:
        return await Wire().send_all(range(1, 91))

    times = run(scene())
    gaps = [later - sooner for sooner, later in pairwise(times)]
    assert min(gaps) == pytest.approx(1 / 30, abs=0.002)
    assert times[-1] == pytest.approx(89 / 30, abs=0.05)


def test_a_private_chat_hears_a_short_burst_and_then_one_a_second() -> None:
    async def scene() -> list[float]:
        return await Wire(Pace(overall_per_s=1000)).send_all([7] * 6)

    assert run(scene()) == pytest.approx([0, 0, 0, 1, 2, 3], abs=0.01)


def test_a_group_hears_twenty_a_minute_after_its_burst() -> None:
    async def scene() -> list[float]:
        return await Wire(Pace(overall_per_s=1000)).send_all([-7] * 13)

    assert run(scene())[9:] == pytest.approx([0, 3, 6, 9], abs=0.02)


def test_an_album_counts_as_its_items() -> None:
    async def scene() -> list[float]:
        wire = Wire(Pace(overall_per_s=1000))
        await wire.send(-7, items=10)
        await wire.send(-7)
        return [at for at, _ in wire.left]

    assert run(scene())[1] == pytest.approx(3, abs=0.02)


def test_broadcasts_leave_room_for_notices() -> None:
    async def scene() -> list[tuple[float, int]]:
        wire = Wire()
        broadcasts = [wire.send(chat, lane=Lane.BROADCAST) for chat in range(1, 51)]
        notices = [wire.send(chat) for chat in range(101, 111)]
        await asyncio.gather(*broadcasts, *notices)
        return wire.left

    left = run(scene())
    assert max(at for at, chat in left if chat > 100) < 0.7
    made_up_for = 5
    assert max(at for at, chat in left if chat < 100) >= (50 - made_up_for) / 25 - 0.01


def test_a_halt_is_not_ended_by_a_request_that_finishes_meanwhile() -> None:
    async def scene() -> list[tuple[float, int]]:
        wire = Wire(Pace(overall_per_s=1000))
        slow = asyncio.gather(wire.send(1, takes=2))
        await asyncio.sleep(0.01)
        with pytest.raises(RetryAfter):
            await wire.send(2, fails=RetryAfter(10))
        await slow
        with pytest.raises(RetryAfter) as refused:
            await wire.send(2)
        assert refused.value._retry_after.total_seconds() == pytest.approx(8.1, abs=0.11)
        await asyncio.sleep(8.2)
        await wire.send(2)
        return wire.left

    assert [chat for _, chat in run(scene())] == [1, 2, 2]


def test_one_refused_chat_leaves_the_others_speaking_and_two_silence_all() -> None:
    async def scene() -> float:
        wire = Wire()
        with pytest.raises(RetryAfter):
            await wire.send(1, fails=RetryAfter(60))
        await wire.send(2)
        assert wire.pacing.silence() == 0
        with pytest.raises(RetryAfter):
            await wire.send(3, fails=RetryAfter(5))
        with pytest.raises(RetryAfter):
            await wire.send(4)
        return wire.pacing.silence()

    assert run(scene()) == pytest.approx(5.1, abs=0.1)


def test_a_later_shorter_halt_does_not_shorten_an_earlier_one() -> None:
    async def scene() -> float:
        wire = Wire()
        wire.pacing.halt_everything(30)
        wire.pacing.halt_everything(1)
        return wire.pacing.silence()

    assert run(scene()) == 30


def test_a_throttled_album_is_a_halt_though_it_comes_as_a_bad_request() -> None:
    async def scene() -> None:
        wire = Wire()
        with pytest.raises(RetryAfter) as refused:
            await wire.send(-7, items=2, fails=BadRequest("Bad Request: Too Many Requests: retry after 8"))
        assert refused.value._retry_after.total_seconds() == 8
        with pytest.raises(RetryAfter):
            await wire.send(-7)

    run(scene())


def test_whoever_waited_when_a_halt_began_is_refused_unsent() -> None:
    async def scene() -> list[int]:
        wire = Wire(Pace(overall_per_s=1))
        first = wire.send(1, fails=RetryAfter(60))
        others = [wire.send(chat, fails=RetryAfter(60)) for chat in (2, 3, 4)]
        answers = await asyncio.gather(first, *others, return_exceptions=True)
        assert all(isinstance(answer, RetryAfter) for answer in answers)
        return [chat for _, chat in wire.left]

    assert run(scene()) == [1, 2], "after the second refusal the whole bot is silent"


def test_buckets_of_quiet_chats_are_dropped() -> None:
    async def scene() -> int:
        wire = Wire(Pace(overall_per_s=1e6, connections=5000))
        for start in range(0, 5000, 500):
            await wire.send_all(range(start + 1, start + 501))
            await asyncio.sleep(10)
        return len(wire.pacing._chats)

    assert run(scene()) <= 1500
