"""The card of a case in an officers' group: what is known, where it stands, and what can be done next."""

import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, ExpandableBlockQuote, Text

from domain.asking import Asked, Verb
from domain.card import CardFacts, CardNote
from domain.case import OPEN, Status
from domain.entry import Channel
from domain.people import OVERSIGHT, DeskKind
from domain.plain_text import clean_line, utf16_len
from domain.taxonomy import Taxonomy
from wording.clocks import clock_buttons, deadline_lines
from wording.joint_lines import established, guest_buttons, invite_buttons, joint_lines
from wording.ledger_lines import ledger_lines, move_buttons, review_buttons
from wording.look_back_lines import look_buttons, look_lines
from wording.message import Buttons, Message, button, inline, link, shortened
from wording.repeat_lines import repeat_buttons, repeat_lines
from wording.terms import outcome_name, severity_name, status_name
from wording.translate import Words, words

LONGEST = 4000
"""UTF-16 units of a card: Telegram takes 4096, and a repeated send puts a line of its own in front."""

_NOTE_SHOWN = 160
_CONCLUSION_SHOWN = 320


def render(facts: CardFacts, lang: str, zone: ZoneInfo, taxonomy: Taxonomy | None = None) -> Message:
    """The whole card with its buttons, never longer than `LONGEST`.

    `taxonomy` is the district's own, where it has one. For a desk that no longer has the case the card only says so.
    """
    w = words(lang)
    if not facts.here:
        return Message.of(Text(Bold(facts.number), "\n", _gone(w, facts)))
    head = _head(w, facts, zone, taxonomy or shipped_taxonomy())
    tail = _tail(w, facts, zone)
    room = LONGEST - sum(utf16_len(part.render()[0]) for part in (head, tail)) - 8
    told = established(w, facts) if facts.withheld else facts.happened
    story = ExpandableBlockQuote(shortened(told, room)) if told else Text(w("（没有文字说明）"))
    return Message.of(Text(head, story, tail), inline(_buttons(w, facts)))


@cache
def shipped_taxonomy() -> Taxonomy:
    """The taxonomy that comes with the program, for districts without one of their own."""
    return Taxonomy.load(json.loads(files("domain").joinpath("taxonomy.json").read_text("utf-8")))


def violation_name(w: Words, violation: str, taxonomy: Taxonomy) -> str:
    """As officers say it; a category the district has since dropped shows its id."""
    return taxonomy.violations[violation].label.in_language(w.lang) if violation in taxonomy.violations else violation


def _gone(w: Words, facts: CardFacts) -> str:
    if facts.status not in OPEN:
        return w("这件线索已经了结，本单位不再参与。")
    if facts.desk_name:
        return w("已转出，现由{desk}办理。", desk=facts.desk_name)
    return w("已退回值班台。")


def _head(w: Words, facts: CardFacts, zone: ZoneInfo, taxonomy: Taxonomy) -> Text:
    urgent = {"urgent": "🔴 ", "serious": "🟠 "}.get(facts.severity, "")
    title = Text(urgent, Bold(facts.number), " · ", Bold(status_name(w, facts.status)))
    severity = severity_name(w, facts.severity)
    kind = w("类别：{kind}（{severity}）", kind=violation_name(w, facts.violation, taxonomy), severity=severity)
    lines: list[Text | str] = [title, kind, *_place(w, facts)]
    if facts.business:
        lines.append(w("被举报：{business}", business=facts.business))
    if facts.photos:
        lines.append(w("照片：{n} 张", n=facts.photos))
    lines.append(w("收到：{when}", when=half_day(w, facts.received_at, zone)))
    lines += deadline_lines(w, facts, zone)
    return _stacked([*lines, Bold(w("查明的情况：") if facts.withheld else w("反映的情况：")), ""])


def _place(w: Words, facts: CardFacts) -> list[Text | str]:
    lines: list[Text | str] = []
    if facts.place_text:
        lines.append(w("地点：{place}", place=facts.place_text))
    if facts.lat is not None and facts.lon is not None:
        lines.append(Text("📍 ", Code(f"{facts.lat:.5f}, {facts.lon:.5f}")))
    desk = facts.desk_name or w("尚未派发")
    why = _why(w, facts.routed_by)
    lines.append(w("归属：{desk}（{why}）", desk=desk, why=why) if why else w("归属：{desk}", desk=desk))
    if facts.border_m is not None:
        lines.append(w("⚠️ 距辖区边界约 {metres} 米，请先核对归属", metres=facts.border_m))
    return lines


def _why(w: Words, routed_by: str) -> str:
    return {
        "gps": w("按定位"),
        "pin": w("按地图选点"),
        "venue": w("按所选地点"),
        "photo": w("按照片中的位置"),
        "typed": w("按地址"),
        "town": w("举报人选定"),
        "category": w("按类别"),
        "duty": w("值班台派发"),
        "outside": w("地点不在本区"),
        "undecided": w("地点不能确定归属"),
        "unbound": w("所属单位尚未接入"),
        "sweep": w("排查中发现"),
    }.get(routed_by, "")


