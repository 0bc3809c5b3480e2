"""The draft card's own buttons: bringing it."""

from collections.abc import Awaitable, Callable

from domain.asking import Verb
from domain.refusal import Refusal
from handlers.town.pressing import Press
from services import exposure_cards, office


async def _draft(p: Press) -> Refusal | None:
    held = await office.in_hand(p.turn, p.by, p.asked.about)
    if isinstance(held, Refusal):
        return held
    await exposure_cards.bring(p.turn, held.exposure.id)
    return None


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {Verb.DRAFT: _draft}
"""Merged into `handlers.publicity.presses`."""
