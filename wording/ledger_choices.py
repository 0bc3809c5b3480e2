"""What a list of the ledger can be narrowed by, as menus that take the list's place until something is chosen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from domain.asking import Asked, Verb
from domain.entry import Channel
from domain.ledger import NOBODYS
from domain.ledger_filter import SOURCES, Filter, Kind, Leaf, Menu, Sort, State, mark
from domain.taxonomy import Taxonomy
from wording.message import Buttons, Message, button, inline
from wording.terms import channel_name, status_name
from wording.town import in_rows
from wording.translate import Words

DESKS_A_PAGE = 30


def beginning(text: str, asked: Filter) -> dict[str, Any]:
    """A button to the first page of what the filter asks for."""
    return button(text, Asked(Verb.LEDGER, 0, Leaf(asked).text).data)


def state_name(w: Words, state: State) -> str:
    """How cases stand."""
    if state is State.OPEN:
        return w("未办结")
    return w("已超期") if state is State.LATE else status_name(w, state.statuses[0])


def source_name(w: Words, source: str) -> str:
    """How a case reached the ledger."""
    if source in set(Channel):
        return channel_name(w, Channel(source))
    return w("部门移送") if source == "referral" else w("群众举报")


def choose_state(w: Words, asked: Filter) -> Message:
    """Which status, or which of them together."""
    keys = [beginning(state_name(w, each), replace(asked, state=each)) for each in State]
    return _menu(w, w("台账只看哪种状态？"), keys, asked, replace(asked, state=None))


def choose_desk(w: Words, asked: Filter, desks: Sequence[tuple[str, str]], page: int) -> Message | None:
    """Whose cases; a desk is (id, name). None for a page that there is not."""
    shown = desks[page * DESKS_A_PAGE : (page + 1) * DESKS_A_PAGE]
    if page and not shown:
        return None
    keys = [beginning(name, replace(asked, desk=mark(desk_id))) for desk_id, name in shown]
    if not page:
        keys.append(beginning(w("待派发"), replace(asked, desk=mark(NOBODYS))))
    more: Buttons = []
    if len(desks) > (page + 1) * DESKS_A_PAGE:
        more = [[button(w("更多单位 ▸"), Asked(Verb.SIFT, Menu.DESKS + page + 1, asked.text).data)]]
    return _menu(w, w("台账只看哪个单位？"), keys, asked, replace(asked, desk=""), more)


def choose_kind(w: Words, asked: Filter, taxonomy: Taxonomy) -> Message:
    """Which group of categories; or, instead, which source."""
    keys = [
        button(f"{each.emoji} {each.label.in_language(w.lang)}", Asked(Verb.SIFT, Menu.GROUP + at, asked.text).data)
        for at, each in enumerate(taxonomy.violations.groups)
    ]
    source = [[button(w("按来源 ▸"), Asked(Verb.SIFT, Menu.SOURCE, asked.text).data)]]
    return _menu(w, w("台账只看哪一类？"), keys, asked, replace(asked, kind=""), source)


def choose_category(w: Words, asked: Filter, at: int, taxonomy: Taxonomy) -> Message | None:
    """Which one of the group, or the whole of it. None for a group that there is not."""
    if at >= len(taxonomy.violations.groups):
        return None
    group = taxonomy.violations.groups[at]
    label = group.label.in_language(w.lang)
    keys = [
        beginning(w("{group}：全部", group=label), replace(asked, kind=Kind(Sort.GROUP, group.id).mark)),
        *(
            beginning(
                taxonomy.violations[each].label.in_language(w.lang),
                replace(asked, kind=Kind(Sort.CATEGORY, each).mark),
            )
            for each in group.members
        ),
    ]
    return _menu(w, w("台账只看「{group}」里的哪一种？", group=label), keys, asked, replace(asked, kind=""), width=1)


def choose_source(w: Words, asked: Filter) -> Message:
    """How they reached the ledger."""
    keys = [beginning(source_name(w, each), replace(asked, kind=Kind(Sort.SOURCE, each).mark)) for each in SOURCES]
    return _menu(w, w("台账只看哪种来源？"), keys, asked, replace(asked, kind=""))


def choose_period(w: Words, asked: Filter, today: date) -> Message:
    """When they were received, as days of the district's calendar."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    before = month - timedelta(days=1)
    last_year = year - timedelta(days=1)
    spans = [
        (w("近 7 天"), today - timedelta(days=6), today),
        (w("近 30 天"), today - timedelta(days=29), today),
        (w("本月"), month, today),
        (w("上月"), before.replace(day=1), before),
        (w("今年"), year, today),
        (w("去年"), last_year.replace(month=1, day=1), last_year),
    ]
    keys = [beginning(text, replace(asked, since=since, until=until)) for text, since, until in spans]
    text = w("台账只看哪段时间登记的？其他时间请发送两个日期，例如：/ledger 2026-03-01 2026-03-31")
    return _menu(w, text, keys, asked, replace(asked, since=None, until=None))


def _menu(
    w: Words,
    text: str,
    keys: Sequence[dict[str, Any]],
    asked: Filter,
    everything: Filter,
    more: Buttons | None = None,
    width: int = 2,
) -> Message:
    last = [beginning(w("不限"), everything), beginning(w("◂ 返回"), asked)]
    return Message.of(text, inline([*in_rows(keys, width), *(more or []), last]))
