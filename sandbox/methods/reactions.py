"""The bot's reaction to a message."""

from aiogram.methods import SetMessageReaction

from sandbox.methods.addressing import open_chat
from sandbox.methods.registry import Call, answers
from sandbox.refusals import bad
from sandbox.validation import plain_list

EMOJI = (  # what Telegram offers to everyone
    "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩",
    "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍", "🐳", "❤\u200d🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆",
    "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨\u200d💻", "👀", "🎃", "🙈",
    "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄",
    "😘", "💊", "🙊", "😎", "👾", "🤷\u200d♂", "🤷", "🤷\u200d♀", "😡",
)  # fmt: skip


@answers(SetMessageReaction, visible=True)
async def set_message_reaction(call: Call[SetMessageReaction]) -> bool:
    """One of Telegram's own emoji, or none; a bot may leave a single reaction."""
    chat = open_chat(call, call.request.chat_id)
    message = chat.messages.get(call.request.message_id)
    if message is None or message.deleted:
        raise bad("message to react not found")
    reactions = plain_list(call.request.reaction)
    if len(reactions) > 1 or any(each.get("emoji") not in EMOJI for each in reactions):
        raise bad("REACTION_INVALID")
    message.reactions[call.bot.id] = reactions
    call.world.events.publish("edit", chat.id)
    call.touched.append(message)
    return True
