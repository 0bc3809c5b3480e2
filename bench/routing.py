"""How many points a second find their town."""

import json
import random
from time import perf_counter

import shapely

from bench.programs import BOUNDARIES
from domain.boundary_file import Town
from domain.coordinates import Datum, Point
from domain.ground import Boundaries

LOOKUPS = 50_000


def sample_per_s() -> float:
    """On the sample district."""
    document = json.loads(BOUNDARIES.read_text("utf-8"))
    return _per_s(Boundaries.from_geojson(document, Datum.WGS84), document_box(document))


def many_per_s() -> float:
    """On 5,000 synthetic towns: a grid of cells with thirty-two corners each, that share their lines."""
    towns = [Town(f"t{at}", _cell(at % 100, at // 100)) for at in range(5000)]
    return _per_s(Boundaries(towns), (113.0, 23.0, 114.0, 23.5))


def document_box(document: object) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    shapes = shapely.from_geojson(json.dumps(document))
    west, south, east, north = shapely.bounds(shapes)
    return float(west), float(south), float(east), float(north)


def _cell(column: int, row: int) -> shapely.Polygon:
    west, south, side = 113 + column / 100, 23 + row / 100, 0.01
    ways = [(0, 0, 1, 0), (1, 0, 0, 1), (1, 1, -1, 0), (0, 1, 0, -1)]
    corners = [
        (west + side * (x + dx * step / 8), south + side * (y + dy * step / 8))
        for x, y, dx, dy in ways
        for step in range(8)
    ]
    return shapely.Polygon(corners)


def _per_s(ground: Boundaries, box: tuple[float, float, float, float]) -> float:
    dice = random.Random(7)  # noqa: S311  the same points in every run
    points = [Point(dice.uniform(box[1], box[3]), dice.uniform(box[0], box[2])) for _ in range(LOOKUPS)]
    began = perf_counter()
    for point in points:
        ground.town_at(point)
    return LOOKUPS / (perf_counter() - began)
