"""The card of an exposure (稿件卡) in the publicity office's group: its parts, what is missing, what can be done."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, ExpandableBlockQuote, Italic, Text, as_list

from domain.asking import Asked, Verb
from domain.exposure import EDITABLE, NEEDED, Part, Status
from domain.exposure_card import ExposureFacts
from domain.plain_text import utf16_len
from domain.published import LONGEST as WHOLE
from domain.published import Form
from wording.afterwards import buttons_after, lines_after
from wording.batch_plans import text_buttons
from wording.exposure_photos import photos_line
from wording.exposure_terms import class_name, form_name, lack_name, part_name, stage_mark, stage_name
from wording.message import Buttons, Message, button, inline, shortened
from wording.town import in_rows
from wording.translate import Words, words

LONGEST = 4000
"""UTF-16 units of a card: Telegram takes 4096, and a repeated send puts a line of its own in front."""

_LINE = 160
"""UTF-16 units of a line that people filled in."""


def render(facts: ExposureFacts, lang: str) -> Message:
    """The whole card with its buttons, never longer than `LONGEST`: long parts are shortened, the preview has them."""
    w = words(lang)
    head, tail = as_list(*_head(w, facts)), as_list(*_tail(w, facts))
    room = LONGEST - sum(utf16_len(each.render()[0]) for each in (head, tail)) - 2
    return Message.of(as_list(head, *_parts(w, facts, room), tail), inline(_buttons(w, facts)))


def _head(w: Words, facts: ExposureFacts) -> list[Text | str]:
    issue = w("第{number}期", number=facts.batch_number)
    title = w("稿件 {id}", id=facts.exposure_id)
    return [
        Text(f"{stage_mark(facts.status)} ", Bold(title), f" · {issue} · ", Bold(stage_name(w, facts.status))),
        w("类别：{kind}", kind=class_name(w, facts.class_)),
        w("发布依据：{basis}", basis=shortened(facts.basis, _LINE) or w("（未填）")),
        _decision(w, facts),
    ]


def _decision(w: Words, facts: ExposureFacts) -> str:
    known = (
        shortened(facts.agency, _LINE),
        shortened(facts.party, _LINE),
        shortened(facts.document, _LINE),
        facts.decided_on.isoformat() if facts.decided_on else "",
    )
    origin = w("台账 {number}", number=facts.case) if facts.case else w("外来案件")
    return w("决定（{origin}）：{facts}", origin=origin, facts=" · ".join(filter(None, known)) or w("（未填）"))


def _parts(w: Words, facts: ExposureFacts, room: int) -> list[Text]:
    """Each part that is there under its name; long ones give way evenly."""
    there = [each for each in Part if each in facts.parts and facts.parts[each].text]
    names = {each: f"【{part_name(w, each)}】" for each in there}
    left = room - sum(utf16_len(each) + 2 for each in names.values())
    shares = _shares([utf16_len(facts.parts[each].text) for each in there], left)
    return [
        Text(Bold(names[each]), "\n", _quoted(each, shortened(facts.parts[each].text, share)))
        for each, share in zip(there, shares, strict=True)
    ]


def _quoted(part: Part, text: str) -> Text:
    return ExpandableBlockQuote(text) if part in (Part.FACTS, Part.MEANING, Part.TIP) else Text(text)


def _shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many units each gets: short ones all they want, what is left is parted evenly among the long ones."""
    shares = [0] * len(wanted)
    for done, at in enumerate(sorted(range(len(wanted)), key=lambda each: wanted[each])):
        shares[at] = min(wanted[at], room // (len(wanted) - done))
        room -= shares[at]
    return shares


def _tail(w: Words, facts: ExposureFacts) -> list[Text | str]:
    lines: list[Text | str] = []
    if facts.status in EDITABLE:
        lines.append(w("全文 {units} / {limit} 字", units=facts.units, limit=WHOLE))
    if facts.photos[0]:
        lines.append(photos_line(w, *facts.photos))
    if facts.lead_batch:
        lines.append(w("⚠️ 导语写的是{named}，本稿在第{number}期。", named=facts.lead_batch, number=facts.batch_number))
    if facts.status is Status.DRAFT and facts.lacks:
        missing = w("、").join(lack_name(w, each) for each in facts.lacks)
        lines.append(Text(Bold(w("还缺：")), missing))
    if facts.status in EDITABLE and facts.flags:
        lines.append(Text("🚩 ", Bold(w("待核 {n} 处", n=facts.flags)), w("：逐处决定后才能提交")))
    if facts.editors:
        lines.append(Italic(w("经手：{who}", who=w("、").join(facts.editors))))
    if facts.status in EDITABLE and facts.publish_by is not None:
        lines.append(_in_time(w, facts.publish_by, late=facts.late))
    if facts.expires_on is not None:
        lines.append(w("到期：{due}", due=facts.expires_on.isoformat()))
    lines += lines_after(w, facts)
    return lines or [""]


def _in_time(w: Words, until: date, *, late: bool) -> str:
    due = until.isoformat()
    if late:
        return w("⚠️ 应在 {due} 前公示，已过期限（决定之日起二十个工作日，信息公示规定第九条），请尽早发布。", due=due)
    return w("⏱ 应在 {due} 前公示（决定之日起二十个工作日，信息公示规定第九条）。", due=due)


def _buttons(w: Words, facts: ExposureFacts) -> Buttons:
    def ask(text: str, verb: Verb, detail: str = "") -> dict[str, object]:
        return button(text, Asked(verb, facts.exposure_id, detail).data)

    look = [ask(f"👁 {form_name(w, each)}", Verb.PREVIEW, each) for each in Form]
    batch = [button(w("📚 第{number}期", number=facts.batch_number), Asked(Verb.BATCH, facts.batch_id).data)]
    if facts.status not in EDITABLE:
        return [look, *buttons_after(w, facts), *text_buttons(w, facts), batch]
    return [
        *buttons_after(w, facts),
        *in_rows([ask(_part_button(w, facts, each), Verb.WRITE, each) for each in Part], 3),
        [ask(w("⚖️ 类别和依据"), Verb.CLASS), ask(w("📄 决定信息"), Verb.DRAFT, "decision")],
        [ask(w("🖼 照片"), Verb.SNAP), *look],
        *_gate(w, facts),
        *text_buttons(w, facts),
        [*batch, ask(w("↔️ 换期"), Verb.DRAFT, "move"), ask(w("🗑 作废"), Verb.DRAFT, "discard")],
    ]


def _gate(w: Words, facts: ExposureFacts) -> Buttons:
    rows = []
    if facts.flags:
        rows.append([button(w("🚩 待核（{n}）", n=facts.flags), Asked(Verb.FLAG, facts.exposure_id).data)])
    if facts.status is Status.DRAFT:
        rows.append([button(w("📤 提交审核"), Asked(Verb.SUBMIT, facts.exposure_id).data)])
    if facts.status is Status.SUBMITTED:
        rows.append([button(w("🔍 看送审稿"), Asked(Verb.SUBMIT, facts.exposure_id, "show").data)])
    return rows


def _part_button(w: Words, facts: ExposureFacts, part: Part) -> str:
    if part in facts.parts and facts.parts[part].text:
        return f"✏️ {part_name(w, part)}"
    return f"❗ {part_name(w, part)}" if part in NEEDED[facts.class_] else f"➕ {part_name(w, part)}"
