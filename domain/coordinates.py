"""Points on the earth and the two datums a point in China may be written in.

GPS speaks WGS-84. Maps published in China show GCJ-02, which is WGS-84 shifted by a smooth, deliberate
offset of some hundreds of metres. A coordinate pair does not say which of the two it is, so every place
here names its datum, and whoever cannot know it (a pin put by hand) must consider both.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius (IUGG R1), metres."""

# The ellipsoid (metres) and the box (degrees) of the shift. The shift was never published; implementations
# disagree about the axis (6,378,137 or 6,378,245 m), which moves the result by about a centimetre.
_AXIS_M = 6_378_137.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347

# Each step of the inverse divides the error by several hundred: four leave less than floating point shows.
_INVERSE_STEPS = 4


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"


@dataclass(frozen=True, slots=True)
class Point:
    """Decimal degrees, latitude first (GeoJSON writes longitude first). Refuses what is not on the earth."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        # Written so that NaN, which fails every comparison, is refused too.
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"({self.lat}, {self.lon}) is not a latitude and a longitude.")


def wgs84_to_gcj02(point: Point) -> Point:
    """The same place as a map published in China shows it; unchanged outside the box of the shift."""
    d_lat, d_lon = _shift(point)
    return Point(point.lat + d_lat, point.lon + d_lon)


def gcj02_to_wgs84(point: Point) -> Point:
    """The inverse, by fixed-point iteration: the shift has no closed inverse.

    Within a kilometre of the edge of the box the shift switches on and off, and no exact inverse exists.
    """
    guess = point
    for _ in range(_INVERSE_STEPS):
        d_lat, d_lon = _shift(guess)
        guess = Point(point.lat - d_lat, point.lon - d_lon)
    return guess


def to_wgs84(point: Point, datum: Datum) -> Point:
    return gcj02_to_wgs84(point) if datum is Datum.GCJ02 else point


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine: exact enough for metres and stable for near points)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = (lat_b - lat_a) / 2
    half_lon = math.radians(b.lon - a.lon) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def _shift(point: Point) -> tuple[float, float]:
    """Degrees (lat, lon) to add to WGS-84 at this point to get GCJ-02."""
    if not (_SOUTH <= point.lat <= _NORTH and _WEST <= point.lon <= _EAST):
        return 0.0, 0.0
    x, y = point.lon - 105.0, point.lat - 35.0
    lat = math.radians(point.lat)
    magic = 1 - _ECCENTRICITY_SQUARED * math.sin(lat) ** 2
    metres_per_radian_north = _AXIS_M * (1 - _ECCENTRICITY_SQUARED) / magic**1.5
    metres_per_radian_east = _AXIS_M / math.sqrt(magic) * math.cos(lat)
    return (
        math.degrees(_north_m(x, y) / metres_per_radian_north),
        math.degrees(_east_m(x, y) / metres_per_radian_east),
    )


def _north_m(x: float, y: float) -> float:
    return (
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
        + _waves(x, (20, 6), (20, 2))
        + _waves(y, (20, 1), (40, 1 / 3))
        + _waves(y, (160, 1 / 12), (320, 1 / 30))
    )  # fmt: skip


def _east_m(x: float, y: float) -> float:
    return (
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
        + _waves(x, (20, 6), (20, 2))
        + _waves(x, (20, 1), (40, 1 / 3))
        + _waves(x, (150, 1 / 12), (300, 1 / 30))
    )  # fmt: skip


def _waves(t: float, *waves: tuple[float, float]) -> float:
    """Two thirds of a sum of sines, each given as (metres, half-turns per degree)."""
    return sum(metres * math.sin(rate * t * math.pi) for metres, rate in waves) * 2 / 3
