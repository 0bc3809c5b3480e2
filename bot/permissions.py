"""Permissions of administrators and members that an update leaves out."""

from collections.abc import Mapping
from typing import Any

from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted
from pydantic import BaseModel

_UPDATES = ("my_chat_member", "chat_member")
_SIDES = ("old_chat_member", "new_chat_member")
_KINDS: dict[str, type[BaseModel]] = {"administrator": ChatMemberAdministrator, "restricted": ChatMemberRestricted}
_NEEDED = {
    status: [name for name, field in kind.model_fields.items() if field.is_required() and field.annotation is bool]
    for status, kind in _KINDS.items()
}


def completed(update: dict[str, Any]) -> dict[str, Any]:
    """The update with every permission that the library insists on; what is not mentioned is not granted.

    The library requires each permission of the Bot API it was made for. A Bot API server that is older, or in which a
    permission was dropped again, leaves some out, and the whole update would be of an unknown shape: a channel could
    not be confirmed, and a group that threw the bot out would not be noticed. Nothing else is changed or made up.
    """
    return {name: _change(value) if name in _UPDATES else value for name, value in update.items()}


def _change(change: Any) -> Any:
    if not isinstance(change, Mapping):
        return change
    return {name: _member(value) if name in _SIDES else value for name, value in change.items()}


def _member(member: Any) -> Any:
    if not isinstance(member, Mapping) or not isinstance(member.get("status"), str):
        return member
    return dict.fromkeys(_NEEDED.get(member["status"], []), False) | dict(member)
