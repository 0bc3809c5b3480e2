"""The bot comes into a group, is thrown out of one, or the group changes its id."""

from aiogram.methods import LeaveChat
from aiogram.types import ChatMemberUpdated, Message

from handlers.publicity.asking_outlets import ask_office
from handlers.town.speaking import Answers, say, w
from services import groups, outlets
from services.outlets import Place, Proposal
from services.reach import desk_here
from services.turn import Turn
from wording import seats

_OUTSIDE = frozenset({"left", "kicked"})


async def moved(update: ChatMemberUpdated, turn: Turn) -> Answers | None:
    """Our own membership changed. A promotion or a restriction inside the group changes nothing."""
    was_inside = update.old_chat_member.status not in _OUTSIDE
    is_inside = update.new_chat_member.status not in _OUTSIDE
    if was_inside == is_inside:
        return None
    if not is_inside:
        await groups.removed(turn, update.chat.id)
        await outlets.removed(turn, update.chat.id)
        return None
    place = Place("group", update.chat.id, update.chat.title or "", update.chat.username)
    if await desk_here(turn, place.chat_id) is None:
        found = await outlets.added(turn, place, update.from_user.id)
        if found is True:
            return None
        if isinstance(found, Proposal):
            ask_office(turn, found)
    if not await groups.may_stay(turn, update.chat.id, update.from_user.id):
        return [LeaveChat(chat_id=update.chat.id)]
    if await desk_here(turn, update.chat.id) is None:
        say(turn, update.chat.id, seats.welcome_unbound(w))
    return None


async def migrated(message: Message, turn: Turn) -> Answers | None:
    """Both chats tell it, the old one and the new; whichever is worked first does it."""
    if message.migrate_to_chat_id is not None:
        await groups.migrated(turn, message.chat.id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await groups.migrated(turn, message.migrate_from_chat_id, message.chat.id)
    return None
