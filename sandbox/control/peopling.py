"""Making and showing the world: bots, people, chats, personas."""

from typing import Any

from aiohttp import web

from sandbox.chats import Chat, Member
from sandbox.control.asking import only
from sandbox.people import Bot, Person
from sandbox.queues import UpdateQueue
from sandbox.refusals import Json, WrongControl
from sandbox.world import World

PARTS = ("bots", "people", "chats", "personas", "ground", "start_links")


async def add_to_world(world: World, wanted: Json) -> Json:
    """Add what is wanted; what has the same id already is brought up to date, never doubled."""
    only(wanted, *PARTS)
    try:
        for bot in wanted.get("bots", ()):
            add_bot(world, bot)
        for person in wanted.get("people", ()):
            add_person(world, person)
        for chat in wanted.get("chats", ()):
            add_chat(world, chat)
    except (KeyError, TypeError) as error:
        raise WrongControl(f"The world can't be made like this: {error}.") from error
    _add_personas(world, wanted.get("personas", []))
    world.ground = wanted.get("ground") or world.ground
    world.start_links = wanted.get("start_links") or world.start_links
    world.events.publish("world")
    return describe(world)


def add_bot(world: World, wanted: Json) -> Bot:
    """A bot by its token, whose number is its id."""
    token = str(wanted["token"])
    number, colon, secret = token.partition(":")
    if not (number.isdigit() and colon and secret):
        raise WrongControl("A bot's token looks like 123456:letters.")
    known = world.bots.get(token)
    queue = known.queue if known else UpdateQueue(world.webhook_work)
    privacy = bool(wanted.get("privacy_mode", True))
    if known is None:
        username = str(wanted["username"]).lstrip("@")
        world.bots[token] = Bot(token, username, str(wanted.get("first_name", username)), privacy, queue)
    else:
        known.privacy_mode = privacy
    return world.bots[token]


def add_person(world: World, wanted: Json) -> Person:
    """A person; `started` true spares them the first message to every bot there is so far."""
    person = Person(**{name: value for name, value in wanted.items() if name != "started"})
    world.people[person.id] = person
    for bot in world.bots.values():
        chat = world.private(person, bot)
        chat.person, chat.started = person, chat.started or bool(wanted.get("started"))
    return person


def add_chat(world: World, wanted: Json) -> Chat:
    """A group, supergroup or channel with its members; bots are named by token, username or id."""
    only(wanted, "id", "type", "title", "username", "is_forum", "members", "bots")
    if wanted["type"] not in ("group", "supergroup", "channel") or wanted["id"] >= 0:
        raise WrongControl("A chat is a group, supergroup or channel with a negative id.")
    chat = world.chats.setdefault(wanted["id"], Chat(wanted["id"], wanted["type"]))
    chat.title, chat.username = str(wanted["title"]), wanted.get("username")
    chat.is_forum = bool(wanted.get("is_forum"))
    for member in wanted.get("members", ()):
        user = world.person(member["user_id"]).user()
        chat.members[user["id"]] = Member(user, member.get("status", "member"), member.get("rights", {}))
    for member in wanted.get("bots", ()):
        user = named_bot(world, member).user()
        chat.members[user["id"]] = Member(user, member.get("status", "member"), member.get("rights", {}))
    return chat


def named_bot(world: World, wanted: Json) -> Bot:
    """A bot by `token`, else by `bot` (username or id)."""
    token = wanted.get("token")
    if token in world.bots:
        return world.bots[str(token)]
    return world.bot(wanted.get("bot") or wanted.get("username") or "unknown")


def _add_personas(world: World, wanted: list[Json]) -> None:
    keys = {persona["key"]: persona for persona in (*world.personas, *wanted)}
    world.personas = list(keys.values())


def describe(world: World) -> Json:
    """The world as `GET /control/world` shows it; tokens stay inside."""
    return {
        "bots": [
            {**bot.user(), "privacy_mode": bot.privacy_mode, "commands": _menus(bot)} for bot in world.bots.values()
        ],
        "people": [_person(person) for person in world.people.values()],
        "chats": [_chat(chat) for chat in world.chats.values()],
        "private_chats": [
            {"chat_id": chat.id, "bot": chat.bot.username, "started": chat.started, "blocked": chat.blocked}
            for chat in world.privates.values()
            if chat.bot is not None
        ],
        "personas": world.personas,
        "ground": world.ground,
        "start_links": world.start_links,
    }


def show_world(world: World, _request: web.Request) -> Any:
    """`GET /control/world`."""
    return describe(world)


def _menus(bot: Bot) -> dict[str, list[Json]]:
    """The menus in everybody's language, by kind of chat: a scope of its own goes before the default one."""

    def of(scope: str) -> list[Json]:
        return next((menu for slot, menu in bot.commands.items() if f'"{scope}"' in slot and slot.endswith(" ")), [])

    return {
        "private": of("all_private_chats") or of("default"),
        "group": of("all_group_chats") or of("default"),
    }


def _person(person: Person) -> Json:
    return {name: value for name, value in person.user().items() if name != "is_bot"}


def _chat(chat: Chat) -> Json:
    members = [{"user_id": member.user["id"], "is_bot": member.user["is_bot"], "first_name": member.user["first_name"],
                "status": member.status} for member in chat.members.values()]  # fmt: skip
    topics = [
        {"message_thread_id": topic.thread_id, "name": topic.name, "closed": topic.closed}
        for topic in chat.topics.values()
    ]
    return {**chat.summary(), "members": members, "topics": topics, "migrated_to": chat.migrated_to}
