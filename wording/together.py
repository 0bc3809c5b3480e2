"""What officers read while desks work together on a case, or one gives it to another."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import ExpandableBlockQuote, Text

from wording.message import Message, shortened
from wording.town import force_reply, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def ask_why_handed_on(w: Words, number: str, desk: str, user_id: int, name: str) -> Message:
    """Why does it go to another desk? Both are told."""
    text = w(
        "，请回复本消息，写明把 {number} 转给 {desk} 的理由。会告知两个单位；办理状态和期限不变。",
        number=number,
        desk=desk,
    )
    return Message.of(Text(mention(user_id, name), text), force_reply(w("转办理由")))


def _quoting(head: str, words: str) -> Message:
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(words, _QUOTED))))


TOGETHER_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "handed_on_away": lambda w, p: _quoting(
        w("📨 值班台已把 {number} 转给 {desk} 继续办理，本单位不再承办。理由：", number=p["number"], desk=p["desk"]),
        p["reason"],
    ),
    "handed_on_here": lambda w, p: _quoting(
        w("📨 值班台把 {desk} 办理中的 {number} 转来，期限不变，请接办。理由：", number=p["number"], desk=p["desk"]),
        p["reason"],
    ),
}
"""By key; merged into `wording.notices.NOTICES`."""

TOGETHER_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "only_duty_hands_on": lambda w, _: w(
        "转给其他单位由值班台决定：请点「退回值班台」并写明理由；已责令整改或立案的，请与值班台联系。"
    ),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
