"""Who there is: people, and the bots people talk to."""

from dataclasses import dataclass, field

from sandbox.queues import UpdateQueue
from sandbox.refusals import Json

ANONYMOUS_ADMIN: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
LINKED_CHANNEL: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


@dataclass(slots=True)
class Person:
    """Someone with a Telegram account."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def user(self) -> Json:
        """This person as a Bot API `User`."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        known = {name: value for name, value in optional.items() if value is not None}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **known}


@dataclass(slots=True, eq=False)
class Bot:
    """An account reached through a token; its profile is what the bot last set."""

    token: str
    username: str
    first_name: str
    privacy_mode: bool
    queue: UpdateQueue
    commands: dict[str, list[Json]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """The number before the token's colon, which is also the bot's user id."""
        return int(self.token.partition(":")[0])

    def user(self) -> Json:
        """This bot as a Bot API `User`, as others see it."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}
