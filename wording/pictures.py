"""What stands on a picture of the district and on its charts, and under them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.picture import FRESH_DAYS, WEEKS, WEEKS_DAYS, Age, Spot, Tally, Weekly
from wording.translate import Words


def picture(
    w: Words,
    whose: str,
    day: date,
    outlines: Mapping[str, Any],
    towns: Mapping[str, Tally],
    total: Tally,
    spots: Sequence[Spot],
) -> dict[str, Any]:
    """What `papers/ground.py` draws. `whose` is the district's or the desk's name; `towns` are counts by town."""
    return {
        "title": w("{whose}未办结线索分布", whose=whose),
        "note": _note(w, day, total, len(spots)),
        "outlines": outlines,
        "labels": {
            feature["properties"]["name"]: _label(w, feature["properties"]["name"], towns)
            for feature in outlines["features"]
        },
        "dots": {age: [[spot.lon, spot.lat] for spot in spots if spot.age is age] for age in Age},
        "legend": {age: w("{age} {n} 件", age=age_name(w, age), n=total.by_age.get(age, 0)) for age in Age},
    }


def age_name(w: Words, age: Age) -> str:
    """As the legend says it."""
    return {
        Age.FRESH: w("{n} 天以内", n=FRESH_DAYS),
        Age.WEEKS: w("{from_}–{to} 天", from_=FRESH_DAYS + 1, to=WEEKS_DAYS),
        Age.OLD: w("{n} 天以上", n=WEEKS_DAYS),
        Age.OVERDUE: w("已超期"),
    }[age]


def picture_caption(w: Words, whose: str, day: date, total: Tally) -> str:
    """Under the picture."""
    overdue = total.by_age.get(Age.OVERDUE, 0)
    return w(
        "{whose}未办结线索 {n} 件，其中超期 {late} 件（{day}）。内部资料，请勿外传。",
        whose=whose, n=total.running, late=overdue, day=day.isoformat(),
    )  # fmt: skip


def charts(
    w: Words,
    whose: str,
    desks: Sequence[tuple[str, Tally, int]],
    weekly: Weekly,
) -> dict[str, Any]:
    """What `papers/charts.py` draws. A desk is its name, its open cases, and how many it has concluded lately."""
    late = [tally.by_age.get(Age.OVERDUE, 0) for _, tally, _ in desks]
    return {
        "title": w("{whose}线索办理情况", whose=whose),
        "desks": {
            "title": w("各单位"),
            "names": [name or w("值班台（待派发）") for name, _, _ in desks],
            "running": [tally.running - overdue for (_, tally, _), overdue in zip(desks, late, strict=True)],
            "overdue": late,
            "ended": [ended for _, _, ended in desks],
            "legend": [w("未办结（未超期）"), w("已超期"), w("近 {n} 周办结", n=WEEKS)],
        },
        "weeks": {
            "title": w("近 {n} 周，按周（周一起）", n=WEEKS),
            "names": [f"{each.month}/{each.day}" for each in weekly.begins],
            "filed": list(weekly.filed),
            "concluded": list(weekly.concluded),
            "legend": [w("新登记"), w("办结")],
        },
    }


def charts_caption(w: Words, whose: str, day: date) -> str:
    """Under the charts."""
    return w("{whose}线索办理情况（{day}）。内部资料，请勿外传。", whose=whose, day=day.isoformat())


def picture_name(w: Words, day: date) -> str:
    """File name without its ending."""
    return w("线索分布-{day}", day=day.isoformat())


def charts_name(w: Words, day: date) -> str:
    """File name without its ending."""
    return w("办理情况-{day}", day=day.isoformat())


def _label(w: Words, town: str, towns: Mapping[str, Tally]) -> str:
    tally = towns.get(town)
    if tally is None or not tally.running:
        return town
    late = tally.by_age.get(Age.OVERDUE, 0)
    if late:
        return town + "\n" + w("{n} 件，超期 {late}", n=tally.running, late=late)
    return town + "\n" + w("{n} 件", n=tally.running)


def _note(w: Words, day: date, total: Tally, drawn: int) -> str:
    parts = [w("{day}，未办结 {n} 件", day=day.isoformat(), n=total.running)]
    if total.running > total.located:
        parts.append(w("其中 {n} 件没有定位，未标出", n=total.running - total.located))
    if total.located > drawn:
        parts.append(w("只标出最近的 {n} 件", n=drawn))
    return "；".join(parts)
