"""What else people do: edit, delete, join, leave, block, vote, react; and a group that becomes a supergroup."""

from dataclasses import replace

from sandbox.chats import IN_CHARGE, PRESENT, Chat, Member
from sandbox.control.asking import only, whole
from sandbox.messages import Message
from sandbox.methods.deleting import remove
from sandbox.posting import serve
from sandbox.refusals import Json, WrongControl
from sandbox.text import CAPTION_LIMIT, TEXT_LIMIT, checked, found_in
from sandbox.updates import announce, announce_member, bots_in, queue
from sandbox.world import World

STATUSES = ("creator", "administrator", "member", "left", "kicked")


def message_of(world: World, body: Json) -> Message:
    """The message a request names, not deleted."""
    message = world.chat(whole(body, "chat_id"), body.get("bot")).messages.get(whole(body, "message_id"))
    if message is None or message.deleted:
        raise WrongControl("There is no such message in this chat.")
    return message


async def edit(world: World, body: Json) -> Json:
    """Someone edits a message of their own."""
    only(body, "chat_id", "message_id", "from_id", "bot", "text", "caption")
    message = message_of(world, body)
    if message.chat.kind != "channel" and message.author_id != whole(body, "from_id"):
        raise WrongControl("People edit only their own messages.")
    name, limit = ("text", TEXT_LIMIT) if body.get("text") is not None else ("caption", CAPTION_LIMIT)
    if not isinstance(body.get(name), str) or (name == "text") != ("text" in message.payload):
        raise WrongControl("Give `text` for a message of words, `caption` for one with a file.")
    text, entities = checked(body[name], found_in(body[name]), limit, name)
    entities_name = "entities" if name == "text" else "caption_entities"
    message.change(**{name: text, entities_name: entities or None, "edit_date": world.clock.now()})
    return {"update_ids": announce(world, message, edited=True)}


async def delete(world: World, body: Json) -> Json:
    """A message vanishes; no bot is told, as in Telegram."""
    only(body, "chat_id", "message_id", "from_id", "bot")
    remove(world, message_of(world, body))
    return {}


async def set_member(world: World, body: Json) -> Json:
    """Join, leave, kick, promote: service messages, `my_chat_member`, `chat_member`."""
    only(body, "chat_id", "user_id", "bot", "status", "by_id", "rights")
    chat = group_of(world, body)
    status = body.get("status")
    if status not in STATUSES:
        raise WrongControl(f"`status` is one of {', '.join(STATUSES)}.")
    user = world.bot(body["bot"]).user() if "bot" in body else world.person(whole(body, "user_id")).user()
    by = world.person(body["by_id"]).user() if body.get("by_id") is not None else user
    old = chat.members.get(user["id"], Member(user, "left"))
    new = replace(old, status=status, rights=body.get("rights", {}))
    chat.members[user["id"]] = new
    announce_member(world, chat, old, new, by)
    if chat.kind != "channel":
        _tell_of_coming_and_going(world, chat, old, new, by)
    world.events.publish("world", chat.id)
    return {}


def _tell_of_coming_and_going(world: World, chat: Chat, old: Member, new: Member, by: Json) -> None:
    was_in, is_in = old.status in PRESENT, new.status in PRESENT
    if is_in and not was_in:
        serve(world, chat, by, {"new_chat_members": [new.user]})
    if was_in and not is_in:
        serve(world, chat, by, {"left_chat_member": new.user})


def group_of(world: World, body: Json) -> Chat:
    """The group or channel a request names."""
    chat = world.chats.get(whole(body, "chat_id"))
    if chat is None:
        raise WrongControl("There is no such group or channel.")
    return chat


async def block(world: World, body: Json) -> Json:
    """A person blocks or unblocks the bot; it learns by `my_chat_member`."""
    only(body, "user_id", "bot", "blocked")
    person, bot = world.person(whole(body, "user_id")), world.bot(body.get("bot"))
    chat = world.private(person, bot)
    blocked = bool(body.get("blocked", True))
    if chat.blocked == blocked:
        return {}
    chat.blocked = blocked
    standing = [{"user": bot.user(), "status": "member"}, {"user": bot.user(), "status": "kicked", "until_date": 0}]
    change = {
        "chat": chat.summary(),
        "from": person.user(),
        "date": world.clock.now(),
        "old_chat_member": standing[not blocked],
        "new_chat_member": standing[blocked],
    }
    queue(world, bot, "my_chat_member", change, chat.id)
    world.events.publish("world", chat.id)
    return {}


