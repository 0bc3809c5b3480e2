"""What officers' groups are told under a card. The facts a notice needs are the names used with `p`."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import Bold, ExpandableBlockQuote, Text

from wording.message import Message, shortened
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def _returned(w: Words, p: _Facts) -> Message:
    head = w("{number} 被{desk}退回（{who}），请重新派发。理由：", number=p["number"], desk=p["desk"], who=p["who"])
    return _quoting(head, p["reason"])


def _answered(w: Words, p: _Facts) -> Message:
    head = w("💬 举报人对 {number} 的补充：", number=p["number"])
    return _quoting(head, p["text"] or w("［照片］"))


def _reworded(w: Words, p: _Facts) -> Message:
    half = _QUOTED // 2
    return Message.of(
        Text(
            w("✏️ 举报人修改了 {number} 的说明，原文也已保留。", number=p["number"]), "\n",
            Bold(w("原来：")), "\n", ExpandableBlockQuote(shortened(p["before"], half)), "\n",
            Bold(w("现在：")), "\n", ExpandableBlockQuote(shortened(p["after"], half)),
        )
    )  # fmt: skip


def _quoting(head: str, words: str) -> Message:
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(words, _QUOTED))))


OFFICER_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "answered": _answered,
    "desk_moved": lambda w, p: Message.of(
        w("{desk}已改用另一个群。本群不再接收线索，旧卡片上的按钮也不再有效。", desk=p["desk"])
    ),
    "desk_unreachable": lambda w, p: Message.of(
        w("⚠️ 机器人被移出了{desk}的群。下面是该单位未办结的线索，请联系他们重新添加机器人。", desk=p["desk"])
    ),
    "handed_over": lambda w, p: Message.of(
        w("👥 {who}把 {number} 交给了{to}，由{to}继续办理。", who=p["who"], number=p["number"], to=p["to"])
    ),
    "photo_refused": lambda w, p: Message.of(
        w("{number} 的一张照片打不开或不是图片，没有存入。请改用「照片」方式重新回复。", number=p["number"])
    ),
    "identity_unlocked": lambda w, p: _quoting(
        w("🔓 {number} 的举报人账号已由{who}调取，已记入办理过程。理由：", number=p["number"], who=p["who"]),
        p["reason"],
    ),
    "returned_to_duty": _returned,
    "reworded": _reworded,
    "undeliverable": lambda w, p: Message.of(
        w("⚠️ {number} 没能送到{desk}的群，请值班台跟进。", number=p["number"], desk=p["desk"])
    ),
    "urged": lambda w, p: Message.of(w("🔔 举报人希望了解 {number} 的进展，请尽快答复。", number=p["number"])),
    "withdrawn": lambda w, p: Message.of(w("举报人撤回了 {number}，不再办理。", number=p["number"])),
}
"""By key; merged into `wording.notices.NOTICES`."""
