"""Times as people write them, taken apart: «每周五 18:00 遇节假日提前» for a slot, «12月8日 18:00» for one moment."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.slots import Days, Shift, Slot

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As cron lines name them, Monday first."""

_WEEK = "一二三四五六日"
_MINUTES = r":(?P<minute>\d{2})|[点时](?:(?P<later>\d{1,2})分?|(?P<thirty>半))?"
_CLOCK = rf"(?P<half>上午|早上|中午|下午|晚上)?(?P<hour>\d{{1,2}})(?:{_MINUTES})"
_HOLIDAY = r"[,;]?(?:如?[遇逢]?(?:节假日|假日|节日|休息日|放假))?"
_SHIFT = rf"(?:{_HOLIDAY}(?P<shift>提前|顺延|推迟|延后|照常|不变))?"
_ONE_DAY = "[一二三四五六日天]"
_AND = "[、,和及与]"
_WEEKDAYS = rf"(?P<days>{_ONE_DAY}(?:{_AND}?(?:每?(?:周|星期))?{_ONE_DAY})*)"
_MONTH_DAYS = rf"(?P<days>\d{{1,2}}[日号]?(?:{_AND}\d{{1,2}}[日号]?)*)(?<=[日号])"

_WEEKLY = re.compile(rf"每(?:周|个?星期|个?礼拜){_WEEKDAYS}{_CLOCK}{_SHIFT}")
_MONTHLY = re.compile(rf"每个?月{_MONTH_DAYS}{_CLOCK}{_SHIFT}")
_MONTH_END = re.compile(rf"每个?月(?:的)?最后一[天日]{_CLOCK}{_SHIFT}")
_DAILY = re.compile(rf"每[天日]{_CLOCK}{_SHIFT}")
_WORKING = re.compile(rf"每个?工作日{_CLOCK}")
_EVE = re.compile(rf"(?:节假日|节日|节|假期)前(?:的)?(?:最后)?一?个?工作日{_CLOCK}")
_CRON = re.compile(rf"cron\s+(?P<line>\S+(?:\s+\S+){{4}})\s*{_SHIFT}", re.IGNORECASE)
_DATE = r"(?:(?P<year>20\d\d)[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})(?:[日号]|\s+)"
_ON = re.compile(rf"(?:(?P<near>今天|明天|后天)\s*|{_DATE}){_CLOCK}")
_AROUND = re.compile(r"\s*([年月日号:点时分])\s*")


@dataclass(frozen=True, slots=True)
class Shape:
    """A cron line that people have words for: at one time of the day, on those weekdays (0 is Monday), or on those days
    of the month (0 is its last), or, with neither, every day."""

    at: time
    weekdays: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()


def shape(cron: str) -> Shape | None:
    """What the line says in words; None for one that only cron can say."""
    found = re.fullmatch(r"(\d{1,2}) (\d{1,2}) (\S+) \* (\S+)", cron)
    if found is None:
        return None
    try:
        at = time(int(found[2]), int(found[1]))
        days = () if found[3] == "*" else tuple(0 if each == "last" else int(each) for each in found[3].split(","))
        week = () if found[4] == "*" else tuple(WEEKDAYS.index(each) for each in found[4].split(","))
    except ValueError:
        return None
    return None if days and week else Shape(at, week, days)


def read_slot(text: str) -> Slot | None:
    """The slot that somebody describes; None for what is no such description. A cron line is taken as it stands: ask
    `Clockwork.works` whether it has any times."""
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _CRON.fullmatch(text):
        return Slot(" ".join(found["line"].lower().split()), shift=_shift(found))
    text = re.sub(r"\s+", "", text)
    for pattern, read in ((_WEEKLY, _weekly), (_MONTHLY, _monthly), (_MONTH_END, _month_end), (_DAILY, _daily)):
        if (found := pattern.fullmatch(text)) and (at := _time(found)) is not None:
            days = read(found)
            return None if days is None else Slot(f"{at.minute} {at.hour} {days}", shift=_shift(found))
    for pattern, kind in ((_WORKING, Days.WORKING), (_EVE, Days.EVE)):
        if (found := pattern.fullmatch(text)) and (at := _time(found)) is not None:
            return Slot(f"{at.minute} {at.hour} * * *", kind)
    return None


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """One moment by the district's clock, which may be past; a day without a year is the next such day."""
    found = _ON.fullmatch(_AROUND.sub(r"\1", unicodedata.normalize("NFKC", text).strip()))
    at = found and _time(found)
    day = found and _day(found, now.astimezone(zone).date())
    return datetime.combine(day, at, zone) if day and at is not None else None


def _time(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["later"] or (30 if found["thirty"] else 0))
    if found["half"] == "晚上" and hour == 12:
        return None
    if (found["half"] in ("下午", "晚上") and 1 <= hour < 12) or (found["half"] == "中午" and hour == 1):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _shift(found: re.Match[str]) -> Shift:
    after = {"顺延", "推迟", "延后"}
    return Shift.BEFORE if found["shift"] == "提前" else Shift.AFTER if found["shift"] in after else Shift.NONE


def _weekly(found: re.Match[str]) -> str | None:
    days = {_WEEK.index(each) for each in found["days"].replace("天", "日") if each in _WEEK}
    return "* * " + ",".join(WEEKDAYS[each] for each in sorted(days))


def _monthly(found: re.Match[str]) -> str | None:
    days = sorted({int(each) for each in re.findall(r"\d+", found["days"])})
    return f"{','.join(map(str, days))} * *" if days[0] >= 1 and days[-1] <= 31 else None


def _month_end(_: re.Match[str]) -> str | None:
    return "last * *"


def _daily(_: re.Match[str]) -> str | None:
    return "* * *"


def _day(found: re.Match[str], today: date) -> date | None:
    if found["near"]:
        return today + timedelta(days=("今天", "明天", "后天").index(found["near"]))
    years = [int(found["year"])] if found["year"] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year, int(found["month"]), int(found["day"]))
        except ValueError:
            continue
        if found["year"] or day >= today:
            return day
    return None
