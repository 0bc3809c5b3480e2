"""Buttons: their limits, and which kind belongs where."""

from typing import Any

from aiogram.types import InlineKeyboardMarkup, ReplyKeyboardMarkup

from sandbox.chats import Chat
from sandbox.refusals import Json, bad
from sandbox.validation import plain

CALLBACK_DATA_BYTES = 64
BUTTONS = 100
REPLY_BUTTONS = 300
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip


def checked_markup(markup: Any, chat: Chat) -> Json | None:
    """The markup as plain JSON within Telegram's limits; 400 otherwise."""
    if markup is None:
        return None
    found: Json = plain(markup)
    if isinstance(markup, InlineKeyboardMarkup):
        _check_inline(found["inline_keyboard"])
    elif chat.kind == "channel":
        raise bad("inline keyboard expected")
    elif isinstance(markup, ReplyKeyboardMarkup):
        _check_reply(found["keyboard"], chat)
    return found


def _check_inline(rows: list[list[Json]]) -> None:
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise bad("reply markup is too long")
    for button in buttons:
        _check_inline_button(button)


def _check_inline_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad("text of an inline keyboard button is empty")
    actions = [name for name in ACTIONS if button.get(name) not in (None, False)]
    if len(actions) != 1:
        raise bad("Text buttons are unallowed in the inline keyboard" if not actions else "a button has one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_reply(rows: list[list[Json]], chat: Chat) -> None:
    buttons = [button for row in rows for button in row]
    if not 1 <= len(buttons) <= REPLY_BUTTONS:
        raise bad("reply keyboard needs 1 to 300 buttons")
    asks = ("request_location", "request_contact", "request_poll")
    if chat.kind != "private" and any(button.get(ask) for button in buttons for ask in asks):
        raise bad("BUTTON_TYPE_INVALID: contacts, places and polls can be requested in private chats only")
