"""What officers and reporters read around the ledger's moves: questions, choices, notices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.utils.formatting import BlockQuote, ExpandableBlockQuote, Text

from domain.asking import Asked, Verb, desk_handle
from domain.case import Need, Outcome
from domain.taxonomy import Severity
from wording.clocks import day
from wording.message import Message, button, inline, shortened
from wording.terms import outcome_name, severity_name
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000
QUICK_TERMS = ("3", "7", "15")
"""Working days offered as deadlines of a rectification."""


def choose_term(w: Words, case_id: int, number: str) -> Message:
    """By when must it be rectified? A reply may hold everything at once."""
    keys = [button(w("{n} 个工作日", n=days), Asked(Verb.RECTIFY, case_id, days).data) for days in QUICK_TERMS]
    lines = [
        w("责令整改 {number}：请选整改时限；或直接回复本消息，一次写全：", number=number),
        w("措施：…"),
        w("期限：3月20日（或 7 个工作日）"),
        w("责任人：…"),
    ]
    return Message.of("\n".join(lines), inline([keys]))


def ask_measure(w: Words, number: str, days: str, user_id: int, name: str) -> Message:
    """What must be done, and who answers for it?"""
    head = w("，请回复本消息（{number}，{days} 个工作日内整改），写两行：", number=number, days=days)
    text = "\n".join([head, w("措施：…"), w("责任人：…")])
    return Message.of(Text(mention(user_id, name), text), force_reply(w("措施 / 责任人")))


def ask_grounds(w: Words, number: str, user_id: int, name: str) -> Message:
    """On what grounds is the investigation opened?"""
    text = w("，请回复本消息，写明立案文号或理由（{number}）。仅内部可见。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("立案文号或理由")))


def choose_department(w: Words, case_id: int, number: str, desks: Sequence[tuple[str, str]]) -> Message:
    """To which department? A desk is (id, name)."""
    keys = [button(name, Asked(Verb.REFER, case_id, desk_handle(desk_id)).data) for desk_id, name in desks]
    return Message.of(w("把 {number} 移送给哪个部门？", number=number), inline(in_rows(keys)))


def ask_referral(w: Words, number: str, desk: str, user_id: int, name: str) -> Message:
    """Why is it referred? The reporter is told."""
    head = w("，请回复本消息，写明移送{desk}的理由（{number}）：", desk=desk, number=number)
    lines = (
        w("理由：…（也会告知举报人，请勿写个人信息）"),
        w("情况：查明的事实…（只给接收部门）"),
        w("举报人的原话不随移送提供，请把接收部门要知道的写在「情况」里。"),
    )
    return Message.of(Text(mention(user_id, name), "\n".join([head, *lines])), force_reply(w("移送理由")))


def ask_send_back(w: Words, number: str, user_id: int, name: str) -> Message:
    """Why does the department send it back?"""
    text = w("，请回复本消息，写明退回的理由（{number}）。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("退回理由")))


def choose_severity(w: Words, case_id: int, number: str, present: str) -> Message:
    """How severe is it really?"""
    keys = [
        button(severity_name(w, each), Asked(Verb.GRADE, case_id, each).data) for each in Severity if each != present
    ]
    text = w("{number} 现为「{severity}」，改为：", number=number, severity=severity_name(w, present))
    return Message.of(text, inline([keys]))


def ask_grade_reason(w: Words, number: str, severity: Severity, user_id: int, name: str) -> Message:
    """Why is it graded so?"""
    text = w(
        "，请回复本消息，写明改为「{severity}」的理由（{number}）。",
        number=number,
        severity=severity_name(w, severity),
    )
    return Message.of(Text(mention(user_id, name), text), force_reply(w("定级理由")))


def choose_field(w: Words, case_id: int, number: str) -> Message:
    """Which field shall be filled in?"""
    keys = [button(text, Asked(Verb.FIELD, case_id, name).data) for name, text in field_names(w).items()]
    return Message.of(w("登记 {number} 的哪一项？", number=number), inline(in_rows(keys)))


def ask_field(w: Words, number: str, field: str, user_id: int, name: str) -> Message:
    """What goes into the field?"""
    text = w("，请回复本消息，写「{field}」（{number}）。", number=number, field=field_names(w)[field])
    return Message.of(Text(mention(user_id, name), text), force_reply(field_names(w)[field]))


def field_names(w: Words) -> dict[str, str]:
    """The fields officers may fill in, by their columns."""
    return {
        "business": w("经营者名称"),
        "licence": w("许可证号"),
        "supplier": w("供货商"),
        "external_number": w("12315 编号"),
    }


def ask_reopening(w: Words, number: str, user_id: int, name: str) -> Message:
    """Why is it opened again? The reporter is told."""
    text = w("，请回复本消息，写明重新办理的理由（{number}）。会告知承办单位和举报人。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("重新办理的理由")))


def ask_rebuttal(w: Words, number: str, user_id: int, name: str) -> Message:
    """Why does the conclusion stand? The reporter is told."""
    text = w("，请回复本消息，写给举报人的答复（{number}）：结论为何不变。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("给举报人的答复")))


def ask_conclusion(w: Words, number: str, outcome: Outcome, form: Sequence[Need], user_id: int, name: str) -> Message:
    """What the outcome needs in writing, a line each; only the explanation goes to the reporter."""
    lines = {
        Need.PENALTY: w("处罚：…（内部）"),
        Need.PENALTY_DOCUMENT: w("文号：…（内部）"),
        Need.DESTINATION: w("移送：接收单位（内部）"),
        Need.EXPLANATION: w("说明：核查情况，会发给举报人，请勿写个人信息"),
    }
    head = w("，请回复本消息（{number}，{outcome}），每项一行：", number=number, outcome=outcome_name(w, outcome))
    text = "\n".join([head, *(lines[need] for need in form)])
    return Message.of(Text(mention(user_id, name), text), force_reply(w("每项一行")))


def ask_objection(w: Words, case_id: int, number: str) -> Message:
    """What is wrong with the conclusion? One press, or a reply in one's own words."""
    keys = [[button(text, f"m:{verb}:{case_id}")] for verb, text in quick_objections(w).items()]
    return Message.of(w("{number} 哪里还有问题？请选一项，或直接回复本消息写明。", number=number), inline(keys))


