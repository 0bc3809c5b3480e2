"""From what a citizen gave as the place to a town, or to the question which town."""

from dataclasses import replace

from domain.coordinates import Datum, Point
from domain.draft import Source, Spot
from domain.ground import Ask, Certain
from domain.refusal import Refusal, refuse
from services.app import App

MAP_SOURCES = frozenset({Source.PIN, Source.VENUE})
"""Places chosen on a map by hand: nobody knows which datum the map was drawn in."""


def spot_from_point(
    app: App, lat: float, lon: float, source: Source, accuracy_m: float | None = None, text: str = ""
) -> Spot | Refusal:
    """Reads a point. `accuracy_m` comes with a device's own fix, in metres; without it the datum is unknown.

    Refusal: `no_such_place` for coordinates that are not on the earth.
    """
    try:
        point = Point(lat, lon)
    except ValueError:
        return refuse("no_such_place")
    by_hand = source in MAP_SOURCES
    placement = app.ground.place(point, None if by_hand else accuracy_m or 0.0, app.neighbours)
    towns, outside, perhaps = _verdict(placement)
    return Spot(
        source=source,
        lat=lat,
        lon=lon,
        datum=Datum.WGS84,
        accuracy_m=accuracy_m,
        text=text,
        towns=towns,
        town=placement.town if isinstance(placement, Certain) else None,
        outside=outside,
        perhaps_outside=perhaps,
        neighbour=None if isinstance(placement, Certain) else placement.neighbour,
        border_m=round(app.ground.distance_to_border_m(point)) if isinstance(placement, Ask) else None,
    )


def spot_from_text(app: App, text: str) -> Spot:
    """Reads a typed address by the district's gazetteer; several towns, or signs of another place, are asked about."""
    found = app.gazetteer.find(text)
    certain = len(found.towns) == 1 and not found.elsewhere
    return Spot(source=Source.TYPED, text=text, towns=found.towns, town=found.towns[0] if certain else None)


def told_more(app: App, spot: Spot, text: str) -> Spot:
    """The same place, of which somebody was asked for the town and wrote an answer: what it names is settled, and
    neither the point nor the address that was there is given up for it."""
    answer = spot_from_text(app, text)
    more = replace(spot, text="，".join(each for each in (spot.text, text) if each))
    if answer.town is not None:
        return replace(more, town=answer.town)
    return replace(more, towns=answer.towns) if answer.towns else more


def nowhere() -> Spot:
    """No point and no address: the citizen picks the town by name."""
    return Spot(source=Source.TOWN)


def with_all_towns(spot: Spot) -> Spot:
    """The same place with its guessed towns put aside, so that every town is offered."""
    return replace(spot, towns=(), town=None, outside=False, undecided=False)


def _verdict(placement: object) -> tuple[tuple[str, ...], bool, bool]:
    if isinstance(placement, Certain):
        return (placement.town,), False, False
    if isinstance(placement, Ask):
        return placement.towns, False, placement.perhaps_outside
    return (), True, False
