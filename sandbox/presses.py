"""Pressed buttons and what the bot answered to them."""

from dataclasses import dataclass, field

from sandbox.refusals import Json, bad

ANSWERABLE_FOR = 150
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(slots=True)
class Press:
    """One callback query; `answer` is what the presser saw, None while the button still spins."""

    query_id: str
    bot_id: int
    pressed_at: int
    chat_id: int
    answer: Json | None = None


@dataclass(slots=True)
class Presses:
    """All presses by the id of their callback query."""

    by_id: dict[str, Press] = field(default_factory=dict)

    def add(self, bot_id: int, chat_id: int, now: int) -> Press:
        """A new press with an id of its own."""
        press = Press(str(4_000_000_000_000_000_000 + len(self.by_id)), bot_id, now, chat_id)
        self.by_id[press.query_id] = press
        return press

    def answerable(self, query_id: str, bot_id: int, now: int) -> Press:
        """The press a bot may still answer; 400 when it is unknown, another bot's, or older than 150 s."""
        press = self.by_id.get(query_id)
        if press is None or press.bot_id != bot_id or now - press.pressed_at > ANSWERABLE_FOR:
            raise bad(TOO_OLD)
        return press
