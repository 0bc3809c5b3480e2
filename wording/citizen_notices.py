"""What reporters are told of their case, in plain words; nothing in it names an officer."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import BlockQuote, Bold, Text

from domain.case import Outcome
from wording.message import Message, button, inline, shortened
from wording.terms import outcome_name
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3600


def _asked(w: Words, p: _Facts) -> Message:
    return Message.of(
        Text(
            w("❓ 关于您的举报 {number}，承办人员想请您补充：", number=p["number"]), "\n",
            BlockQuote(shortened(p["question"], _QUOTED)), "\n",
            w("直接回复这条消息就可以，文字、照片都行。对方看不到您的账号。"),
        )
    )  # fmt: skip


def _note_shared(w: Words, p: _Facts) -> Message:
    said = BlockQuote(shortened(p["text"], _QUOTED)) if p["text"] else Text(w("见下面的照片。"))
    return Message.of(Text(w("📌 您的举报 {number} 有新的办理情况：", number=p["number"]), "\n", said))


def _concluded(w: Words, p: _Facts) -> Message:
    content = Text(
        w("✅ 您的举报 {number} 已办结。", number=p["number"]), "\n",
        w("结果："), Bold(outcome_name(w, Outcome(p["outcome"]))), "\n",
        BlockQuote(shortened(p["explanation"], _QUOTED)), "\n",
        w("如果问题还在，请点下面的按钮；有新的情况，直接发来，会作为新的举报办理。感谢您。"),
    )  # fmt: skip
    return Message.of(content, inline([[button(w("😕 问题还在"), f"m:object:{p['case']}")]]))


def _referred(w: Words, p: _Facts) -> Message:
    head = w("您的举报 {number} 已移送有权处理的部门：{to}。", number=p["number"], to=p["to"])
    return Message.of(Text(head, "\n", BlockQuote(shortened(p["explanation"], _QUOTED))))


CITIZEN_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "accepted": lambda w, p: Message.of(
        w("您的举报 {number} 已由{desk}接办，正在核查。", number=p["number"], desk=p["desk"])
    ),
    "asked": _asked,
    "assigned": lambda w, p: Message.of(w("您的举报 {number} 已转给{desk}办理。", number=p["number"], desk=p["desk"])),
    "concluded": _concluded,
    "note_shared": _note_shared,
    "referred": _referred,
    "returned": lambda w, p: Message.of(
        w("您的举报 {number} 正在转给负责的单位，您不需要再做什么，有进展会告诉您。", number=p["number"])
    ),
}
"""By key; merged into `wording.notices.NOTICES`."""
