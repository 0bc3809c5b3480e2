"""A Bot API for measuring: quick, obliging, forgetful. `python -m bench.stub` prints its address and serves.

It knows the calls that the program and the bare bot make, believes whatever they say, and lets a crowd talk to them:
`POST /bench/run` with a crowd's order and a `token` answers when that crowd is done.
"""

import asyncio
import json
import sys
from collections import deque
from typing import Any
from urllib.parse import parse_qsl

import uvloop

from bench.conversations import Person
from bench.crowd import Crowd, Order
from bench.http11 import Answer, Connection

_TRUE = b'{"ok":true,"result":true}'
_LIMIT = 100
_METHODS = {"sendmessage": "sendMessage", "editmessagetext": "editMessageText"}


class StubBot:
    """One token's side of the conversation."""

    def __init__(self, token: str) -> None:
        self.id = int(token.partition(":")[0])
        self.waiting: deque[tuple[int, int, bytes]] = deque()
        self.crowd: Crowd | None = None
        self._update_id = self._message_id = 1
        self._people = 1_000_000
        self._poll: tuple[Answer, asyncio.TimerHandle] | None = None
        self._report: Answer | None = None

    def measure(self, order: Order, answer: Answer) -> None:
        """Lets a crowd in; `answer` gets what was seen when it is gone."""
        self._report = answer
        self.crowd = Crowd(order, self._people, self._deliver)
        self._people += 1_000_000
        self._flush()

    def call(self, method: str, body: bytes, answer: Answer) -> None:
        """One call of the Bot API."""
        asked, method = _fields(body), _METHODS.get(method, method)
        if method == "getUpdates":
            self._poll_for(asked, answer)
        elif method in ("sendMessage", "editMessageText"):
            answer(self._said(asked))
        elif method == "answerCallbackQuery":
            answer(_TRUE)
            if self.crowd is not None:
                self.crowd.stop_spinning(asked["callback_query_id"])
        elif method == "getMe":
            answer(_result({"id": self.id, "is_bot": True, "first_name": "b", "username": "b_bot"}))
        else:
            answer(_TRUE)
        self._flush()

    def _said(self, asked: dict[str, Any]) -> bytes:
        message_id = int(asked.get("message_id") or 0) or self._new_message_id()
        chat_id, text, markup = int(asked["chat_id"]), asked.get("text", ""), _raw(asked.get("reply_markup", ""))
        inline = markup if "inline_keyboard" in markup else ""
        if self.crowd is not None:
            self.crowd.tell(chat_id, message_id, text, inline)
        chat = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "title": "t"}
        sender = {"id": self.id, "is_bot": True, "first_name": "b"}
        message = {"message_id": message_id, "date": 1767225600, "chat": chat, "from": sender}
        told = json.dumps(message | {"text": text}, ensure_ascii=False)[:-1]
        # What came as JSON goes back as it came: Telegram returns entities and buttons too, and bots parse them.
        parts = {"entities": _raw(asked.get("entities", "")), "reply_markup": inline}
        more = "".join(f',"{name}":{raw}' for name, raw in parts.items() if raw)
        return f'{{"ok":true,"result":{told}{more}}}}}'.encode()

    def _new_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    def _deliver(self, person: Person) -> bool:
        self._update_id += 1
        update = person.next_update(self._update_id)
        if update is None:
            return False
        self.waiting.append((self._update_id, person.user_id, update))
        return True

    def _poll_for(self, asked: dict[str, Any], answer: Answer) -> None:
        offset = int(asked.get("offset") or 0)
        while self.waiting and self.waiting[0][0] < offset:
            self.waiting.popleft()
        later = asyncio.get_running_loop().call_later(float(asked.get("timeout") or 0), self._end_poll)
        self._poll = (answer, later)

    def _end_poll(self) -> None:
        if self._poll is not None:
            (answer, later), self._poll = self._poll, None
            later.cancel()
            sent = [self.waiting[at] for at in range(min(len(self.waiting), _LIMIT))]
            if self.crowd is not None:
                for _, user_id, _ in sent:
                    self.crowd.delivered(user_id)
            updates = b",".join(update for _, _, update in sent)
            answer(b'{"ok":true,"result":[' + updates + b"]}")

    def _flush(self) -> None:
        if self.waiting:
            self._end_poll()
        if self.crowd is not None and self.crowd.over and self._report is not None:
            report, self._report = self._report, None
            report(self.crowd.seen.to_json())
            self.crowd = None


class Stub:
    """All bots, by token."""

    def __init__(self) -> None:
        self._bots: dict[str, StubBot] = {}

    def handle(self, path: str, body: bytes, answer: Answer) -> None:
        """Any request."""
        if path.startswith("/bot"):
            token, _, method = path.removeprefix("/bot").partition("/")
            self._bot(token).call(method, body, answer)
        else:
            order = json.loads(body)
            self._bot(order.pop("token")).measure(Order(**order), answer)

    def _bot(self, token: str) -> StubBot:
        if token not in self._bots:
            self._bots[token] = StubBot(token)
        return self._bots[token]


def _fields(body: bytes) -> dict[str, Any]:
    if not body:
        return {}
    if body.startswith(b"{"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _raw(part: object) -> str:
    """JSON within a form comes as text, within JSON as itself."""
    return part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)


def _result(value: object) -> bytes:
    return json.dumps({"ok": True, "result": value}).encode()


async def _serve() -> None:
    stub = Stub()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(stub.handle), "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
