"""Answers to pressed buttons."""

from aiogram.methods import AnswerCallbackQuery

from sandbox.methods.registry import Call, answers
from sandbox.refusals import bad
from sandbox.text import utf16

ANSWER_LIMIT = 200


@answers(AnswerCallbackQuery, visible=True)
async def answer_callback_query(call: Call[AnswerCallbackQuery]) -> bool:
    """Stop the button's spinning, with a notice of up to 200 characters; the first answer is what people see."""
    request = call.request
    if utf16(request.text or "") > ANSWER_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    press = call.world.presses.answerable(request.callback_query_id, call.bot.id, call.world.clock.now())
    call.seen_in = press.chat_id
    if press.answer is None:
        press.answer = {"text": request.text, "show_alert": bool(request.show_alert), "url": request.url}
        call.world.events.publish("press_answer", press.chat_id)
    return True
