"""Which method of the Bot API is answered by which function."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import aiogram.methods
from aiogram.methods import TelegramMethod

from sandbox.messages import Message
from sandbox.people import Bot
from sandbox.requests import Parameters
from sandbox.world import World

M = TypeVar("M", bound=TelegramMethod[Any])


@dataclass(slots=True)
class Call(Generic[M]):
    """One validated call. For the record: `touched` are the messages it made or changed, `seen_in` the chat's id."""

    world: World
    bot: Bot
    request: M
    parameters: Parameters
    touched: list[Message] = field(default_factory=list)
    seen_in: int | None = None


Handler = Callable[[Call[Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Method:
    """A built method: its model, its function, and whether people see what it changes."""

    name: str
    model: type[TelegramMethod[Any]]
    handle: Handler
    visible: bool


TABLE: dict[str, Method] = {}
KNOWN = frozenset(
    model.__api_method__.lower()
    for name in aiogram.methods.__all__
    if isinstance(getattr(getattr(aiogram.methods, name), "__api_method__", None), str)
    for model in [getattr(aiogram.methods, name)]
)


def answers(model: type[M], *, visible: bool = False) -> Callable[[Callable[[Call[M]], Awaitable[Any]]], Handler]:
    """Enter a function into the table; method names do not care for case, as Telegram's do not."""

    def enter(handle: Callable[[Call[M]], Awaitable[Any]]) -> Handler:
        name = model.__api_method__
        TABLE[name.lower()] = Method(name, model, handle, visible)
        return handle

    return enter
