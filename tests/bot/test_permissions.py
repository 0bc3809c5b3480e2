"""An update that leaves permissions out is worked as one that does not grant them."""

from typing import Any

import pytest
from aiogram.types import Update
from sqlalchemy import select

from bot.permissions import completed
from storage.tables import Outlet
from tests.bot.test_working import a_citizen
from tests.district import QIAN, District, person
from tests.rounds import CHANNEL

TOLD = ("can_manage_chat", "can_delete_messages", "can_change_info", "can_invite_users", "can_post_messages")
"""What a server of an earlier Bot API says of an administrator of a channel, among what is no permission."""


def became_administrator(update_id: int, me: str) -> dict[str, Any]:
    """The bot is made administrator of a channel."""
    bot = {"id": 7000011, "is_bot": True, "first_name": "tipoff", "username": me}
    rights = dict.fromkeys(TOLD, True) | {"can_be_edited": False, "is_anonymous": False}
    change = {
        "chat": {"id": CHANNEL, "type": "channel", "title": "区融媒体"}, "from": person(QIAN), "date": 1772415000,
        "old_chat_member": {"user": bot, "status": "left"},
        "new_chat_member": {"user": bot, "status": "administrator"} | rights,
    }  # fmt: skip
    return {"update_id": update_id, "my_chat_member": change}


async def test_a_channel_is_proposed_though_a_permission_that_nobody_needs_is_left_out(district: District) -> None:
    await district.publicity()
    citizen = a_citizen(district)
    await citizen.chats.accept(became_administrator(77, district.app.me))
    await citizen.chats.settle()
    async with district.database.read() as tx:
        assert await tx.scalar(select(Outlet.title).where(Outlet.chat_id == CHANNEL)) == "区融媒体"


def test_what_is_left_out_is_not_granted_and_what_is_said_stays() -> None:
    change = Update.model_validate(completed(became_administrator(1, "tip_bot"))).my_chat_member
    assert change is not None
    granted = {name for name, value in change.new_chat_member if value is True}
    assert granted == set(TOLD)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": {"new_chat_member": {"status": "administrator"}}},
        {"update_id": 1, "my_chat_member": None},
        {"update_id": 1, "my_chat_member": {"new_chat_member": ["administrator"]}},
        {"update_id": 1, "chat_member": {"new_chat_member": {"status": ["administrator"]}}},
        {"update_id": 1, "chat_member": {"old_chat_member": {"status": "owner of everything"}}},
    ],
)
def test_nothing_else_is_made_up(update: dict[str, Any]) -> None:
    assert completed(update) == update
