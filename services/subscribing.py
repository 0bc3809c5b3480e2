"""Subscribing to exposures in a private chat: to all, to one town's, to one category. Nothing here asks for reports."""

from domain.people import DeskKind
from domain.refusal import Refusal, refuse
from services.turn import Turn
from storage import desks, subscriptions
from storage.subscriptions import Choice

ALL: Choice = ("all", "")


async def chosen(turn: Turn) -> frozenset[Choice]:
    """What the correspondent wants to be told of now."""
    return await subscriptions.of_person(turn.tx, _key(turn))


async def towns(turn: Turn) -> list[tuple[str, str]]:
    """The towns that can be chosen: (desk id, name)."""
    return [(each.id, each.name) for each in await desks.desks(turn.tx, [DeskKind.TOWN])]


async def toggle(turn: Turn, what: str, value: str = "") -> Refusal | None:
    """Wants it, or no more, whatever it was before. Refusal: `stale_button` for what can't be chosen (any more)."""
    if not await _can_be_chosen(turn, what, value):
        return refuse("stale_button")
    if not await subscriptions.end(turn.tx, _key(turn), (what, value), turn.now):
        await subscriptions.begin(turn.tx, _key(turn), (what, value), turn.now)
    return None


async def stop(turn: Turn) -> bool:
    """Wants nothing more; False when nothing was wanted."""
    return await subscriptions.end_all(turn.tx, _key(turn), turn.now)


async def _can_be_chosen(turn: Turn, what: str, value: str) -> bool:
    if what == "town":
        return any(desk_id == value for desk_id, _ in await towns(turn))
    if what == "category":
        return value in turn.app.taxonomy.violations
    return (what, value) == ALL


def _key(turn: Turn) -> str:
    assert turn.correspondent is not None, "private chats only"
    return turn.correspondent.key
