"""Many people talking to one bot at once, each waiting for an answer before going on; and what that showed."""

import json
import os
import resource
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import perf_counter

from bench.conversations import BY_NAME, Person

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be measured. `towns` are named in turn; `pid` is the bot's, to read its processor time.

    New people come as others finish, so that `at_once` are always there, for `warm_up_s` and then `window_s`; with
    `people` it ends after so many instead, and the window is the whole run.
    """

    conversation: str
    at_once: int
    pid: int
    warm_up_s: float = 0.0
    window_s: float = 0.0
    people: int = 0
    towns: tuple[str, ...] = ("",)


@dataclass(slots=True)
class Seen:
    """`answered` updates within `seconds`; processor seconds of the bot and of this stub in that time.

    `card_ms`: from the delivery of each submit press to its card. `reports` were filed, of all that were begun.
    """

    answered: int = 0
    seconds: float = 0.0
    bot_cpu_s: float = 0.0
    stub_cpu_s: float = 0.0
    reports: int = 0
    cards: int = 0
    card_ms: list[float] = field(default_factory=list)

    def to_json(self) -> bytes:
        """As the stub hands it over."""
        return json.dumps(asdict(self)).encode()


class Crowd:
    """One measurement. `deliver` queues a person's next update; False when they have none."""

    def __init__(self, order: Order, first_id: int, deliver: Callable[[Person], bool]) -> None:
        self.order = order
        self.seen = Seen()
        self.talking: dict[int, Person] = {}
        self.awaiting_card: set[int] = set()
        self.submitted_at: dict[int, float] = {}
        self._deliver = deliver
        self._next_id = first_id
        self._come = 0
        self._answered = 0
        self._began = perf_counter()
        self._mark: tuple[int, float, float, float] | None = None
        self._closed = False
        while len(self.talking) < order.at_once:
            self._welcome()

    @property
    def over(self) -> bool:
        """Everybody was answered to the end, and every report filed has its card."""
        return self._closed and not self.talking and not self.awaiting_card

    def tell(self, chat_id: int, message_id: int, text: str, keyboard: str) -> None:
        """The bot said something."""
        if chat_id < 0:
            self._show_card(text)
        elif (person := self.talking.get(chat_id)) is not None and person.sees(message_id, text, keyboard):
            self._go_on(person)

    def stop_spinning(self, query_id: str) -> None:
        """The bot answered a press."""
        person = self.talking.get(int(query_id.partition("-")[0]))
        if person is not None and person.spinning and person.stops_spinning():
            self._go_on(person)

    def delivered(self, user_id: int) -> None:
        """An update of theirs was handed to the bot just now."""
        person = self.talking.get(user_id)
        if person is not None and person.step.until == "举报已登记":
            self.submitted_at[user_id] = perf_counter()
            self.awaiting_card.add(user_id)

    def _welcome(self) -> None:
        town = self.order.towns[self._come % len(self.order.towns)]
        person = Person(self._next_id, town, BY_NAME[self.order.conversation])
        self._next_id, self._come = self._next_id + 1, self._come + 1
        self.talking[person.user_id] = person
        self._deliver(person)

    def _go_on(self, person: Person) -> None:
        self._answered += 1
        self._keep_time()
        if self._deliver(person):
            return
        del self.talking[person.user_id]
        self.seen.reports += "report" in self.order.conversation
        if not self._closed:
            self._welcome()

    def _show_card(self, text: str) -> None:
        for word in text.split("第")[1:]:
            user_id, mark, _ = word.partition("位")
            if mark and user_id.isdigit() and int(user_id) in self.awaiting_card:
                self.awaiting_card.discard(int(user_id))
                self.seen.cards += 1
                self.seen.card_ms.append((perf_counter() - self.submitted_at.pop(int(user_id))) * 1000)

    def _keep_time(self) -> None:
        now, order = perf_counter(), self.order
        if self._closed:
            return
        if self._mark is None:
            if now - self._began >= order.warm_up_s:
                self._mark = (self._answered, now, _processor_s(order.pid), _own_processor_s())
            return
        enough = self._come >= order.people if order.people else now - self._mark[1] >= order.window_s
        if enough:
            answered, began, bot, stub = self._mark
            self._closed = True
            self.seen.answered, self.seen.seconds = self._answered - answered, now - began
            self.seen.bot_cpu_s, self.seen.stub_cpu_s = _processor_s(order.pid) - bot, _own_processor_s() - stub


def _own_processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _processor_s(pid: int) -> float:
    """Of the process alone, without its children; 0 where there is no /proc to ask."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS
