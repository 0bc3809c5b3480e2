"""Questions about chats and who is in them, and leaving."""

from dataclasses import replace
from typing import Any

from aiogram.methods import (
    ExportChatInviteLink,
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
)

from sandbox.chats import IN_CHARGE, Chat, Member
from sandbox.methods.addressing import administered_chat, find_chat, open_chat
from sandbox.methods.registry import Call, answers
from sandbox.posting import serve
from sandbox.refusals import Json, bad
from sandbox.updates import announce_member

GIFTS = {
    "unlimited_gifts": False, "limited_gifts": False, "unique_gifts": False, "premium_subscription": False,
    "gifts_from_channels": False,
}  # fmt: skip


@answers(GetChat)
async def get_chat(call: Call[GetChat]) -> Json:
    """The Bot API `ChatFullInfo`."""
    chat = find_chat(call, call.request.chat_id) if _is_person(call) else open_chat(call, call.request.chat_id)
    about: Json = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": GIFTS, **chat.summary()}
    if chat.pinned:
        about["pinned_message"] = chat.messages[chat.pinned[-1]].shown_to(call.bot)
    return about


def _is_person(call: Call[Any]) -> bool:
    return call.request.chat_id in call.world.people


@answers(GetChatMember)
async def get_chat_member(call: Call[GetChatMember]) -> Json:
    """One account's standing; 400 for an account that does not exist."""
    chat = group(call)
    user_id = call.request.user_id
    if user_id in chat.members:
        return chat.members[user_id].described(chat.kind)
    if user_id not in call.world.people:
        raise bad("invalid user_id specified")
    return Member(call.world.people[user_id].user(), "left").described(chat.kind)


@answers(GetChatAdministrators)
async def get_chat_administrators(call: Call[GetChatAdministrators]) -> list[Json]:
    """Creator and administrators without other bots, as Telegram lists them."""
    chat = group(call)
    in_charge = [member for member in chat.members.values() if member.status in IN_CHARGE]
    own = call.bot.id
    return [each.described(chat.kind) for each in in_charge if not each.user["is_bot"] or each.user["id"] == own]


@answers(GetChatMemberCount)
async def get_chat_member_count(call: Call[GetChatMemberCount]) -> int:
    """How many accounts are in, bots among them."""
    chat = open_chat(call, call.request.chat_id)
    return 2 if chat.kind == "private" else sum(chat.holds(user_id) for user_id in chat.members)


@answers(LeaveChat, visible=True)
async def leave_chat(call: Call[LeaveChat]) -> bool:
    """The bot goes; it is told so with `my_chat_member`."""
    chat = group(call)
    old = chat.members[call.bot.id]
    new = replace(old, status="left", rights={})
    chat.members[call.bot.id] = new
    announce_member(call.world, chat, old, new, call.bot.user())
    if chat.kind != "channel":
        call.touched.append(serve(call.world, chat, call.bot.user(), {"left_chat_member": call.bot.user()}))
    call.world.events.publish("world", chat.id)
    return True


@answers(ExportChatInviteLink)
async def export_chat_invite_link(call: Call[ExportChatInviteLink]) -> str:
    """A link that leads nowhere: its domain is reserved for examples."""
    chat = administered_chat(call, call.request.chat_id, "can_invite_users", "manage chat invite link")
    return f"https://t.example/+{abs(chat.id):x}"


def group(call: Call[Any]) -> Chat:
    """The group or channel a call is about; 400 for a private chat."""
    chat = open_chat(call, call.request.chat_id)
    if chat.kind == "private":
        raise bad("there is no administrators in the private chat")
    return chat
