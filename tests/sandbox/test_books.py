"""The record, the calls, and the addresses themselves."""

import asyncio
import hashlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from sandbox.server import is_loopback
from tests.sandbox.conftest import CITIZEN, GROUP, TOKEN, TOWN, Api, jpeg
from tests.sandbox_process import ROOT, Control, SandboxProcess


async def test_the_record_holds_what_was_accepted_and_nothing_else(started: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=CITIZEN, text="first")
    await api.refusal("sendMessage", chat_id=CITIZEN, text="")
    await api.result("sendChatAction", chat_id=CITIZEN, action="typing")
    await api.result("editMessageText", chat_id=CITIZEN, message_id=sent["message_id"], text="second")
    await api.result("deleteMessage", chat_id=CITIZEN, message_id=sent["message_id"])
    record = await started.record()
    assert [(entry["seq"], entry["method"], entry["text"]) for entry in record] == [
        (1, "sendMessage", "first"),
        (2, "editMessageText", "second"),
        (3, "deleteMessage", "second"),
    ]
    assert {entry["chat_id"] for entry in record} == {CITIZEN}
    assert all(entry["message_ids"] == [sent["message_id"]] for entry in record)


async def test_the_record_is_read_from_a_place_on_and_by_chat_and_method(control: Control, api: Api) -> None:
    for chat_id in (TOWN, GROUP, TOWN):
        await api.result("sendMessage", chat_id=chat_id, text="a")
    assert [entry["seq"] for entry in await control.record(since=1)] == [2, 3]
    assert [entry["seq"] for entry in await control.record(chat_id=TOWN)] == [1, 3]
    assert await control.record(method="sendPhoto") == []
    assert (await control.get("record", since=3)) == {"record": [], "next": 3}


async def test_the_record_knows_files_by_the_digest_of_what_was_sent(control: Control, api: Api) -> None:
    picture, words = jpeg(), b"exactly this"
    sent = await api.result("sendPhoto", chat_id=str(TOWN), files={"photo": picture})
    await api.result("sendPhoto", chat_id=TOWN, photo=sent["photo"][0]["file_id"])
    await api.result("sendDocument", chat_id=str(TOWN), files={"document": ("a.txt", words)})
    digests = [entry["file_sha256"] for entry in await control.record()]
    of_picture, of_words = (hashlib.sha256(content).hexdigest() for content in (picture, words))
    assert digests == [[of_picture], [of_picture], [of_words]]
    assert (await control.record())[2]["params"]["uploads"]["document"]["file_name"] == "a.txt"


async def test_calls_show_refusals_and_never_the_token(control: Control, api: Api) -> None:
    await api.result("setWebhook", url=f"http://127.0.0.1:9/{TOKEN}", secret_token="very_secret")
    await api.result("deleteWebhook")
    await api.result("getUpdates")
    await api.refusal("sendMessage", chat_id=5, text="a")
    await control.message(CITIZEN, CITIZEN, text="hello")
    await api.result("getUpdates")
    calls = await control.calls()
    assert [(call["method"], call["status"]) for call in calls] == [
        ("setWebhook", 200),
        ("deleteWebhook", 200),
        ("sendMessage", 400),
        ("getUpdates", 200),
    ]
    assert TOKEN not in json.dumps(calls)
    assert "very_secret" not in json.dumps(calls)
    assert [call["seq"] for call in await control.calls(since=1, limit=2)] == [3, 4]


async def test_calls_keep_what_was_answered_then(control: Control, api: Api) -> None:
    sent = await api.result("sendMessage", chat_id=TOWN, text="before")
    await api.result("editMessageText", chat_id=TOWN, message_id=sent["message_id"], text="after")
    answers = [call["response"]["result"]["text"] for call in await control.calls()]
    assert answers == ["before", "after"]


async def test_a_chat_is_shown_as_its_members_see_it(control: Control, api: Api) -> None:
    markup = {"inline_keyboard": [[{"text": "take", "callback_data": "take:1"}]]}
    await control.message(CITIZEN, CITIZEN, text="a <b>bold</b> text")
    await api.result("sendMessage", chat_id=CITIZEN, text="card", reply_markup=markup, protect_content=True)
    mine, card = await control.messages(CITIZEN, viewer=CITIZEN)
    assert (mine["outgoing"], mine["text"], card["outgoing"]) == (True, "a <b>bold</b> text", False)
    assert (card["buttons"], card["protected"]) == (markup["inline_keyboard"], True)
    assert [message["text"] for message in await control.messages(CITIZEN, after=mine["message_id"])] == ["card"]


