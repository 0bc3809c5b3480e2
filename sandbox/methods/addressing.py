"""Where a call goes: the chat, the topic in it, the message it answers, the buttons under it."""

from typing import Any

from sandbox.chats import Chat
from sandbox.messages import Message
from sandbox.methods.keyboards import checked_markup
from sandbox.methods.registry import Call
from sandbox.posting import Envelope, bots_sender, post
from sandbox.refusals import Json, bad, forbidden, not_in_the_sandbox
from sandbox.updates import announce
from sandbox.validation import given

UNEMULATED = (
    "business_connection_id", "direct_messages_topic_id", "allow_paid_broadcast", "message_effect_id",
    "suggested_post_parameters", "ephemeral_message_parameters", "receiver_user_id", "callback_query_id",
    "open_period", "close_date", "live_period",
)  # fmt: skip


def find_chat(call: Call[Any], chat_id: int | str | None) -> Chat:
    """The chat a bot names, whether or not it may speak there; 400 «chat not found»."""
    if chat_id is None or chat_id == "":
        raise bad("chat_id is empty")
    if isinstance(chat_id, str):
        named = (chat for chat in call.world.chats.values() if f"@{chat.username}" == chat_id and chat.username)
        found = next(named, None)
    elif chat_id in call.world.people:
        found = call.world.private(call.world.people[chat_id], call.bot)
    else:
        found = call.world.chats.get(chat_id)
    if found is None and any(bot.id == chat_id for bot in call.world.bots.values()):
        raise forbidden("bots can't send messages to bots")
    if found is None:
        raise bad("chat not found")
    return found


def open_chat(call: Call[Any], chat_id: int | str | None) -> Chat:
    """The chat a bot may act in; 403 when blocked, unstarted or outside, 400 when it moved."""
    chat = find_chat(call, chat_id)
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    if chat.kind == "private":
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
    elif chat.status_of(call.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {chat.in_words()}")
    elif not chat.holds(call.bot.id):
        raise forbidden(f"bot is not a member of the {chat.in_words()}")
    return chat


def writable_chat(call: Call[Any], chat_id: int | str | None) -> Chat:
    """The chat a bot may write in: in a channel that needs the right to post."""
    chat = open_chat(call, chat_id)
    if chat.kind == "channel" and not chat.permits(call.bot.id, "can_post_messages"):
        raise bad("need administrator rights in the channel chat")
    return chat


def administered_chat(call: Call[Any], chat_id: int | str, right: str, wish: str) -> Chat:
    """The chat in which the bot has an administrator's right; 400 «not enough rights to …»."""
    chat = open_chat(call, chat_id)
    if chat.kind != "private" and not chat.permits(call.bot.id, right):
        raise bad(f"not enough rights to {wish}")
    return chat


def envelope(call: Call[Any]) -> Envelope:
    """Read everything about a send but its content, or refuse it; changes nothing."""
    chat = writable_chat(call, call.request.chat_id)
    request = call.request
    refuse_what_would_pass_unseen(request)
    reply_to = replied_message(call, chat)
    thread = open_thread(chat, request.message_thread_id)
    if thread is None and reply_to is not None:
        thread = reply_to.payload.get("message_thread_id")
    return Envelope(
        chat,
        bots_sender(call.bot, chat),
        call.bot.id,
        call.bot,
        reply_to,
        thread,
        checked_markup(getattr(request, "reply_markup", None), chat),
        bool(given(request.protect_content)),
    )


def refuse_what_would_pass_unseen(request: Any) -> None:
    """501 for wishes that change what people see or pay, and that nothing here would fulfil."""
    for name in UNEMULATED:
        if getattr(request, name, None):
            raise not_in_the_sandbox(name)
    reply = getattr(request, "reply_parameters", None)
    if reply is not None and reply.quote:
        raise not_in_the_sandbox("quotes")


def open_thread(chat: Chat, thread_id: int | None) -> int | None:
    """The topic to write in. General is written to by naming none: thread 1 is refused, as Telegram does."""
    if thread_id is None:
        return None
    topic = chat.topics.get(thread_id)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed:
        raise bad("TOPIC_CLOSED")
    return thread_id


def replied_message(call: Call[Any], chat: Chat) -> Message | None:
    """The message answered by this one; a missing one is refused unless the bot allowed it to be missing."""
    reply = getattr(call.request, "reply_parameters", None)
    message_id = reply.message_id if reply else getattr(call.request, "reply_to_message_id", None)
    if message_id is None:
        return None
    if reply and reply.chat_id is not None and find_chat(call, reply.chat_id) is not chat:
        raise not_in_the_sandbox("replies to another chat")
    message = chat.messages.get(message_id)
    if message is not None and not message.deleted:
        return message
    lenient = given(reply.allow_sending_without_reply) if reply else call.request.allow_sending_without_reply
    if lenient:
        return None
    raise bad("message to be replied not found")


def deliver(call: Call[Any], where: Envelope, content: Json) -> Json:
    """Put one message of the bot's into the chat and answer with it. No await in here: all of it or nothing."""
    call.world.limits.spend(call.bot.id, where.chat.id, 1)
    message = post(call.world, where, content)
    announce(call.world, message)
    call.touched.append(message)
    return message.shown_to(call.bot)


def own_message(call: Call[Any], what: str) -> Message:
    """The bot's own message that an edit names; inline messages are not emulated."""
    request = call.request
    if request.inline_message_id:
        raise not_in_the_sandbox("inline messages")
    chat = open_chat(call, request.chat_id)
    message = chat.messages.get(request.message_id or 0)
    if message is None or message.deleted:
        raise bad(f"message to {what} not found")
    may_edit = chat.kind == "channel" and chat.permits(call.bot.id, "can_edit_messages")
    if message.by_bot is not call.bot and not may_edit:
        raise bad("message can't be edited")
    return message
