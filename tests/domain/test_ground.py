import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.boundary_file import BoundaryFileError
from domain.coordinates import Datum, Point, distance_m, gcj02_to_wgs84, wgs84_to_gcj02
from domain.ground import Ask, Boundaries, Certain, Outside, Placement

SAMPLE = json.loads(Path("data/sample/yuexiu_18_jiedao.wgs84.geojson").read_text(encoding="utf-8"))
YUEXIU = Boundaries.from_geojson(SAMPLE, Datum.WGS84)
CENTRES = {
    feature["properties"]["name"]: Point(
        feature["properties"]["admin_centre"][1], feature["properties"]["admin_centre"][0]
    )
    for feature in SAMPLE["features"]
}

in_and_around_yuexiu = st.builds(
    Point,
    lat=st.floats(min_value=23.105, max_value=23.18),
    lon=st.floats(min_value=113.23, max_value=113.325),
)


def square(name: str, west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


# Two towns side by side, ten kilometres each, meeting at longitude 113.1; a neighbour east of them.
TWO = Boundaries.from_geojson(collection(square("West", 113.0, 23.0), square("East", 113.1, 23.0)), Datum.WGS84)
AROUND = Boundaries.from_geojson(
    collection(square("Next door", 113.2, 23.0), square("Next but one", 113.3, 23.0)), Datum.WGS84
)
METRE_EAST = 1 / (math.radians(1) * 6_371_008.8 * math.cos(math.radians(23.05)))


def test_the_sample_has_eighteen_towns() -> None:
    assert len(YUEXIU.names) == 18
    assert "北京街道" in YUEXIU.names


@pytest.mark.parametrize("name", sorted(CENTRES))
def test_every_town_holds_its_own_centre(name: str) -> None:
    assert YUEXIU.town_at(CENTRES[name]) == name


def test_a_point_on_the_common_line_belongs_to_a_town_and_not_to_nobody() -> None:
    assert TWO.town_at(Point(23.05, 113.1)) in {"West", "East"}


def test_a_place_at_sea_has_no_town() -> None:
    assert YUEXIU.town_at(Point(0, -140)) is None
    assert YUEXIU.place(Point(0, -140), None) == Outside(neighbour=None)


def test_the_distance_to_the_border_is_in_metres() -> None:
    assert TWO.distance_to_border_m(Point(23.05, 113.1 - 100 * METRE_EAST)) == pytest.approx(100, rel=0.01)
    assert TWO.distance_to_border_m(Point(23.05, 113.2 + 50 * METRE_EAST)) == pytest.approx(50, rel=0.01)


def test_a_fix_well_inside_a_town_is_certain() -> None:
    assert TWO.place(Point(23.05, 113.05), 15.0) == Certain("West")


def test_a_fix_within_thirty_metres_of_the_line_asks_however_good_it_claims_to_be() -> None:
    assert TWO.place(Point(23.05, 113.1 + 20 * METRE_EAST), 1.0) == Ask(("East", "West"), perhaps_outside=False)
    assert TWO.place(Point(23.05, 113.1 + 40 * METRE_EAST), 1.0) == Certain("East")


def test_a_poor_fix_asks_as_far_as_its_own_radius() -> None:
    near_the_line = Point(23.05, 113.1 - 300 * METRE_EAST)
    assert TWO.place(near_the_line, 200.0) == Certain("West")
    assert TWO.place(near_the_line, 400.0) == Ask(("West", "East"), perhaps_outside=False)


def test_a_fix_at_the_district_s_rim_asks_and_names_the_neighbour() -> None:
    just_outside = Point(23.05, 113.2 + 10 * METRE_EAST)
    assert TWO.place(just_outside, 10.0, AROUND) == Ask(("East",), perhaps_outside=True, neighbour="Next door")
    just_inside = Point(23.05, 113.2 - 10 * METRE_EAST)
    assert TWO.place(just_inside, 10.0) == Ask(("East",), perhaps_outside=True)


def test_a_fix_outside_names_whose_ground_it_seems_to_be() -> None:
    next_door = Point(23.05, 113.25)
    assert TWO.place(next_door, 10.0, AROUND) == Outside("Next door")
    assert TWO.place(next_door, 10.0) == Outside(None)
    assert TWO.place(Point(25.0, 110.0), 10.0, AROUND) == Outside(None)


def test_a_pin_whose_two_readings_name_two_neighbours_names_neither() -> None:
    between = Point(23.05, 113.3 + 100 * METRE_EAST)
    assert AROUND.town_at(between) != AROUND.town_at(gcj02_to_wgs84(between))
    assert TWO.place(between, None, AROUND) == Outside(None)


def test_a_pin_that_one_reading_puts_outside_asks() -> None:
    outside_unless_gcj = Point(23.05, 113.2 + 200 * METRE_EAST)
    assert TWO.town_at(outside_unless_gcj) is None
    assert TWO.place(outside_unless_gcj, None) == Ask(("East",), perhaps_outside=True)


def test_a_pin_far_from_every_line_is_certain() -> None:
    assert TWO.place(Point(23.05, 113.05), None) == Certain("West")


def test_of_two_readings_that_fit_the_gps_reading_comes_first() -> None:
    pin = Point(23.05, 113.1 + 200 * METRE_EAST)
    assert TWO.place(pin, None) == Ask(("East", "West"), perhaps_outside=False)


def possible_towns(placement: Placement) -> set[str]:
    match placement:
        case Certain(town):
            return {town}
        case Ask(towns):
            return set(towns)
        case Outside():
            return set()


@given(in_and_around_yuexiu)
def test_a_pin_never_excludes_the_true_town_whichever_map_it_was_put_on(truth: Point) -> None:
    town = YUEXIU.town_at(truth)
    assume(town is not None)
    assert town in possible_towns(YUEXIU.place(truth, None))
    assert town in possible_towns(YUEXIU.place(wgs84_to_gcj02(truth), None))


@given(in_and_around_yuexiu, st.floats(0, 360), st.floats(0, 0.98), st.floats(0, 800))
def test_a_fix_never_excludes_a_town_within_its_accuracy(
    fix: Point, bearing: float, share: float, accuracy: float
) -> None:
    north, east = (share * accuracy * turn(math.radians(bearing)) / 111_195 for turn in (math.cos, math.sin))
    truth = Point(fix.lat + north, fix.lon + east / math.cos(math.radians(fix.lat)))
    town = YUEXIU.town_at(truth)
    assume(town is not None)
    assert town in possible_towns(YUEXIU.place(fix, accuracy))


@given(in_and_around_yuexiu, st.one_of(st.none(), st.floats(0, 800)))
def test_certainty_is_never_claimed_where_the_point_is_in_no_town(point: Point, accuracy: float | None) -> None:
    if YUEXIU.town_at(point) is None:
        assert not isinstance(YUEXIU.place(point, accuracy), Certain)


def test_a_file_in_gcj02_gives_the_same_towns_as_the_same_file_in_wgs84() -> None:
    shifted = json.loads(json.dumps(SAMPLE))
    for feature in shifted["features"]:
        feature["geometry"]["coordinates"] = [
            [[moved.lon, moved.lat] for moved in (wgs84_to_gcj02(Point(lat, lon)) for lon, lat in ring)]
            for ring in feature["geometry"]["coordinates"]
        ]
    from_gcj = Boundaries.from_geojson(shifted, Datum.GCJ02)
    for centre in CENTRES.values():
        assert from_gcj.town_at(centre) == YUEXIU.town_at(centre)
        assert from_gcj.distance_to_border_m(centre) == pytest.approx(YUEXIU.distance_to_border_m(centre), abs=0.01)


def test_a_ring_that_crosses_itself_is_repaired() -> None:
    bow_tie = square("Bow", 113.0, 23.0)
    bow_tie["geometry"]["coordinates"] = [[[113, 23], [113.1, 23.1], [113.1, 23], [113, 23.1], [113, 23]]]
    assert Boundaries.from_geojson(collection(bow_tie), Datum.WGS84).town_at(Point(23.05, 113.02)) == "Bow"


def test_a_town_of_several_islands_is_one_town() -> None:
    islands = square("Isles", 113.0, 23.0)
    other = square("", 113.5, 23.0)["geometry"]["coordinates"]
    islands["geometry"] = {"type": "MultiPolygon", "coordinates": [islands["geometry"]["coordinates"], other]}
    ground = Boundaries.from_geojson(collection(islands), Datum.WGS84)
    assert ground.town_at(Point(23.05, 113.05)) == ground.town_at(Point(23.05, 113.55)) == "Isles"


def test_another_property_can_hold_the_name() -> None:
    feature = square("ignored", 113.0, 23.0)
    feature["properties"] = {"NAME_ZH": " 甲镇 "}
    assert Boundaries.from_geojson(collection(feature), Datum.WGS84, "NAME_ZH").names == ("甲镇",)


def with_geometry(geometry: Any) -> dict[str, Any]:
    return collection(square("甲镇", 113.0, 23.0) | {"geometry": geometry})


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "not a GeoJSON FeatureCollection"),
        ({"type": "Feature"}, "not a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": {}}, "not a GeoJSON FeatureCollection"),
        (collection(), "has no features"),
        (collection("a word"), "Feature 1 .* has no text"),
        (collection(square("  ", 113.0, 23.0)), "Feature 1 .* has no text"),
        (collection(square("甲镇", 113.0, 23.0), square("甲镇", 114.0, 23.0)), "甲镇 stands twice"),
        (with_geometry({"type": "Point", "coordinates": [113, 23]}), "甲镇 must be a Polygon .* not a Point"),
        (with_geometry(None), "not nothing"),
        (with_geometry({"type": "Polygon"}), "make no ring"),
        (with_geometry({"type": "Polygon", "coordinates": "far away"}), "make no ring"),
        (with_geometry({"type": "Polygon", "coordinates": [[[113, 23], [114, 23]]]}), "make no ring"),
        (with_geometry({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}), "make no ring"),
        (with_geometry({"type": "Polygon", "coordinates": [[[113, 23], [114, None], [1, 2]]]}), "not"),
        (with_geometry({"type": "Polygon", "coordinates": []}), "without an area"),
        (with_geometry({"type": "Polygon", "coordinates": [[[113, 23], [114, 23], [115, 23], [113, 23]]]}), "area"),
        (with_geometry({"type": "Polygon", "coordinates": [[[1e7, 2e6], [1.1e7, 2e6], [1e7, 3e6]]]}), "in degrees"),
        (with_geometry({"type": "Polygon", "coordinates": [[[23, 113], [24, 113], [23, 114]]]}), "in degrees"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(document: Any, sentence: str) -> None:
    with pytest.raises(BoundaryFileError, match=sentence) as refused:
        Boundaries.from_geojson(document, Datum.WGS84)
    assert "\n" not in str(refused.value)


def test_the_outlines_are_smaller_and_still_tell_every_centre_s_town() -> None:
    outlines = json.loads(json.dumps(YUEXIU.outlines()))
    assert len(json.dumps(outlines)) < len(json.dumps(SAMPLE))
    drawn = Boundaries.from_geojson(outlines, Datum.WGS84)
    assert {name: drawn.town_at(centre) for name, centre in CENTRES.items()} == {name: name for name in CENTRES}


def test_one_centre_is_as_far_from_another_as_the_globe_says() -> None:
    a, b = CENTRES["流花街道"], CENTRES["东山街道"]
    flat = YUEXIU._on_plane(a).distance(YUEXIU._on_plane(b))
    assert flat == pytest.approx(distance_m(a, b), rel=0.001)
