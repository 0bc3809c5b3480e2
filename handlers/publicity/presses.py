"""The buttons of the office's group. What a button says is only a wish: each use case asks the database."""

from collections.abc import Awaitable, Callable

from aiogram.types import CallbackQuery

from domain.asking import Asked, Verb
from domain.refusal import Refusal
from handlers.publicity import (
    afterwards,
    batches,
    drafts,
    gate,
    listing,
    outlets,
    photos,
    planning,
    rounds,
    slots,
    writing,
)
from handlers.town.pressing import Press
from handlers.town.speaking import Answers, alert, confirm, name_of
from services.reach import Hand
from services.turn import Turn


def is_ours(query: CallbackQuery) -> dict[str, Asked] | bool:
    """Whether the button is one of the office's."""
    asked = Asked.read(query.data)
    return {"asked": asked} if asked is not None and asked.verb in PRESSES else False


async def press(query: CallbackQuery, turn: Turn, asked: Asked) -> Answers:
    """Every press of the office ends here, with a line for the presser where there is something to say."""
    assert query.message is not None, "the router passes presses on messages only"
    by = Hand(query.from_user.id, query.message.chat.id)
    pressed = Press(turn, by, name_of(query.from_user), query.message.message_id, asked)
    done = await PRESSES[asked.verb](pressed)
    return alert(query, done) if isinstance(done, Refusal) else confirm(query, done or "")


PRESSES: dict[Verb, Callable[[Press], Awaitable[Refusal | str | None]]] = {
    **batches.PRESSES,
    **drafts.PRESSES,
    **listing.PRESSES,
    **writing.PRESSES,
    **afterwards.PRESSES,
    **photos.PRESSES,
    **gate.PRESSES,
    **outlets.PRESSES,
    **rounds.PRESSES,
    **planning.PRESSES,
    **slots.PRESSES,
}
"""What each button does; a text is a short line for the presser. Each module of this room brings its own."""
