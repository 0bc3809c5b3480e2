"""What a card says of other cases, and the buttons that lead to them."""

from collections.abc import Sequence

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.case import MOVES, OPEN, Actor, Status
from domain.likeness import Trait
from domain.people import DeskKind
from wording.message import Buttons, button
from wording.translate import Words

_ACTORS = {DeskKind.TOWN: Actor.TOWN, DeskKind.DEPARTMENT: Actor.DEPARTMENT, DeskKind.DUTY: Actor.DUTY_DESK}


def repeat_lines(w: Words, facts: CardFacts) -> list[str]:
    """A line each for an earlier report of the same, for what was linked, and for the past of the business."""
    found, lines = facts.repeats, []
    if found.alike is not None:
        why = w("、").join(reason_names(w, found.alike.reasons))
        lines.append(w("🔗 可能与 {number} 重复：{why}", number=found.alike.number, why=why))
    if found.linked_to:
        lines.append(w("🔗 已并入 {number}，由那一件继续办理", number=found.linked_to))
    elif found.linked:
        lines.append(w("🔗 已与另一件线索并案"))
    if found.reports:
        lines.append(
            w(
                "📎 已并入 {n} 件（照片 {photos} 张、备注 {notes} 条）",
                n=found.reports,
                photos=found.photos,
                notes=found.notes,
            )
        )
    return [*lines, *_past(w, facts)]


def _past(w: Words, facts: CardFacts) -> list[str]:
    shop, source, lines = facts.repeats.business, facts.repeats.supplier, []
    if shop.cases:
        lines.append(w("🏪 该商家近三年第 {n} 件（此前查实 {true} 件）", n=shop.cases + 1, true=shop.true))
    if shop.true_lately and facts.severity == "general" and facts.status in OPEN:
        lines.append(w("❗ 一年内查实过又被举报，请考虑调为「严重」"))
    if source.cases:
        lines.append(w("🚚 同一供货商近三年另有 {n} 件（查实 {true} 件）", n=source.cases, true=source.true))
    return lines


def reason_names(w: Words, reasons: Sequence[tuple[str, int]]) -> list[str]:
    """Why two cases look alike, as an officer can check it."""
    named = {
        Trait.PICTURE: w("照片相似"),
        Trait.NEAR: w("相距 {n} 米"),
        Trait.NAME: w("同一商家"),
        Trait.SORT: w("同类问题"),
        Trait.SOON: w("{n} 天内"),
    }
    return [named[Trait(trait)].format(n=n) for trait, n in reasons]


def repeat_buttons(w: Words, facts: CardFacts) -> Buttons:
    """Link or not the same, and the lists of a business's cases; only where there is something behind them."""
    found, pair, lists = facts.repeats, [], []
    if found.alike is not None and _may_link(facts):
        other = str(found.alike.case_id)
        pair = [
            button(w("🔗 并案"), Asked(Verb.LINK, facts.case_id, other).data),
            button(w("不是同一件"), Asked(Verb.UNLIKE, facts.case_id, other).data),
        ]
    if found.business.cases:
        lists.append(button(w("🏪 该商家的线索"), Asked(Verb.SHOP, facts.case_id).data))
    if found.supplier.cases:
        lists.append(button(w("🚚 同一供货商"), Asked(Verb.SOURCE, facts.case_id).data))
    return [pair, lists]


def _may_link(facts: CardFacts) -> bool:
    """Whether the table lets this desk end the case from here."""
    actor = _ACTORS.get(facts.for_kind)
    return any(arrow.to is Status.CONCLUDED and actor in arrow.by for arrow in MOVES[facts.status])
