"""What was said, kept as the plain JSON the Bot API would show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sandbox.files import FileStore, file_ids_in
from sandbox.refusals import Json

if TYPE_CHECKING:
    from sandbox.chats import Chat
    from sandbox.people import Bot

SERVICE_FIELDS = (
    "new_chat_members", "left_chat_member", "new_chat_title", "pinned_message", "migrate_to_chat_id",
    "migrate_from_chat_id", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened", "group_chat_created", "supergroup_chat_created",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Message:
    """One message of one chat.

    `payload` is replaced key by key on an edit, never changed inside, so a shallow copy, as the book of
    calls keeps it, goes on showing what was true when it was made.
    """

    chat: Chat
    payload: Json
    author_id: int
    by_bot: Bot | None = None
    keyboard: Json | None = None
    deleted: bool = False
    has_files: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    votes: dict[int, list[int]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The message's number within its chat."""
        return int(self.payload["message_id"])

    @property
    def date(self) -> int:
        """When it was sent, Unix seconds."""
        return int(self.payload["date"])

    def shown_to(self, bot: Bot) -> Json:
        """The Bot API `Message` with the file ids that this bot may use."""
        payload = dict(self.payload)
        return FileStore.addressed(payload, bot.id) if self.has_files else payload

    def buttons(self) -> list[list[Json]]:
        """The rows of its inline keyboard."""
        rows: list[list[Json]] = self.payload.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def is_service(self) -> bool:
        """Whether nobody wrote it: someone joined, a topic was made, a message was pinned."""
        return any(name in self.payload for name in SERVICE_FIELDS)

    def change(self, **fields: Any) -> None:
        """Replace fields of the payload; None takes one away."""
        for name, value in fields.items():
            if value is None:
                self.payload.pop(name, None)
            else:
                self.payload[name] = value
        self.has_files = any(file_ids_in(self.payload))


def quoted(message: Message) -> Json:
    """A message as it stands inside `reply_to_message`: without the one it replied to itself."""
    return {name: value for name, value in message.payload.items() if name != "reply_to_message"}
