"""On the cards of batches and their texts: when they go out, for how long, and what can be done about that."""

from zoneinfo import ZoneInfo

from domain.asking import Asked, Verb
from domain.exposure import EDITABLE, OUT, Status
from domain.exposure_card import BatchFacts, ExposureFacts
from wording.message import Buttons, button
from wording.slots import moment, slot_name
from wording.translate import Words

_APPROVED = frozenset({Status.APPROVED, Status.SCHEDULED})
_FROZEN = _APPROVED | {Status.SUBMITTED}


def plan_lines(w: Words, facts: BatchFacts, zone: ZoneInfo) -> list[str]:
    """When it goes out, or went; what it waits for before that can be said."""
    if facts.begun_at is not None:
        return [w("📡 已于 {at} 开始发布", at=moment(w, facts.begun_at.astimezone(zone)))]
    if facts.due_at is not None:
        return [w("🗓 定于 {at} 发布", at=moment(w, facts.due_at.astimezone(zone)))]
    if facts.slot is not None:
        place = w("下一个就是它") if not facts.ahead else w("前面还有 {n} 期", n=facts.ahead)
        return [w("🗓 排队：{slot}，{place}", slot=slot_name(w, facts.slot), place=place)]
    if facts.exposures and all(each.status in _APPROVED for each in facts.exposures):
        return [w("全部稿件已通过审核，可以安排发布。")]
    return [w("全部稿件通过审核后，才能安排发布。")] if facts.exposures else []


def plan_buttons(w: Words, facts: BatchFacts) -> Buttons:
    """Schedule, publish, rehearse, take off: what fits the stage it is in."""
    if facts.begun_at is not None or not facts.exposures:
        return []

    def ask(text: str, verb: Verb, detail: str = "") -> dict[str, object]:
        return button(text, Asked(verb, facts.batch_id, detail).data)

    planned = facts.due_at is not None or facts.queued
    rows: Buttons = []
    if all(each.status in _APPROVED for each in facts.exposures):
        change = w("🗓 改时间") if planned else w("🗓 安排发布")
        rows.append([ask(change, Verb.PLAN), ask(w("🚀 立即发布"), Verb.PUBLISH)])
    if planned:
        rows.append([ask(w("✖️ 撤下排期"), Verb.PLAN, "off")])
    if all(each.status in _FROZEN for each in facts.exposures):
        rows.append([ask(w("🎭 演练（只发本群）"), Verb.REHEARSE, "batch")])
    return rows


def text_buttons(w: Words, facts: ExposureFacts) -> Buttons:
    """For one text: its rehearsal, and how long it is shown."""
    row = []
    if facts.status in _FROZEN:
        row.append(button(w("🎭 演练（只发本群）"), Asked(Verb.REHEARSE, facts.exposure_id).data))
    if facts.status in EDITABLE | OUT:
        row.append(button(w("⏳ 公示期限"), Asked(Verb.TERM, facts.exposure_id).data))
    return [row]
