"""«Is it really gone?»: what the reporter is asked, and what the duty desk reads of the answer."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import ExpandableBlockQuote, Text

from domain.look_back import Verdict
from wording.look_back_lines import verdict_name
from wording.message import Message, button, inline, shortened
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def _really_gone(w: Words, p: _Facts) -> Message:
    keys = [
        button(w("✅ 解决了"), f"m:gone:{p['case']}"),
        button(w("😕 还在"), f"m:notgone:{p['case']}"),
        button(w("🤷 说不准"), f"m:unsure:{p['case']}"),
    ]
    text = w("您的举报 {number} 已办结一段时间了。就您看到的，问题真的解决了吗？", number=p["number"])
    return Message.of(text, inline([keys]))


def thanks(w: Words, number: str, verdict: Verdict) -> Message:
    """The answer was kept; a reply adds a reason."""
    told = {
        Verdict.GONE: w("谢谢您告诉我们。"),
        Verdict.STILL: w("谢谢您。已作为异议交给区值班台核对 {number}，不经原承办人，有答复会告诉您。", number=number),
        Verdict.UNSURE: w("谢谢您，已经记下。"),
    }[verdict]
    more = w("想补充一句看到的情况，直接回复这条消息就可以；不补充也没关系。")
    return Message.of(f"{told}\n{more}")


def objection(w: Words) -> str:
    """What «still there» is filed as."""
    return w("办结后被问到时回答：问题还在。")


def reason_taken(w: Words, number: str) -> Message:
    """The reason was kept."""
    return Message.of(w("已补充到 {number}，谢谢您。", number=number))


def _reason(w: Words, p: _Facts) -> Message:
    said = verdict_name(w, Verdict(p["verdict"]))
    head = w("🗣 {number} 的举报人回答「{verdict}」，并补充：", number=p["number"], verdict=said)
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(p["reason"], _QUOTED))))


VERDICT_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "really_gone": _really_gone,
    "verdict_reason": _reason,
}
"""By key; merged into `wording.notices.NOTICES`."""