@pytest.mark.parametrize("shape", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_any_of_four_shapes(control: Control, api: Api, shape: str) -> None:
    address = f"{api.url}/bot{TOKEN}/sendMessage"
    flat = {"chat_id": str(TOWN), "text": '["not", "JSON"]', "protect_content": "true"}
    if shape == "query":
        answer = await api.http.get(address, params=flat)
    elif shape == "form":
        answer = await api.http.post(address, data=flat)
    elif shape == "json":
        answer = await api.http.post(address, json={**flat, "chat_id": TOWN, "protect_content": True})
    else:
        answer = await api.http.post(address, files={name: (None, value) for name, value in flat.items()})
    sent = answer.json()["result"]
    assert (sent["text"], sent["chat"]["id"], sent["has_protected_content"]) == ('["not", "JSON"]', TOWN, True)


async def test_what_telegram_lacks_is_404_and_what_the_sandbox_lacks_is_501(control: Control, api: Api) -> None:
    assert await api.call("sendEverything") == {"ok": False, "error_code": 404, "description": "Not Found"}
    unbuilt = await api.call("sendInvoice", chat_id=TOWN)
    assert unbuilt["error_code"] == 501
    assert "sandbox does not emulate" in unbuilt["description"]
    assert (await api.call("getMe", token="1:unknown"))["error_code"] == 401
    assert (await api.call("GETME"))["ok"]


async def test_a_web_page_from_elsewhere_is_kept_out(control: Control, api: Api) -> None:
    for headers in ({"Origin": "https://example.org"}, {"Origin": "null"}, {"Host": "example.org"}):
        answer = await api.http.post(f"{api.url}/control/reset", json={}, headers=headers)
        assert answer.status_code == 403
    assert (await control.world())["people"]


async def take_until_data(lines: AsyncIterator[str]) -> AsyncIterator[str]:
    """The lines of an event stream up to the first that carries data."""
    async for line in lines:
        yield line
        if line.startswith("data: "):
            return


async def test_the_page_hears_of_each_change(control: Control, api: Api) -> None:
    async with api.http.stream("GET", f"{api.url}/control/events") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": listening"
        await control.message(TOWN, 102, text="hello")
        event = [line async for line in take_until_data(lines)][-1]
    assert json.loads(event.removeprefix("data: "))["type"] == "message"


async def test_a_file_is_downloaded_only_with_the_token(control: Control, api: Api) -> None:
    sent = await api.result("sendDocument", chat_id=str(TOWN), files={"document": ("a.html", b"<script>")})
    path = (await api.result("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    assert (await api.http.get(f"{api.url}/file/bot{TOKEN}/{path}")).content == b"<script>"
    assert (await api.http.get(f"{api.url}/file/bot1:wrong/{path}")).status_code == 401
    shown = await api.http.get(f"{api.url}/control/files/{sent['document']['file_unique_id']}")
    assert shown.headers["Content-Disposition"] == "attachment"


async def test_a_reset_forgets_everything(started: Control, api: Api) -> None:
    await started.reset()
    assert (await api.call("getMe"))["error_code"] == 401
    assert await started.record() == []
    assert (await started.world())["bots"] == []


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("192.0.2.1", False), ("a.b", False)],
)
def test_only_loopback_is_served(host: str, allowed: bool) -> None:
    assert is_loopback(host) is allowed


async def test_a_host_that_others_could_reach_is_refused_at_the_start() -> None:
    command = [sys.executable, "-m", "sandbox", "--host", "0.0.0.0"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert process.returncode == 2
    assert "no loopback address" in said.decode()


async def test_it_starts_with_a_world_keeps_files_in_a_folder_and_ends_cleanly(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(
        json.dumps({"bots": [{"token": TOKEN, "username": "tip_bot"}], "people": [{"id": 1, "first_name": "A"}]})
    )
    with SandboxProcess("--world", str(world), "--data", str(tmp_path / "files")) as process:
        async with Control(process.url) as control, httpx.AsyncClient(trust_env=False) as page:
            await control.message(1, 1, documents=[{"base64": "aGk="}])
            shown = (await control.messages(1))[0]["document"]
            assert await control.file(shown["url"]) == b"hi"
            assert (await page.get(process.url + "/")).status_code in (200, 404)
        assert [path.read_bytes() for path in (tmp_path / "files").iterdir()] == [b"hi"]
        assert process.stop() == 0
