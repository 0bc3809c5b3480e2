"""Replies to what the bot asked the office."""

from collections.abc import Awaitable, Callable

from aiogram.types import Message

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from handlers.publicity import afterwards, batches, drafts, gate, listing, photos, planning, slots, writing
from handlers.town.speaking import Answers, hand_of, nod, say, w
from services import threads
from services.reach import Hand
from services.turn import Turn
from wording.message import Message as Said
from wording.refusals import sentence


async def answers_form(message: Message, turn: Turn) -> dict[str, Asked] | bool:
    """Whether the message replies to a question of this room that nobody has answered yet."""
    replied = message.reply_to_message
    form = await threads.form_in(turn, message.chat.id, replied.message_id) if replied else None
    return {"form": form} if form is not None and form.verb in ANSWERS and hand_of(message) is not None else False


async def answered(message: Message, turn: Turn, form: Asked) -> Answers | None:
    """The answer came; where it was refused, or more of it may follow (False), the question stays open.

    What says why it was refused is the question once more: people answer the newest message they were told.
    """
    by, replied = hand_of(message), message.reply_to_message
    assert by is not None and replied is not None, "the filter passes replies of people only"
    done = await ANSWERS[form.verb](message, turn, by, form)
    if isinstance(done, Refusal):
        say(turn, by.chat_id, Said.of(sentence(done, w.lang)), asked=form, to=message.message_id)
        return None
    if done is not False:
        await threads.answered(turn, by.chat_id, replied.message_id)
    return nod(message)


ANSWERS: dict[Verb, Callable[[Message, Turn, Hand, Asked], Awaitable[Refusal | bool | None]]] = {
    **afterwards.ANSWERS,
    **photos.ANSWERS,
    **gate.ANSWERS,
    **batches.ANSWERS,
    **drafts.ANSWERS,
    **listing.ANSWERS,
    **writing.ANSWERS,
    **planning.ANSWERS,
    **slots.ANSWERS,
}
"""What is done with a reply to each question. Each module of this room brings its own."""
