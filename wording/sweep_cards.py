"""A sweep's message in a group: how far it has come, and a button for each place to go to next."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.sweep import Check, Coverage, SweepFacts
from wording.clocks import day
from wording.message import Buttons, Message, button, inline, shortened
from wording.town import in_rows
from wording.translate import Words, words

_ON_A_BUTTON = 24
"""UTF-16 units of a place's name: two buttons stand side by side on a phone."""


def check_name(w: Words, check: Check) -> str:
    """What is looked at, in a word."""
    return {
        Check.LICENCE: w("证照"),
        Check.LABEL: w("标签"),
        Check.EXPIRY: w("过期"),
        Check.PURCHASES: w("进货查验"),
    }[check]


def check_names(w: Words, checks: Sequence[Check]) -> str:
    """All that is looked at."""
    return w("、").join(check_name(w, each) for each in checks)


def covered(w: Words, coverage: Coverage) -> str:
    """How far it has come."""
    blanks = {"visited": coverage.visited, "places": coverage.places, "findings": coverage.findings}
    return w("已查 {visited}/{places}，发现 {findings}", **blanks)


def render(facts: SweepFacts, lang: str) -> Message:
    """The message with its buttons; without them once the sweep has ended."""
    w = words(lang)
    title = Text("🔎 ", Bold(facts.title), w("（全区排查）") if facts.whole_district else "")
    lines = [
        w("查：{checks}", checks=check_names(w, facts.checks)),
        w("{covered} · 截至 {due}", covered=covered(w, facts.coverage), due=day(w, facts.ends_on)),
        _next_step(w, facts),
    ]
    return Message.of(as_list(title, *lines), inline([] if facts.ended else _buttons(w, facts)))


def _next_step(w: Words, facts: SweepFacts) -> str:
    if facts.ended:
        return w("🏁 已结束。")
    if not facts.coverage.places:
        return w("还没有地点。请负责人点「➕ 添加地点」；路上遇到的点「📍 名单外的地点」。")
    if not facts.coverage.left:
        return w("名单上的地点都查完了。")
    return w("还有 {left} 处。到了现场，点地点登记：", left=facts.coverage.left)


def _buttons(w: Words, facts: SweepFacts) -> Buttons:
    places = [
        button(shortened(name, _ON_A_BUTTON), Asked(Verb.SPOT, place_id).data) for place_id, name in facts.next_places
    ]
    rows = in_rows(places)
    if facts.more:
        rows.append([button(w("其他地点 ▸"), Asked(Verb.SWEEPS, facts.sweep_id, str(facts.next_places[-1][0])).data)])
    rows.append([button(w("📍 名单外的地点"), Asked(Verb.OFFLIST, facts.sweep_id).data)])
    leads = [button(w("➕ 添加地点"), Asked(Verb.SPOTS, facts.sweep_id).data)]
    if not facts.whole_district:
        leads.append(finish_button(w, facts.sweep_id))
    return [*rows, leads]


def finish_button(w: Words, sweep_id: int) -> dict[str, object]:
    """For whoever may end the sweep."""
    return button(w("🏁 结束排查"), Asked(Verb.FINISH, sweep_id).data)
