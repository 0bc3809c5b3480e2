"""Which case a message in a group belongs to, and what a reply to it answers."""

from dataclasses import dataclass

from domain.asking import Asked
from services.turn import Turn
from storage import cases, sent_messages
from storage.outbox import to_group


@dataclass(frozen=True, slots=True)
class Thread:
    """The case, and the question whose answer a reply is, while it is unanswered."""

    case_id: int
    asked: Asked | None = None


async def thread_of(turn: Turn, chat_id: int, message_id: int) -> Thread | None:
    """By what was stored when the message was sent or noted, never by what its text says.

    A reply to a colleague's note belongs to that note's case: conversations go on beneath the card.
    """
    ours = await sent_messages.find(turn.tx, to_group(chat_id), message_id)
    if ours is not None and ours.case_id is not None:
        return Thread(ours.case_id, Asked.read(ours.ask))
    note = await cases.note_of_message(turn.tx, chat_id, message_id)
    return Thread(note.case_id) if note is not None else None


async def form_in(turn: Turn, chat_id: int, message_id: int) -> Asked | None:
    """What a reply to our message answers when it is about no case yet; None once it was answered."""
    ours = await sent_messages.find(turn.tx, to_group(chat_id), message_id)
    return Asked.read(ours.ask) if ours is not None and ours.case_id is None else None


async def answered(turn: Turn, chat_id: int, message_id: int) -> None:
    """The question in that message has its answer; further replies to it are notes."""
    await sent_messages.spend(turn.tx, to_group(chat_id), message_id)
