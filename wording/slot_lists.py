"""The office's slots as a list, and its month (发布日历)."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.expiry import months_later
from domain.programme import Entry, Kind, Month, MonthDay
from domain.slots import Slot, Time
from wording.clocks import day
from wording.message import Message, button, inline, shortened
from wording.planning import SURE
from wording.slots import moment, slot_name, weekday
from wording.town import force_reply, mention
from wording.translate import Words

Row = tuple[int, Slot, Sequence[Time], Sequence[tuple[int, int, datetime | None]]]
"""A slot's id, rule, next times, and queue: (batch's id, number, when its turn comes)."""

_TITLE = 20
_LISTED = 6
_ROOM = 4000
"""UTF-16 units of a month; Telegram takes 4096."""


def slots(w: Words, rows: Sequence[Row], zone: ZoneInfo) -> Message:
    """All slots with their queues."""
    add = [button(w("➕ 添加时段"), Asked(Verb.SLOT, 0, "add").data)]
    if not rows:
        return Message.of(w("还没有固定时段。点「添加时段」，例如：每周五 18:00 遇节假日提前。"), inline([add]))
    lines: list[Text | str] = [Bold(w("固定发布时段"))]
    for at, (_, rule, times, queue) in enumerate(rows, 1):
        lines.append(Text(f"{at}. ", Bold(slot_name(w, rule))))
        lines.append("    " + (_queue(w, queue, zone) if queue else _free(w, times, zone)))
    drop = [
        [button(w("🗑 删除：{slot}", slot=slot_name(w, rule)), Asked(Verb.SLOT, slot_id, "drop").data)]
        for slot_id, rule, _, _ in rows
    ]
    return Message.of(as_list(*lines), inline([add, *drop]))


def _queue(w: Words, queue: Sequence[tuple[int, int, datetime | None]], zone: ZoneInfo) -> str:
    shown = [
        w("第{number}期 {at}", number=number, at=moment(w, at.astimezone(zone)) if at else "?")
        for _, number, at in queue[:_LISTED]
    ]
    more = len(queue) - _LISTED
    return w("排队：{queue}", queue=w("，").join(shown)) + (w("……还有 {n} 期", n=more) if more > 0 else "")


def _free(w: Words, times: Sequence[Time], zone: ZoneInfo) -> str:
    return w("没有排队，下次：{times}", times=w("，").join(_time(w, each, zone) for each in times))


def _time(w: Words, each: Time, zone: ZoneInfo) -> str:
    return moment(w, each.at.astimezone(zone)) + (w("（暂定）") if each.provisional else "")


def ask_slot(w: Words, user_id: int, name: str) -> Message:
    """The rule, in one reply."""
    lines = [
        Text(mention(user_id, name), w("，请回复本消息，写明固定的发布时段，例如：")),
        w("每周五 18:00 遇节假日提前"),
        w("每周一、周四 9:30"),
        w("每月1日 10:00 顺延"),
        w("每个工作日 9:00"),
        w("节前最后一个工作日 17:00"),
        w("也可以写 cron 行：cron 0 18 * * fri"),
    ]
    return Message.of(as_list(*lines), force_reply(w("每周五 18:00")))


def slot_added(w: Words, rule: Slot, times: Sequence[Time], zone: ZoneInfo) -> Message:
    """There is one more; its next times show whether it was understood."""
    blanks = {"slot": slot_name(w, rule), "times": w("，").join(_time(w, each, zone) for each in times)}
    return Message.of(w("✅ 已添加：{slot}。接下来：{times}", **blanks))


def confirm_drop(w: Words, slot_id: int, rule: Slot, waiting: int) -> Message:
    """Shall it really go?"""
    also = w("排队的 {n} 期会撤下排期（稿件仍是已通过）。", n=waiting) if waiting else ""
    sure = button(w("确定删除"), Asked(Verb.SLOT, slot_id, SURE).data)
    return Message.of(w("删除「{slot}」？{also}", slot=slot_name(w, rule), also=also), inline([[sure]]))


def slot_dropped(w: Words, rule: Slot) -> Message:
    """There is one less."""
    return Message.of(w("🗑 已删除时段：{slot}", slot=slot_name(w, rule)))


def month(w: Words, shown: Month) -> Message:
    """The days of the month on which there is something, with a button to the one before and the one after."""
    first = shown.first
    head = Text("📅 ", Bold(w("{year}年{month}月 发布日历", year=first.year, month=first.month)))
    lines = [_day(w, each) for each in shown.days if each.entries or each.expiring or each.off or each.worked]
    if shown.provisional:
        lines.append(w("（放假安排还没有公布，标「暂定」的时间以后可能变动）"))
    body = "\n".join(lines) or w("这个月还没有安排。用 /slots 设置固定时段，或在期次卡上点「安排发布」。")
    return Message.of(as_list(head, shortened(body, _ROOM - 100)), inline([_turns(w, first)]))


def _turns(w: Words, first: date) -> list[dict[str, object]]:
    before, after = months_later(first, -1), months_later(first, 1)
    return [
        button(w("◀ {month}月", month=before.month), Asked(Verb.CALENDAR, before.year * 100 + before.month).data),
        button(w("🔄 刷新"), Asked(Verb.CALENDAR, first.year * 100 + first.month).data),
        button(w("{month}月 ▶", month=after.month), Asked(Verb.CALENDAR, after.year * 100 + after.month).data),
    ]


def _day(w: Words, each: MonthDay) -> str:
    mark = w("【休】") if each.off else w("【班】") if each.worked else ""
    said = [_entry(w, entry) for entry in each.entries]
    if each.expiring:
        ids = w("、").join(map(str, each.expiring[:_LISTED]))
        more = len(each.expiring) - _LISTED
        said.append(w("⌛ 到期：稿件 {ids}", ids=ids) + (w(" 等 {n} 篇", n=len(each.expiring)) if more > 0 else ""))
    return f"{day(w, each.day)} {weekday(w, each.day.weekday())}{mark} " + w("；").join(said)


def _entry(w: Words, entry: Entry) -> str:
    at, title = f"{entry.at:%H:%M}", shortened(entry.title, _TITLE)
    named = w("第{number}期", number=entry.number) + (f" {title}" if title else "")
    said = {
        Kind.OUT: f"📡 {at} {named}",
        Kind.MOMENT: f"🗓 {at} {named}",
        Kind.QUEUED: f"🔁 {at} {named}",
        Kind.FREE: w("◻️ {at} 空档", at=at),
    }[entry.kind]
    gone = w("（已撤下：稿件 {ids}）", ids=w("、").join(map(str, entry.withdrawn))) if entry.withdrawn else ""
    return said + gone + (w("（暂定）") if entry.provisional else "")
