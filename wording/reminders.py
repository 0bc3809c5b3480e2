"""Reminders, the morning digest, and what is asked and told about a clock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.utils.formatting import Bold, ExpandableBlockQuote, Text

from domain.asking import Asked, Verb
from domain.clock import Kind, Wait
from domain.people import DeskKind
from wording.clocks import day, reported, term_name, wait_name
from wording.look_back_lines import look_digest
from wording.message import Message, button, inline, shortened
from wording.town import force_reply, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def choose_wait(w: Words, case_id: int, number: str) -> Message:
    """What does the clock wait for?"""
    rows = [
        [button(w("🧪 送检，检验时间不计入期限"), Asked(Verb.STOP, case_id, Wait.TESTING).data)],
        [button(w("💬 等举报人答复我们的提问"), Asked(Verb.STOP, case_id, Wait.CITIZEN).data)],
    ]
    return Message.of(w("暂停 {number} 的计时：请选择原因。", number=number), inline(rows))


def ask_extension_reason(w: Words, number: str, user_id: int, name: str) -> Message:
    """Why is more time needed?"""
    text = w("，请回复本消息，写明 {number} 需要延期的理由，由负责人批准。期限只能延长一次。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("延期理由")))


def _what_to_do(w: Words, kind: str) -> str:
    return {
        Kind.ASSIGN: w("请点卡片上的「派给…」派发，或直接办结。"),
        Kind.ACCEPT: w("请点卡片上的「接办」；不属于本单位的，点「退回值班台」并写明理由。"),
        Kind.VERIFY: w("请核查后在卡片上选择下一步；送检或需要更多时间的，点「暂停计时」或「申请延期」。"),
        Kind.RECTIFY: w("请复查整改情况，回复卡片发整改后的照片，然后点「办结」。"),
        Kind.DECIDE: w("请作出处理决定后办结；需要更多时间的，点「申请延期」。"),
        Kind.REFERRAL: w("请向接收部门问明处理结果，并在卡片上登记。"),
    }[Kind(kind)]


def _near(w: Words, p: _Facts) -> Message:
    return _calling(w, p, w("⏳ {number} 的{term}是{due}，快到了。", **_blanks(w, p)), _what_to_do(w, p["clock"]))


def _today(w: Words, p: _Facts) -> Message:
    return _calling(w, p, w("⏳ {number} 的{term}就是今天（{due}）。", **_blanks(w, p)), _what_to_do(w, p["clock"]))


def _passed(w: Words, p: _Facts) -> Message:
    line = w("⏰ {number} 的{term}（{due}）已超过 {days} 个工作日。", **_blanks(w, p))
    return _calling(w, p, line, reported(w, p), _what_to_do(w, p["clock"]))


def _unmet(w: Words, p: _Facts) -> Message:
    line = w("🚨 {desk}的 {number}：{term}（{due}）已超过 {days} 个工作日，多次提醒后仍无进展。", **_blanks(w, p))
    ask = w("请联系该单位问明原因并督办；用 /case {number} 看卡片。", number=p["number"])
    if p["over"] == DeskKind.SUPERVISOR:
        ask = w("值班台也已知悉，请督导并问明责任；用 /case {number} 看卡片。", number=p["number"])
    return _calling(w, p, line, _held(w, p), ask)


def _waited_for(w: Words, p: _Facts) -> Message:
    line = w("🔔 举报人{due}询问 {number} 的进展，{days} 个工作日还没有答复。", **_blanks(w, p))
    return _calling(w, p, line, reported(w, p), w("请点「问举报人」，或回复卡片写备注再点「发给举报人」。"))


def _answer_missing(w: Words, p: _Facts) -> Message:
    line = w("🚨 {desk}的 {number}：举报人{due}询问进展，{days} 个工作日还没有答复。", **_blanks(w, p))
    return _calling(w, p, line, _held(w, p), w("请联系该单位尽快答复举报人。"))


def _held(w: Words, p: _Facts) -> str:
    return w("承办人：{holder}。", holder=p["holder"]) if p["holder"] else w("还没有承办人。")


def _blanks(w: Words, p: _Facts) -> dict[str, object]:
    due = day(w, date.fromisoformat(p["due"]))
    term = term_name(w, p.get("clock"))
    return {"number": p["number"], "due": due, "term": term, "days": p["days"], "desk": p["desk"]}


def _calling(w: Words, p: _Facts, *sentences: str) -> Message:
    called = [part for user_id, name in p["people"] for part in (mention(user_id, name), " ")]
    return Message.of(Text(*called, "\n" if called else "", "\n".join(filter(None, sentences))))


def _extension_asked(w: Words, p: _Facts) -> Message:
    term = term_name(w, p["clock"])
    head = w("{who}申请延长 {number} 的{term}，请负责人决定。理由：", who=p["who"], number=p["number"], term=term)
    keys = [
        button(w("✅ 同意延期"), Asked(Verb.GRANT, p["case"], "yes").data),
        button(w("❌ 不同意"), Asked(Verb.GRANT, p["case"], "no").data),
    ]
    called = [part for user_id, name in p["people"] for part in (mention(user_id, name), " ")]
    return Message.of(Text(*called, head, "\n", ExpandableBlockQuote(shortened(p["reason"], _QUOTED))), inline([keys]))


def _granted(w: Words, p: _Facts) -> Message:
    due = day(w, date.fromisoformat(p["due"]))
    return Message.of(w("✅ {who}同意 {number} 延期，新的期限是{due}。", who=p["who"], number=p["number"], due=due))


def _declined(w: Words, p: _Facts) -> Message:
    return Message.of(w("{who}不同意 {number} 延期，原期限不变。", who=p["who"], number=p["number"]))


def _digest(w: Words, p: _Facts) -> Message:
    lines: list[Text | str] = [Bold(w("☀️ {day} 期限提醒", day=day(w, date.fromisoformat(p["day"]))))]
    if p["late"] or p["soon"]:
        lines.append(w("已超期 {late} 件，今天和下一个工作日到期 {soon} 件。", late=p["late"], soon=p["soon"]))
        lines += [_line(w, *each) for each in p["cases"]]
        more = p["late"] + p["soon"] - len(p["cases"])
        if more > 0:
            lines.append(w("……还有 {more} 件，用 /open 查看。", more=more))
    if p["paused"]:
        lines += ["", Bold(w("⏸ 暂停计时中："))]
        lines += [_paused(w, *each) for each in p["paused"]]
    lines += look_digest(w, p["looks"], p["looks_left_out"])
    if p["towns"]:
        lines += ["", Bold(w("各单位超期："))]
        lines += [w("· {desk}：{count} 件", desk=desk, count=count) for desk, count in p["towns"]]
    return Message.of(_stacked(lines))


def _line(w: Words, number: str, kind: str, due: str, late: int, holder: str) -> str:
    blanks = {"number": number, "term": term_name(w, kind), "due": day(w, date.fromisoformat(due)), "late": late}
    what = w("· {number} {term} {due}", **blanks)
    if late:
        what = w("· {number} {term} {due}，超期 {late} 个工作日", **blanks)
    return f"{what} · {holder}" if holder else what


def _paused(w: Words, number: str, wait: str, since: str) -> str:
    blanks = {"number": number, "since": day(w, date.fromisoformat(since)), "why": wait_name(w, wait)}
    return w("· {number} {since}起（{why}）", **blanks)


def _stacked(lines: Sequence[Text | str]) -> Text:
    spaced = [part for line in lines for part in (line, "\n")]
    return Text(*spaced[:-1])


CLOCK_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "answer_missing": _answer_missing,
    "answer_waited_for": _waited_for,
    "deadline_near": _near,
    "deadline_passed": _passed,
    "deadline_today": _today,
    "deadline_unmet": _unmet,
    "extension_asked": _extension_asked,
    "extension_declined": _declined,
    "extension_granted": _granted,
    "morning_digest": _digest,
}
"""By key; merged into `wording.notices.NOTICES`. Those with `people` call them by their accounts: [user id, name]."""
