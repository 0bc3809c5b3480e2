"""How bots get their updates: polling, webhooks, and what happens when two want the same."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from tests.sandbox.conftest import CITIZEN, OFFICER, STRANGER, TOWN, Api
from tests.sandbox_process import Control, Json

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def test_updates_wait_until_an_offset_confirms_them(control: Control, api: Api) -> None:
    for text in ("one", "two", "three"):
        await control.message(CITIZEN, CITIZEN, text=text)
    updates = await api.result("getUpdates", limit=2)
    assert [update["message"]["text"] for update in updates] == ["one", "two"]
    assert await api.result("getUpdates", limit=2) == updates
    rest = await api.result("getUpdates", offset=updates[-1]["update_id"] + 1)
    assert [update["message"]["text"] for update in rest] == ["three"]
    assert await api.result("getUpdates", offset=rest[-1]["update_id"] + 1) == []


async def test_a_negative_offset_keeps_the_last(control: Control, api: Api) -> None:
    for text in ("one", "two"):
        await control.message(CITIZEN, CITIZEN, text=text)
    assert [update["message"]["text"] for update in await api.result("getUpdates", offset=-1)] == ["two"]


async def test_a_long_poll_ends_with_the_first_update(control: Control, api: Api) -> None:
    async with asyncio.TaskGroup() as both:
        poll = both.create_task(api.result("getUpdates", timeout=20))
        await control.until_polling()
        await control.message(CITIZEN, CITIZEN, text="wake up")
    assert [update["message"]["text"] for update in poll.result()] == ["wake up"]


async def test_a_second_poller_ends_the_first(control: Control, api: Api) -> None:
    async with asyncio.TaskGroup() as both:
        first = both.create_task(api.call("getUpdates", timeout=20))
        await control.until_polling()
        await api.result("getUpdates", timeout=0)
    assert first.result()["error_code"] == 409
    assert first.result()["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_poller_that_hangs_up_is_forgotten(control: Control, api: Api) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await api.result("getUpdates", timeout=20)
    await control.until_polling(False)


async def test_the_choice_of_updates_is_sticky_and_leaves_members_out(control: Control, api: Api) -> None:
    await control.member(TOWN, "member", user_id=STRANGER, by_id=OFFICER)
    assert {next(reversed(update)) for update in await api.result("getUpdates")} == {"message"}
    await api.result("getUpdates", offset=-1, allowed_updates=["chat_member"])
    await api.result("getUpdates")
    await control.member(TOWN, "left", user_id=STRANGER, by_id=OFFICER)
    (update,) = [update for update in await api.result("getUpdates") if "chat_member" in update]
    assert update["chat_member"]["new_chat_member"]["status"] == "left"
    await api.result("getUpdates", offset=update["update_id"] + 1, allowed_updates=[])
    await control.message(CITIZEN, CITIZEN, text="hello")
    assert [update["message"]["text"] for update in await api.result("getUpdates")] == ["hello"]


async def test_raw_updates_are_injected_and_repeated(control: Control, api: Api) -> None:
    update_id = await control.update({"message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}})
    (first,) = await api.result("getUpdates")
    assert await api.result("getUpdates", offset=update_id + 1) == []
    await control.repeat(update_id)
    assert await api.result("getUpdates", offset=update_id + 1) == [first]
    assert await api.result("getUpdates", offset=update_id + 1) == []


async def test_half_a_character_reaches_the_bot_as_it_came(control: Control, api: Api) -> None:
    chat = {"id": 1, "type": "private"}
    await control.update({"message": {"message_id": 1, "date": 0, "chat": chat, "text": "a\ud83d"}})
    assert (await api.result("getUpdates"))[0]["message"]["text"] == "a\ud83d"


async def test_an_update_is_delivered_twice_when_asked(control: Control, api: Api) -> None:
    await control.fault("duplicate_update")
    (update_id,) = (await control.message(CITIZEN, CITIZEN, text="once"))["update_ids"]
    await control.message(CITIZEN, CITIZEN, text="another")
    first = await api.result("getUpdates")
    assert [update["message"]["text"] for update in first] == ["once", "another"]
    again = await api.result("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [update["update_id"] for update in again] == [update_id]
    assert await api.result("getUpdates", offset=first[-1]["update_id"] + 1) == []


@dataclass
class Listener:
    """A bot's web server: answers with the statuses laid out for it, then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    bodies: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.changed:
            self.changed.notify_all()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def heard(self, count: int) -> list[str]:
        """The texts of the first `count` updates, once they came."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: len(self.bodies) >= count)
        return [body["message"]["text"] for body in self.bodies]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.router.add_post("/hook", listener.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listener
    await runner.cleanup()


async def test_a_webhook_gets_what_was_waiting_and_what_comes(control: Control, api: Api, listener: Listener) -> None:
    await control.message(CITIZEN, CITIZEN, text="before")
    assert await api.result("setWebhook", url=listener.url, secret_token="secret_1")
    await control.message(CITIZEN, CITIZEN, text="after")
    assert await listener.heard(2) == ["before", "after"]
    assert listener.secrets == ["secret_1", "secret_1"]
    assert (await api.call("getUpdates"))["description"] == WEBHOOK_ACTIVE
    assert (await control.status())[0]["mode"] == "webhook"
    assert await api.result("deleteWebhook")
    await control.message(CITIZEN, CITIZEN, text="polled")
    assert [update["message"]["text"] for update in await api.result("getUpdates")] == ["polled"]


async def test_a_failing_webhook_is_tried_again_and_blocks_its_chat_only(
    control: Control, api: Api, listener: Listener
) -> None:
    await control.limits(enforce=False, speed=50)
    listener.statuses = [500]
    await api.result("setWebhook", url=listener.url)
    await control.message(CITIZEN, CITIZEN, text="first")
    await listener.heard(1)
    await control.message(CITIZEN, CITIZEN, text="second")
    assert await listener.heard(3) == ["first", "first", "second"]
    assert "500" in (await api.result("getWebhookInfo"))["last_error_message"]


async def test_a_webhook_replaces_a_waiting_poll(control: Control, api: Api, listener: Listener) -> None:
    async with asyncio.TaskGroup() as both:
        poll = both.create_task(api.call("getUpdates", timeout=20))
        await control.until_polling()
        await api.result("setWebhook", url=listener.url)
    assert poll.result()["description"] == WEBHOOK_ACTIVE


async def test_a_webhook_outside_this_machine_or_with_a_bad_secret_is_refused(control: Control, api: Api) -> None:
    assert "loopback" in await api.refusal("setWebhook", url="https://example.org/hook")
    refused = await api.refusal("setWebhook", url="http://127.0.0.1:1/hook", secret_token="no spaces")
    assert "unallowed characters" in refused
    assert (await api.result("getWebhookInfo"))["url"] == ""


async def test_waiting_updates_are_dropped_on_request(control: Control, api: Api) -> None:
    await control.message(CITIZEN, CITIZEN, text="unwanted")
    assert await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.result("getUpdates") == []
