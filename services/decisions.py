"""The decision an exposure tells of: what somebody typed from the paper, as columns; and changing it."""

from datetime import date
from typing import Any

from domain.decision import Item, read_decision
from domain.people import DeskKind
from domain.refusal import Refusal, refuse
from domain.rich_text import fingerprint
from services import clocks, exposure_cards, office
from services.office import InHand
from services.reach import Hand, note_attempt, person_of
from services.relations import too_close_to
from services.turn import Turn
from storage import desks


async def read(turn: Turn, by: Hand, text: str) -> dict[str, Any] | Refusal:
    """The columns of an exposure that one reply fills.

    Refusals: those of `read_decision`, `no_such_town`, `no_such_category`, and `no_such_exposure` for a party `by` is
    too close to (回避).
    """
    items = read_decision(text, clocks.today(turn))
    if isinstance(items, Refusal):
        return items
    if Item.PARTY in items and await too_close_to(turn, by.user_id, items[Item.PARTY]):
        await note_attempt(turn, await person_of(turn, by.user_id), "exposure")
        return refuse("no_such_exposure")
    columns: dict[str, Any] = {
        each.value: items[each] for each in (Item.AGENCY, Item.DOCUMENT, Item.PARTY) if each in items
    }
    if Item.DECIDED_ON in items:
        columns["decided_on"] = date.fromisoformat(items[Item.DECIDED_ON])
    if Item.TOWN in items:
        desk = await desks.desk_named(turn.tx, items[Item.TOWN])
        if desk is None or desk.kind != DeskKind.TOWN:
            return refuse("no_such_town")
        columns["desk_id"] = desk.id
    if Item.VIOLATION in items:
        category = _category(turn, items[Item.VIOLATION])
        if category is None:
            return refuse("no_such_category")
        columns["violation"] = category
    return columns


async def change(turn: Turn, by: Hand, exposure_id: int, stamp: str, text: str) -> Refusal | None:
    """Replaces what the reply names, and leaves the rest; an edit like any other.

    `stamp` is `stamp_of` when the question was asked. Refusals: those of `office.to_edit` and `read`,
    `part_has_changed`, `exposure_has_changed`.
    """
    held = await office.to_edit(turn, by, exposure_id)
    if isinstance(held, Refusal):
        return held
    if stamp != stamp_of(held):
        return refuse("part_has_changed")
    columns = await read(turn, by, text)
    if isinstance(columns, Refusal):
        return columns
    facts: dict[str, object] = {key: str(value) for key, value in columns.items()}
    done = await office.edited(turn, held, "classed", facts=facts, **columns)
    if done is None:
        await exposure_cards.refresh(turn, exposure_id)
    return done


def stamp_of(held: InHand) -> str:
    """Changes with the decision, so that a reply to an older question overwrites nobody's work."""
    row = held.exposure
    return fingerprint(row.agency, row.party, row.document, row.decided_on, row.desk_id, row.violation)


def _category(turn: Turn, named: str) -> str | None:
    """The id of the category of that official or short name."""
    found = (each.id for each in turn.app.taxonomy.violations if named in (each.label.zh, each.short.zh))
    return next(found, None)
