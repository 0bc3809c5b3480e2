"""«The problem is still there»: a reporter objects to a conclusion, by a button or in their own words."""

from aiogram.types import Message

from domain.refusal import Refusal
from handlers.citizen import talk
from services import objecting
from services.turn import Turn
from wording import ledger


async def ask(turn: Turn, case_id: int) -> Refusal | None:
    """Asks what is wrong; a press on a ready answer or a reply to the question tells it."""
    row = await objecting.may_object(turn, case_id)
    if isinstance(row, Refusal):
        return row
    assert turn.correspondent is not None
    question = ledger.ask_objection(talk.language(turn), row.id, row.number)
    turn.tell_person(turn.correspondent.key, question.to_say(case_id=row.id, ask=objecting.QUESTION))
    return None


async def ready(turn: Turn, case_id: int, verb: str) -> Refusal | None:
    """A press on one of the ready objections."""
    return await _object(turn, case_id, ledger.quick_objections(talk.language(turn))[verb])


async def is_reason(message: Message, turn: Turn) -> bool | dict[str, int]:
    """Whether the message replies to our question; if so, which case it was about."""
    replied = message.reply_to_message
    case_id = await objecting.asked_in(turn, replied.message_id) if replied is not None else None
    return {"case_id": case_id} if case_id is not None else False


async def reason(message: Message, turn: Turn, case_id: int) -> None:
    """A reply to the question, in the reporter's own words; under a photo, the words alone are taken."""
    words = message.text or message.caption or ""
    refusal = await _object(turn, case_id, words) if words else None
    if refusal is not None:
        talk.explain(turn, refusal)
    elif message.text is None:
        talk.only_words_here(turn, message)


async def _object(turn: Turn, case_id: int, words: str) -> Refusal | None:
    row = await objecting.file_objection(turn, case_id, words)
    if isinstance(row, Refusal):
        return row
    talk.tell(turn, ledger.objection_taken(talk.language(turn), row.number))
    return None
