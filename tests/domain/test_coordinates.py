import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coordinates import Datum, Point, distance_m, gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02

YUEXIU = Point(23.13, 113.27)
YUEXIU_GCJ = Point(23.127327289, 113.275334074)

well_inside_china = st.builds(
    Point, lat=st.floats(min_value=1.0, max_value=55.5), lon=st.floats(min_value=72.5, max_value=137.5)
)
anywhere = st.builds(Point, lat=st.floats(min_value=-90, max_value=90), lon=st.floats(min_value=-180, max_value=180))


def test_a_gps_point_is_shifted_to_where_a_chinese_map_shows_it() -> None:
    assert distance_m(wgs84_to_gcj02(YUEXIU), YUEXIU_GCJ) < 0.001


def test_the_shift_in_yuexiu_is_about_six_hundred_metres() -> None:
    assert 600 < distance_m(YUEXIU, wgs84_to_gcj02(YUEXIU)) < 640


@pytest.mark.parametrize("abroad", [Point(48.8566, 2.3522), Point(-33.8688, 151.2093), Point(35.6, 139.7)])
def test_a_point_outside_china_is_left_where_it_is(abroad: Point) -> None:
    assert wgs84_to_gcj02(abroad) == abroad
    assert gcj02_to_wgs84(abroad) == abroad


@given(well_inside_china)
def test_there_and_back_returns_within_a_tenth_of_a_millimetre(point: Point) -> None:
    assert distance_m(gcj02_to_wgs84(wgs84_to_gcj02(point)), point) < 1e-4
    assert distance_m(wgs84_to_gcj02(gcj02_to_wgs84(point)), point) < 1e-4


def test_a_datum_says_whether_a_point_needs_shifting() -> None:
    assert to_wgs84(YUEXIU, Datum.WGS84) == YUEXIU
    assert distance_m(to_wgs84(YUEXIU_GCJ, Datum.GCJ02), YUEXIU) < 0.001


@given(anywhere, anywhere)
def test_distance_is_symmetric_and_never_more_than_half_the_globe(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= math.pi * 6_371_009


def test_one_degree_of_latitude_is_about_111_kilometres() -> None:
    assert distance_m(Point(23, 113), Point(24, 113)) == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize(("lat", "lon"), [(113.27, 23.13), (0, 181), (math.nan, 0), (0, math.nan), (math.inf, 0)])
def test_what_is_not_on_the_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(ValueError, match="not a latitude and a longitude"):
        Point(lat, lon)
