"""The bot about itself: who it is, what it says of itself, its menu button."""

from typing import Any

from aiogram.methods import (
    Close,
    GetChatMenuButton,
    GetMe,
    GetMyDescription,
    GetMyName,
    GetMyShortDescription,
    LogOut,
    SetChatMenuButton,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)

from sandbox.methods.registry import Call, Handler, answers
from sandbox.refusals import Json, bad
from sandbox.text import utf16
from sandbox.validation import plain


@answers(GetMe)
async def get_me(call: Call[GetMe]) -> Json:
    """The bot as a `User` with what only itself is told."""
    return {
        **call.bot.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not call.bot.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def profile_text(name: str, setter: Any, getter: Any, limit: int) -> tuple[Handler, Handler]:
    """Enter the pair of methods that set and get one text of the profile, by language."""

    async def keep(call: Call[Any]) -> bool:
        text = getattr(call.request, name) or ""
        if utf16(text) > limit:
            raise bad(f"{name} is too long")
        call.bot.profile[f"{name} {call.request.language_code or ''}"] = text
        return True

    async def tell(call: Call[Any]) -> Json:
        fallback = call.bot.profile.get(f"{name} ", call.bot.first_name if name == "name" else "")
        return {name: call.bot.profile.get(f"{name} {call.request.language_code or ''}", fallback)}

    return answers(setter)(keep), answers(getter)(tell)


profile_text("name", SetMyName, GetMyName, 64)
profile_text("description", SetMyDescription, GetMyDescription, 512)
profile_text("short_description", SetMyShortDescription, GetMyShortDescription, 120)


@answers(SetChatMenuButton)
async def set_chat_menu_button(call: Call[SetChatMenuButton]) -> bool:
    """The button beside the input field, for one private chat or for all."""
    call.bot.menu_buttons[call.request.chat_id or 0] = plain(call.request.menu_button) or {"type": "default"}
    return True


@answers(GetChatMenuButton)
async def get_chat_menu_button(call: Call[GetChatMenuButton]) -> Json:
    """What was set for this chat, else for all."""
    buttons = call.bot.menu_buttons
    return buttons.get(call.request.chat_id or 0) or buttons.get(0) or {"type": "default"}


@answers(LogOut)
async def log_out(call: Call[LogOut]) -> bool:
    """Accepted: the sandbox is nobody's cloud."""
    return True


@answers(Close)
async def close(call: Call[Close]) -> bool:
    """Accepted: there is nothing to move."""
    return True
