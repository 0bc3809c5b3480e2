"""Slots in words, as they may be written, too: whoever types what stands in the list gets the same slot."""

from datetime import datetime

from domain.slot_words import Shape, shape
from domain.slots import Days, Shift, Slot
from wording.clocks import day
from wording.translate import Words


def slot_name(w: Words, slot: Slot) -> str:
    """When it has its times: «每周五 18:00，遇节假日提前»."""
    said = shape(slot.cron)
    if slot.days is not Days.ANY and said is not None and not said.weekdays and not said.month_days:
        at = f"{said.at:%H:%M}"
        return w("节前最后一个工作日 {at}", at=at) if slot.days is Days.EVE else w("每个工作日 {at}", at=at)
    name = f"cron {slot.cron}" if said is None else _regular(w, said)
    if slot.days is not Days.ANY:
        return w("{name}（仅工作日）", name=name) if slot.days is Days.WORKING else w("{name}（仅节前）", name=name)
    return name + {Shift.NONE: "", Shift.BEFORE: w(" 遇节假日提前"), Shift.AFTER: w(" 遇节假日顺延")}[slot.shift]


def _regular(w: Words, said: Shape) -> str:
    at = f"{said.at:%H:%M}"
    if said.weekdays:
        days = w("、").join(weekday(w, each) for each in said.weekdays)
        return w("每{days} {at}", days=days, at=at)
    if said.month_days == (0,):
        return w("每月最后一天 {at}", at=at)
    if said.month_days:
        days = w("、").join(w("{day}日", day=each) for each in said.month_days)
        return w("每月{days} {at}", days=days, at=at)
    return w("每天 {at}", at=at)


def weekday(w: Words, day: int) -> str:
    """A day of the week; Monday is 0."""
    return (w("周一"), w("周二"), w("周三"), w("周四"), w("周五"), w("周六"), w("周日"))[day]


def moment(w: Words, at: datetime) -> str:
    """A moment to come, by the clock `at` carries."""
    return w("{day}（{weekday}）{at}", day=day(w, at.date()), weekday=weekday(w, at.weekday()), at=f"{at:%H:%M}")
