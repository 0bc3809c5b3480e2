"""The methods of the Bot API that the sandbox answers; importing them fills the table."""

from sandbox.methods import (
    callbacks,
    chats,
    commands,
    copying,
    deleting,
    editing,
    files,
    media,
    pins,
    polls,
    profile,
    reactions,
    receiving,
    sending,
    topics,
)
from sandbox.methods.registry import KNOWN, TABLE

__all__ = (
    "KNOWN", "TABLE", "callbacks", "chats", "commands", "copying", "deleting", "editing", "files", "media",
    "pins", "polls", "profile", "reactions", "receiving", "sending", "topics",
)  # fmt: skip
