"""Asking the office whether a chat that the bot was added to is to be an outlet."""

from handlers.town.speaking import say, w
from services.outlets import Proposal
from services.turn import Turn
from wording import outlets as texts


def ask_office(turn: Turn, found: Proposal) -> None:
    """Asks, where the office has a group; /outlets asks again whenever it is opened there."""
    if found.ask_in is not None:
        say(turn, found.ask_in, texts.ask(w, found.outlet))
