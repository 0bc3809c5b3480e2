"""Answers that say no, in the Bot API's own words."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """The call changes nothing and is answered with `status` and Telegram's `description`."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """The JSON object Telegram answers with: `ok`, `error_code`, `description`, `parameters`."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class WrongControl(Exception):
    """What the control API was asked makes no sense; the message is the sentence it answers with."""


def bad(description: str, **parameters: int) -> Refusal:
    """400, the request can never succeed as it stands."""
    return Refusal(400, f"Bad Request: {description}", **parameters)


def forbidden(description: str) -> Refusal:
    """403, the bot may not speak there."""
    return Refusal(403, f"Forbidden: {description}")


def too_many_requests(retry_after: int) -> Refusal:
    """429 with the number of seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def not_in_the_sandbox(what: str) -> Refusal:
    """501: Telegram knows it, the sandbox does not, and says so rather than pretending."""
    return Refusal(501, f"Not Implemented: the sandbox does not emulate {what}")
