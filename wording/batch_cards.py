"""The card of a batch (期次卡): what is in it, in the order in which it goes out, and where each stands."""

from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.exposure_card import BatchFacts, InBatch
from wording.batch_plans import plan_buttons, plan_lines
from wording.exposure_terms import stage_mark, stage_name
from wording.message import Buttons, Message, button, inline, shortened
from wording.town import in_rows
from wording.translate import Words, words

_TITLE = 60
_SHOWN = 20
"""Exposures with a line and a button; a batch has a handful."""


def render(facts: BatchFacts, lang: str, zone: ZoneInfo) -> Message:
    """The card with its buttons."""
    w = words(lang)
    title = shortened(facts.title, _TITLE)
    head = Text("📚 ", Bold(w("第{number}期", number=facts.number)), f" {title}" if title else "")
    lines: list[Text | str] = [_line(w, at, each) for at, each in enumerate(facts.exposures[:_SHOWN], 1)]
    more = len(facts.exposures) - _SHOWN
    if more > 0:
        lines.append(w("……还有 {more} 篇", more=more))
    if not lines:
        lines.append(w("本期还没有稿件。用 /exposures 选案或从头写。"))
    lines += plan_lines(w, facts, zone)
    return Message.of(as_list(head, *lines), inline([*_buttons(w, facts), *plan_buttons(w, facts)]))


def _line(w: Words, at: int, each: InBatch) -> str:
    title = shortened(each.title, _TITLE) or w("（无标题）")
    lacking = w("，还缺 {n} 项", n=each.lacking) if each.lacking else ""
    where = f"{stage_mark(each.status)} {stage_name(w, each.status)}"
    return w("{at}. 稿件 {id}：{title}（{where}{lacking}）", at=at, id=each.exposure_id, title=title, where=where,
             lacking=lacking)  # fmt: skip


def _buttons(w: Words, facts: BatchFacts) -> Buttons:
    shown = facts.exposures[:_SHOWN]
    open_them = [
        button(w("{mark} 稿件 {id}", mark=stage_mark(each.status), id=each.exposure_id),
               Asked(Verb.DRAFT, each.exposure_id).data)
        for each in shown
    ]  # fmt: skip
    if facts.begun_at is not None:
        return in_rows(open_them, 3)
    edit = [button(w("🏷 期名"), Asked(Verb.BATCH, facts.batch_id, "title").data)]
    if len(shown) > 1:
        edit.append(button(w("🔀 调整顺序"), Asked(Verb.BATCH, facts.batch_id, "order").data))
    return [*in_rows(open_them, 3), edit]
