"""What the publicity office reads and presses while it chooses photos and says what is blackened in them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Code, Text, as_list

from domain.asking import Asked, Verb
from domain.blackening import COLUMNS, ROWS, Unit, cell, units_of
from domain.exposure_photo import SENTENCE, Origin, PhotoFacts, likeness_of
from wording.message import Buttons, Message, button, inline
from wording.town import force_reply, in_rows, mention
from wording.translate import Words, words

SHOW, SHOW_ALL, ADD, MATERIAL = "show", "all", "add", "material"
USE, LEAVE, CLEAR, UNDO, REOPEN, SURE = "use", "leave", "clear", "undo", "reopen", "ok-"
"""What the buttons say in `detail`: the first four about an exposure, but for `SHOW` about a photo, as all others;
`SURE` stands before the boxes' `likeness_of`."""


def listing(w: Words, exposure_id: int, photos: Sequence[PhotoFacts], material: int, *, editable: bool) -> Message:
    """What there is to choose from, a button for each."""
    chosen = sum(each.chosen for each in photos)
    lines = [w("稿件 {id} 的照片：{of} 张，选用 {chosen} 张。", id=exposure_id, of=len(photos), chosen=chosen)]
    if photos:
        lines.append(w("☑️ 已选用可发布　✏️ 已选用待确认　⬜ 未选用　⏳ 还在下载。点编号打开照片。"))
    elif editable:
        lines.append(w("还没有照片。请点「添加照片」。"))
    if material:
        lines.append(w("举报材料 {count} 张没有打开：照片可能暴露举报人，确有需要才用。", count=material))
    keys = [_numbered(each) for each in photos]
    whole = [button(w("🖼 逐张打开"), Asked(Verb.SNAP, exposure_id, SHOW_ALL).data)] if len(photos) > 1 else []
    rows = [*in_rows(keys, 5), whole]
    if editable:
        rows.append([button(w("➕ 添加照片"), Asked(Verb.SNAP, exposure_id, ADD).data)])
        if material:
            rows.append([button(w("📎 使用举报材料"), Asked(Verb.SNAP, exposure_id, MATERIAL).data)])
    return Message.of("\n".join(lines), inline(rows))


def _numbered(facts: PhotoFacts) -> dict[str, Any]:
    mark = "☑️" if facts.chosen and facts.picture else "✏️" if facts.chosen else "⬜" if facts.copy else "⏳"
    return button(f"{mark} {facts.nth}", Asked(Verb.SNAP, facts.photo_id, SHOW).data)


def photos_line(w: Words, chosen: int, unready: int) -> str:
    """On the exposure's own card."""
    text = w("🖼 选用照片 {chosen} 张", chosen=chosen)
    return text + (w("，其中 {unready} 张还没有确认或没有做好", unready=unready) if unready else "")


def ask_photos(w: Words, exposure_id: int, user_id: int, name: str) -> Message:
    """Which photos shall be added?"""
    text = w("，请回复本消息发照片（稿件 {id}），可以一次发几张。收到后会逐张显示，默认不发布。", id=exposure_id)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("照片")))


def ask_sentence(w: Words, exposure_id: int, count: int, user_id: int, name: str) -> Message:
    """Is it really needed?"""
    head = w("，稿件 {id} 的案件有举报材料 {count} 张照片。", id=exposure_id, count=count)
    return Message.of(
        as_list(
            Text(mention(user_id, name), head),
            w("照片的角度、倒影、时间和周围的人，都可能让人认出是谁拍的。能用工作人员的照片，就不要用举报材料。"),
            w("确需使用，请回复本消息，一字不差地写："),
            Code(SENTENCE),
            w("这一步会记入稿件的操作记录。"),
        ),
        force_reply(w("照抄上面的一句话")),
    )


def render(facts: PhotoFacts, lang: str) -> Message:
    """The caption of a photo's card, at most 1024 UTF-16 units, with its buttons."""
    w = words(lang)
    head = w("🖼 稿件 {id} · 照片 {nth}/{of} · ", id=facts.exposure_id, nth=facts.nth, of=facts.of)
    lines = [head + _origin(w, facts.origin), *_state(w, facts)]
    return Message.of("\n".join(lines), inline(_buttons(w, facts)) if facts.editable else None)


def _origin(w: Words, origin: Origin) -> str:
    return {Origin.STAFF: w("执法照片"), Origin.OFFICE: w("本部门添加"), Origin.REPORT: w("举报材料")}[origin]


def _state(w: Words, facts: PhotoFacts) -> list[str]:
    if not facts.chosen:
        return [w("未选用，不会发布。")]
    if facts.picture is not None:
        return [w("✅ 已由{who}确认。发布的就是上面这张图。", who=facts.confirmed_by)]
    if facts.confirmed:
        return [w("已由{who}确认，正在制作发布用的图片……", who=facts.confirmed_by)]
    failed = [w("⚠️ 发布用的图片没有做成，请再确认一次；仍不行请换一张。")] if facts.state == "failed" else []
    warned = [w("⚠️ 举报材料：看得出拍摄人、位置或时间的地方都要遮，遮不住就不要用。")]
    return [
        *failed,
        w("已选用，还没有确认。人脸、车牌、电话、证件、住址都要遮。"),
        w("点格子遮挡，再点一次取消。要更细，请回复本消息，例如：B2-D3 或 C3a（a 左上、b 右上、c 左下、d 右下）。"),
        *(warned if facts.origin is Origin.REPORT else []),
    ]


def _buttons(w: Words, facts: PhotoFacts) -> Buttons:
    def ask(text: str, detail: str) -> dict[str, Any]:
        return button(text, Asked(Verb.SNAP, facts.photo_id, detail).data)

    if not facts.chosen:
        return [[ask(w("➕ 选用这张"), USE)]]
    leave = [ask(w("🚫 不用这张"), LEAVE)]
    if facts.confirmed:
        return [[ask(w("✏️ 改遮挡"), REOPEN)], leave]
    black = units_of(facts.boxes)
    cells = [[ask(_cell_mark(column + row, black), column + row) for column in COLUMNS] for row in ROWS]
    sure = w("✅ 确认遮挡") if black else w("✅ 确认，没有要遮的")
    again = [ask(w("↩️ 撤销一步"), UNDO), *([ask(w("🧽 全部不遮"), CLEAR)] if black else [])]
    return [*cells, again, [ask(sure, SURE + likeness_of(facts.boxes))], leave]


def _cell_mark(name: str, black: frozenset[Unit]) -> str:
    mine = cell(name)
    return "⬛" if mine <= black else f"◧{name}" if mine & black else name


def _refused(w: Words, p: Mapping[str, Any]) -> Message:
    return Message.of(
        w("稿件 {number} 有一张照片没有收下：取不到，或者不是能打开的照片。请换一张再发。", number=p["number"])
    )


PHOTO_NOTICES: dict[str, Callable[[Words, Mapping[str, Any]], Message]] = {"exposure_photo_refused": _refused}
"""Merged into `wording.notices`."""
