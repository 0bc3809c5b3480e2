"""Pictures of a group's own ground: where its open cases are, how many there are and were."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from typing import Any

from delivery.orders import Made, Order, Workshop
from domain.people import DeskKind
from domain.picture import Tally, mondays
from domain.picture import begins as day_begins
from storage import desks, tallies
from storage.database import Tx
from wording import pictures as texts
from wording.translate import words

MOST_DOTS = 3000
"""Beyond that dots cover each other."""


async def picture(workshop: Workshop, order: Order) -> Made:
    """The towns with their open cases; a town gets its own ground, a department all of it with its own cases."""
    w, day = words(order.lang), _day(workshop, order)
    async with workshop.database.read() as tx:
        whose, only = await _whose(tx, workshop, order)
        counted = await tallies.tallies(tx, only, day, workshop.zone)
        spots = await tallies.spots(tx, only, day, workshop.zone, MOST_DOTS)
        names = {each.id: each.name for each in await desks.desks(tx)}
    towns = {names[desk_id]: each for desk_id, each in counted.items() if desk_id is not None}
    total = _total(list(counted.values()))
    outlines = _ground(workshop, order, whose)
    facts = texts.picture(w, whose, day, outlines, towns, total, spots)
    return Made(
        filename=f"{texts.picture_name(w, day)}.png",
        content=await workshop.press.make("ground", _one(facts)),
        caption=texts.picture_caption(w, whose, day, total),
        rows=total.running,
        as_photo=True,
    )


async def charts(workshop: Workshop, order: Order) -> Made:
    """Cases by desk, and what came in and ended in each of the last weeks."""
    w, day = words(order.lang), _day(workshop, order)
    weeks = mondays(day)
    async with workshop.database.read() as tx:
        whose, only = await _whose(tx, workshop, order)
        counted = await tallies.tallies(tx, only, day, workshop.zone)
        ended = await tallies.ended(tx, only, day_begins(weeks[0], workshop.zone))
        weekly = await tallies.weekly(tx, only, weeks, workshop.zone)
        shown = [each for each in await desks.desks(tx) if only in (None, each.id)]
    none = Tally({}, 0)
    rows = [
        (each.name, counted.get(each.id, none), ended.get(each.id, 0))
        for each in shown
        if each.kind == DeskKind.TOWN or each.id in counted or each.id in ended
    ]
    if None in counted or None in ended:
        rows.append(("", counted.get(None, none), ended.get(None, 0)))
    facts = texts.charts(w, whose, rows, weekly)
    return Made(
        filename=f"{texts.charts_name(w, day)}.png",
        content=await workshop.press.make("charts", _one(facts)),
        caption=texts.charts_caption(w, whose, day),
        rows=_total(list(counted.values())).running,
        as_photo=True,
    )


async def _whose(tx: Tx, workshop: Workshop, order: Order) -> tuple[str, str | None]:
    """Whose cases are shown: the district's, or the name and id of the desk that may see its own alone."""
    if order.sees_everything:
        return workshop.district, None
    desk = await desks.desk(tx, order.desk_id)
    return (desk.name if desk else ""), order.desk_id


def _ground(workshop: Workshop, order: Order, whose: str) -> Mapping[str, Any]:
    outlines = workshop.ground.outlines()
    if order.desk_kind is not DeskKind.TOWN:
        return outlines
    own = [each for each in outlines["features"] if each["properties"]["name"] == whose]
    # A town that the boundary file no longer names has its cases still, on the whole ground.
    return {**outlines, "features": own} if own else outlines


def _day(workshop: Workshop, order: Order) -> date:
    return order.made_at.astimezone(workshop.zone).date()


def _total(counted: Sequence[Tally]) -> Tally:
    ages = {age for each in counted for age in each.by_age}
    by_age = {age: sum(each.by_age.get(age, 0) for each in counted) for age in ages}
    return Tally(by_age, sum(each.located for each in counted))


async def _one(facts: object) -> AsyncIterator[object]:
    yield facts