def _tail(w: Words, facts: CardFacts, zone: ZoneInfo) -> Text:
    lines: list[Text | str] = [""]
    if facts.holder:
        lines.append(Text(w("承办："), Bold(facts.holder)))
    lines += joint_lines(w, facts)
    lines += ledger_lines(w, facts)
    lines += repeat_lines(w, facts)
    if facts.outcome is not None:
        lines.append(Text(w("结论："), Bold(outcome_name(w, facts.outcome))))
    if facts.conclusion:
        lines.append(shortened(facts.conclusion, _CONCLUSION_SHOWN))
    lines += look_lines(w, facts, zone)
    if facts.notes:
        lines.append(Bold(w("最近记录：")))
        lines += [_note(w, note, zone) for note in facts.notes]
    if facts.status in OPEN:
        lines.append(w("↩️ 回复本消息可添加备注（默认内部可见）。"))
    return _stacked(lines)


def _note(w: Words, note: CardNote, zone: ZoneInfo) -> str:
    author = note.author or w("举报人")
    day = note.at.astimezone(zone)
    told = w("（已告知举报人）") if note.shared else ""
    text = clean_line(note.text, _NOTE_SHOWN - 1)
    more = "…" if utf16_len(note.text) > _NOTE_SHOWN else ""
    return f"· {author} {day.month}/{day.day}{told}：{text or w('［照片］')}{more}"


def _stacked(lines: list[Text | str]) -> Text:
    spaced = [part for line in lines for part in (line, "\n")]
    return Text(*spaced[:-1])


def half_day(w: Words, at: datetime, zone: ZoneInfo) -> str:
    """A moment rounded to half a day: the exact time of a report could give its author away."""
    local = at.astimezone(zone)
    part = w("上午") if local.hour < 12 else w("下午")
    return w("{month}月{day}日{part}", month=local.month, day=local.day, part=part)


def _buttons(w: Words, facts: CardFacts) -> Buttons:
    looks = [button(w("📜 全部经过"), Asked(Verb.STORY, facts.case_id).data)]
    if facts.lat is not None and facts.lon is not None:
        at = f"{facts.lat:.5f}/{facts.lon:.5f}"
        lat, lon = at.split("/")
        looks.append(link(w("🗺 地图"), f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{at}"))
    rows: Buttons = [*repeat_buttons(w, facts), looks]
    if facts.status not in OPEN:
        reviewing = review_buttons(w, facts) if facts.for_kind in OVERSIGHT else []
        return [*look_buttons(w, facts), *reviewing, *rows]
    if facts.for_kind is DeskKind.SUPERVISOR:
        return [[button(w("📝 记备注"), Asked(Verb.NOTE, facts.case_id).data)], *rows]
    if facts.as_guest:
        return [*guest_buttons(w, facts), *rows]
    return [*(_duty_buttons(w, facts) if facts.for_kind is DeskKind.DUTY else _desk_buttons(w, facts)), *rows]


def _desk_buttons(w: Words, facts: CardFacts) -> Buttons:
    def ask(text: str, verb: Verb) -> dict[str, object]:
        return button(text, Asked(verb, facts.case_id).data)

    waits = facts.status is Status.REFERRED and not facts.ledger.acknowledged
    first = [] if facts.holder or waits else [ask(w("✋ 接办"), Verb.TAKE)]
    if facts.status in (Status.ASSIGNED, Status.ACCEPTED):
        first.append(ask(w("↩️ 退回值班台"), Verb.RETURN))
    return [
        first,
        *move_buttons(w, facts),
        [ask(w("👥 交给同事"), Verb.HAND), *_ask_button(w, facts)],
        *invite_buttons(w, facts),
        [ask(w("📝 记备注"), Verb.NOTE), ask(w("✅ 办结"), Verb.END)],
        *clock_buttons(w, facts),
        [ask(w("🗂 登记信息"), Verb.FIELD), ask(w("🚩 严重程度"), Verb.GRADE)],
    ]


def _ask_button(w: Words, facts: CardFacts) -> list[dict[str, object]]:
    # What staff entered came from nobody whom the bot could ask.
    if facts.ledger.source in set(Channel):
        return []
    return [button(w("❓ 问举报人"), Asked(Verb.ASK, facts.case_id).data)]


def _duty_buttons(w: Words, facts: CardFacts) -> Buttons:
    def ask(text: str, verb: Verb) -> dict[str, object]:
        return button(text, Asked(verb, facts.case_id).data)

    if facts.status is Status.RECEIVED:
        first = [ask(w("📨 派给…"), Verb.ASSIGN), ask(w("✅ 办结"), Verb.END)]
    elif facts.status is Status.ASSIGNED and not facts.holder:
        first = [ask(w("📨 改派给…"), Verb.ASSIGN)]
    else:
        first = [ask(w("📨 转给其他单位"), Verb.ASSIGN)]
    return [
        first,
        [*_ask_button(w, facts), ask(w("📝 记备注"), Verb.NOTE)],
        *invite_buttons(w, facts),
        [ask(w("🗂 登记信息"), Verb.FIELD)],
    ]
