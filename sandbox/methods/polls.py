"""Polls the bot sends and closes."""

from typing import Any

from aiogram.methods import SendPoll, StopPoll

from sandbox.messages import Message
from sandbox.methods.addressing import deliver, envelope, open_chat
from sandbox.methods.formatting import formatted
from sandbox.methods.keyboards import checked_markup
from sandbox.methods.registry import Call, answers
from sandbox.refusals import Json, bad
from sandbox.text import checked, utf16
from sandbox.updates import announce
from sandbox.validation import given

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
OPTIONS = range(1, 13)


@answers(SendPoll, visible=True)
async def send_poll(call: Call[SendPoll]) -> Json:
    """A question of up to 300 characters with 1–12 options of up to 100."""
    return deliver(call, envelope(call), {"poll": poll_of(call.request, call.world.next_poll())})


def poll_of(request: Any, poll_id: str) -> Json:
    """The Bot API `Poll` a request asks for; also used for people's polls, whose request is looser."""
    question, entities = formatted(request.question, request.question_entities, request.question_parse_mode)
    question, entities = checked(question, entities, QUESTION_LIMIT, "poll question")
    kind = given(request.type, "regular")
    if not question:
        raise bad("poll question must be non-empty")
    if kind == "quiz" and given(request.correct_option_ids) is None and given(request.correct_option_id) is None:
        raise bad("quiz polls need a correct option")
    poll: Json = {
        "id": poll_id,
        "question": question,
        "options": options_of(request.options),
        "total_voter_count": 0,
        "is_closed": bool(request.is_closed),
        "is_anonymous": request.is_anonymous is not False,
        "type": kind,
        "allows_multiple_answers": bool(request.allows_multiple_answers),
        "allows_revoting": request.allows_revoting is not False,
        "members_only": bool(request.members_only),
    }
    return poll | ({"question_entities": entities} if entities else {})


def options_of(wanted: list[Any]) -> list[Json]:
    """The options with nobody's vote yet."""
    texts = [option if isinstance(option, str) else option.text for option in wanted]
    if len(texts) not in OPTIONS:
        raise bad("poll must have 1-12 options")
    if any(not text.strip() or utf16(text) > OPTION_LIMIT for text in texts):
        raise bad("poll options must be 1-100 characters long")
    return [{"persistent_id": str(index), "text": text, "voter_count": 0} for index, text in enumerate(texts)]


@answers(StopPoll, visible=True)
async def stop_poll(call: Call[StopPoll]) -> Json:
    """Close a poll of the bot's own and answer with its result."""
    message = _own_poll(call)
    if message.payload["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    closed: Json = {**message.payload["poll"], "is_closed": True}
    message.change(poll=closed, reply_markup=checked_markup(call.request.reply_markup, message.chat))
    announce(call.world, message, edited=True)
    call.touched.append(message)
    return closed


def _own_poll(call: Call[StopPoll]) -> Message:
    message = open_chat(call, call.request.chat_id).messages.get(call.request.message_id)
    if message is None or message.deleted or "poll" not in message.payload:
        raise bad("message with poll to stop not found")
    if message.by_bot is not call.bot:
        raise bad("poll can't be stopped")
    return message
