"""What became of one attempt to say something, as a value; and how Telegram's errors become one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from delivery.discretion import without_token
from delivery.wire import ServerFault
from domain.broadcast import Result
from domain.outgoing import Mark

_NEVER_WRITTEN = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)
_CHAT_IS_GONE = ("chat not found", "not enough rights", "have no rights", "chat_write_forbidden", "peer_id_invalid",
                 "chat_restricted", "need administrator rights", "chat is deactivated")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrived:
    """Telegram answered with the message. `message_ids` are new in the chat; `uploads`: (evidence id, file id).

    `left_over` are evidence ids for another album; `counted`: (paper id, cases in the document); `was_marked`: the
    recipient was believed to be unreachable. `result` is what came of a copy of an exposure.
    """

    message_ids: Sequence[int] = ()
    mark: Mark | None = None
    ask: str | None = None
    uploads: Sequence[tuple[int, str]] = ()
    left_over: Sequence[int] = ()
    counted: tuple[int, int] | None = None
    was_marked: bool = False
    result: Result | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Surely not said. `after_s` None: after a pause that grows with the attempts. `everywhere`: all must pause."""

    why: str
    after_s: float | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class InDoubt:
    """It may have been said, or not. `everywhere`: the other end is in trouble, so all should pause."""

    why: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """It will never be said. `gone`: nor will anything else in this chat, until somebody lets the bot in again.

    `untrue`: what should have gone out is not what was approved; the whole round must stop.
    """

    why: str
    gone: bool = False
    untrue: bool = False


@dataclass(frozen=True, slots=True)
class Recalled:
    """A copy of a round that was paused or cancelled meanwhile: not said."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A copy that is not whole as things are, so it is not said, and nothing of its round is until that is mended.

    It keeps its place: were it given up, the round taken up again would say the rest of an exposure without it.
    `notice` is what the office is told, with `facts`.
    """

    why: str
    notice: str = "round_halted"
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup: say it there."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Unexpected:
    """Our own fault, or an answer nobody foresaw. `begun`: a request may have reached Telegram."""

    why: str
    begun: bool = False


Fate = Arrived | Later | InDoubt | Dead | Recalled | Withheld | Moved | Unexpected


def fate_of(error: Exception, chat_id: int) -> Fate:
    """Reads an error of python-telegram-bot.

    The order matters: `BadRequest` is a `NetworkError` there, so a definite no comes before trouble with the network.
    """
    match error:
        case RetryAfter():
            after = error.retry_after
            return Later("429", after.total_seconds() if isinstance(after, timedelta) else float(after))
        case ChatMigrated():
            return Moved(chat_id, error.new_chat_id)
        case Forbidden():
            return Dead(_short(error), gone=True)
        case BadRequest():
            return Dead(_short(error), gone=any(each in error.message.lower() for each in _CHAT_IS_GONE))
        case InvalidToken() | Conflict():
            # The token was revoked or is being changed. That is no fault of what was to be said.
            return Later(type(error).__name__, 60, everywhere=True)
        case NetworkError():
            return _of_network(error)
    return Unexpected(type(error).__name__, begun=True)


def _of_network(error: NetworkError) -> Fate:
    if isinstance(error.__cause__, _NEVER_WRITTEN):
        return Later(type(error.__cause__).__name__, everywhere=True)
    if isinstance(error, ServerFault):
        # Any 5xx, 500 and 503 as well as 502 and 504: an answer came, so the request was written, and nothing tells
        # whether it was carried out before the trouble. A repeat that says so is cheaper than a message lost.
        return InDoubt(str(error.status), everywhere=True)
    return InDoubt(type(error.__cause__ or error).__name__, everywhere=True)


def _short(error: BadRequest | Forbidden) -> str:
    return without_token(error.message)[:200]
