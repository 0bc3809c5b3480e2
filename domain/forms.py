"""What an officer writes in one reply, taken apart: labelled lines, or parts in the order asked for."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from domain.case import Need
from domain.workdays import Calendar

Part = TypeVar("Part", bound=StrEnum)

LABELS: dict[Need, tuple[str, ...]] = {
    Need.MEASURE: ("整改措施", "措施"),
    Need.DEADLINE: ("整改时限", "整改期限", "时限", "期限"),
    Need.RESPONSIBLE: ("责任人",),
    Need.PENALTY: ("处罚决定", "处罚内容", "处罚"),
    Need.PENALTY_DOCUMENT: ("决定书文号", "处罚文号", "文号"),
    Need.DESTINATION: ("移送单位", "移送至", "移送"),
    Need.EXPLANATION: ("核查情况", "情况说明", "说明", "理由"),
}
"""How a part may be called at the beginning of a line."""

LONGEST_TERM = timedelta(days=366)
"""A rectification that takes more than a year is no deadline."""

_DAYS = re.compile(r"(\d{1,3})\s*个?\s*(?:工作日|天|日)?")
_DATE = re.compile(r"(?:(20\d{2})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")


def read_form(text: str, wanted: Sequence[Need]) -> dict[Need, str]:
    """The parts of `text`, by what they are; what is not there is left out.

    Labelled lines («措施：…») come in any order, and a line without a label goes on with the part above it. Without
    labels, parts stand in the order of `wanted`, a line each or parted by slashes; the last one takes what is left.
    """
    if len(wanted) == 1:
        return {wanted[0]: text.strip()} if text.strip() else {}
    return read_parts(text, wanted, {need: LABELS[need] for need in wanted})


def read_parts(text: str, wanted: Sequence[Part], labels: Mapping[Part, tuple[str, ...]]) -> dict[Part, str]:
    """As `read_form`, for a form of its own: `labels` are all its parts, `wanted` those that may go without a label."""
    parts = _labelled(text, labels) or dict(zip(wanted, _in_order(text, len(wanted)), strict=False))
    return {need: part.strip() for need, part in parts.items() if part.strip()}


def _labelled(text: str, labels: Mapping[Part, tuple[str, ...]]) -> dict[Part, str]:
    names = {name: need for need, its_names in labels.items() for name in its_names}
    label = re.compile(rf"\s*({'|'.join(sorted(names, key=len, reverse=True))})\s*[:：]\s*(.*)")
    found: dict[Part, str] = {}
    current: Part | None = None
    for line in text.splitlines():
        if match := label.fullmatch(line):
            current = names[match[1]]
            found[current] = match[2]
        elif current is not None:
            found[current] += f"\n{line}"
    return found


def _in_order(text: str, count: int) -> list[str]:
    # A date may hold slashes of its own, so bare ones part the text only where that comes out even.
    bare = text.split("/")
    if len(bare) == count and "\n" not in text.strip():
        return bare
    return re.split(r"\s*\n\s*|\s*／\s*|\s+/\s+", text.strip(), maxsplit=count - 1)


def read_deadline(text: str, today: date, calendar: Calendar) -> date | None:
    """A day to come, at most `LONGEST_TERM` away: a number of working days from `today`, or a date.

    A date without a year is the next such day. None for anything else, past days and days that do not exist.
    """
    text = text.strip()
    if (days := _DAYS.fullmatch(text)) and int(days[1]):
        day: date | None = calendar.due(today, int(days[1])).date
    elif written := _DATE.fullmatch(text):
        day = _day(written, today)
    else:
        day = None
    return day if day is not None and today <= day <= today + LONGEST_TERM else None


def _day(written: re.Match[str], today: date) -> date | None:
    years = [int(written[1])] if written[1] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, int(written[2]), int(written[3]))
        except ValueError:
            continue
        if day >= today:
            return day
    return None
