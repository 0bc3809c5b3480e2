"""Reading a district's boundaries from GeoJSON, with one clear sentence for each way the file can be wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from domain.coordinates import Datum, Point, to_wgs84


@dataclass(frozen=True, slots=True)
class Town:
    """A ground with its valid, non-empty (Multi)Polygon in WGS-84 degrees, x = longitude."""

    name: str
    shape: BaseGeometry


class BoundaryFileError(ValueError):
    """The boundary file cannot be used; the message says why in one sentence."""


class NotAFeatureCollectionError(BoundaryFileError):
    def __init__(self) -> None:
        super().__init__("The boundary file is not a GeoJSON FeatureCollection.")


class NoTownsError(BoundaryFileError):
    def __init__(self) -> None:
        super().__init__("The boundary file has no features, so no report could be given to a town.")


class NamelessTownError(BoundaryFileError):
    def __init__(self, position: int, name_property: str) -> None:
        super().__init__(f'Feature {position} of the boundary file has no text in its property "{name_property}".')


class RepeatedTownError(BoundaryFileError):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} stands twice in the boundary file; put its parts into one MultiPolygon.")


class NotAGroundError(BoundaryFileError):
    def __init__(self, name: str, found: str) -> None:
        super().__init__(f"The boundary of {name} must be a Polygon or MultiPolygon with an area, not {found}.")


class NotOnEarthError(BoundaryFileError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"The boundary of {name} is not in degrees, longitude before latitude; convert the file first."
        )


def read_towns(document: Mapping[str, Any], datum: Datum, name_property: str) -> list[Town]:
    """All features, in the file's order, repaired where rings cross themselves and converted to WGS-84."""
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise NotAFeatureCollectionError
    if not features:
        raise NoTownsError
    towns: dict[str, Town] = {}
    for position, feature in enumerate(features, start=1):
        town = _read_town(feature, position, datum, name_property)
        if town.name in towns:
            raise RepeatedTownError(town.name)
        towns[town.name] = town
    return list(towns.values())


def _read_town(feature: Any, position: int, datum: Datum, name_property: str) -> Town:
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    name = properties.get(name_property) if isinstance(properties, Mapping) else None
    if not isinstance(name, str) or not name.strip():
        raise NamelessTownError(position, name_property)
    name = name.strip()
    raw = _read_shape(name, feature.get("geometry"))
    return Town(name, _repaired(name, _in_wgs84(name, raw, datum)))


def _read_shape(name: str, geometry: Any) -> BaseGeometry:
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise NotAGroundError(name, f"a {kind}" if isinstance(kind, str) else "nothing")
    try:
        return shapely.force_2d(shape_of(geometry))
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
        AttributeError,
        shapely.errors.ShapelyError,
    ) as error:
        raise NotAGroundError(name, "coordinates that make no ring") from error


def _in_wgs84(name: str, shape: BaseGeometry, datum: Datum) -> BaseGeometry:
    def convert(lonlat: Any) -> Any:
        points = (to_wgs84(Point(lat=lat, lon=lon), datum) for lon, lat in lonlat.tolist())
        return [(point.lon, point.lat) for point in points]

    try:
        converted: BaseGeometry = shapely.transform(shape, convert)
    except ValueError as error:
        raise NotOnEarthError(name) from error
    return converted


def _repaired(name: str, shape: BaseGeometry) -> BaseGeometry:
    """`make_valid` may leave lines and points beside the polygons; only ground counts."""
    parts = shapely.get_parts(shapely.make_valid(shape))
    flat = [piece for part in parts for piece in shapely.get_parts(part)]
    ground: BaseGeometry = shapely.union_all([piece for piece in flat if piece.area > 0])
    if ground.is_empty:
        raise NotAGroundError(name, "one without an area")
    return ground
