"""Reading what is never a setting and never an argument: the bot's token and the webhook's secret."""

import os
import re
from pathlib import Path

from bot.configuration import Configuration, ConfigurationError

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""core.telegram.org/bots/api#setwebhook says which."""


def read_token(configuration: Configuration) -> str:
    """From TIPOFF_TOKEN, or else the file that `telegram.token_file` names. Raises ConfigurationError."""
    given = os.environ.get("TIPOFF_TOKEN", "").strip()
    source = "environment variable TIPOFF_TOKEN"
    if not given:
        path = configuration.telegram.token_file
        if path is None:
            raise ConfigurationError(
                ["telegram.token_file: is not set, and neither is TIPOFF_TOKEN; one must hold the token"]
            )
        given, source = _private(path, "telegram.token_file"), str(path)
    if not _TOKEN.fullmatch(given):
        raise ConfigurationError([f"{source}: this is no bot token; BotFather gives one like 123456:AAE…"])
    return given


def read_webhook_secret(configuration: Configuration) -> str | None:
    """None while polling. Raises ConfigurationError."""
    path = configuration.telegram.webhook_secret_file
    if configuration.telegram.mode != "webhook" or path is None:
        return None
    secret = _private(path, "telegram.webhook_secret_file")
    if not _SECRET.fullmatch(secret):
        raise ConfigurationError([f"{path}: the secret must be 1–256 of A-Z a-z 0-9 _ -"])
    return secret


def _private(path: Path, setting: str) -> str:
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        raise ConfigurationError([f"{setting}: there is no file {path}"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{setting}: {path} can't be read ({type(error).__name__})"]) from None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ConfigurationError([f"{setting}: {path} can be read by others; do `chmod 600` on it first"])
    return text
