"""Where people and bots meet, and who is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.refusals import Json

if TYPE_CHECKING:
    from sandbox.messages import Message
    from sandbox.people import Bot, Person

PRESENT = frozenset({"creator", "administrator", "member", "restricted"})
IN_CHARGE = frozenset({"creator", "administrator"})
KIND_IN_WORDS = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}
ADMINISTRATOR_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
OFF_BY_DEFAULT = frozenset({"can_be_edited", "is_anonymous"})
RIGHTS_BY_KIND = {
    "group": ("can_pin_messages",),
    "supergroup": ("can_pin_messages", "can_manage_topics"),
    "channel": ("can_post_messages", "can_edit_messages"),
}


@dataclass(slots=True)
class Member:
    """Someone's standing in a chat; `rights` overrides what an administrator has by default."""

    user: Json
    status: str
    rights: Json = field(default_factory=dict)

    def has(self, right: str) -> bool:
        """Whether this member may do what `right` names."""
        if self.status == "creator":
            return True
        return self.status == "administrator" and bool(self.rights.get(right, right not in OFF_BY_DEFAULT))

    def described(self, kind: str) -> Json:
        """The Bot API `ChatMember` of this member in a chat of that kind."""
        about: Json = {"user": self.user, "status": self.status}
        if self.status == "creator":
            about["is_anonymous"] = False
        if self.status == "administrator":
            about |= {right: self.has(right) for right in (*ADMINISTRATOR_RIGHTS, *RIGHTS_BY_KIND[kind])}
        if self.status == "kicked":
            about["until_date"] = 0
        return about


@dataclass(slots=True)
class Topic:
    """A forum topic, whose id is that of the service message that made it."""

    thread_id: int
    name: str
    icon_color: int
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A group, supergroup, channel, or the private chat of one person with one bot."""

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    migrated_to: int | None = None
    last_bot: int | None = None
    next_message_id: int = 1
    person: Person | None = None
    bot: Bot | None = None
    started: bool = False
    blocked: bool = False

    def summary(self) -> Json:
        """The Bot API `Chat`."""
        if self.person is not None:
            user = self.person.user()
            names = {key: user[key] for key in user if key in ("first_name", "last_name", "username")}
            return {"id": self.id, "type": "private", **names}
        about: Json = {"id": self.id, "type": self.kind, "title": self.title}
        if self.username:
            about["username"] = self.username
        if self.is_forum:
            about["is_forum"] = True
        return about

    def status_of(self, user_id: int) -> str:
        """`left` for someone who was never in."""
        member = self.members.get(user_id)
        return member.status if member else "left"

    def holds(self, user_id: int) -> bool:
        """Whether that account is in the chat now."""
        if self.person is not None and self.bot is not None:
            return user_id in (self.person.id, self.bot.id)
        return self.status_of(user_id) in PRESENT

    def permits(self, user_id: int, right: str) -> bool:
        """Whether that account has an administrator's right here."""
        member = self.members.get(user_id)
        return member is not None and member.has(right)

    def in_words(self) -> str:
        """The kind of chat as Telegram's error texts name it."""
        return KIND_IN_WORDS.get(self.kind, "private chat")
