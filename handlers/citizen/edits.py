"""A citizen edited a message: both versions are kept, in the draft or beside the filed report."""

from aiogram.types import Message

from domain import draft as drafts
from domain.plain_text import clean
from domain.refusal import refuse
from handlers.citizen import talk
from handlers.citizen.gathering import MESSAGE_LIMIT, WORDS_LIMIT
from services import drafting, following
from services.turn import Turn


async def reword(message: Message, turn: Turn) -> None:
    """An edit of words already given; other edits change nothing that was kept."""
    text = clean(message.text or message.caption or "", MESSAGE_LIMIT)
    if not text:
        return
    if len(text) > WORDS_LIMIT:
        talk.explain(turn, refuse("too_many_words"))
        return
    draft = drafting.draft_of(turn)
    if draft is not None and any(each.message_id == message.message_id for each in draft.said):
        talk.ask(turn, drafts.reword(draft, message.message_id, text))
    else:
        await following.reword(turn, message.message_id, text)
