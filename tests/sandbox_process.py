"""The sandbox as a separate process, and the hands that move its people."""

import asyncio
import base64
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import httpx

ROOT = Path(__file__).parent.parent
READY = "sandbox ready "
STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 10.0
JSON = {"Content-Type": "application/json"}
Json = dict[str, Any]


class SandboxProcess:
    """`python -m sandbox` on a free port. `with SandboxProcess() as sandbox: sandbox.url`."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments
        self.url = ""
        self.process: subprocess.Popen[str] | None = None
        self.log = Path(tempfile.mkdtemp(prefix="sandbox-")) / "sandbox.log"

    def start(self) -> Self:
        """Start and wait until it accepts connections; RuntimeError with its log if it never does."""
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--log", str(self.log), *self.arguments]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()  # ends with the process, so a sandbox that can't start never blocks
        if not line.startswith(READY):
            self.stop()
            raise RuntimeError(f"The sandbox did not start: {self.log.read_text()[-2000:]}")
        self.url = line.removeprefix(READY).strip().rstrip("/")
        return self

    def stop(self) -> int:
        """End it as Ctrl-C would and give its exit code."""
        assert self.process is not None
        self.process.terminate()
        try:
            code = self.process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def as_ascii(body: Json) -> str:
    """JSON in ASCII, so that even half a surrogate pair can travel, as an escape."""
    return json.dumps(body)


class ControlRefused(AssertionError):
    """The control API answered with a sentence about what was wrong with the request."""


def file(content: bytes, name: str | None = None, mime_type: str | None = None) -> Json:
    """Bytes as the control API takes them in `photos`, `documents`, `voice` and so on."""
    about = {"base64": base64.b64encode(content).decode(), "file_name": name, "mime_type": mime_type}
    return {key: value for key, value in about.items() if value is not None}


class Control:
    """An asynchronous client of the control API; every method is one of its addresses.

    `async with Control(sandbox.url) as control:`. Raises `ControlRefused` with the sandbox's sentence.
    """

    def __init__(self, url: str) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=30.0, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def post(self, path: str, **body: Any) -> Json:
        """POST to `/control/<path>`; arguments that are None are left out."""
        sent = {name: value for name, value in body.items() if value is not None}
        return dict(self._answer(await self.http.post(f"/control/{path}", content=as_ascii(sent), headers=JSON)))

    async def get(self, path: str, **query: Any) -> Any:
        """GET `/control/<path>`."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self._answer(await self.http.get(f"/control/{path}", params=asked))

    @staticmethod
    def _answer(response: httpx.Response) -> Any:
        answer = response.json()
        if response.is_error:
            raise ControlRefused(answer["error"])
        return answer

    async def reset(self) -> None:
        """Forget everything."""
        await self.post("reset")

    async def world(self, **parts: Any) -> Json:
        """Add `bots`, `people`, `chats`, `personas`, `ground`; without parts, show the world."""
        return await self.post("world", **parts) if parts else await self.get("world")

    async def message(self, chat_id: int, from_id: int | None = None, **content: Any) -> Json:
        """Let someone send something: `text=`, `photos=[file(...)]`, `location={...}` …

        Gives `{"message_ids": [...], "update_ids": [...]}`.
        """
        # `as` is a word of Python's: say `voice_as="anonymous_admin"`.
        if "voice_as" in content:
            content["as"] = content.pop("voice_as")
        return await self.post("messages", chat_id=chat_id, from_id=from_id, **content)

    async def release(self, chat_id: int) -> Json:
        """Let the items of an album that were held back arrive."""
        return await self.post("release", chat_id=chat_id)

    async def press(self, chat_id: int, message_id: int, from_id: int, **button: Any) -> str:
        """Tap a button by `data=`, `label=` or `row=`, `col=`; gives the callback query's id."""
        answer = await self.post("presses", chat_id=chat_id, message_id=message_id, from_id=from_id, **button)
        return str(answer["callback_query_id"])

    async def press_key(self, chat_id: int, from_id: int, label: str, location: Json | None = None) -> Json:
        """Tap a key of the reply keyboard, which sends its text, or the place it asks for."""
        return await self.post("presses", chat_id=chat_id, from_id=from_id, label=label, location=location)

    async def answer_to(self, callback_query_id: str, within: float = 10.0) -> Json:
        """What the presser saw: `{text, show_alert, url}`; TimeoutError if the bot never answered."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            seen: Json = await self.get(f"presses/{callback_query_id}")
            if seen["answered"]:
                return seen
            await asyncio.sleep(0.02)
        raise TimeoutError("The bot never answered the press.")

    async def edit(self, chat_id: int, message_id: int, from_id: int, **changed: Any) -> Json:
        """Someone edits their own `text` or `caption`."""
        return await self.post("edits", chat_id=chat_id, message_id=message_id, from_id=from_id, **changed)

    async def delete(self, chat_id: int, message_id: int, **more: Any) -> None:
        """A message vanishes."""
        await self.post("deletes", chat_id=chat_id, message_id=message_id, **more)

    async def member(self, chat_id: int, status: str, **who: Any) -> None:
        """`user_id=` or `bot=` joins, leaves, is promoted or kicked, optionally `by_id=`."""
        await self.post("members", chat_id=chat_id, status=status, **who)

    async def block(self, user_id: int, blocked: bool = True, bot: str | int | None = None) -> None:
        """A person blocks the bot, or unblocks it."""
        await self.post("blocks", user_id=user_id, blocked=blocked, bot=bot)

    async def migrate(self, chat_id: int) -> int:
        """A basic group becomes a supergroup; gives its new id."""
        return int((await self.post("migrate", chat_id=chat_id))["new_chat_id"])

    async def vote(self, chat_id: int, message_id: int, from_id: int, option_ids: list[int]) -> None:
        """Vote in a poll."""
        await self.post("votes", chat_id=chat_id, message_id=message_id, from_id=from_id, option_ids=option_ids)

    async def react(self, chat_id: int, message_id: int, from_id: int, emoji: str | None) -> None:
        """React to a message, or take the reaction back."""
        await self.post("reactions", chat_id=chat_id, message_id=message_id, from_id=from_id, emoji=emoji)

    async def update(self, update: Json, bot: str | int | None = None) -> int:
        """Inject a raw update; gives its id."""
        return int((await self.post("updates", update=update, bot=bot))["update_ids"][0])

    async def updates(self, updates: list[Json], bot: str | int | None = None) -> list[int]:
        """Inject many raw updates at once."""
        answer = await self.post("updates", updates=updates, bot=bot)
        return list(answer["update_ids"])

    async def repeat(self, update_id: int, bot: str | int | None = None) -> None:
        """Deliver an update once more."""
        await self.post("updates", repeat=update_id, bot=bot)

    async def fault(self, kind: str, method: str = "*", **rule: Any) -> int:
        """Make calls fail; `forever=True` instead of a number of `times` (default 1). Gives the fault's id."""
        if rule.pop("forever", False):
            answer = await self.http.post(
                "/control/faults", json={"kind": kind, "method": method, "times": None, **rule}
            )
            return int(self._answer(answer)["fault_id"])
        return int((await self.post("faults", kind=kind, method=method, **rule))["fault_id"])

    async def clear_faults(self) -> None:
        """Everything works again."""
        self._answer(await self.http.delete("/control/faults"))

    async def limits(self, enforce: bool, speed: float = 1.0) -> None:
        """Enforce Telegram's pace, optionally with accelerated seconds."""
        await self.post("limits", enforce=enforce, speed=speed)

    async def advance(self, seconds: int) -> None:
        """Let time pass at once."""
        await self.post("clock", advance_s=seconds)

    async def record(self, since: int = 0, chat_id: int | None = None, method: str | None = None) -> list[Json]:
        """The accepted calls that changed what people see, oldest first."""
        return list((await self.get("record", since=since, chat_id=chat_id, method=method))["record"])

    async def calls(self, since: int = 0, limit: int = 500) -> list[Json]:
        """Raw calls, refused ones too."""
        return list((await self.get("calls", since=since, limit=limit))["calls"])

    async def messages(
        self, chat_id: int, bot: str | int | None = None, after: int = 0, viewer: int | None = None
    ) -> list[Json]:
        """A chat's messages as it shows them now, oldest first."""
        return list(await self.get(f"chats/{chat_id}/messages", bot=bot, after=after, viewer=viewer))

    async def status(self) -> list[Json]:
        """How each bot receives, and how much waits for it."""
        return list((await self.get("status"))["bots"])

    async def until_polling(self, wanted: bool = True, bot: str | None = None, within: float = 30.0) -> None:
        """Wait until a bot (default: the first) has a long poll open, or has none; TimeoutError after `within` s."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            found = next(each for each in await self.status() if bot in (None, each["username"]))
            if found["polling_now"] == wanted:
                return
            await asyncio.sleep(0.02)
        raise TimeoutError(f"The bot is {'not ' if wanted else 'still '}polling.")

    async def file(self, address: str) -> bytes:
        """The bytes behind an address that `messages` gave."""
        response = await self.http.get(address)
        response.raise_for_status()
        return response.content
