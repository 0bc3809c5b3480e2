"""What every drawn picture has in common: the canvas, the Chinese type, the finished PNG."""

import io
import os

# numpy's arithmetic would start a thread for each core, and each reserves memory the child may not have.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from matplotlib import font_manager, rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from papers import typeface

GREEN, AMBER, RED, GREY, BLUE = "#2e8b57", "#e69f00", "#c0392b", "#9a9a9a", "#2f6db3"
INK, FAINT, GROUND = "#222222", "#b9b9b9", "#f6f3ea"
"""Told apart by those who see no red or green too: what is overdue also has a shape or a pattern of its own."""

_DPI = 160


def canvas(wide: float, high: float) -> Figure:
    """An empty figure of that many inches, in the papers' type."""
    font_manager.fontManager.addfont(typeface.path())
    rcParams["font.family"] = typeface.FAMILY
    rcParams["axes.unicode_minus"] = False
    figure = Figure(figsize=(wide, high), dpi=_DPI, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure) -> bytes:
    """The picture; the same facts give the same bytes."""
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor="white", metadata={"Software": None})
    return out.getvalue()
