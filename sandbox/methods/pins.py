"""Pinned messages."""

from aiogram.methods import PinChatMessage, UnpinAllChatMessages, UnpinChatMessage

from sandbox.messages import quoted
from sandbox.methods.addressing import administered_chat
from sandbox.methods.registry import Call, answers
from sandbox.posting import serve
from sandbox.refusals import bad

WISH = "manage pinned messages in the chat"


@answers(PinChatMessage, visible=True)
async def pin_chat_message(call: Call[PinChatMessage]) -> bool:
    """Pin one message above the chat; a service message says so."""
    chat = administered_chat(call, call.request.chat_id, "can_pin_messages", WISH)
    message = chat.messages.get(call.request.message_id)
    if message is None or message.deleted:
        raise bad("message to pin not found")
    if message.id not in chat.pinned:
        chat.pinned.append(message.id)
        if chat.kind != "channel":
            serve(call.world, chat, call.bot.user(), {"pinned_message": quoted(message)})
    call.touched.append(message)
    return True


@answers(UnpinChatMessage, visible=True)
async def unpin_chat_message(call: Call[UnpinChatMessage]) -> bool:
    """Unpin one message, or the newest pinned one."""
    chat = administered_chat(call, call.request.chat_id, "can_pin_messages", WISH)
    message_id = call.request.message_id or (chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(message_id)
    call.touched.append(chat.messages[message_id])
    return True


@answers(UnpinAllChatMessages, visible=True)
async def unpin_all_chat_messages(call: Call[UnpinAllChatMessages]) -> bool:
    """Unpin everything."""
    administered_chat(call, call.request.chat_id, "can_pin_messages", WISH).pinned.clear()
    return True
