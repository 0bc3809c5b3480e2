"""The decision an exposure tells of, as somebody types it from the paper: agency, number, day, party."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from domain.forms import read_parts
from domain.plain_text import clean_line
from domain.refusal import Refusal, refuse

OLDEST = timedelta(days=3 * 366)
"""A decision older than the longest term of publication (信息公示规定, article 14) is not news any more."""


class Item(StrEnum):
    """What the form asks for; the last two decide which subscribers it concerns."""

    AGENCY = "agency"
    DOCUMENT = "document"
    DECIDED_ON = "decided_on"
    PARTY = "party"
    TOWN = "town"
    VIOLATION = "violation"


LABELS: dict[Item, tuple[str, ...]] = {
    Item.AGENCY: ("办案机关", "处罚机关", "机关"),
    Item.DOCUMENT: ("决定书文号", "处罚文号", "文号"),
    Item.DECIDED_ON: ("决定日期", "处罚日期", "日期"),
    Item.PARTY: ("当事人", "处罚对象"),
    Item.TOWN: ("镇街", "街道", "乡镇"),
    Item.VIOLATION: ("违法类别", "类别"),
}
"""How an item may be called at the beginning of a line."""

UNLABELLED = (Item.AGENCY, Item.DOCUMENT, Item.DECIDED_ON, Item.PARTY)
"""In which order they stand without labels, one a line."""

ROOM = {Item.AGENCY: 100, Item.DOCUMENT: 100, Item.PARTY: 200, Item.TOWN: 60, Item.VIOLATION: 60}
"""Characters of what is kept."""

_DAY = re.compile(r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")


def read_decision(text: str, today: date) -> Mapping[Item, str] | Refusal:
    """The items of one reply, on one line each, the day as `2026-03-01`; what is not there is left out.

    Refusals: `decision_empty`, `decision_bad_day`, `too_long` (with `limit`).
    """
    parts = read_parts(text, UNLABELLED, LABELS)
    if not parts:
        return refuse("decision_empty")
    items: dict[Item, str] = {}
    for item, written in parts.items():
        room = ROOM.get(item)
        if room is not None and len(clean_line(written, 4096)) > room:
            return refuse("too_long", limit=str(room))
        items[item] = clean_line(written, room or 40)
    if Item.DECIDED_ON in items:
        day = read_day(items[Item.DECIDED_ON], today)
        if day is None:
            return refuse("decision_bad_day")
        items[Item.DECIDED_ON] = day.isoformat()
    return items


def read_day(text: str, today: date) -> date | None:
    """A day with its year, not to come and at most `OLDEST` ago; None for anything else."""
    written = _DAY.fullmatch(text.strip())
    if written is None:
        return None
    try:
        day = date(int(written[1]), int(written[2]), int(written[3]))
    except ValueError:
        return None
    return day if today - OLDEST <= day <= today else None
