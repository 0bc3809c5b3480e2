"""What is read about conflicts of interest (回避): who is too close to which business."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb, desk_handle
from wording.message import Message, button, inline, shortened
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_SHOWN = 60
_MOST = 40
"""Buttons of one choice."""


def overview(
    w: Words,
    marks: Sequence[tuple[int, str, str, str]],
    people: Sequence[tuple[int, str]],
    desks: Sequence[tuple[str, str]],
) -> Message:
    """What is marked, with a button to lift each, and whom to mark: a person (user id, name), or a desk (id, name)
    first. A mark is (id, name, business, reason)."""
    lines: list[Text | str] = [Bold(w("回避登记"))]
    for n, (_, name, business, reason) in enumerate(marks, 1):
        lines.append(f"{n}. {name} · {shortened(business, _SHOWN)}（{shortened(reason, _SHOWN)}）")
    lines.append(w("登记后，该经营者（或其供货）的线索对此人不再可见，也不能交给此人。要登记谁？"))
    lifts = [button(w("✖ 解除 {n}", n=n), Asked(Verb.LIFT, mark_id).data) for n, (mark_id, *_) in enumerate(marks, 1)]
    return Message.of(as_list(*lines), inline([*in_rows(lifts, 4), *in_rows([*_people(people), *_desks(desks)])]))


def choose_person(w: Words, people: Sequence[tuple[int, str]]) -> Message:
    """Who of that desk?"""
    return Message.of(w("要登记谁？") if people else w("该单位还没有工作人员。"), inline(in_rows(_people(people))))


def _people(people: Sequence[tuple[int, str]]) -> list[dict[str, Any]]:
    return [button(f"➕ {name}", Asked(Verb.CONFLICT, user_id).data) for user_id, name in people[:_MOST]]


def _desks(desks: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [button(name, Asked(Verb.CONFLICT, 0, desk_handle(desk_id)).data) for desk_id, name in desks[:_MOST]]


def ask_form(w: Words, whom: str, user_id: int, name: str) -> Message:
    """To which business, and why?"""
    lines = (
        w("，请回复本消息，登记 {whom} 的回避：", whom=whom),
        w("经营者：许可证或招牌上的名称"),
        w("理由：与经营者的关系"),
    )
    return Message.of(Text(mention(user_id, name), "\n".join(lines)), force_reply(w("经营者 / 理由")))


def marked(w: Words, name: str, business: str, released: int) -> Message:
    """The mark stands."""
    text = w("已登记：{name}对「{business}」回避，相关线索对其不再可见。", name=name, business=business)
    if released:
        text += w("其承办的 {n} 件已改为无人承办，请安排其他同事接办。", n=released)
    return Message.of(text)


def lifted(w: Words, name: str, business: str) -> Message:
    """The mark is gone."""
    return Message.of(w("已解除{name}对「{business}」的回避。", name=name, business=business))


def _recused(w: Words, p: _Facts) -> Message:
    called = [part for user_id, name in p["people"] for part in (mention(user_id, name), " ")]
    return Message.of(Text(*called, w("🔁 {number} 的原承办人须回避，现无人承办，请安排接办。", number=p["number"])))


RECUSAL_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "conflict_at_desk": lambda w, p: Message.of(
        w(
            "⚠️ {desk}有人须对 {number} 回避，但卡片在其工作群里。是否换单位，请决定：「改派给」或「转给其他单位」。",
            desk=p["desk"],
            number=p["number"],
        )
    ),
    "recused": _recused,
}
"""By key; merged into `wording.notices.NOTICES`."""

RECUSAL_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "marked_already": lambda w, _: w("已经登记过这项回避了，可用 /conflict 查看。"),
    "must_recuse": lambda w, _: w("对方对这件线索须回避，不能承办。请交给其他同事。"),
    "no_such_mark": lambda w, _: w("没有这项回避，可能已经解除。请用 /conflict 查看。"),
    "not_ones_own": lambda w, _: w("自己的回避不能自己解除。请联系本单位其他负责人或值班台。"),
    "stand_aside": lambda w, _: w("您须对这家经营者回避，不能由您检查。请让同事来查。"),
    "recusal_form": lambda w, _: w("请写两行：经营者：…；理由：…。缺一项都没有登记，请再回复一次。"),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
