"""What the ledger adds to a case's card: measure, deadline, penalty, registration, and the buttons of the moves."""

from aiogram.utils.formatting import Text

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.case import MOVES, Actor, Status
from domain.entry import CALLERS, Channel
from domain.people import DeskKind
from wording.message import Buttons, button, shortened
from wording.terms import channel_name
from wording.translate import Words

_SHOWN = 80
"""UTF-16 units of one entry: with every entry at its longest, the card still has room for what was reported."""


def ledger_lines(w: Words, facts: CardFacts) -> list[Text | str]:
    """Only what is filled in, a line each."""
    ledger = facts.ledger
    lines: list[Text | str] = [f"{name}：{shortened(value, _SHOWN)}" for name, value in ledger_entries(w, facts)]
    if ledger.relapses:
        lines.append(w("⚠️ 反弹 {n} 次（回头看不合格，或销号后重新办理）", n=ledger.relapses))
    if ledger.objected:
        lines.append(w("⚠️ 举报人对结论有异议，待值班台答复"))
    return lines


def ledger_entries(w: Words, facts: CardFacts) -> list[tuple[str, str]]:
    """What is filled in, as pairs of a name and the whole value."""
    ledger = facts.ledger
    named = [
        (w("来源"), _source(w, ledger.source)),
        (w("12315 编号"), ledger.external_number),
        (w("许可证号"), ledger.licence),
        (w("供货商"), ledger.supplier),
        (w("定级理由"), ledger.severity_reason),
        (w("移送单位"), _referrer(facts)),
        (w("已移送至"), ledger.destination),
        (w("整改措施"), ledger.measure),
        (w("整改时限"), ledger.rectify_by.isoformat() if ledger.rectify_by else ""),
        (w("责任人"), ledger.responsible),
        (w("处罚"), ledger.penalty),
        (w("处罚文号"), ledger.penalty_document),
    ]
    return [(name, value) for name, value in named if value]


def _referrer(facts: CardFacts) -> str:
    by = facts.referral.by if facts.referral is not None else ""
    return f"{facts.ledger.referred_from}（{by}）" if by else facts.ledger.referred_from


def _source(w: Words, source: str) -> str:
    """Nothing for what citizens file themselves; whoever called can't be told anything through the program."""
    if source not in set(Channel):
        return ""
    channel = channel_name(w, Channel(source))
    return w("{channel}（机器人联系不到本人，结果请另行答复）", channel=channel) if source in CALLERS else channel


def move_buttons(w: Words, facts: CardFacts) -> Buttons:
    """The moves the table has from here for the desk that has the case, each as a button."""
    actor = Actor.DEPARTMENT if facts.for_kind is DeskKind.DEPARTMENT else Actor.TOWN
    open_to = {arrow.to for arrow in MOVES[facts.status] if actor in arrow.by}
    offered = [
        (Status.RECTIFYING, Verb.RECTIFY, w("🛠 责令整改")),
        (Status.PROSECUTING, Verb.CHARGE, w("⚖️ 立案")),
        (Status.REFERRED, Verb.REFER, w("📮 移送部门")),
    ]
    moves = [button(text, Asked(verb, facts.case_id).data) for to, verb, text in offered if to in open_to]
    if facts.status is not Status.REFERRED:
        return [moves]
    return [*_received(w, facts), moves]


def _received(w: Words, facts: CardFacts) -> Buttons:
    back = button(w("↩️ 退回移送单位"), Asked(Verb.BACK, facts.case_id).data)
    if facts.ledger.acknowledged:
        return [[back]]
    return [[button(w("📥 签收"), Asked(Verb.ACK, facts.case_id).data), back]]


def review_buttons(w: Words, facts: CardFacts) -> Buttons:
    """What those who review may do with a case that has ended."""

    def ask(text: str, verb: Verb) -> dict[str, object]:
        return button(text, Asked(verb, facts.case_id).data)

    if facts.ledger.objected:
        return [[ask(w("🔄 异议成立，重新办理"), Verb.REOPEN)], [ask(w("✋ 异议不成立，答复"), Verb.REBUT)]]
    if facts.status is Status.CONCLUDED and facts.look is not None and facts.look.done_at is None:
        return [[ask(w("🔄 重新办理"), Verb.REOPEN)]]
    if facts.status is Status.CONCLUDED:
        return [[ask(w("🏁 销号"), Verb.CLOSE), ask(w("🔄 重新办理"), Verb.REOPEN)]]
    return [[ask(w("🔄 重新办理"), Verb.REOPEN)]] if facts.status is Status.CLOSED else []
