"""«Is it really gone?»: the reporter's answer, and a reason in their own words."""

from aiogram.types import Message

from domain.look_back import Verdict
from domain.refusal import Refusal
from handlers.citizen import talk
from services import really_gone
from services.turn import Turn
from wording import verdicts


async def answer(turn: Turn, case_id: int, verdict: Verdict) -> Refusal | None:
    """One of the three buttons; the thanks invite a reason."""
    row = await really_gone.answer(turn, case_id, verdict, verdicts.objection(talk.language(turn)))
    if isinstance(row, Refusal):
        return row
    assert turn.correspondent is not None
    thanks = verdicts.thanks(talk.language(turn), row.number, verdict)
    turn.tell_person(turn.correspondent.key, thanks.to_say(case_id=row.id, ask=really_gone.QUESTION))
    return None


async def is_reason(message: Message, turn: Turn) -> bool | dict[str, int]:
    """Whether the message replies to our thanks; if so, which case it is about."""
    replied = message.reply_to_message
    case_id = await really_gone.asked_in(turn, replied.message_id) if replied is not None else None
    return {"case_id": case_id} if case_id is not None else False


async def reason(message: Message, turn: Turn, case_id: int) -> None:
    """A reply to the thanks; under a photo, the words alone are taken."""
    replied, words = message.reply_to_message, message.text or message.caption or ""
    assert replied is not None, "the filter takes replies alone"
    row = await really_gone.add_reason(turn, case_id, replied.message_id, words) if words else None
    if isinstance(row, Refusal):
        talk.explain(turn, row)
        return
    if row is not None:
        talk.tell(turn, verdicts.reason_taken(talk.language(turn), row.number))
    if message.text is None:
        talk.only_words_here(turn, message)
