"""What can't be taken: voices, films, contact cards, stickers, commands that don't exist. Each is told what to do
instead, and words that came along are kept."""

from aiogram.enums import ContentType
from aiogram.types import Message

from domain.draft import Draft
from domain.plain_text import clean
from domain.refusal import refuse
from handlers.citizen import talk
from handlers.citizen.gathering import WORDS_LIMIT, case_meant, with_caption
from services import drafting, following
from services.turn import Turn

_WHY = {
    ContentType.VOICE: "cannot_hear",
    ContentType.AUDIO: "cannot_hear",
    ContentType.VIDEO: "cannot_watch",
    ContentType.VIDEO_NOTE: "cannot_watch",
    ContentType.ANIMATION: "cannot_watch",
    ContentType.CONTACT: "cannot_keep_contact",
}
_SAYS_NOTHING = frozenset(
    {
        ContentType.MIGRATE_TO_CHAT_ID,
        ContentType.NEW_CHAT_MEMBERS,
        ContentType.PINNED_MESSAGE,
        ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
        ContentType.WRITE_ACCESS_ALLOWED,
        ContentType.CHAT_BACKGROUND_SET,
    }
)
"""Telegram's own lines about the chat: nobody has said anything."""


async def take_nothing(message: Message, turn: Turn) -> None:
    """Says what can be sent in its place; words under it join the draft or the filed report, and the question is asked
    again."""
    if message.content_type in _SAYS_NOTHING:
        return
    album = drafting.album_name(turn, message.media_group_id)
    quiet = turn.app.terms.album_quiet if album else None
    case_id = await case_meant(message, turn, album)
    talk.explain(turn, refuse(_WHY.get(ContentType(message.content_type), "cannot_read_this")), quiet=quiet)
    words = clean(message.caption or "", WORDS_LIMIT)
    if case_id is not None:
        lost = await following.add_words(turn, case_id, message.message_id, words) if words else None
        if words:
            talk.explain(turn, lost) if lost else talk.thank(turn, quiet=quiet)
        return
    draft = drafting.draft_of(turn) or Draft()
    if draft.begun or words:
        talk.ask(turn, with_caption(draft, message), quiet=quiet)


async def no_such_command(message: Message, turn: Turn) -> None:
    """A command nobody knows is no part of a report."""
    talk.explain(turn, refuse("no_such_command"))
    if (draft := drafting.draft_of(turn)) is not None and draft.begun and draft.adding_to is None:
        talk.ask(turn, draft)
