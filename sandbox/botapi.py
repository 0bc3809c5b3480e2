"""One HTTP request to the Bot API: read, validated, perhaps made to fail, answered, written down."""

import asyncio
import hashlib
import time
from typing import Any

from aiohttp import web

from sandbox.faults import AFTER_ACCEPTING, Fault
from sandbox.files import DOWNLOAD_LIMIT
from sandbox.methods import KNOWN, TABLE
from sandbox.methods.registry import Call, Method
from sandbox.people import Bot
from sandbox.queues import QueuedUpdate, compact
from sandbox.refusals import Json, Refusal, bad
from sandbox.requests import Parameters, read
from sandbox.validation import validated
from sandbox.world import World

WORLD = web.AppKey("world", World)


async def answer(request: web.Request) -> web.StreamResponse:
    """`/bot<TOKEN>/<method>`: Telegram's answer, whatever went wrong, is a JSON object with `ok`."""
    world = request.app[WORLD]
    name = request.match_info["method"]
    bot = world.bots.get(request.match_info["token"])
    if bot is None:
        return _response(401, Refusal(401, "Unauthorized").body())
    method = TABLE.get(name.lower())
    if method is None:
        return _unbuilt(world, bot, name)
    return await _Exchange(world, bot, method, request).run()


class _Exchange:
    """What one call of a built method goes through; kept together for the books."""

    def __init__(self, world: World, bot: Bot, method: Method, request: web.Request) -> None:
        self.world, self.bot, self.method, self.request = world, bot, method, request
        self.parameters = Parameters()
        self.started = time.perf_counter()

    async def run(self) -> web.StreamResponse:
        fault: Fault | None = None
        try:
            self.parameters = await read(self.request, self.method.model)
            fault = self.world.faults.strike(self.method.name.lower(), self.parameters.chat_id)
            if fault is not None:
                await self._suffer(fault)
            result = await self._handle()
        except Refusal as refusal:
            self._note(refusal.status, refusal.body())
            return _response(refusal.status, refusal.body())
        except web.HTTPRequestEntityTooLarge:
            body = Refusal(413, "Request Entity Too Large").body()
            self._note(413, body)
            return _response(413, body)
        return await self._send(result, fault)

    async def _handle(self) -> Any:
        request = validated(self.method.model, self.parameters.values)
        call = Call(self.world, self.bot, request, self.parameters, seen_in=self.parameters.chat_id)
        result = await self.method.handle(call)
        if self.method.visible:
            self.world.record.accept(accepted_entry(call, self.method.name, self.world.clock.now()))
        return result

    async def _send(self, result: Any, fault: Fault | None) -> web.StreamResponse:
        if fault is not None and fault.kind in AFTER_ACCEPTING:
            self._note(0, {"lost": "accepted, but the answer never left"})
            await self._lose(fault)
        if self.method.name == "getUpdates":
            return self._updates(result)
        body = {"ok": True, "result": result}
        self._note(200, body)
        return _response(200, body)

    def _updates(self, batch: list[QueuedUpdate]) -> web.Response:
        text = f'{{"ok":true,"result":[{",".join(entry.text for entry in batch)}]}}'
        if batch:
            self._note(200, {"ok": True, "update_ids": [entry.update_id for entry in batch]})
        return web.Response(text=text, content_type="application/json")

    async def _suffer(self, fault: Fault) -> None:
        self.world.events.publish("fault", self.parameters.chat_id)
        refusal = fault.refusal()
        if refusal is not None:
            raise refusal
        if fault.kind == "delay_ms":
            await asyncio.sleep(fault.seconds())
        if fault.kind == "drop_before":
            self._note(0, {"lost": "nothing was accepted, and no answer left"})
            self._hang_up()

    async def _lose(self, fault: Fault) -> None:
        """Nothing is sent any more; the client runs into its own timeout, or sees the connection break."""
        await asyncio.sleep(fault.seconds())
        self._hang_up()

    def _hang_up(self) -> None:
        if self.request.transport is not None:
            self.request.transport.abort()
        raise asyncio.CancelledError

    def _note(self, status: int, body: Json) -> None:
        self.world.record.note_call(
            {
                "at": self.world.clock.now(),
                "bot": self.bot.username,
                "method": self.method.name,
                "request": received(self.parameters, self.bot.token),
                "status": status,
                "response": body,
                "ms": round((time.perf_counter() - self.started) * 1000, 2),
            }
        )
        self.world.events.publish("call", self.parameters.chat_id)


def accepted_entry(call: Call[Any], method: str, at: int) -> Json:
    """One line of the record: who was shown what, where, with which files (SHA-256 of what was received)."""
    first = call.touched[0] if call.touched else None
    return {
        "at": at,
        "bot": call.bot.username,
        "method": method,
        "chat_id": first.chat.id if first else call.seen_in,
        "message_ids": [message.id for message in call.touched],
        "text": first.payload.get("text") if first else call.parameters.values.get("text"),
        "caption": first.payload.get("caption") if first else None,
        "file_sha256": [digest for message in call.touched for digest in digests(call.world, message.payload)],
        "params": received(call.parameters, call.bot.token),
    }


def digests(world: World, payload: Json) -> list[str]:
    """The SHA-256 of each file a message shows; of a photo, that of the picture it was made from."""
    held = [payload["photo"][-1]] if "photo" in payload else []
    held += [payload[kind] for kind in ("document", "video", "audio", "voice", "animation") if kind in payload]
    return [world.files.files[each["file_unique_id"]].sha256 for each in held]


def received(parameters: Parameters, token: str) -> Json:
    """The parameters as they came, each upload as its name, size and SHA-256; a webhook's secrets as stars."""
    values = parameters.values
    if "secret_token" in values:
        values = {**values, "secret_token": "***"}
    if "url" in values:
        values = {**values, "url": str(values["url"]).replace(token, "***")}
    if not parameters.uploads:
        return values
    parts = {
        name: {
            "file_name": upload.file_name,
            "size": len(upload.content),
            "sha256": hashlib.sha256(upload.content).hexdigest(),
        }
        for name, upload in parameters.uploads.items()
    }
    return {**values, "uploads": parts}


def _unbuilt(world: World, bot: Bot, name: str) -> web.Response:
    if name.lower() in KNOWN:
        refusal = Refusal(501, f"Not Implemented: {name} is a method of the Bot API that the sandbox does not emulate")
    else:
        refusal = Refusal(404, "Not Found")
    world.record.note_call(
        {"at": world.clock.now(), "bot": bot.username, "method": name, "request": {}, "status": refusal.status,
         "response": refusal.body(), "ms": 0.0}
    )  # fmt: skip
    return _response(refusal.status, refusal.body())


def _response(status: int, body: Json) -> web.Response:
    return web.Response(status=status, text=compact(body), content_type="application/json")


async def download(request: web.Request) -> web.Response:
    """`/file/bot<TOKEN>/<file_path>`: the bytes `getFile` pointed to."""
    world = request.app[WORLD]
    if request.match_info["token"] not in world.bots:
        return _response(401, Refusal(401, "Unauthorized").body())
    stored = world.files.by_path.get(request.match_info["path"])
    if stored is None:
        return _response(404, Refusal(404, "Not Found").body())
    if stored.size > DOWNLOAD_LIMIT:
        refusal = bad("file is too big")
        return _response(refusal.status, refusal.body())
    return web.Response(body=world.files.read(stored), content_type="application/octet-stream")
