"""The clock of a case on its card: when it runs out, how it stands, what can be done to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.clock import EXTENSIBLE, PAUSABLE, Kind, Wait
from domain.people import DeskKind
from wording.message import Buttons, button
from wording.translate import Words


def term_name(w: Words, kind: str | None) -> str:
    """The deadline of that clock, as officers call it; a case without a clock has the one for verifying."""
    named: dict[str | None, str] = {
        Kind.ASSIGN: w("派发期限"),
        Kind.ACCEPT: w("接办期限"),
        Kind.RECTIFY: w("整改期限"),
        Kind.DECIDE: w("办案期限"),
        Kind.REFERRAL: w("移送反馈期限"),
    }
    return named.get(kind, w("核查期限"))


def deadline_lines(w: Words, facts: CardFacts, zone: ZoneInfo) -> list[str]:
    """The clock's state for the card: when it runs out, whether it was lengthened, has run out or stands still."""
    lines = []
    if facts.due_on is not None:
        blanks = {"term": term_name(w, facts.clock.kind), "due": day(w, facts.due_on)}
        line = w("{term}：{due}（暂定）", **blanks) if facts.due_provisional else w("{term}：{due}", **blanks)
        lines.append(
            line + (w(" · 已延期") if facts.clock.extended else "") + (w(" · ⏰ 已超期") if facts.clock.overdue else "")
        )
    if facts.clock.paused_since is not None:
        since = day(w, facts.clock.paused_since.astimezone(zone).date())
        lines.append(w("⏸ {since}起暂停计时（{why}）", since=since, why=wait_name(w, facts.clock.paused_for)))
    return lines


def clock_buttons(w: Words, facts: CardFacts) -> Buttons:
    """What can be done to the clock that runs; nothing for a clock that neither stops nor lengthens."""

    def ask(text: str, verb: Verb) -> dict[str, Any]:
        return button(text, Asked(verb, facts.case_id).data)

    row = []
    if facts.clock.paused_since is not None:
        row.append(ask(w("▶️ 恢复计时"), Verb.RESUME))
    elif facts.clock.kind in PAUSABLE:
        row.append(ask(w("⏸ 暂停计时"), Verb.PAUSE))
    if facts.clock.kind in EXTENSIBLE and not facts.clock.extended:
        row.append(ask(w("⏳ 申请延期"), Verb.EXTEND))
    return [row]


def wait_name(w: Words, wait: str | None) -> str:
    """What a stopped clock waits for."""
    return w("等举报人答复") if wait == Wait.CITIZEN else w("送检")


def day(w: Words, at: date) -> str:
    """A day of the year."""
    return w("{month}月{day}日", month=at.month, day=at.day)


def reported(w: Words, p: Mapping[str, Any]) -> str:
    """Who else is told of it by now; empty for nobody."""
    told = {DeskKind.DUTY: w("已报值班台。"), DeskKind.SUPERVISOR: w("已报督导组。")}
    return told.get(p["reported"], "")
