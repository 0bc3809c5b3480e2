"""Telegram's errors as fates: what is surely unsaid, what may have been said, what never will be."""

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from delivery.fate import Dead, Fate, InDoubt, Later, Moved, Unexpected, fate_of
from delivery.wire import ServerFault

_KEY = ConnectionKey("127.0.0.1", 1, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """As the library raises it: `raise error from cause`."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (RetryAfter(7), Later("429", 7)),
        (ChatMigrated(-100), Moved(-5, -100)),
        (
            Forbidden("Forbidden: bot was blocked by the user"),
            Dead("Forbidden: bot was blocked by the user", gone=True),
        ),
        (BadRequest("Chat not found"), Dead("Chat not found", gone=True)),
        (BadRequest("Message is too long"), Dead("Message is too long")),
        (InvalidToken(), Later("InvalidToken", 60, everywhere=True)),
        (Conflict("terminated"), Later("Conflict", 60, everywhere=True)),
        (
            caused(NetworkError("x"), aiohttp.ClientConnectorError(_KEY, OSError())),
            Later("ClientConnectorError", everywhere=True),
        ),
        (caused(TimedOut(), aiohttp.ConnectionTimeoutError("x")), Later("ConnectionTimeoutError", everywhere=True)),
        (caused(TimedOut(), aiohttp.SocketTimeoutError("x")), InDoubt("SocketTimeoutError", everywhere=True)),
        (caused(NetworkError("x"), aiohttp.ClientOSError("x")), InDoubt("ClientOSError", everywhere=True)),
        (
            caused(NetworkError("x"), aiohttp.ServerDisconnectedError("x")),
            InDoubt("ServerDisconnectedError", everywhere=True),
        ),
        (ServerFault(502), InDoubt("502", everywhere=True)),
        (ServerFault(500), InDoubt("500", everywhere=True)),
        (TelegramError("Invalid server response"), Unexpected("TelegramError", begun=True)),
    ],
)
def test_an_error_has_the_fate_it_deserves(error: TelegramError, fate: Fate) -> None:
    assert fate_of(error, -5) == fate


def test_a_definite_no_is_never_taken_for_trouble_with_the_network() -> None:
    assert isinstance(BadRequest("x"), NetworkError), "why the order of the cases matters"
    assert isinstance(fate_of(BadRequest("x"), 1), Dead)


def test_a_refusal_that_repeats_the_token_is_kept_without_it() -> None:
    fate = fate_of(BadRequest("wrong url /bot123456:ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789/sendMessage"), 1)
    assert fate == Dead("wrong url /bot<token>/sendMessage")
