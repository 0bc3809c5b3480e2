"""What officers read while desks work together on a case, or one gives it to another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import ExpandableBlockQuote, Text

from domain.asking import Asked, Verb, desk_handle
from wording.message import Message, button, inline, shortened
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000
_MOST_ROWS = 45
"""Rows of buttons: Telegram takes a hundred buttons (core.telegram.org/bots/api#inlinekeyboardmarkup)."""


def ask_why_handed_on(w: Words, number: str, desk: str, user_id: int, name: str) -> Message:
    """Why does it go to another desk? Both are told."""
    text = w(
        "，请回复本消息，写明把 {number} 转给{desk}的理由。会告知两个单位；办理状态和期限不变。",
        number=number,
        desk=desk,
    )
    return Message.of(Text(mention(user_id, name), text), force_reply(w("转办理由")))


def choose_company(
    w: Words, case_id: int, number: str, guests: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]
) -> Message:
    """Who else shall handle the case, and who shall not any more? A desk is (id, name)."""
    keys = in_rows([
        button(f"➕ {name}", Asked(Verb.INVITE, case_id, desk_handle(desk_id)).data) for desk_id, name in others
    ])  # fmt: skip
    keys += [
        [button(w("✖ 结束{desk}的协办", desk=name), Asked(Verb.PART, case_id, desk_handle(desk_id)).data)]
        for desk_id, name in guests
    ]
    text = w("{number} 请哪个单位一起办？协办单位能看卡片和照片、记备注；办理仍由牵头单位决定。", number=number)
    return Message.of(text if keys else w("没有可以邀请的单位：它们还没有接入工作群。"), inline(keys[:_MOST_ROWS]))


def ask_what_for(w: Words, number: str, desk: str, user_id: int, name: str) -> Message:
    """What is the desk asked to do?"""
    text = w(
        "，请回复本消息，写明请{desk}协助什么（{number}）。对方看不到举报人的原话，请勿写举报人的信息。",
        number=number,
        desk=desk,
    )
    return Message.of(Text(mention(user_id, name), text), force_reply(w("请对方协助什么")))


def led_by(w: Words, desk: str) -> str:
    """Marks a case in the list of a desk that only helps with it."""
    return w("🤝 协办，{desk}牵头", desk=desk)


def _quoting(head: str, words: str) -> Message:
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(words, _QUOTED))))


def _of(p: _Facts, *names: str) -> dict[str, str]:
    return {name: str(p[name]) for name in names}


TOGETHER_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "handed_on_away": lambda w, p: _quoting(
        w("📨 值班台已把 {number} 转给{desk}继续办理，本单位不再承办。理由：", number=p["number"], desk=p["desk"]),
        p["reason"],
    ),
    "handed_on_here": lambda w, p: _quoting(
        w("📨 值班台把{desk}办理中的 {number} 转来，期限不变，请接办。理由：", number=p["number"], desk=p["desk"]),
        p["reason"],
    ),
    "joint_begun": lambda w, p: Message.of(
        w("🤝 {who}请{desk}一起办理 {number}，对方的备注和照片会出现在卡片上。", **_of(p, "who", "desk", "number"))
    ),
    "joint_here": lambda w, p: _quoting(
        w(
            "🤝 {desk}（{who}）请本单位协办 {number}。请直接回复卡片记备注、发照片。需要协助的是：",
            **_of(p, "desk", "who", "number"),
        ),
        p["reason"],
    ),
    "joint_over": lambda w, p: Message.of(
        w("🤝 {desk}对 {number} 的协办已由{who}结束。", **_of(p, "desk", "number", "who"))
    ),
    "reworded_elsewhere": lambda w, p: Message.of(
        w("✏️ 举报人修改了 {number} 的原话。原话由移送单位保管，需要了解的，请与其联系。", number=p["number"])
    ),
}
"""By key; merged into `wording.notices.NOTICES`."""

TOGETHER_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "helps_already": lambda w, p: w("{desk}已经在协办这件线索了。", **p),
    "helps_no_more": lambda w, _: w("该单位没有在协办这件线索，可能刚刚结束，请看最新的卡片。"),
    "joint_not_now": lambda w, _: w("只有已接办、尚未办结的线索可以联合办理。请先接办。"),
    "only_duty_hands_on": lambda w, _: w(
        "转给其他单位由值班台决定：请点「退回值班台」并写明理由；已责令整改或立案的，请与值班台联系。"
    ),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
