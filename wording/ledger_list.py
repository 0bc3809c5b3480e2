"""The ledger as a list in a group: its lines, what it is narrowed by, and the buttons that turn and narrow it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.asking import Asked, Verb
from domain.ledger import LedgerRow, Listing
from domain.ledger_filter import Filter, Kind, Leaf, Menu, Sort, State
from domain.taxonomy import Taxonomy
from wording.cards import violation_name
from wording.ledger_choices import beginning, source_name, state_name
from wording.message import Buttons, Message, button, inline
from wording.terms import status_name
from wording.town import in_rows
from wording.translate import Words


def ledger_page(w: Words, listing: Listing, taxonomy: Taxonomy) -> Message:
    """A page of the list; what is in the filter stands in its head."""
    head = [Text(Bold(w("线索台账"))), *_narrowed(w, listing, taxonomy)]
    lines = [_line(w, row, listing, taxonomy) for row in listing.rows]
    text = as_list(as_list(*head, sep=" · "), _counted(w, listing), *lines)
    return Message.of(text, inline(_buttons(w, listing)))


def _narrowed(w: Words, listing: Listing, taxonomy: Taxonomy) -> list[str]:
    asked = listing.filter
    parts = [
        (listing.desk or w("待派发")) if listing.desk is not None else "",
        state_name(w, asked.state) if asked.state else "",
        kind_name(w, listing.kind, taxonomy) if listing.kind else "",
        period_name(w, asked.since, asked.until),
    ]
    return [part for part in parts if part]


def kind_name(w: Words, kind: Kind, taxonomy: Taxonomy) -> str:
    """A category, a group of them, or a source."""
    match kind.sort:
        case Sort.CATEGORY:
            return violation_name(w, kind.id, taxonomy)
        case Sort.GROUP:
            return taxonomy.violations.group(kind.id).label.in_language(w.lang)
        case Sort.SOURCE:
            return source_name(w, kind.id)


def period_name(w: Words, since: date | None, until: date | None) -> str:
    """From day to day, whichever is given."""
    if since and until:
        return since.isoformat() if since == until else w("{since} 至 {until}", since=since, until=until)
    if since:
        return w("{since} 起", since=since)
    return w("至 {until}", until=until) if until else ""


def _counted(w: Words, listing: Listing) -> str:
    if not listing.found:
        return w("没有符合条件的线索。可以点下面的按钮换个条件。")
    if listing.more:
        return w("超过 {n} 件。", n=listing.found)
    return w("共 {n} 件。", n=listing.found)


def _line(w: Words, row: LedgerRow, listing: Listing, taxonomy: Taxonomy) -> Text:
    desk = row.desk if listing.oversees and listing.desk is None else ""
    facts = (
        status_name(w, row.status),
        violation_name(w, row.violation, taxonomy),
        _time_left(w, row, listing.left.get(row.id)),
        desk,
        row.holder,
    )
    return Text(Code(row.number), " · ", " · ".join(filter(None, facts)))


def _time_left(w: Words, row: LedgerRow, left: int | None) -> str:
    if row.paused:
        return w("⏸ 计时暂停")
    if left is None:
        return ""
    if left < 0:
        return w("⏰ 超期 {n} 个工作日", n=-left)
    return w("剩 {n} 个工作日", n=left) if left else w("今天到期")


def _buttons(w: Words, listing: Listing) -> Buttons:
    asked = listing.filter
    rows = in_rows([button(row.number, Asked(Verb.SHOW, row.id).data) for row in listing.rows])
    rows.append(_turning(w, listing))
    rows += _narrowing(w, listing)
    if listing.found:
        names = (w("📊 导出 Excel"), w("📄 导出 CSV"))
        rows.append([button(name, Asked(Verb.EXPORT, at, asked.text).data) for at, name in enumerate(names)])
    return rows


def _turning(w: Words, listing: Listing) -> list[dict[str, object]]:
    keys = []
    if listing.newer and listing.rows:
        keys.append(button(w("◂ 上一页"), _turn(listing, listing.rows[0], back=True)))
    if listing.older and listing.rows:
        keys.append(button(w("下一页 ▸"), _turn(listing, listing.rows[-1], back=False)))
    return keys


def _turn(listing: Listing, row: LedgerRow, *, back: bool) -> str:
    due_on = row.due_on if listing.filter.state is State.LATE else None
    return Asked(Verb.LEDGER, row.id, Leaf(listing.filter, back, due_on).text).data


def _narrowing(w: Words, listing: Listing) -> Buttons:
    asked = listing.filter

    def menu(text: str, which: int, chosen: object) -> dict[str, object]:
        return button(f"✓ {text}" if chosen else text, Asked(Verb.SIFT, which, asked.text).data)

    menus = [
        menu(w("状态"), Menu.STATE, asked.state),
        menu(w("类别"), Menu.KIND, asked.kind),
        menu(w("时间"), Menu.PERIOD, asked.since or asked.until),
    ]
    if listing.oversees:
        menus.insert(0, menu(w("单位"), Menu.DESKS, asked.desk))
    rows: Buttons = [menus]
    if asked != Filter():
        rows.append([beginning(w("✖ 清除条件"), Filter())])
    return rows


def export_list(w: Words, told: Sequence[tuple[datetime, str, str, str, int | None]], zone: ZoneInfo) -> Message:
    """Which documents were made; each is (when, who, whose group, kind, how many cases)."""
    if not told:
        return Message.of(w("还没有人导出过文件。"))
    lines = []
    for at, who, desk, kind, rows in told:
        when = at.astimezone(zone).strftime("%m-%d %H:%M")
        count = w("{n} 件", n=rows) if rows is not None else w("未发出")
        lines.append(" · ".join(filter(None, (when, who, desk, _file_name(w, kind), count))))
    return Message.of(as_list(Bold(w("最近导出的文件")), *lines))


def _file_name(w: Words, kind: str) -> str:
    named = {
        "charts": w("统计图"),
        "csv": "CSV",
        "form": w("举报登记表"),
        "picture": w("线索分布图"),
        "story": w("线索经过"),
        "workbook": "Excel",
    }
    return named.get(kind, w("文件"))


LEDGER_LIST_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "bad_period": lambda w, _: w("时间请写成两个日期，例如：/ledger 2026-03-01 2026-03-31"),
    "export_for_leads": lambda w, _: w("台账文件会离开本群，只有本单位的负责人能导出。请负责人来点。"),
    "for_oversight": lambda w, _: w("导出记录由区值班台和督导查看，请到他们的群里查询。"),
}
"""Merged into `wording/refusals.py`."""

LEDGER_LIST_NOTICES: dict[str, Callable[[Words, Mapping[str, Any]], Message]] = {
    "paper_failed": lambda w, _: Message.of(
        w("⚠️ 刚才要的文件没有做成，没有发出。请缩小范围再试一次；仍不行，请告诉管理员查看日志。")
    ),
}
"""By key; merged into `wording.notices.NOTICES`."""
