"""What a subscriber reads: what can be chosen, what is chosen, and how it ends."""

from collections.abc import Collection, Sequence

from aiogram.utils.formatting import Bold, as_list

from domain.asking import desk_handle
from domain.taxonomy import Taxonomy
from wording.message import Buttons, Message, button, inline
from wording.translate import Words

Choices = Collection[tuple[str, str]]
handle = desk_handle
"""A town's short name in a button."""


def menu(w: Words, chosen: Choices, towns: Sequence[tuple[str, str]], taxonomy: Taxonomy, district: str) -> Message:
    """Everything that can be chosen, and what is."""
    names = [name for desk_id, name in towns if ("town", desk_id) in chosen]
    names += [each.short.in_language(w.lang) for each in taxonomy.violations if ("category", each.id) in chosen]
    everything = ("all", "") in chosen
    now = w("全部案例") if everything else w("、").join(names) or w("还没有订阅")
    rows = [
        [button(_ticked(w("全部案例"), ticked=everything), "s:top:all")],
        [button(w("按街镇选择…"), "s:towns"), button(w("按类别选择…"), "s:kinds")],
    ]
    if chosen:
        rows.append([button(w("全部退订"), "s:top:none")])
    lines = as_list(
        Bold(w("订阅{district}食品安全典型案例", district=district)),
        w("有新的案例公开时，会发到这里。同一案例只发一次，随时可以退订。"),
        w("已订阅：{what}", what=now),
    )
    return Message.of(lines, inline(rows))


def town_menu(w: Words, chosen: Choices, towns: Sequence[tuple[str, str]]) -> Message:
    """One button a town."""
    rows = [
        button(_ticked(name, ticked=("town", desk_id) in chosen), f"s:towns:{handle(desk_id)}")
        for desk_id, name in towns
    ]
    return Message.of(w("请选择街镇，可以选几个："), inline([*_by_two(rows), _back(w)]))


def kind_menu(w: Words, chosen: Choices, taxonomy: Taxonomy) -> Message:
    """One button a category."""
    rows = [
        button(_ticked(each.short.in_language(w.lang), ticked=("category", each.id) in chosen), f"s:kinds:{each.id}")
        for each in taxonomy.violations
    ]
    return Message.of(w("请选择类别，可以选几个："), inline([*_by_two(rows), _back(w)]))


def stopped(w: Words, *, was: bool) -> str:
    """The answer to one tap under an exposure."""
    if was:
        return w("已退订，不会再收到典型案例。想再订阅，请发送 /subscribe。")
    return w("您没有订阅，不会收到典型案例。想订阅，请发送 /subscribe。")


def _ticked(name: str, *, ticked: bool) -> str:
    return f"✅ {name}" if ticked else name


def _back(w: Words) -> list[dict[str, str]]:
    return [button(w("返回"), "s:top")]


def _by_two(rows: Sequence[dict[str, str]]) -> Buttons:
    return [list(rows[at : at + 2]) for at in range(0, len(rows), 2)]
