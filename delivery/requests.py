"""What requests to Telegram have in common, whoever makes them."""

from typing import Any

from telegram.error import BadRequest

from wording.message import Message

# The library's own methods build a Message from the answer, which costs as much as the request; only its id is wanted.
# In small letters, which Telegram takes too (core.telegram.org/bots/api#making-requests): `do_api_request` warns of a
# name that the library has a method for.
SEND, EDIT, EDIT_CAPTION, DELETE = "sendmessage", "editmessagetext", "editmessagecaption", "deletemessage"

_GONE = ("message to edit not found", "message to delete not found", "message_id_invalid", "message identifier is not")
_FIXED = ("message can't be edited", "message can't be deleted")
_UNCHANGED = "message is not modified"
_FILE_FORGOTTEN = ("file identifier", "remote file", "file reference", "file_reference")


def dressed(message: Message) -> dict[str, Any]:
    """Everything of a message besides its text."""
    dress: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
    if message.entities:
        dress["entities"] = message.entities
    if message.markup:
        dress["reply_markup"] = message.markup
    return dress


def is_gone(refusal: BadRequest) -> bool:
    """The message is not there: somebody deleted it."""
    return any(each in refusal.message.lower() for each in _GONE)


def is_fixed(refusal: BadRequest) -> bool:
    """The message is there and can't be changed any more."""
    return any(each in refusal.message.lower() for each in _FIXED)


def is_so_already(refusal: BadRequest) -> bool:
    """The message reads as it should: an earlier attempt had arrived."""
    return _UNCHANGED in refusal.message.lower()


def file_forgotten(refusal: BadRequest) -> bool:
    """Telegram does not know the file's id: another token's, or one it has dropped."""
    return any(each in refusal.message.lower() for each in _FILE_FORGOTTEN)
