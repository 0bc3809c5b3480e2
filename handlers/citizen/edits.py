"""A citizen edited a message: both versions are kept, in the draft or beside the filed report; what can't be followed
is said, and never dropped in silence."""

from aiogram.types import Message

from domain import draft as drafts
from domain.draft import Draft
from domain.plain_text import clean, clean_line
from domain.refusal import refuse
from handlers.citizen import talk
from handlers.citizen.gathering import LINE_LIMIT, MESSAGE_LIMIT, WORDS_LIMIT, settle_spot
from services import drafting, following, placing
from services.turn import Turn
from wording.following import reworded


async def edited(message: Message, turn: Turn) -> None:
    """Words, a typed place or a name take the place of what they were. A location shared live moves without a word."""
    if message.location is not None:
        return
    text = clean(message.text or message.caption or "", MESSAGE_LIMIT)
    if len(text) > WORDS_LIMIT:
        talk.explain(turn, refuse("too_many_words"))
        return
    draft = drafting.draft_of(turn)
    changed = _corrected(turn, draft, message.message_id, text) if text and draft is not None else None
    if changed is None and text:
        changed = await following.reword(turn, message.message_id, text)
        if changed:
            talk.tell(turn, reworded(talk.language(turn)))
    # Telegram names no change. Where the words are the same another picture may have been put in; a text that reads
    # as before only got its preview.
    if changed is None or (changed is False and message.text is None):
        talk.explain(turn, refuse("edit_not_taken"))


def _corrected(turn: Turn, draft: Draft, message_id: int, text: str) -> bool | None:
    """Whether the draft has changed; None when nothing in it came from that message."""
    said = next((each for each in draft.said if each.message_id == message_id), None)
    if said is not None:
        if said.text != text:
            talk.ask(turn, drafts.reword(draft, message_id, text))
        return said.text != text
    line = clean_line(text, MESSAGE_LIMIT)
    if len(line) > LINE_LIMIT:
        return None
    if message_id == draft.place_in:
        settle_spot(turn, draft, placing.spot_from_text(turn.app, line), message_id)
        return True
    if message_id == draft.business_in:
        talk.ask(turn, drafts.name_business(draft, line, message_id))
        return True
    return None
