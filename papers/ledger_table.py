"""The ledger's columns, in words: what a row of the ledger is in a table that leaves the chat.

It holds nothing of the reporter: no pseudonym, no receipt, and none of their words; staff by name alone.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from domain.ledger import LedgerRow
from papers import table
from papers.table import Cell, Column
from wording.cards import shipped_taxonomy, violation_name
from wording.ledger_choices import source_name
from wording.terms import outcome_name, severity_name, status_name
from wording.translate import Words, words

Row = list[Cell]

_Value = Callable[[Words, LedgerRow, ZoneInfo], Cell]


def name(lang: str) -> str:
    """What the file and its sheet are called."""
    w = words(lang)
    return w("线索台账")


def caption(lang: str, rows: int, cut_at: int | None) -> str:
    """What the file holds; `cut_at` is the most a file holds, where there is more."""
    w = words(lang)
    if cut_at is not None:
        return w("线索台账，前 {rows} 件。还有更多：请用 /ledger 缩小范围（单位、时间）再分次导出。", rows=rows)
    return w("线索台账，共 {rows} 件。内含内部信息，请勿外传。", rows=rows)


def head(lang: str) -> dict[str, Any]:
    """The first line for the child process."""
    return table.head(name(lang), [column for column, _ in _columns(lang)])


def row(lang: str, facts: LedgerRow, zone: ZoneInfo) -> Row:
    """A case's cells, under the columns of `head`."""
    w = words(lang)
    return [value(w, facts, zone) for _, value in _columns(lang)]


@cache
def _columns(lang: str) -> list[tuple[Column, _Value]]:
    w = words(lang)
    return [*_what(w), *_whose(w), *_end(w)]


def _what(w: Words) -> list[tuple[Column, _Value]]:
    return [
        (Column(w("编号"), 16), lambda w, r, _: r.number),
        (Column(w("12315 编号"), 18), lambda w, r, _: r.external_number),
        (Column(w("来源"), 12), lambda w, r, _: source_name(w, r.source)),
        (Column(w("登记日期"), 12, "day"), lambda w, r, zone: _day(r.received_at, zone)),
        (Column(w("类别"), 24), lambda w, r, _: violation_name(w, r.violation, shipped_taxonomy())),
        (Column(w("严重程度"), 10), lambda w, r, _: severity_name(w, r.severity)),
        (Column(w("定级理由"), 24), lambda w, r, _: r.severity_reason),
        (Column(w("经营者名称"), 24), lambda w, r, _: r.business),
        (Column(w("地点"), 32), lambda w, r, _: r.place_text),
        (Column(w("许可证号"), 20), lambda w, r, _: r.licence),
        (Column(w("供货商"), 20), lambda w, r, _: r.supplier),
    ]


def _whose(w: Words) -> list[tuple[Column, _Value]]:
    return [
        (Column(w("承办单位"), 16), lambda w, r, _: r.desk or w("待派发")),
        (Column(w("移送单位"), 16), lambda w, r, _: r.referred_from),
        (Column(w("承办人"), 10), lambda w, r, _: r.holder),
        (Column(w("状态"), 10), lambda w, r, _: status_name(w, r.status)),
        (Column(w("期限"), 12, "day"), lambda w, r, _: r.due_on.isoformat() if r.due_on else None),
        (Column(w("整改措施"), 32), lambda w, r, _: r.measure),
        (Column(w("整改时限"), 12, "day"), lambda w, r, _: r.rectify_by.isoformat() if r.rectify_by else None),
        (Column(w("责任人"), 12), lambda w, r, _: r.responsible),
    ]


def _end(w: Words) -> list[tuple[Column, _Value]]:
    return [
        (Column(w("办理结果"), 14), lambda w, r, _: outcome_name(w, r.outcome) if r.outcome else ""),
        (Column(w("核查情况"), 40), lambda w, r, _: r.conclusion),
        (Column(w("处罚"), 24), lambda w, r, _: r.penalty),
        (Column(w("处罚文号"), 20), lambda w, r, _: r.penalty_document),
        (Column(w("已移送至"), 16), lambda w, r, _: r.destination),
        (Column(w("办结日期"), 12, "day"), lambda w, r, zone: _day(r.concluded_at, zone)),
        (Column(w("销号日期"), 12, "day"), lambda w, r, zone: _day(r.closed_at, zone)),
        (Column(w("重新办理次数"), 12, "number"), lambda w, r, _: r.relapses),
    ]


def _day(at: datetime | None, zone: ZoneInfo) -> str | None:
    """By the day alone: a moment may lead to who was there."""
    return at.astimezone(zone).date().isoformat() if at else None
