"""The stage's side of a broadcast: readers who can be reached, what they got, what was refused, how fast a question
is answered meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, sleep
from typing import Any

import httpx

from bench.programs import GROUPS
from bench.subscribers import FIRST

ASKERS = 40
"""People who ask the bot something while it broadcasts, in turn: none of them is a reader."""

_FIRST_ASKER = 6_000_000
_AT_ONCE = 2_000
_ASK_EVERY_S = 0.4
_LOOK_EVERY_S = 0.02


@dataclass(slots=True)
class Heard:
    """What happened on the stage. `moments` are seconds since the beginning at which readers' messages were seen."""

    readers: dict[int, int] = field(default_factory=dict)
    moments: list[tuple[float, int]] = field(default_factory=list)
    refused: int = 0
    answers_ms: list[float] = field(default_factory=list)

    @property
    def messages(self) -> int:
        """All that readers got."""
        return sum(self.readers.values())

    @property
    def doubled(self) -> int:
        """Readers who got it more than once."""
        return sum(each > 1 for each in self.readers.values())

    def per_s(self) -> float:
        """Messages a second from the first tenth of them to the last: a burst at the beginning is left out."""
        total = self.messages
        begun = next((at, seen) for at, seen in self.moments if seen >= total / 10)
        ended = next((at, seen) for at, seen in self.moments if seen >= total)
        return (ended[1] - begun[1]) / (ended[0] - begun[0])


class Audience:
    """Readers and askers on a stage of their own."""

    def __init__(self, url: str, token: str, readers: int, speed: float) -> None:
        self.heard = Heard()
        self._http = httpx.Client(base_url=url, trust_env=False, timeout=60)
        self._seen = self._calls_seen = 0
        self._began = perf_counter()
        self._asked_at: dict[int, float] = {}
        self._ask_at = 0.0
        self._asked = 0
        ids = [*range(FIRST, FIRST + readers), *range(_FIRST_ASKER, _FIRST_ASKER + ASKERS)]
        self._post("world", {"bots": [{"token": token, "username": "tipoff_bench_bot"}]})
        bots = [{"token": token}]
        groups = [{"id": each, "type": "supergroup", "title": name, "bots": bots} for name, each in GROUPS.items()]
        self._post("world", {"chats": groups})
        for at in range(0, len(ids), _AT_ONCE):
            people = [{"id": each, "first_name": "示例", "started": True} for each in ids[at : at + _AT_ONCE]]
            self._post("world", {"people": people})
        self._post("limits", {"enforce": True, "speed": speed})

    def until(self, messages: int, within_s: float, *, asking: bool = False) -> Heard:
        """Watches until readers got so many messages, or for so long; with `asking`, somebody asks now and then."""
        deadline = perf_counter() + within_s
        self._began = perf_counter()
        while self.heard.messages < messages and perf_counter() < deadline:
            if asking and perf_counter() >= self._ask_at:
                self._ask()
            self._look()
            sleep(_LOOK_EVERY_S)
        self._look()
        return self.heard

    def close(self) -> None:
        """Leaves the stage."""
        self._http.close()

    def _ask(self) -> None:
        user_id = _FIRST_ASKER + self._asked % ASKERS
        self._asked, self._ask_at = self._asked + 1, perf_counter() + _ASK_EVERY_S
        self._asked_at[user_id] = perf_counter()
        self._post("messages", {"chat_id": user_id, "from_id": user_id, "text": "/language"})

    def _look(self) -> None:
        answer = self._get("record", {"since": self._seen})
        self._seen, now = answer["next"], perf_counter()
        for entry in answer["record"]:
            self._note(entry, now)
        self.heard.moments.append((now - self._began, self.heard.messages))
        calls = self._get("calls", {"since": self._calls_seen, "limit": 500})
        self._calls_seen = calls["next"]
        self.heard.refused += sum(each["status"] == 429 for each in calls["calls"])

    def _note(self, entry: dict[str, Any], now: float) -> None:
        chat_id = entry["chat_id"]
        if not entry["method"].startswith("send") or chat_id is None:
            return
        if chat_id >= FIRST:
            self.heard.readers[chat_id] = self.heard.readers.get(chat_id, 0) + 1
        elif (asked_at := self._asked_at.pop(chat_id, None)) is not None:
            self.heard.answers_ms.append((now - asked_at) * 1000)

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self._http.post(f"/control/{path}", json=body).raise_for_status()

    def _get(self, path: str, query: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._http.get(f"/control/{path}", params=query).json()
        return answer


@contextmanager
def audience(url: str, token: str, readers: int, speed: float) -> Iterator[Audience]:
    """An audience that leaves with the block."""
    found = Audience(url, token, readers, speed)
    try:
        yield found
    finally:
        found.close()
