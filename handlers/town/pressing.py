"""One press of a button in a group, as every door for presses is handed it."""

from dataclasses import dataclass

from domain.asking import Asked
from domain.refusal import Refusal
from handlers.town.speaking import say
from services.reach import Hand
from services.turn import Turn
from wording.message import Message as Said


@dataclass(frozen=True, slots=True)
class Press:
    """One press: who, where, on which message, and what the button says."""

    turn: Turn
    by: Hand
    name: str
    message_id: int
    asked: Asked

    def prompt(self, said: Said, asked: Asked | None = None) -> None:
        """Asks the presser for more, under the message whose button was pressed."""
        say(self.turn, self.by.chat_id, said, case_id=self.asked.about, asked=asked, to=self.message_id)


def only_refusal(result: object) -> Refusal | None:
    """What a use case's answer means to a press: nothing to add, or why not."""
    return result if isinstance(result, Refusal) else None
