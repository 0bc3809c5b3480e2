"""From what was given as the place to a town, to the question which, or to the duty desk: never to nothing."""

from dataclasses import replace

import pytest

from domain.coordinates import Datum
from domain.draft import Source, Spot
from domain.ground import Boundaries
from domain.refusal import Refusal, refuse
from services import placing
from services.app import App
from storage.sealing import KeyRing
from tests.district import district_app, square

INSIDE, BORDER, OUTSIDE = (23.105, 113.205), (23.105, 113.21002), (23.105, 113.3)


@pytest.fixture
def app(keys: KeyRing) -> App:
    return district_app(keys)


def placed(spot: Spot | Refusal) -> Spot:
    assert isinstance(spot, Spot), spot
    return spot


def test_a_fix_well_inside_is_settled(app: App) -> None:
    spot = placed(placing.spot_from_point(app, *INSIDE, Source.GPS, 10))
    assert (spot.town, spot.datum, spot.border_m, spot.settled) == ("东街道", Datum.WGS84, None, True)


def test_a_fix_near_the_line_is_asked_about_with_its_distance(app: App) -> None:
    spot = placed(placing.spot_from_point(app, *BORDER, Source.GPS, 10))
    assert (spot.town, spot.settled) == (None, False)
    assert set(spot.towns) == {"东街道", "西街道"}
    assert spot.border_m == 2


@pytest.mark.parametrize("source", [Source.PIN, Source.VENUE])
def test_a_point_chosen_on_a_map_is_read_in_both_datums_and_asked_about(app: App, source: Source) -> None:
    # The two readings lie some six hundred metres apart; this point falls into a town by one of them only.
    spot = placed(placing.spot_from_point(app, 23.105, 113.2003, source, text="某市场"))
    assert not spot.settled
    assert spot.text == "某市场"


def test_a_point_outside_says_whose_ground_it_seems_to_be_or_nothing(app: App) -> None:
    spot = placed(placing.spot_from_point(app, *OUTSIDE, Source.GPS, 10))
    assert (spot.outside, spot.neighbour, spot.settled) == (True, None, True)
    around = {"type": "FeatureCollection", "features": [square("邻区", 113.295)]}
    with_neighbours = replace(app, neighbours=Boundaries.from_geojson(around, Datum.WGS84))
    assert placed(placing.spot_from_point(with_neighbours, *OUTSIDE, Source.GPS, 10)).neighbour == "邻区"


@pytest.mark.parametrize("point", [(0.0, -160.0), (89.9, 0.0), (-23.1, -113.2)])
def test_a_place_at_sea_is_outside_and_still_taken(app: App, point: tuple[float, float]) -> None:
    for source in (Source.GPS, Source.PIN):
        assert placed(placing.spot_from_point(app, *point, source)).outside


@pytest.mark.parametrize("point", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0), (0.0, float("inf"))])
def test_a_point_that_is_not_on_the_earth_is_refused(app: App, point: tuple[float, float]) -> None:
    assert placing.spot_from_point(app, *point, Source.GPS) == refuse("no_such_place")


def test_a_typed_address_is_certain_only_when_it_names_one_town(app: App) -> None:
    assert placing.spot_from_text(app, "东街道12号").town == "东街道"
    both = placing.spot_from_text(app, "东街道与西街道交界")
    assert (both.town, set(both.towns)) == (None, {"东街道", "西街道"})
    unknown = placing.spot_from_text(app, "村口大榕树")
    assert (unknown.town, unknown.towns, unknown.settled) == (None, (), False)


def test_when_all_towns_are_offered_the_place_itself_stays(app: App) -> None:
    spot = placed(placing.spot_from_point(app, *OUTSIDE, Source.GPS, 10, "某市场"))
    opened = placing.with_all_towns(spot)
    assert (opened.lat, opened.lon, opened.text) == (spot.lat, spot.lon, "某市场")
    assert not opened.settled
