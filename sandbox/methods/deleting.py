"""Taking messages away, within the 48 hours Telegram allows."""

from typing import Any

from aiogram.methods import DeleteMessage, DeleteMessages

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.methods.addressing import open_chat
from sandbox.methods.registry import Call, answers
from sandbox.refusals import bad
from sandbox.world import World

DELETABLE_FOR = 48 * 3600


@answers(DeleteMessage, visible=True)
async def delete_message(call: Call[DeleteMessage]) -> bool:
    """One message; 400 when it is gone, not the bot's to delete, or too old."""
    chat = open_chat(call, call.request.chat_id)
    message = chat.messages.get(call.request.message_id)
    if message is None or message.deleted:
        raise bad("message to delete not found")
    if not may_delete(call, chat, message):
        raise bad("message can't be deleted for everyone")
    remove(call.world, message)
    call.touched.append(message)
    return True


@answers(DeleteMessages, visible=True)
async def delete_messages(call: Call[DeleteMessages]) -> bool:
    """Up to 100 at once; those that can't be deleted are passed over silently, as Telegram does."""
    chat = open_chat(call, call.request.chat_id)
    if not 1 <= len(call.request.message_ids) <= 100:
        raise bad("1-100 message identifiers are needed")
    for message_id in call.request.message_ids:
        message = chat.messages.get(message_id)
        if message is not None and not message.deleted and may_delete(call, chat, message):
            remove(call.world, message)
            call.touched.append(message)
    return True


def may_delete(call: Call[Any], chat: Chat, message: Message) -> bool:
    """Own messages, anyone's in a private chat or with the right, none older than 48 hours."""
    if call.world.clock.now() - message.date > DELETABLE_FOR:
        return False
    own = message.by_bot is call.bot or chat.kind == "private"
    return own or chat.permits(call.bot.id, "can_delete_messages")


def remove(world: World, message: Message) -> None:
    """Mark it deleted: nobody sees it, the record still knows it. Bots are not told, as in Telegram."""
    message.deleted = True
    if message.id in message.chat.pinned:
        message.chat.pinned.remove(message.id)
    world.events.publish("delete", message.chat.id)
