"""Everything that is the case, in memory."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.chats import Chat
from sandbox.clock import Clock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.limits import Limits
from sandbox.messages import Message
from sandbox.people import Bot, Person
from sandbox.presses import Presses
from sandbox.record import Record
from sandbox.refusals import Json, WrongControl


@dataclass(slots=True)
class World:
    """People, bots, chats, and the books kept about them. One asyncio loop changes it, never in mid-await."""

    files: FileStore
    clock: Clock = field(default_factory=Clock)
    bots: dict[str, Bot] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    privates: dict[tuple[int, int], Chat] = field(default_factory=dict)
    private_message_ids: dict[int, int] = field(default_factory=dict)
    albums: int = 0
    polls: int = 0
    webhook_work: asyncio.Event = field(default_factory=asyncio.Event)
    events: Events = field(default_factory=Events)
    record: Record = field(default_factory=Record)
    faults: Faults = field(default_factory=Faults)
    presses: Presses = field(default_factory=Presses)
    limits: Limits = field(init=False)
    held: dict[int, list[Message]] = field(default_factory=dict)
    personas: list[Json] = field(default_factory=list)
    ground: Json | None = None
    start_links: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.limits = Limits(self.clock)

    @classmethod
    def empty(cls, data: Path | None = None) -> "World":
        """A world with nobody in it; `data` is a folder for the bytes of files."""
        return cls(FileStore(data))

    def bot(self, name: str | int | None = None) -> Bot:
        """A bot by username or id; the first one by default."""
        if name is None and self.bots:
            return next(iter(self.bots.values()))
        for bot in self.bots.values():
            if str(name).lstrip("@").lower() in (bot.username.lower(), str(bot.id)):
                return bot
        raise WrongControl(f"There is no bot {name!r}." if name is not None else "There is no bot yet.")

    def person(self, user_id: int) -> Person:
        """A person by id."""
        if user_id not in self.people:
            raise WrongControl(f"There is no person with the id {user_id}.")
        return self.people[user_id]

    def private(self, person: Person, bot: Bot) -> Chat:
        """The private chat of these two, which exists from the beginning, unstarted."""
        key = (bot.id, person.id)
        if key not in self.privates:
            self.privates[key] = Chat(person.id, "private", person=person, bot=bot)
        return self.privates[key]

    def chat(self, chat_id: int, bot: str | int | None = None) -> Chat:
        """A chat as the control API names it; for a private one `bot` says with which bot."""
        if chat_id in self.chats:
            return self.chats[chat_id]
        if chat_id in self.people:
            return self.private(self.people[chat_id], self.bot(bot))
        raise WrongControl(f"There is no chat with the id {chat_id}.")

    def next_message_id(self, chat: Chat) -> int:
        """Telegram counts per supergroup or channel, and per bot over all its private chats."""
        if chat.bot is not None:
            number = self.private_message_ids.get(chat.bot.id, 0) + 1
            self.private_message_ids[chat.bot.id] = number
            return number
        number = chat.next_message_id
        chat.next_message_id += 1
        return number

    def next_album(self) -> str:
        """A fresh `media_group_id`."""
        self.albums += 1
        return str(13_000_000_000_000_000 + self.albums)

    def next_poll(self) -> str:
        """A fresh poll id."""
        self.polls += 1
        return str(5_300_000_000_000_000_000 + self.polls)

    def forget(self) -> None:
        """Begin anew, with the same open pages and the same folder for files."""
        kept = {"events": self.events, "webhook_work": self.webhook_work}
        for bot in self.bots.values():
            bot.queue.close()
        fresh = World.empty(self.files.folder)
        for name in self.__dataclass_fields__:
            setattr(self, name, kept.get(name) or getattr(fresh, name))
