"""What looking back (回头看) adds to a case's card and to the morning digest."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.case import OPEN
from domain.look_back import Verdict
from domain.people import DeskKind
from wording.clocks import day
from wording.message import Buttons, button, shortened
from wording.translate import Words

_SHOWN = 80
"""UTF-16 units of a reason on the card."""

_NAME = 24
"""UTF-16 units of a person's or a desk's name: enough to know them, and the card keeps room for the report."""


def look_lines(w: Words, facts: CardFacts, zone: ZoneInfo) -> list[Text | str]:
    """The newest look-back on the card, and what the reporter says."""
    lines: list[Text | str] = []
    look = facts.look
    if look is not None and look.done_at is None and facts.status not in OPEN:
        desk, who = shortened(look.desk, _NAME), shortened(look.who, _NAME) or w("待定")
        lines.append(w("🔎 回头看：{desk} {who}，{due}前", desk=desk, who=who, due=day(w, look.due_on)))
        if look.here:
            lines.append(w("📷 看过现场后：回复本消息发现场照片，再点「回头看合格」或「不合格」。"))
    elif look is not None and look.done_at is not None and (look.passed is not None or look.words):
        lines.append(_ended(w, look.passed, look.who, day(w, look.done_at.astimezone(zone).date()), look.words))
    if facts.verdict is not None:
        lines.append(w("🗣 举报人：{verdict}", verdict=verdict_name(w, facts.verdict)))
    return lines


def _ended(w: Words, passed: bool | None, who: str, at: str, words: str) -> str:
    blanks = {"who": shortened(who, _NAME), "day": at, "words": shortened(words, _SHOWN)}
    if passed is None:
        return w("🔎 免于回头看（{who}，{day}）：{words}", **blanks)
    if passed:
        return w("🔎 回头看合格（{who}，{day}）", who=blanks["who"], day=at)
    return w("🔎 回头看不合格（{who}，{day}）：{words}", **blanks)


def verdict_name(w: Words, verdict: Verdict) -> str:
    """What the reporter says, as officers read it."""
    return {
        Verdict.GONE: w("问题解决了"),
        Verdict.STILL: w("问题还在"),
        Verdict.UNSURE: w("说不准"),
    }[verdict]


def look_buttons(w: Words, facts: CardFacts) -> Buttons:
    """For the group that has the task: report and take over; for the supervisors: waive."""
    if facts.look is None or facts.look.done_at is not None or facts.status in OPEN:
        return []

    def ask(text: str, detail: str) -> dict[str, object]:
        return button(text, Asked(Verb.LOOK, facts.case_id, detail).data)

    rows: Buttons = []
    if facts.look.here:
        rows += [[ask(w("✅ 回头看合格"), "pass"), ask(w("❌ 不合格"), "fail")], [ask(w("🙋 由我去看"), "take")]]
    if facts.for_kind is DeskKind.SUPERVISOR:
        rows.append([ask(w("📄 免于回头看"), "waive")])
    return rows


def look_digest(w: Words, looks: Sequence[Sequence[Any]], left_out: int) -> list[Text | str]:
    """The digest's part; a look-back is [number, due, working days late, who, desk]. `left_out` counts the others."""
    if not looks:
        return []
    lines: list[Text | str] = ["", Bold(w("🔎 回头看："))]
    for number, due, late, who, desk in looks:
        blanks = {"number": number, "due": day(w, date.fromisoformat(due)), "late": late}
        what = w("· {number} {due}", **blanks)
        if late:
            what = w("· {number} {due}，超期 {late} 个工作日", **blanks)
        lines.append(" · ".join(filter(None, (what, shortened(desk, _NAME), shortened(who, _NAME)))))
    if left_out:
        lines.append(w("……还有 {more} 件回头看。", more=left_out))
    return lines
