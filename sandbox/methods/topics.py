"""Forum topics. They have no rights of their own; who may write in the group may write in each."""

from typing import Any

from aiogram.methods import CloseForumTopic, CreateForumTopic, DeleteForumTopic, EditForumTopic, ReopenForumTopic

from sandbox.chats import Chat, Topic
from sandbox.methods.addressing import administered_chat
from sandbox.methods.registry import Call, answers
from sandbox.posting import serve
from sandbox.refusals import Json, bad
from sandbox.text import utf16

NAME_LIMIT = 128
COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@answers(CreateForumTopic, visible=True)
async def create_forum_topic(call: Call[CreateForumTopic]) -> Json:
    """A topic with a name of 1–128 characters; its id is the id of the service message that opens it."""
    chat = forum(call)
    color = call.request.icon_color if call.request.icon_color is not None else COLORS[0]
    if color not in COLORS:
        raise bad("wrong icon color specified")
    about: Json = {"name": checked_name(call.request.name), "icon_color": color}
    opening = serve(call.world, chat, call.bot.user(), {"forum_topic_created": about})
    opening.change(message_thread_id=opening.id, is_topic_message=True)
    chat.topics[opening.id] = Topic(opening.id, about["name"], color)
    call.touched.append(opening)
    return {"message_thread_id": opening.id, **about}


@answers(EditForumTopic, visible=True)
async def edit_forum_topic(call: Call[EditForumTopic]) -> bool:
    """Rename a topic."""
    chat, topic = forum_topic(call)
    if call.request.name:
        topic.name = checked_name(call.request.name)
        tell(call, chat, topic, {"forum_topic_edited": {"name": topic.name}})
    return True


@answers(CloseForumTopic, visible=True)
async def close_forum_topic(call: Call[CloseForumTopic]) -> bool:
    """Let nobody write in it any more."""
    return set_closed(call, True)


@answers(ReopenForumTopic, visible=True)
async def reopen_forum_topic(call: Call[ReopenForumTopic]) -> bool:
    """Let people write in it again."""
    return set_closed(call, False)


@answers(DeleteForumTopic, visible=True)
async def delete_forum_topic(call: Call[DeleteForumTopic]) -> bool:
    """Take the topic away with all its messages."""
    chat, topic = forum_topic(call)
    del chat.topics[topic.thread_id]
    for message in chat.messages.values():
        if message.payload.get("message_thread_id") == topic.thread_id:
            message.deleted = True
    call.world.events.publish("delete", chat.id)
    return True


def set_closed(call: Call[Any], closed: bool) -> bool:
    """Close or open a topic; 400 when it is so already."""
    chat, topic = forum_topic(call)
    if topic.closed == closed:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    tell(call, chat, topic, {"forum_topic_closed" if closed else "forum_topic_reopened": {}})
    return True


def forum(call: Call[Any]) -> Chat:
    """The forum in which the bot may manage topics."""
    chat = administered_chat(call, call.request.chat_id, "can_manage_topics", "manage topics")
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    return chat


def forum_topic(call: Call[Any]) -> tuple[Chat, Topic]:
    """The forum and the topic a call names; 400 «message thread not found»."""
    chat = forum(call)
    topic = chat.topics.get(call.request.message_thread_id)
    if topic is None:
        raise bad("message thread not found")
    return chat, topic


def tell(call: Call[Any], chat: Chat, topic: Topic, content: Json) -> None:
    """A service message inside the topic."""
    message = serve(call.world, chat, call.bot.user(), {**content, "message_thread_id": topic.thread_id})
    call.touched.append(message)


def checked_name(name: str) -> str:
    """A topic's name; 400 when empty or too long."""
    if not name.strip() or utf16(name) > NAME_LIMIT:
        raise bad("topic name must be 1-128 characters long")
    return name
