"""/digest: a month's progress, drafted from the ledger."""

from aiogram.filters import CommandObject
from aiogram.types import Message

from domain.refusal import Refusal
from handlers.town.speaking import Answers, explain, hand_of, say, w
from services import digesting
from services.turn import Turn
from wording import digests


def somebodys(message: Message) -> bool:
    """Whether a person wrote it; what has nobody behind it is answered at a later door."""
    return hand_of(message) is not None


async def digest(message: Message, command: CommandObject, turn: Turn) -> Answers | None:
    """/digest, /digest 2026-02: the month before this one, or that month."""
    by = hand_of(message)
    assert by is not None, "the filter passes people only"
    done = await digesting.draft(turn, by, command.args or "")
    if isinstance(done, Refusal):
        explain(turn, message, done)
        return None
    sources = [(each.number, each.weights) for each in done.sources]
    said = digests.drafted(w, done.exposure_id, done.month, done.progress.kilograms, sources)
    say(turn, by.chat_id, said, to=message.message_id)
    return None
