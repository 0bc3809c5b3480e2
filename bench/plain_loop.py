"""The same broadcast as it is mostly written: python-telegram-bot with its `AIORateLimiter`, in a loop over the chats.

    python -m bench.plain_loop URL TOKEN FIRST COUNT PER_SECOND

What was sent is known to this process alone; killed, it has forgotten it.
"""

import asyncio
import sys

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from bench.subscribers import published_text


async def broadcast(url: str, token: str, first: int, count: int, per_second: float) -> None:
    """Sends the text to each chat, one after the other; what fails is written down and left."""
    limiter = AIORateLimiter(overall_max_rate=per_second, overall_time_period=1, max_retries=3)
    async with ExtBot(token, base_url=f"{url}/bot", rate_limiter=limiter) as bot:
        for chat_id in range(first, first + count):
            try:
                await bot.send_message(chat_id, published_text())
            except TelegramError as error:
                sys.stderr.write(f"{chat_id}: {error}\n")


if __name__ == "__main__":
    asyncio.run(broadcast(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])))
