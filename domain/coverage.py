"""Whether a district's grounds fit together: two towns that both claim a place, and places that nobody has."""

import math
from collections.abc import Sequence
from itertools import combinations

import shapely
from shapely.geometry.base import BaseGeometry

from domain.boundary_file import Town
from domain.coordinates import EARTH_RADIUS_M

SMALLEST_M2 = 1_000.0
"""Square metres. Hand-drawn lines differ by slivers; a courtyard is worth a look."""


def flaws(towns: Sequence[Town]) -> list[str]:
    """A sentence for each overlap of two towns and each hole within the district, largest first."""
    found = [*_overlaps(towns), *_holes(towns)]
    return [sentence for area, sentence in sorted(found, reverse=True) if area >= SMALLEST_M2]


def _overlaps(towns: Sequence[Town]) -> list[tuple[float, str]]:
    pairs = [(a, b) for a, b in combinations(towns, 2) if a.shape.intersects(b.shape)]
    areas = [(_square_metres(shapely.intersection(a.shape, b.shape)), a.name, b.name) for a, b in pairs]
    return [(area, f"{a} and {b} overlap by {area:,.0f} m²") for area, a, b in areas]


def _holes(towns: Sequence[Town]) -> list[tuple[float, str]]:
    ground = shapely.union_all([town.shape for town in towns])
    rings = [ring for part in shapely.get_parts(ground) for ring in part.interiors]
    holes = [(_square_metres(shapely.Polygon(ring)), ring.centroid) for ring in rings]
    return [(area, f"{area:,.0f} m² around {at.y:.5f}, {at.x:.5f} belong to no town") for area, at in holes]


def _square_metres(shape: BaseGeometry) -> float:
    metres = math.radians(1) * EARTH_RADIUS_M
    return float(shape.area) * metres**2 * math.cos(math.radians(shape.centroid.y)) if shape.area else 0.0