def quick_objections(w: Words) -> dict[str, str]:
    """Ready objections, by the verb of their button."""
    return {"still": w("和原来一样，没有整改"), "again": w("停了一阵，又开始了"), "untrue": w("结论与事实不符")}


def objection_taken(w: Words, number: str) -> Message:
    """The objection was put before the duty desk."""
    return Message.of(
        w("已把您对 {number} 的意见交给区值班台，由他们核对，不经原承办人。有答复会告诉您。", number=number)
    )


def _quoting(head: str, words: str) -> Message:
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(words, _QUOTED))))


def _telling(head: str, words: str) -> Message:
    return Message.of(Text(head, "\n", BlockQuote(shortened(words, _QUOTED))))


def _objected(w: Words, p: _Facts) -> Message:
    said = _quoting(w("⚠️ 举报人对 {number} 的结论有异议：", number=p["number"]), p["reason"])
    keys = [
        [button(w("🔄 异议成立，重新办理"), Asked(Verb.REOPEN, int(p["case"])).data)],
        [button(w("✋ 异议不成立，答复"), Asked(Verb.REBUT, int(p["case"])).data)],
    ]
    return Message(said.text, said.entities, inline(keys))


def _day(w: Words, written: str) -> str:
    return day(w, date.fromisoformat(written))


def _referred_here(w: Words, p: _Facts) -> Message:
    head = w("📮 {desk}（{who}）移送了 {number}，请先点「签收」。", desk=p["desk"], who=p["who"], number=p["number"])
    if p["due"]:
        head += w("请在{day}前反馈办理情况。", day=_day(w, p["due"]))
    return _quoting(head + w("理由："), p["reason"])


def _sent_back(w: Words, p: _Facts) -> Message:
    head = w("↩️ {desk}（{who}）退回了 {number}，请接办。理由：", desk=p["desk"], who=p["who"], number=p["number"])
    return _quoting(head, p["reason"])


LEDGER_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "acknowledged": lambda w, p: Message.of(w("📥 {desk}已签收移送的 {number}。", desk=p["desk"], number=p["number"])),
    "closed": lambda w, p: Message.of(w("🏁 您的举报 {number} 经复核已销号。感谢您。", number=p["number"])),
    "objected": _objected,
    "objection_declined": lambda w, p: _telling(
        w("区值班台核对了您对 {number} 的意见，结论不变：", number=p["number"]), p["explanation"]
    ),
    "objection_upheld": lambda w, p: _telling(
        w("🔄 您对 {number} 的意见成立，已要求重新办理：", number=p["number"]), p["explanation"]
    ),
    "prosecuting": lambda w, p: Message.of(w("⚖️ 您的举报 {number} 已立案查处，有结果会告诉您。", number=p["number"])),
    "rectifying": lambda w, p: Message.of(
        w("🛠 您的举报 {number} 查实有问题，已责令在{day}前整改。", number=p["number"], day=_day(w, p["day"]))
    ),
    "referred_here": _referred_here,
    "reopened": lambda w, p: _telling(
        w("🔄 {number} 重新办理。理由：", number=p["number"]), p.get("explanation") or p["reason"]
    ),
    "sent_back": _sent_back,
}
"""By key; merged into `wording.notices.NOTICES`."""
