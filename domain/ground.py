"""Whose ground a point lies on, and when that must be asked instead of assumed.

A district's towns come from its own GeoJSON file. Inside, everything is kept on a plane in metres around
the middle of the district: straight-line distances there are true to about 1 % for a district up to 100 km
across, which is far finer than any GPS fix or hand-put pin.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import shapely
from shapely.geometry.base import BaseGeometry

from domain.boundary_file import Town, read_towns
from domain.coordinates import EARTH_RADIUS_M, Datum, Point, gcj02_to_wgs84

BORDER_MARGIN_M = 30.0
"""Metres within which a border is too near to tell: a street's width and a phone's best fix in a city."""


@dataclass(frozen=True, slots=True)
class Certain:
    """No reading of the point, and no error within its accuracy, leads anywhere but to this town."""

    town: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The citizen decides. `towns` is never empty, likeliest first; the first may be shown as the guess."""

    towns: tuple[str, ...]
    perhaps_outside: bool
    neighbour: str | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """Not this district, by any reading. `neighbour` is None where nobody can say whose ground it is."""

    neighbour: str | None


Placement = Certain | Ask | Outside


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one way of reading a point could mean: towns with their distance, nearest first."""

    towns: tuple[tuple[float, str], ...]
    perhaps_outside: bool


class Boundaries:
    """Named grounds that can be asked about a point. Immutable; safe to share between threads."""

    def __init__(self, towns: Sequence[Town]) -> None:
        self.names = tuple(town.name for town in towns)
        west, south, east, north = shapely.total_bounds([town.shape for town in towns])
        self._lat0, self._lon0 = float(south + north) / 2, float(west + east) / 2
        self._metres_north = math.radians(1) * EARTH_RADIUS_M
        self._metres_east = self._metres_north * math.cos(math.radians(self._lat0))
        self._shapes = [self._flatten(town.shape) for town in towns]
        self._tree = shapely.STRtree(self._shapes)
        self._edges = shapely.STRtree([shape.boundary for shape in self._shapes])
        self._rim = shapely.union_all(self._shapes, grid_size=0.01).boundary

    @classmethod
    def from_geojson(cls, document: Mapping[str, Any], datum: Datum, name_property: str = "name") -> Self:
        """Read a FeatureCollection of polygons written in `datum`; raises `boundary_file.BoundaryFileError`."""
        return cls(read_towns(document, datum, name_property))

    def town_at(self, point: Point) -> str | None:
        """The town a WGS-84 point lies in or on the line of; the file's first where towns overlap."""
        hits = self._tree.query(self._on_plane(point), predicate="intersects")
        return self.names[min(hits)] if len(hits) else None

    def distance_to_border_m(self, point: Point) -> float:
        """Metres from a WGS-84 point, inside or outside, to the nearest line between grounds."""
        _, distances = self._edges.query_nearest(self._on_plane(point), return_distance=True)
        return float(distances[0])

    def place(self, point: Point, accuracy_m: float | None, neighbours: "Boundaries | None" = None) -> Placement:
        """Decide whether a point names its town.

        `accuracy_m` is the radius in metres that a device gives with its fix: the point is then WGS-84. None
        means a pin put by hand, whose datum nobody knows: both readings count, and any disagreement is asked.
        `neighbours` are the districts around, to say whose ground a point outside seems to be.
        """
        points = (point,) if accuracy_m is not None else (point, gcj02_to_wgs84(point))
        margin = max(accuracy_m or 0.0, BORDER_MARGIN_M)
        readings = [self._read(each, margin) for each in points]
        towns = _nearest_first(pair for reading in readings for pair in reading.towns)
        perhaps_outside = any(reading.perhaps_outside for reading in readings)
        if len(towns) == 1 and not perhaps_outside:
            return Certain(towns[0])
        neighbour = _agreed_neighbour(points, neighbours) if perhaps_outside else None
        return Ask(towns, perhaps_outside, neighbour) if towns else Outside(neighbour)

    def outlines(self, tolerance_m: float = 20.0) -> dict[str, Any]:
        """The grounds as a small WGS-84 FeatureCollection for drawing; neighbours keep their common line.

        Each has its `name`, and in `at` the longitude and latitude where a label has most room around it.
        """
        features = [
            {
                "type": "Feature",
                "properties": {"name": name, "at": self._roomiest(shape)},
                "geometry": shapely.geometry.mapping(self._unflatten(shape)),
            }
            for name, shape in zip(self.names, shapely.coverage_simplify(self._shapes, tolerance_m), strict=True)
        ]
        return {"type": "FeatureCollection", "features": features}

    def _roomiest(self, shape: BaseGeometry) -> list[float]:
        assert isinstance(shape, shapely.Polygon | shapely.MultiPolygon), "towns are made of nothing else"
        widest = shapely.maximum_inscribed_circle(shape, tolerance=50)
        lon, lat = self._unflatten(widest).coords[0]
        return [float(lon), float(lat)]

    def _read(self, point: Point, margin_m: float) -> _Reading:
        spot = self._on_plane(point)
        near = self._tree.query(spot, predicate="dwithin", distance=margin_m)
        towns = sorted((float(spot.distance(self._shapes[i])), self.names[i]) for i in near)
        outside = not towns or towns[0][0] > 0 or self._rim.distance(spot) <= margin_m
        return _Reading(tuple(towns), outside)

    def _on_plane(self, point: Point) -> shapely.Point:
        return shapely.Point(
            (point.lon - self._lon0) * self._metres_east, (point.lat - self._lat0) * self._metres_north
        )

    def _flatten(self, shape: BaseGeometry) -> BaseGeometry:
        origin, scale = (self._lon0, self._lat0), (self._metres_east, self._metres_north)
        flat: BaseGeometry = shapely.transform(shape, lambda lonlat: (lonlat - origin) * scale)
        shapely.prepare(flat)
        return flat

    def _unflatten(self, shape: BaseGeometry) -> BaseGeometry:
        origin, scale = (self._lon0, self._lat0), (self._metres_east, self._metres_north)
        # Five decimals are about a metre: finer than the simplification, and a third of the bytes.
        lonlat: BaseGeometry = shapely.transform(shape, lambda xy: (xy / scale + origin).round(5))
        return lonlat


def _nearest_first(candidates: Iterable[tuple[float, str]]) -> tuple[str, ...]:
    """Names without repeats; the sort is stable, so of two readings that fit equally WGS-84 comes first."""
    ordered = sorted(candidates, key=lambda pair: pair[0])
    return tuple(dict.fromkeys(name for _, name in ordered))


def _agreed_neighbour(points: Iterable[Point], neighbours: Boundaries | None) -> str | None:
    """The one neighbour that every reading which lies outside names; None where they differ or none is known."""
    if neighbours is None:
        return None
    named = {neighbours.town_at(point) for point in points} - {None}
    return named.pop() if len(named) == 1 else None