async def migrate(world: World, body: Json) -> Json:
    """A group becomes a supergroup under a new id; both sides get a service message."""
    only(body, "chat_id", "new_chat_id")
    old = group_of(world, body)
    if old.kind != "group" or old.migrated_to is not None:
        raise WrongControl("Only a basic group that has not moved yet can become a supergroup.")
    new_id = whole(body, "new_chat_id", -1_000_000_000_000 + old.id)
    if new_id in world.chats:
        raise WrongControl("There is a chat with the new id already.")
    new = Chat(new_id, "supergroup", old.title, members=dict(old.members))
    world.chats[new_id] = new
    someone = next(member.user for member in old.members.values() if member.status in PRESENT)
    serve(world, old, someone, {"migrate_to_chat_id": new_id})
    old.migrated_to = new_id
    serve(world, new, someone, {"migrate_from_chat_id": old.id})
    for persona in world.personas:
        persona["chat_id"] = new_id if persona["chat_id"] == old.id else persona["chat_id"]
    world.events.publish("world", new_id)
    return {"new_chat_id": new_id}


async def vote(world: World, body: Json) -> Json:
    """A vote in a poll; an empty list takes it back. Anonymous polls tell counts only."""
    only(body, "chat_id", "message_id", "from_id", "bot", "option_ids")
    message, person = message_of(world, body), world.person(whole(body, "from_id"))
    poll, chosen = message.payload.get("poll"), body.get("option_ids", [])
    if poll is None or poll["is_closed"]:
        raise WrongControl("There is no open poll in that message.")
    if not all(isinstance(each, int) and 0 <= each < len(poll["options"]) for each in chosen):
        raise WrongControl("`option_ids` are numbers of the poll's options, from 0.")
    if len(chosen) > 1 and not poll["allows_multiple_answers"]:
        raise WrongControl("This poll takes one answer.")
    message.votes = {**message.votes, person.id: chosen}
    message.change(poll=_counted(poll, message))
    if message.by_bot is not None:
        _tell_the_pollster(world, message, person.user(), chosen)
    world.events.publish("edit", message.chat.id)
    return {}


def _counted(poll: Json, message: Message) -> Json:
    votes = [each for chosen in message.votes.values() for each in chosen]
    options = [{**option, "voter_count": votes.count(index)} for index, option in enumerate(poll["options"])]
    return {**poll, "options": options, "total_voter_count": sum(bool(each) for each in message.votes.values())}


def _tell_the_pollster(world: World, message: Message, user: Json, chosen: list[int]) -> None:
    poll, bot = message.payload["poll"], message.by_bot
    assert bot is not None
    queue(world, bot, "poll", poll, message.chat.id)
    if not poll["is_anonymous"]:
        persistent = [poll["options"][each]["persistent_id"] for each in chosen]
        answer = {"poll_id": poll["id"], "user": user, "option_ids": chosen, "option_persistent_ids": persistent}
        queue(world, bot, "poll_answer", answer, message.chat.id)


async def react(world: World, body: Json) -> Json:
    """A person's reaction, or none; bots that administer the chat and asked for it are told."""
    only(body, "chat_id", "message_id", "from_id", "bot", "emoji")
    message, person = message_of(world, body), world.person(whole(body, "from_id"))
    old = message.reactions.get(person.id, [])
    new: list[Json] = [{"type": "emoji", "emoji": body["emoji"]}] if body.get("emoji") else []
    message.reactions[person.id] = new
    chat = message.chat
    change: Json = {
        "chat": chat.summary(),
        "message_id": message.id,
        "user": person.user(),
        "date": world.clock.now(),
        "old_reaction": old,
        "new_reaction": new,
    }
    for bot in bots_in(world, chat):
        if chat.kind == "private" or chat.status_of(bot.id) in IN_CHARGE:
            queue(world, bot, "message_reaction", change, chat.id)
    world.events.publish("edit", chat.id)
    return {}
