"""Replies under a card: notes, and answers to what the bot asked."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.case import Outcome
from domain.refusal import Refusal, refuse
from handlers.town import ledger, looking_back, timing, together
from handlers.town.attachments import picture_of
from handlers.town.speaking import Answers, explain, hand_of, nod, say, w
from services import asking, concluding, handling, notes, threads
from services.notes import Noted, Written
from services.office import is_office
from services.reach import Hand, works_here
from services.turn import Turn
from wording import town


async def reply(message: Message, turn: Turn) -> Answers | None:
    """A reply to a message of ours or to a note; replies between people are theirs alone."""
    by, replied = hand_of(message), message.reply_to_message
    assert by is not None and replied is not None, "earlier doors take what has no person or no reply"
    thread = await threads.thread_of(turn, by.chat_id, replied.message_id)
    if thread is None:
        if message.media_group_id and await notes.case_of_album(turn, by.chat_id, message.media_group_id):
            # The album's first item answered a question about no case; the others belong to the case it made.
            return await album_item(message, turn)
        if replied.from_user is not None and replied.from_user.username == turn.app.me:
            await _lost(turn, message, by)
        return None
    if not await works_here(turn, by):
        say(turn, by.chat_id, town.invite_to_private(w, turn.app.me), to=message.message_id)
        return None
    if thread.asked is not None and thread.asked.verb in _ANSWERS:
        return await _answer(turn, message, by, thread.asked, replied.message_id)
    return await _note(turn, message, by, thread.case_id)


async def album_item(message: Message, turn: Turn) -> Answers | None:
    """An item of an album that came without naming what it replies to joins its siblings."""
    by = hand_of(message)
    assert by is not None and message.media_group_id is not None
    case_id = await notes.case_of_album(turn, by.chat_id, message.media_group_id)
    return None if case_id is None else await _note(turn, message, by, case_id)


async def edited(message: Message, turn: Turn) -> Answers | None:
    """An edited note gets a new version; edits of anything else change nothing."""
    by = hand_of(message)
    if by is None:
        return None
    noted = await notes.edit_note(turn, by, message.message_id, message.text or message.caption or "")
    if noted is None:
        return None
    return _acknowledged(turn, message, noted, edited=True)


async def _lost(turn: Turn, message: Message, by: Hand) -> None:
    """A reply to something the bot said that is about no case: a list, a greeting."""
    if await works_here(turn, by):
        explain(turn, message, refuse("which_draft" if await is_office(turn, by.chat_id) else "which_case"))
    else:
        say(turn, by.chat_id, town.invite_to_private(w, turn.app.me), to=message.message_id)


async def _answer(turn: Turn, message: Message, by: Hand, asked: Asked, question_id: int) -> Answers | None:
    """The reply is what the question asked for: the reason, the question, the explanation."""
    text = message.text or message.caption or ""
    result = await _ANSWERS[asked.verb](turn, by, asked, text)
    if isinstance(result, Refusal):
        explain(turn, message, result)
        return None
    await threads.answered(turn, by.chat_id, question_id)
    return nod(message)


async def _note(turn: Turn, message: Message, by: Hand, case_id: int) -> Answers | None:
    attachment = picture_of(message)
    text = message.text or message.caption or ""
    if attachment is None and message.text is None:
        explain(turn, message, refuse("cannot_note"))
        if not text:
            return None
    what = Written(message.message_id, text, attachment, message.media_group_id)
    return _acknowledged(turn, message, await notes.add_note(turn, by, case_id, what), edited=False)


def _acknowledged(turn: Turn, message: Message, noted: Noted | Refusal, *, edited: bool) -> Answers | None:
    if isinstance(noted, Refusal):
        explain(turn, message, noted)
        return None
    # An album is acknowledged once, by its first item; a file left out is told of for every one.
    if not noted.joined or noted.too_large:
        shared = noted.note.id if noted.may_share else None
        said = town.noted(w, noted.number, shared, edited=edited, too_large=noted.too_large)
        say(turn, message.chat.id, said, case_id=noted.note.case_id, to=message.message_id)
    return nod(message)


_ANSWERS: dict[Verb, Callable[[Turn, Hand, Asked, str], Awaitable[object]]] = {
    Verb.RETURN: lambda turn, by, asked, text: handling.return_to_duty(turn, by, asked.about, text),
    Verb.ASK: lambda turn, by, asked, text: asking.ask_reporter(turn, by, asked.about, text),
    Verb.AS: lambda turn, by, asked, text: concluding.conclude(turn, by, asked.about, Outcome(asked.detail), text),
    **ledger.ANSWERS,
    **looking_back.ANSWERS,
    **timing.ANSWERS,
    **together.ANSWERS,
}
"""What is done with a reply to each question; a `Refusal` is explained, and the question stays open."""
