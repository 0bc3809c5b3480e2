"""Telegram's pace: 30 messages a second for a bot, about one a second in a chat, 20 a minute in a group."""

import math
from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.refusals import bad, too_many_requests


@dataclass(slots=True)
class Bucket:
    """Holds up to `burst` messages and fills with `per_second`; `level` may be asked before it is taken."""

    burst: float
    per_second: float
    level: float
    filled_at: float

    def wait_for(self, cost: float, now: float) -> float:
        """Seconds until `cost` could be taken. A cost above the burst passes a full bucket."""
        self.level = min(self.burst, self.level + (now - self.filled_at) * self.per_second)
        self.filled_at = now
        return max(0.0, (min(cost, self.burst) - self.level) / self.per_second)


@dataclass(slots=True)
class Limits:
    """Off unless enforced; see the control API. An album costs as many messages as it has items."""

    clock: Clock
    enforce: bool = False
    buckets: dict[tuple[int, int], Bucket] = field(default_factory=dict)

    def spend(self, bot_id: int, chat_id: int, cost: int) -> None:
        """Take `cost` messages from the bot's and the chat's bucket, or refuse and take nothing."""
        if not self.enforce:
            return
        now = self.clock.ticks()
        hit = [self._bucket(bot_id, 0, 30, 30, now)]
        hit.append(
            self._bucket(bot_id, chat_id, 3, 1, now) if chat_id > 0 else self._bucket(bot_id, chat_id, 20, 1 / 3, now)
        )
        wait = math.ceil(max(bucket.wait_for(cost, now) for bucket in hit))
        if wait and cost > 1:
            raise bad(f"Too Many Requests: retry after {wait}")
        if wait:
            raise too_many_requests(wait)
        for bucket in hit:
            bucket.level -= cost

    def _bucket(self, bot_id: int, chat_id: int, burst: float, per_second: float, now: float) -> Bucket:
        key = (bot_id, chat_id)
        if key not in self.buckets:
            self.buckets[key] = Bucket(burst, per_second, burst, now)
        return self.buckets[key]
