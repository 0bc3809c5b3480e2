"""How a bot gets its updates: by long polling or by a webhook, never by both."""

import asyncio
import re
import time
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from sandbox.methods.registry import Call, answers
from sandbox.queues import QueuedUpdate, UpdateQueue, Webhook
from sandbox.refusals import Json, Refusal, bad

MOST_UPDATES = 100
LONGEST_POLL = 50
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@answers(GetUpdates)
async def get_updates(call: Call[GetUpdates]) -> list[QueuedUpdate]:
    """The next batch, waiting up to `timeout` seconds for one; a later poller ends this one with 409."""
    queue, request = call.bot.queue, call.request
    if queue.webhook is not None:
        raise Refusal(409, WEBHOOK_ACTIVE)
    queue.allow(request.allowed_updates)
    if request.offset:
        queue.confirm(request.offset)
    queue.last_poll = time.monotonic()
    queue.poller += 1
    mine = queue.poller
    queue.arrived.set()  # wakes a poller that waits, so that it sees it was superseded
    limit = min(max(request.limit or MOST_UPDATES, 1), MOST_UPDATES)
    seconds = min(max(request.timeout or 0, 0), LONGEST_POLL)
    if not queue.ready() and seconds:
        await _wait(queue, mine, seconds)
    return queue.take(limit)


async def _wait(queue: UpdateQueue, mine: int, seconds: int) -> None:
    queue.waiting += 1
    try:
        async with asyncio.timeout(seconds):
            while not queue.ready():
                queue.arrived.clear()
                await queue.arrived.wait()
                if queue.poller != mine:
                    raise Refusal(409, OTHER_POLLER)
                if queue.closed:
                    raise Refusal(401, "Unauthorized")
                if queue.webhook is not None:
                    raise Refusal(409, WEBHOOK_ACTIVE)
    except TimeoutError:
        return
    finally:
        queue.waiting -= 1


@answers(SetWebhook)
async def set_webhook(call: Call[SetWebhook]) -> bool:
    """Deliver to an address from now on; an empty one is `deleteWebhook`."""
    request, queue = call.request, call.bot.queue
    if request.certificate is not None or "certificate" in call.parameters.uploads:
        raise bad("the sandbox delivers over plain HTTP on loopback and takes no certificate")
    if request.secret_token and not SECRET.fullmatch(request.secret_token):
        raise bad("secret token contains unallowed characters")
    if not request.url:
        queue.set_webhook(None)
    elif urlsplit(request.url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad("bad webhook: the sandbox delivers to loopback addresses only")
    else:
        most = min(max(request.max_connections or 40, 1), 100)
        queue.set_webhook(Webhook(request.url, request.secret_token, most))
    queue.allow(request.allowed_updates)
    if request.drop_pending_updates:
        queue.drop()
    return True


@answers(DeleteWebhook)
async def delete_webhook(call: Call[DeleteWebhook]) -> bool:
    """Back to polling."""
    call.bot.queue.set_webhook(None)
    if call.request.drop_pending_updates:
        call.bot.queue.drop()
    return True


@answers(GetWebhookInfo)
async def get_webhook_info(call: Call[GetWebhookInfo]) -> Json:
    """Address, backlog and the last failure."""
    queue = call.bot.queue
    about: Json = {
        "url": queue.webhook.url if queue.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue.pending),
        **queue.last_failure,
    }
    if queue.webhook:
        about["max_connections"] = queue.webhook.max_connections
    if queue.allowed:
        about["allowed_updates"] = sorted(queue.allowed)
    return about
