"""Telegram's pace: how fast the bot may speak, and silence where it was told to be silent.

The library's own limiter lets one finishing request end a running halt, does not pace single private chats, and
counts an album as one message; this one stands on the same seam.
"""

import asyncio
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from time import monotonic
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import BadRequest, RetryAfter
from telegram.ext import BaseRateLimiter

from domain.outgoing import Lane

_ALBUM_THROTTLED = re.compile(r"too many requests: retry after (\d+)", re.IGNORECASE)
_MARGIN_S = 0.1
_CATCH_UP_S = 0.2
"""For how long a delay of broadcasts is made up for afterwards."""

Answer = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's limits (core.telegram.org/bots/faq, «My bot is hitting limits»); the bursts are a choice of ours.

    An album counts as its items. `broadcast_in_flight` is how many messages of broadcasts may be on their way at once:
    so many are in doubt when the program is killed in that moment. Benchmarks and the sandbox may raise the numbers.
    """

    overall_per_s: float = 30
    chat_per_s: float = 1
    chat_burst: int = 3
    group_per_min: float = 20
    group_burst: int = 10
    broadcast_per_s: float = 25
    broadcast_in_flight: int = 1
    connections: int = 16


@dataclass(slots=True)
class Turn:
    """One attempt's place in the line. `begun` once a request of it may have reached Telegram."""

    lane: Lane
    begun: bool = False


class Pacing(BaseRateLimiter[Turn]):
    """Lets each request wait its turn; one that would run into a halt fails at once with `RetryAfter`, unsent.

    A halt is a moment of the monotonic clock: it can only be put off, never ended early. It holds for the chat that
    was refused; when a second chat is refused meanwhile, it is the bot's own limit, and holds for all.
    """

    def __init__(self, pace: Pace, clock: Callable[[], float] = monotonic) -> None:
        self.pace = pace
        self._clock = clock
        self._overall = _even(pace.overall_per_s)
        self._broadcasts = _catching_up(pace.broadcast_per_s)
        self._chats: dict[int, AsyncLimiter] = {}
        self._halts: dict[int, float] = {}
        self._silent_until = 0.0
        # A connection is taken after the waiting, so that slow groups hold none.
        self._connections = asyncio.Semaphore(pace.connections)

    async def initialize(self) -> None:
        """Nothing is held."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    def silence(self) -> float:
        """Seconds for which nothing may be said to anybody."""
        return max(0.0, self._silent_until - self._clock())

    def halt_everything(self, seconds: float) -> None:
        """Nothing is said for that long: Telegram is down, or refuses the bot as a whole."""
        self._silent_until = max(self._silent_until, self._clock() + seconds)

    def rest_s(self, chat: int, messages: int) -> float:
        """Seconds after which to ask again for so many messages to that chat; 0 when they can go now."""
        bucket = self._bucket(chat)
        wanted = min(messages, bucket.max_rate)
        return 0.0 if bucket.has_capacity(wanted) else wanted * bucket.time_period / bucket.max_rate

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Turn | None,
    ) -> Answer:
        """Waits for the chat's, the lane's and the bot's turn, then makes the one call."""
        chat, turn = int(data["chat_id"]), rate_limit_args or Turn(Lane.NOTICE)
        await self._wait(chat, _messages_in(endpoint, data), turn.lane)
        async with self._connections:
            self._refuse_while_halted(chat)
            turn.begun = True
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as refusal:
                self._halt(chat, _seconds(refusal))
                raise
            except BadRequest as refusal:
                # An album that is too fast is refused as a bad request, with the seconds in the text alone.
                if not (throttled := _ALBUM_THROTTLED.search(refusal.message)):
                    raise
                self._halt(chat, float(throttled[1]))
                raise RetryAfter(int(throttled[1])) from refusal

    async def _wait(self, chat: int, messages: int, lane: Lane) -> None:
        self._refuse_while_halted(chat)
        bucket = self._bucket(chat)
        await bucket.acquire(min(messages, bucket.max_rate))
        for _ in range(messages):
            if lane is not Lane.NOTICE:
                await self._broadcasts.acquire()
            await self._overall.acquire()

    def _bucket(self, chat: int) -> AsyncLimiter:
        if chat not in self._chats:
            if len(self._chats) >= 1024:
                self._drop_full_buckets()
            self._chats[chat] = self._new_bucket(chat)
        return self._chats[chat]

    def _new_bucket(self, chat: int) -> AsyncLimiter:
        if chat > 0:
            return AsyncLimiter(self.pace.chat_burst, self.pace.chat_burst / self.pace.chat_per_s)
        return AsyncLimiter(self.pace.group_burst, 60 * self.pace.group_burst / self.pace.group_per_min)

    def _drop_full_buckets(self) -> None:
        # A bucket that could give all it holds remembers nothing, so nobody notices that it is gone.
        self._chats = {chat: each for chat, each in self._chats.items() if not each.has_capacity(each.max_rate)}

    def _refuse_while_halted(self, chat: int) -> None:
        # The row goes back into the outbox instead of waiting here: a halt may outlast a lease.
        left = max(self._silent_until, self._halts.get(chat, 0.0)) - self._clock()
        if left > 0:
            raise RetryAfter(timedelta(seconds=ceil(left * 10) / 10))

    def _halt(self, chat: int, seconds: float) -> None:
        now = self._clock()
        until = now + seconds + _MARGIN_S
        self._halts = {each: end for each, end in self._halts.items() if end > now}
        if self._halts.keys() - {chat}:
            self.halt_everything(seconds + _MARGIN_S)
        self._halts[chat] = max(until, self._halts.get(chat, 0.0))


def _even(per_s: float) -> AsyncLimiter:
    # Room for one message at a time spreads them evenly, where room for thirty would let thirty out at once.
    return AsyncLimiter(1, 1 / per_s)


def _catching_up(per_s: float) -> AsyncLimiter:
    # One broadcast message is on its way at a time. Where a notice or a slow answer kept it, the next come sooner,
    # at the bot's own pace at most: without some room each such delay would be lost for good.
    room = max(1.0, per_s * _CATCH_UP_S)
    return AsyncLimiter(room, room / per_s)


def _messages_in(endpoint: str, data: dict[str, Any]) -> int:
    return len(data["media"]) if endpoint == "sendMediaGroup" else 1


def _seconds(refusal: RetryAfter) -> float:
    after = refusal.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
