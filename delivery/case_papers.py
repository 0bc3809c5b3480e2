"""Papers about one case: its whole story as a PDF, and the registration form."""

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from delivery.orders import Made, NothingToMake, Order, Workshop
from domain.story import Story
from storage.stories import story_of
from wording import registration
from wording import story as texts
from wording.translate import words

_MOST_PHOTOS = 12
"""Six pages of them; the others are named by their number and hang under the card."""


async def story(workshop: Workshop, order: Order) -> Made:
    """The whole story with its cleaned photos."""
    w, told = words(order.lang), await _read(workshop, order)
    facts = texts.paper(w, told, workshop.zone, workshop.district)
    shown = told.photos[:_MOST_PHOTOS]
    facts["photos"]["missing"] = texts.photos_left_out(w, max(0, told.card.photos - len(shown)))
    lines = _lines(workshop, _dated(workshop, order, facts), shown)
    content = await workshop.press.make("story", lines)
    return Made(f"{texts.file_name(w, told.card.number)}.pdf", content, texts.caption(w, told.card.number), rows=1)


async def form(workshop: Workshop, order: Order) -> Made:
    """Form 2 of order 121's set, filled from the ledger."""
    w, told = words(order.lang), await _read(workshop, order)
    facts = _dated(workshop, order, registration.form(w, told, workshop.zone, workshop.district))
    content = await workshop.press.make("registration", _lines(workshop, facts, ()))
    name, caption = registration.file_name(w, told.card.number), registration.caption(w, told.card.number)
    return Made(f"{name}.pdf", content, caption, rows=1)


async def _read(workshop: Workshop, order: Order) -> Story:
    """Asked of the group once more: the case may have gone elsewhere since somebody pressed the button."""
    async with workshop.database.read() as tx:
        told = None if order.case_id is None else await story_of(tx, order.case_id, order.chat_id)
    if told is None:
        raise NothingToMake
    return told


def _dated(workshop: Workshop, order: Order, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, "made_at": order.made_at.astimezone(workshop.zone).isoformat()}


async def _lines(workshop: Workshop, facts: object, photos: Sequence[str]) -> AsyncIterator[object]:
    """The facts, then photo after photo: never more than one of them is in memory here."""
    yield facts
    for name in photos:
        # A copy that is gone from the folder leaves a gap; everything else is still worth sending.
        with suppress(FileNotFoundError):
            yield b64encode(await workshop.evidence.read_copy(name)).decode()
