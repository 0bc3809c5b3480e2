"""The map and the charts, drawn in this process: what is on them, and that their Chinese is no row of boxes."""

import io
from typing import Any

import numpy as np
from PIL import Image

from papers import charts, ground
from papers.plate import RED
from tests.district import square

LEGEND = {"fresh": "7 天以内", "weeks": "8–30 天", "old": "30 天以上", "overdue": "已超期"}


def map_facts(**dots: list[list[float]]) -> dict[str, Any]:
    towns = [square("东街道", 113.2), square("西街道", 113.21)]
    for town, lon in zip(towns, (113.205, 113.215), strict=True):
        town["properties"]["at"] = [lon, 23.105]
    return {
        "title": "示例区未办结线索分布", "note": "2026-03-02", "outlines": {"features": towns},
        "labels": {"东街道": "东街道\n1 件", "西街道": "西街道"}, "dots": dots, "legend": LEGEND,
    }  # fmt: skip


def chart_facts(title: str) -> dict[str, Any]:
    return {
        "title": title,
        "desks": {"title": "各单位", "names": ["东街道"], "running": [3], "overdue": [1], "ended": [0],
                  "legend": ["未办结", "已超期", "办结"]},
        "weeks": {"title": "按周", "names": ["3/2"], "filed": [4], "concluded": [0], "legend": ["新登记", "办结"]},
    }  # fmt: skip


def pixels(png: bytes) -> Any:
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def red_on(picture: Any, side: slice) -> int:
    wanted = [int(RED[at : at + 2], 16) for at in (1, 3, 5)]
    # The legend below holds one of each kind.
    map_alone = picture[: int(picture.shape[0] * 0.9), side]
    return int((np.abs(map_alone - wanted).max(axis=2) < 8).sum())


def test_an_overdue_case_is_a_red_mark_on_its_own_town() -> None:
    picture = pixels(ground.write(iter([map_facts(overdue=[[113.2032, 23.103]])])))
    middle = picture.shape[1] // 2
    assert min(picture.shape[:2]) > 900
    assert red_on(picture, slice(0, middle)) > 20
    assert red_on(picture, slice(middle, None)) == 0


def test_a_title_is_written_in_its_own_characters() -> None:
    one, other, unknown = (charts.write(iter([chart_facts(each)])) for each in ("食", "品", "\U000f0000"))
    assert len({one, other, unknown}) == 3
    assert one == charts.write(iter([chart_facts("食")])), "the same facts give the same bytes"
