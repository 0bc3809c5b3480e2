"""Keeps the bot's token, and what was said to whom, out of the logs of the libraries that carry both."""

import logging
import re

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
"""What a token looks like (core.telegram.org/bots/api#authorizing-your-bot), wherever it stands."""

TALKATIVE = ("httpx", "httpcore", "telegram")
"""httpx logs each address, which holds the token; python-telegram-bot logs each call with its text and chat."""


def without_token(text: str) -> str:
    """The text with every bot token blotted out."""
    return _TOKEN.sub("<token>", text)


class TokenFilter(logging.Filter):
    """Blots tokens out of a record: message, arguments and the text of an exception. Lets every record pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record in place, so that every handler after this one sees the same."""
        said = record.getMessage()
        if (safe := without_token(said)) != said:
            record.msg, record.args = safe, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = without_token(record.exc_text)
        return True


def hush_libraries() -> None:
    """Below WARNING these libraries say what must not be written down, whatever level the program logs at."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        if not any(isinstance(each, TokenFilter) for each in logger.filters):
            logger.addFilter(TokenFilter())
