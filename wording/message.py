"""A finished message: text and entities, never markup in the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiogram.utils.formatting import Text

from domain.outgoing import Say
from domain.plain_text import clean, utf16_len

Buttons = list[list[dict[str, Any]]]
"""Rows of buttons in the Bot API's JSON shape."""


@dataclass(frozen=True, slots=True)
class Message:
    """Text with entities (offsets in UTF-16 units) and, where there are buttons, the Bot API's reply markup."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)
    markup: dict[str, Any] | None = None

    @classmethod
    def of(cls, content: Text | str, markup: Mapping[str, Any] | None = None) -> "Message":
        """From formatting nodes: what people wrote stays text, whatever characters it holds."""
        text, entities = (content if isinstance(content, Text) else Text(content)).render()
        plain = [entity.model_dump(exclude_none=True, exclude_unset=True, mode="json") for entity in entities]
        return cls(text, plain, dict(markup) if markup else None)

    def after(self, line: str) -> "Message":
        """The same message with a plain line before it."""
        shift = utf16_len(line) + 1
        moved = [entity | {"offset": entity["offset"] + shift} for entity in self.entities]
        return Message(f"{line}\n{self.text}", moved, self.markup)

    def to_say(self, *, case_id: int | None = None, ask: str | None = None, reply_to: int | None = None) -> Say:
        """As an outbox value."""
        return Say(self.text, self.entities, self.markup, reply_to, case_id, ask)


def inline(rows: Buttons) -> dict[str, Any]:
    """Inline keyboard markup; empty rows are left out."""
    return {"inline_keyboard": [row for row in rows if row]}


def button(text: str, data: str) -> dict[str, Any]:
    """A button that presses `data`, at most 64 bytes (core.telegram.org/bots/api#inlinekeyboardbutton)."""
    assert len(data.encode()) <= 64, data
    return {"text": text, "callback_data": data}


def link(text: str, url: str) -> dict[str, Any]:
    """A button that opens `url`."""
    return {"text": text, "url": url}


def shortened(text: str, units: int) -> str:
    """At most `units` UTF-16 units, cut between characters and marked where something is left out."""
    return text if utf16_len(text) <= units else clean(text, units - 1) + "…"
