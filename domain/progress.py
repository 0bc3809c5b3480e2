"""What a month came to (公开进展): its figures as the public reads them, none so small that it points at somebody."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.exposure import Part
from domain.published import Rich

BASIS = "《政府信息公开条例》第二十条第十三项"
"""Results of supervision over food are disclosed by whoever supervises."""

FEW = 2
"""A town's figure of one or two would tell those who know the place who reported."""

OTHERS = "其他"

_MONTH = re.compile(r"(?:(20\d\d)\s*[-/.年]\s*)?(1[0-2]|0?[1-9])\s*月?")


@dataclass(frozen=True, slots=True)
class Town:
    """How many reports came to a desk in the month, and how many it concluded."""

    name: str
    received: int
    handled: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A month's figures. `handled` leaves out the `merged`, which were reports of what another case is about.

    `real`: what was reported turned out to be so. `dens` are clandestine workshops found, `shut` those of them that
    were closed down. `exposed` were published in the month and still stand. `towns` may hold any figures; `kilograms`
    were read out of words, for a person to check.
    """

    received: int
    merged: int
    handled: int
    real: int
    closed: int
    dens: int
    shut: int
    exposed: int
    kilograms: Decimal
    towns: tuple[Town, ...] = ()


def read_month(written: str, today: date) -> date | None:
    """The first day of a month that is over: «2026-02», «2026年2月», «2» for the last one, nothing for the month
    before this one. None for anything else."""
    this = today.replace(day=1)
    if not written.strip():
        return _before(this)
    match = _MONTH.fullmatch(written.strip())
    if match is None:
        return None
    month = int(match[2])
    year = int(match[1]) if match[1] else this.year - (month >= this.month)
    day = date(year, month, 1)
    return day if day < this else None


def after(month: date) -> date:
    """The first day of the month that follows."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def folded(towns: Iterable[Town]) -> list[Town]:
    """The towns by what they handled, small ones put together as `OTHERS`; nothing where that hides all of them.

    No figure of one or two is left, nor can one be had by taking the others from a sum: what is put together is of
    two towns at least, and takes in further ones until it is large enough itself.
    """
    shown = sorted((each for each in towns if each.received or each.handled), key=_size, reverse=True)
    small = [each for each in shown if not _safe(each)]
    shown = [each for each in shown if _safe(each)]
    while small and shown and not (len(small) > 1 and _safe(_together(small))):
        small.append(shown.pop())
    return [*shown, _together(small)] if small and shown else shown


def _size(town: Town) -> tuple[int, int, str]:
    return town.handled, town.received, town.name


def _safe(town: Town) -> bool:
    return all(figure == 0 or figure > FEW for figure in (town.received, town.handled))


def _together(towns: Sequence[Town]) -> Town:
    return Town(OTHERS, sum(each.received for each in towns), sum(each.handled for each in towns))


def compose(district: str, month: date, progress: Progress) -> dict[Part, Rich]:
    """The parts of the draft. Figures that are zero are left unsaid, but for those of cases."""
    parts = {
        Part.TITLE: f"{district}{month.year}年{month.month}月食品安全问题线索办理进展",
        Part.FACTS: _facts(month, progress),
        Part.MEANING: _by_town(progress.towns),
    }
    return {name: Rich(text) for name, text in parts.items() if text}


def _facts(month: date, progress: Progress) -> str:
    said = [f"{month.month}月，共收到食品安全问题线索{progress.received}件，办结{progress.handled}件"]
    said += [f"其中查实{progress.real}件"] if progress.real else []
    said += [f"销号{progress.closed}件"] if progress.closed else []
    said += [f"另有重复线索{progress.merged}件并案办理"] if progress.merged else []
    lines = ["，".join(said) + "。"]
    if progress.dens:
        shut = f"，取缔{progress.shut}个" if progress.shut else ""
        lines.append(f"查出黑工厂、黑窝点{progress.dens}个{shut}。")
    if progress.kilograms:
        lines.append(f"没收、查扣问题食品约{figure(progress.kilograms)}公斤。")
    if progress.exposed:
        lines.append(f"公开曝光典型案例{progress.exposed}件。")
    return "\n".join(lines)


def _by_town(towns: Sequence[Town]) -> str:
    lines = [f"{each.name}：收到{each.received}件，办结{each.handled}件" for each in folded(towns)]
    return "\n".join(["各镇街办理情况：", *lines]) if lines else ""


def figure(kilograms: Decimal) -> str:
    """As it is written in a text: no zeros behind the point."""
    return f"{kilograms.normalize():f}"
