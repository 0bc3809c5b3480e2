"""Long polling: every batch of updates is committed to the inbox before the next offset acknowledges it.

aiogram's own polling acknowledges while handlers still run, and loses what they had not finished when the process
dies; here the acknowledgement is the next request, made only after the commit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member"]
"""Named in full: Telegram's default leaves `chat_member` out, and what was once asked for sticks."""
POLL_S = 25
BATCH = 100
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0

Accept = Callable[[list[dict[str, Any]]], Awaitable[object]]


class TokenRefused(Exception):
    """Telegram does not know this token (401 or 404); no retry helps."""


@dataclass
class Polling:
    """`accept` commits updates to the inbox and raises if it can't; `bot_url` is `<api>/bot<token>`.

    `offset` is the first update not acknowledged yet, 0 for whatever there is.
    """

    client: httpx.AsyncClient
    bot_url: str
    accept: Accept
    offset: int = 0

    async def run(self) -> None:
        """Polls until cancelled. Raises `TokenRefused`."""
        pause = SHORTEST_PAUSE_S
        while True:
            try:
                await self._poll_once()
                pause = SHORTEST_PAUSE_S
                continue
            except TokenRefused:
                raise
            except httpx.HTTPError as error:
                # Only the kind: the error's own text may hold the address, and so the token.
                log.warning("Telegram can't be reached (%s)", type(error).__name__)
            except Conflict as error:
                log.error("another process is polling with this token, or a webhook is set: %s", error)
            except Exception:
                log.exception("updates could not be stored; they stay with Telegram until they can")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _poll_once(self) -> None:
        asked = {"offset": self.offset, "timeout": POLL_S, "limit": BATCH, "allowed_updates": ALLOWED_UPDATES}
        response = await self.client.post(f"{self.bot_url}/getUpdates", json=asked, timeout=POLL_S + 10)
        if response.status_code in (401, 404):
            raise TokenRefused
        if response.status_code == 409:
            raise Conflict(response.json().get("description", ""))
        response.raise_for_status()
        updates = response.json()["result"]
        if not updates:
            # Asking has acknowledged all that was stored. After a quiet week ids begin anew at random, perhaps lower:
            # an old offset would acknowledge unread what comes then.
            self.offset = 0
            return
        await self.accept(updates)
        # Only now: had the commit failed, the same updates would come again.
        self.offset = updates[-1]["update_id"] + 1


class Conflict(Exception):
    """409: somebody else receives this bot's updates."""
