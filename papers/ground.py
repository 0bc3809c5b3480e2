"""A picture of the district: its towns, and the open cases where they are, by age."""

import math
from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from papers.plate import AMBER, BLUE, GREEN, GROUND, INK, RED, canvas, png
from papers.typeface import printable

_LOOKS: dict[str, dict[str, Any]] = {
    "fresh": {"color": GREEN, "marker": "o", "s": 26},
    "weeks": {"color": BLUE, "marker": "s", "s": 26},
    "old": {"color": AMBER, "marker": "D", "s": 28},
    "overdue": {"color": RED, "marker": "^", "s": 46},
}
"""By `domain.picture.Age`; what matters most is drawn last, above the others."""


def write(lines: Iterator[Any]) -> bytes:
    """One line: `title`; `note` below it; `outlines`, a FeatureCollection in degrees with names; `labels`, texts by
    such a name; `dots`, [longitude, latitude] by age; `legend`, a text by age."""
    facts = next(lines)
    figure = canvas(9, 8)
    axes = figure.add_subplot()
    for feature in facts["outlines"]["features"]:
        _town(axes, feature, facts["labels"].get(feature["properties"]["name"], ""))
    for age, look in _LOOKS.items():
        points = facts["dots"].get(age, [])
        axes.scatter(
            [x for x, _ in points], [y for _, y in points],
            label=printable(facts["legend"][age]), edgecolors="white", linewidths=0.6, zorder=3, **look,
        )  # fmt: skip
    axes.autoscale_view()
    # A degree of longitude is shorter than one of latitude, by the cosine.
    axes.set_aspect(1 / math.cos(math.radians(sum(axes.get_ylim()) / 2)))
    axes.set_axis_off()
    figure.suptitle(printable(facts["title"]), fontsize=15, color=INK)
    axes.set_title(printable(facts["note"]), fontsize=9, color=INK)
    figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=10)
    return png(figure)


def _town(axes: Axes, feature: dict[str, Any], label: str) -> None:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        shape = Path.make_compound_path(*(Path(ring, closed=True) for ring in polygon))
        axes.add_patch(PathPatch(shape, facecolor=GROUND, edgecolor="#8d8d8d", linewidth=0.8, zorder=1))
    x, y = feature["properties"]["at"]
    axes.text(x, y, printable(label), ha="center", va="center", fontsize=8.5, color="#5a5a5a", zorder=2)
