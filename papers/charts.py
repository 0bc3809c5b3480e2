"""Two charts on one sheet: cases by town, and what was filed and concluded by week."""

from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from papers.plate import BLUE, FAINT, GREEN, GREY, INK, RED, canvas, png
from papers.typeface import printable

_ROW_IN, _HIGHEST_IN = 0.3, 40.0
"""Telegram takes a photo whose sides are at most 10,000 pixels together (core.telegram.org/bots/api#sendphoto)."""


def write(lines: Iterator[Any]) -> bytes:
    """One line: `title`; `desks`, {title, names, running, overdue, ended, legend of three}; `weeks`, {title, names,
    filed, concluded, legend of two}."""
    facts = next(lines)
    desks = facts["desks"]
    rows = len(desks["names"])
    high = max(1.6, min(_ROW_IN * rows, _HIGHEST_IN) + 0.9)
    figure = canvas(9, high + 4.2)
    figure.suptitle(printable(facts["title"]), fontsize=15, color=INK)
    above, below = figure.subplots(2, 1, height_ratios=[high, 3.2])
    _desks(above, desks)
    _weeks(below, facts["weeks"])
    return png(figure)


def _desks(axes: Axes, desks: dict[str, Any]) -> None:
    places = range(len(desks["names"]))
    left = [0] * len(places)
    looks = [(desks["running"], BLUE, ""), (desks["overdue"], RED, "//"), (desks["ended"], GREY, "")]
    for (counts, colour, hatch), label in zip(looks, desks["legend"], strict=True):
        bars = axes.barh(
            places, counts, left=left, color=colour, hatch=hatch, hatchcolor="#d5796f", edgecolor="white", height=0.7,
            label=printable(label),
        )  # fmt: skip
        axes.bar_label(bars, [str(n) if n else "" for n in counts], label_type="center", color="white", fontsize=8)
        left = [before + n for before, n in zip(left, counts, strict=True)]
    axes.set_yticks(places, [printable(each) for each in desks["names"]])
    # The first desk on top; one desk alone keeps the bar of a desk among three.
    axes.set_ylim(max(len(places), 3) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _finish(axes, desks["title"], "x")


def _weeks(axes: Axes, weeks: dict[str, Any]) -> None:
    places = range(len(weeks["names"]))
    filed, concluded = weeks["legend"]
    axes.bar([at - 0.2 for at in places], weeks["filed"], 0.4, color=BLUE, label=printable(filed))
    axes.bar([at + 0.2 for at in places], weeks["concluded"], 0.4, color=GREEN, hatch="..", label=printable(concluded))
    axes.set_xticks(places, [printable(each) for each in weeks["names"]])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    _finish(axes, weeks["title"], "y")


def _finish(axes: Axes, title: str, grid: str) -> None:
    axes.set_title(printable(title), loc="left", fontsize=11, color=INK)
    axes.tick_params(labelsize=9, length=0)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="x" if grid == "x" else "y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    # Beside the title, above the axes: inside them it would cover the newest bars.
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1.0), frameon=False, fontsize=9, ncols=3)
