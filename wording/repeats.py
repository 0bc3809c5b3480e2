"""What people read about linked reports and about a business's other cases."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, ExpandableBlockQuote, Text, as_list

from domain.asking import Asked, Verb
from domain.case import Outcome, Status
from domain.taxonomy import Taxonomy
from wording.cards import violation_name
from wording.message import Message, button, inline, shortened
from wording.terms import outcome_name, status_name
from wording.town import in_rows
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000
_NAME_SHOWN = 80

Row = tuple[int, str, datetime, str, Status, Outcome | None]
"""A case as the list shows it: id, number, when it came in, violation, status, outcome."""


def case_list(
    w: Words, asked: Asked, name: str, rows: Sequence[Row], taxonomy: Taxonomy, zone: ZoneInfo, before: int | None
) -> Message:
    """Other cases of one business, the newest first; `before` leads to the next page."""
    if not rows:
        return Message.of(w("本单位没有别的可以打开的线索。其他单位的线索只计查实件数。"))
    keys = in_rows([button(number, Asked(Verb.SHOW, case_id).data) for case_id, number, *_ in rows])
    if before is not None:
        keys.append([button(w("下一页 ▸"), Asked(asked.verb, asked.about, str(before)).data)])
    title = w("该商家的线索：{name}") if asked.verb is Verb.SHOP else w("同一供货商的线索：{name}")
    lines = [_line(w, row, taxonomy, zone) for row in rows]
    return Message.of(as_list(Bold(title.format(name=shortened(name, _NAME_SHOWN))), *lines), inline(keys))


def _line(w: Words, row: Row, taxonomy: Taxonomy, zone: ZoneInfo) -> Text:
    _, number, at, violation, status, outcome = row
    state = outcome_name(w, outcome) if outcome is not None else status_name(w, status)
    return Text(Code(number), f" · {at.astimezone(zone):%Y-%m} · {violation_name(w, violation, taxonomy)} · {state}")


def _merged(w: Words, p: _Facts) -> Message:
    lines = [w("🔗 您的举报 {number} 反映的问题，已经有线索在办理，我们把它们合在一起办，您补充的情况也一并核查。",
               number=p["number"])]  # fmt: skip
    if p.get("outcome"):
        lines.append(w("这个问题已经查过，结果：{outcome}。", outcome=outcome_name(w, Outcome(p["outcome"]))))
    lines.append(w("以后的进展仍按您的编号告诉您，回执码照常可用。如果说的不是同一件事，请点下面的按钮。"))
    keys = [[button(w("🙋 不是同一件事"), f"m:object:{p['case']}")]]
    return Message.of("\n".join(lines), inline(keys))


def _absorbed(w: Words, p: _Facts) -> Message:
    head = w("📎 {other} 已并入 {number}，请一并核查。", other=p["other"], number=p["number"])
    if not p["text"]:
        return Message.of(head)
    return Message.of(Text(head, w("反映的情况："), "\n", ExpandableBlockQuote(shortened(p["text"], _QUOTED))))


def _linked_away(w: Words, p: _Facts) -> Message:
    said = w(
        "🔗 值班台（{who}）已把 {number} 与另一件线索并案，由那一件继续办理，本群不用再办。",
        who=p["who"],
        number=p["number"],
    )
    return Message.of(said)


REPEAT_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "absorbed": _absorbed,
    "linked_away": _linked_away,
    "merged": _merged,
}
"""By key; merged into `wording.notices.NOTICES`."""
