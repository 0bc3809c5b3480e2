"""Delivering updates to bots that gave an address instead of polling."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import aiohttp

from sandbox.people import Bot
from sandbox.queues import QueuedUpdate, UpdateQueue, Webhook
from sandbox.world import World

FIRST_RETRY_S = 1.0
LONGEST_RETRY_S = 60.0
ANSWER_WITHIN_S = 60.0


async def deliver_to_webhooks(world: World) -> None:
    """Run for ever, woken by each update for a bot: the updates of one chat follow each other in a lane."""
    timeout = aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)
    async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as nursery:
        couriers: dict[Bot, _Courier] = {}
        while True:
            # Cleared before looking, so that work arriving meanwhile wakes the next turn.
            world.webhook_work.clear()
            for bot in world.bots.values():
                if bot.queue.webhook is not None:
                    couriers.setdefault(bot, _Courier(world, bot, session, nursery)).start_lanes()
            await world.webhook_work.wait()


@dataclass(slots=True, eq=False)
class _Courier:
    """One bot's deliveries. A lane ends when nothing of its chat waits any more, or the webhook changed."""

    world: World
    bot: Bot
    session: aiohttp.ClientSession
    nursery: asyncio.TaskGroup
    busy: set[int | None] = field(default_factory=set)

    @property
    def queue(self) -> UpdateQueue:
        return self.bot.queue

    def start_lanes(self) -> None:
        webhook = self.queue.webhook
        if webhook is None:
            return
        for entry in (*self.queue.repeats, *self.queue.pending):
            if len(self.busy) >= webhook.max_connections:
                return
            if entry.chat_id not in self.busy:
                self.busy.add(entry.chat_id)
                self.nursery.create_task(self._lane(webhook, entry.chat_id))

    async def _lane(self, webhook: Webhook, chat_id: int | None) -> None:
        try:
            while (entry := self._next(chat_id)) and self.queue.webhook is webhook:
                await self._deliver(webhook, entry)
        finally:
            self.busy.discard(chat_id)
            self.world.webhook_work.set()

    def _next(self, chat_id: int | None) -> QueuedUpdate | None:
        waiting = (entry for entry in (*self.queue.repeats, *self.queue.pending) if entry.chat_id == chat_id)
        return next(waiting, None)

    async def _deliver(self, webhook: Webhook, entry: QueuedUpdate) -> None:
        """Try until it is taken: an update that always fails keeps the rest of its chat waiting, as Telegram's do."""
        delay = FIRST_RETRY_S
        while self.queue.webhook is webhook and entry in (*self.queue.repeats, *self.queue.pending):
            failure = await self._post(webhook, entry)
            if failure is None:
                self._confirm(entry)
                return
            self.queue.last_failure = {"last_error_date": self.world.clock.now(), "last_error_message": failure}
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay / self.world.clock.speed):
                    await webhook.replaced.wait()
            delay = min(delay * 2, LONGEST_RETRY_S)

    async def _post(self, webhook: Webhook, entry: QueuedUpdate) -> str | None:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        try:
            async with self.session.post(webhook.url, data=entry.text.encode(), headers=headers) as response:
                await response.read()
                return None if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"

    def _confirm(self, entry: QueuedUpdate) -> None:
        """Take it off the queue; one to be delivered twice stays for its second delivery."""
        if entry.twice:
            entry.twice = False
        elif entry in self.queue.repeats:
            self.queue.repeats.remove(entry)
        elif entry in self.queue.pending:
            self.queue.pending.remove(entry)
