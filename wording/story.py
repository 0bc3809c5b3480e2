"""A case's whole story, as one message and as the text of a paper."""

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.plain_text import utf16_len
from domain.story import Happening, Story
from domain.taxonomy import Taxonomy
from wording.cards import LONGEST, shipped_taxonomy, violation_name
from wording.clocks import deadline_lines
from wording.happenings import dated, what_happened, when, who_did
from wording.joint_lines import established
from wording.ledger_lines import ledger_entries
from wording.message import Message, button, inline, shortened
from wording.terms import outcome_name, severity_name, status_name
from wording.translate import Words

AS_PDF, AS_FORM = "pdf", "form"
"""What a button asks to have made."""

_WORDS_SHOWN = 160


def told(w: Words, story: Story, zone: ZoneInfo) -> Message:
    """Everything that happened in one message, oldest first; where it does not fit, it says so and names the PDF."""
    card = story.card
    head = Text(w("📜 全部经过"), " ", Bold(card.number), " · ", status_name(w, card.status))
    buttons = inline([
        [
            button(w("📄 PDF（含照片）"), Asked(Verb.PAPER, card.case_id, AS_PDF).data),
            button(w("🖨 举报登记表"), Asked(Verb.PAPER, card.case_id, AS_FORM).data),
        ]
    ])  # fmt: skip
    for shown in (None, _WORDS_SHOWN):
        steps = [_step(w, each, zone, shown) for each in story.happenings]
        hint = "" if shown is None else "\n\n" + w("有的文字较长，这里有删节。全文见 PDF。")
        if _room(head, hint) >= sum(utf16_len(each) + 1 for each in steps):
            return Message.of(Text(head, "\n", "\n".join(steps), hint), buttons)
    return Message.of(Text(head, "\n", _newest(w, steps, head)), buttons)


def _newest(w: Words, steps: list[str], head: Text) -> str:
    """The first step and as many of the newest as there is room for."""
    hint = "\n\n" + w("经过较长，这里只有开头和最近的部分。全文见 PDF。")
    room = _room(head, hint) - utf16_len(steps[0]) - 4
    kept: list[str] = []
    for step in reversed(steps[1:]):
        room -= utf16_len(step) + 1
        if room < 0:
            break
        kept.insert(0, step)
    return "\n".join([steps[0], "…", *kept]) + hint


def _room(head: Text, hint: str) -> int:
    return LONGEST - utf16_len(head.render()[0]) - utf16_len(hint) - 2


def _step(w: Words, event: Happening, zone: ZoneInfo, shown: int | None) -> str:
    words = event.words if shown is None else shortened(event.words.replace("\n", " "), shown)
    line = w("· {when} {who}：{what}", when=when(w, event, zone), who=who_did(w, event), what=what_happened(w, event))
    return f"{line}\n　「{words}」" if words else line


def paper(w: Words, story: Story, zone: ZoneInfo, district: str, taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """What `papers/story.py` sets on paper, without its photos and its date."""
    card = story.card
    return {
        "title": w("线索全部经过"),
        "head": w("{district}　线索 {number}", district=district, number=card.number),
        "foot": w("内部资料，请勿外传"),
        "numbered": w("第 {page} 页，共 {pages} 页", page="{page}", pages="{pages}"),
        "about": [
            {"title": w("基本情况"), "rows": _about(w, card, zone, taxonomy or shipped_taxonomy())},
            *([{"title": w("台账登记"), "rows": ledger}] if (ledger := ledger_entries(w, card)) else []),
        ],
        "told": _told_on_paper(w, card),
        "steps": {"title": w("办理经过"), "steps": [_on_paper(w, each, zone) for each in story.happenings]},
        "photos": {"title": w("照片（已去除拍摄信息）"), "missing": ""},
    }


def _told_on_paper(w: Words, card: CardFacts) -> dict[str, str]:
    if card.withheld:
        return {"title": w("查明的情况"), "text": established(w, card)}
    return {"title": w("反映的情况"), "text": card.happened or w("（没有文字说明）")}


def photos_left_out(w: Words, left_out: int) -> str:
    """Said below the photos that are there."""
    return w("另有 {n} 张照片没有收入，请看群里的卡片。", n=left_out) if left_out else ""


def file_name(w: Words, number: str) -> str:
    """Of the PDF, without its ending."""
    return w("线索经过-{number}", number=number)


def caption(w: Words, number: str) -> str:
    """Under the PDF."""
    return w("{number} 的全部经过。内部资料，请勿外传。", number=number)


def _about(w: Words, card: CardFacts, zone: ZoneInfo, taxonomy: Taxonomy) -> list[list[str]]:
    kind = violation_name(w, card.violation, taxonomy)
    rows = [
        [w("状态"), status_name(w, card.status)],
        [w("类别"), w("{kind}（{severity}）", kind=kind, severity=severity_name(w, card.severity))],
        [w("被举报对象"), card.business],
        [w("地点"), card.place_text],
        [w("收到"), dated(w, card.received_at, zone)],
        [w("承办单位"), card.desk_name or w("尚未派发")],
        [w("承办人"), card.holder or ""],
        [w("期限"), "\n".join(deadline_lines(w, card, zone))],
        [w("结论"), outcome_name(w, card.outcome) if card.outcome else ""],
        [w("核查情况"), card.conclusion],
    ]
    return [row for row in rows if row[1]]


def _on_paper(w: Words, event: Happening, zone: ZoneInfo) -> dict[str, str]:
    return {
        "when": when(w, event, zone),
        "who": who_did(w, event),
        "what": what_happened(w, event),
        "words": event.words,
    }


def how_to_tell(w: Words) -> Message:
    """Answers /story without a number."""
    return Message.of(w("请在 /story 后面写上线索编号，例如：/story 2026-00042"))
