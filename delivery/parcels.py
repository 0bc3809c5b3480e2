"""What is done with a copy of an exposure in its chat: plain values, made by `delivery/copies.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.published import Picture, Rich
from wording.message import Message


@dataclass(frozen=True, slots=True)
class Text:
    """A new message. `pictures` are published with it, here or in other chats: it goes out while all are at hand."""

    message: Message
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True, slots=True)
class Album:
    """One to ten photos, the first with the caption where there is one."""

    pictures: Sequence[Picture]
    caption: Rich | None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Other words in these messages."""

    message_ids: Sequence[int]
    message: Message


@dataclass(frozen=True, slots=True)
class Thin:
    """Photos of an album that go (`drop`), those that stay (`keep`), and the caption of `first` among them.

    An album that was sent twice has two firsts. `notice` is for what can't be deleted.
    """

    drop: Sequence[int]
    keep: Sequence[int]
    first: Sequence[int]
    caption: Rich | None
    notice: str


@dataclass(frozen=True, slots=True)
class TakeDown:
    """These messages go; `notice` stands in their place where Telegram won't delete them. `photos`: they are some."""

    message_ids: Sequence[int]
    notice: str
    photos: bool


Parcel = Text | Album | Rewrite | Thin | TakeDown
