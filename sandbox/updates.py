"""Who gets to know what: from something that happened to the queues of the bots that may see it."""

import re

from sandbox.chats import IN_CHARGE, Chat, Member
from sandbox.messages import Message
from sandbox.people import Bot
from sandbox.refusals import Json
from sandbox.world import World

COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?:@(?P<to>\w+))?")


def queue(world: World, bot: Bot, kind: str, body: Json, chat_id: int | None) -> int | None:
    """Queue one update for one bot, twice if a fault says so; None when the bot did not ask for this kind."""
    return bot.queue.put(kind, body, chat_id, twice=bool(world.faults.rules) and world.faults.doubles(chat_id))


def announce(world: World, message: Message, *, edited: bool = False) -> list[int]:
    """Queue a new or edited message for every bot that may see it, and tell the page. Returns update ids."""
    chat = message.chat
    world.events.publish("edit" if edited else "message", chat.id)
    kind = "channel_post" if chat.kind == "channel" else "message"
    sent = [
        queue(world, bot, f"edited_{kind}" if edited else kind, message.shown_to(bot), chat.id)
        for bot in bots_in(world, chat)
        if bot is not message.by_bot and sees(bot, message)
    ]
    return [update_id for update_id in sent if update_id is not None]


def bots_in(world: World, chat: Chat) -> list[Bot]:
    """The bots present in a chat."""
    if chat.bot is not None:
        return [chat.bot]
    return [bot for bot in world.bots.values() if chat.holds(bot.id)]


def sees(bot: Bot, message: Message) -> bool:
    """Telegram's privacy mode: in a group a bot that is no administrator sees only what is meant for it.

    That is commands, mentions, replies to its own messages, and service messages; never another bot's words.
    """
    chat = message.chat
    if chat.kind in ("private", "channel"):
        return True
    if message.by_bot is not None:
        return False
    if not bot.privacy_mode or chat.status_of(bot.id) in IN_CHARGE or message.is_service():
        return True
    return _meant_for(bot, message)


def _meant_for(bot: Bot, message: Message) -> bool:
    replied_to = message.payload.get("reply_to_message", {})
    if replied_to.get("from", {}).get("id") == bot.id:
        return True
    text = message.payload.get("text") or message.payload.get("caption") or ""
    command = COMMAND.match(text)
    if command:
        to = command["to"]
        return to.lower() == bot.username.lower() if to else message.chat.last_bot in (None, bot.id)
    return f"@{bot.username.lower()}" in text.lower()


def announce_member(world: World, chat: Chat, old: Member, new: Member, by: Json) -> None:
    """Tell a bot about its own standing (`my_chat_member`), and administrators about others' (`chat_member`)."""
    body = {
        "chat": chat.summary(),
        "from": by,
        "date": world.clock.now(),
        "old_chat_member": old.described(chat.kind),
        "new_chat_member": new.described(chat.kind),
    }
    for bot in world.bots.values():
        if bot.id == new.user["id"]:
            queue(world, bot, "my_chat_member", body, chat.id)
        elif chat.status_of(bot.id) in IN_CHARGE:
            queue(world, bot, "chat_member", body, chat.id)
