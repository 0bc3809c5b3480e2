"""What editors read while they write: questions for parts, class and basis, what was left out of a reply."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiogram.utils.formatting import Code, Pre, Text, as_list

from domain.asking import Asked, Verb
from domain.exposure import Class, Part
from domain.published import Form, Rich
from wording.exposure_terms import class_name, form_name, part_name
from wording.message import Message, button, inline
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

BASIS = "basis"
"""What the button of `Verb.CLASS` says for the basis, where the others name a class."""


def ask_part(w: Words, exposure_id: int, part: Part, user_id: int, name: str, *, empty: bool) -> Message:
    """What shall the part say?"""
    blanks = {"part": part_name(w, part), "id": exposure_id}
    lines: list[Text | str] = [
        Text(mention(user_id, name), w("，请回复本消息，写「{part}」（稿件 {id}）。", **blanks)),
        _advice(w, part),
        w("粗体、斜体、下划线、删除线会保留；链接、点名等格式会去掉。"),
    ]
    if not empty:
        lines.append(w("现在的文字在上一条消息里，可以复制后修改。要清空，回复「—」。"))
    return Message.of(as_list(*lines), force_reply(part_name(w, part)))


def as_it_stands(rich: Rich) -> Message:
    """The part in a message of its own, to be copied: with one tap, or where it is formatted with its formatting."""
    return Message(rich.text, rich.entities) if rich.entities else Message.of(Pre(rich.text))


def _advice(w: Words, part: Part) -> str:
    return {
        Part.LEAD: w("一句话：哪次专项行动、第几期。"),
        Part.TITLE: w("写法：[机关]查处[当事人][违法行为]案。"),
        Part.FACTS: w("什么时候、什么产品、数量、货值、检验项目。不写举报来源和任何个人信息。"),
        Part.VIOLATED: w("写法：上述行为违反《…》第…条第…款。请对照决定书。"),
        Part.BASIS: w("写法：依据《…》第…条第…款。请对照决定书。"),
        Part.PENALTY: w("处罚内容，或者移送给了谁。金额、文号要和决定书一字不差。"),
        Part.MEANING: w("可以不写：这个案例说明什么，给经营者什么提醒。"),
        Part.TIP: w("可以不写：提醒消费者怎么辨别、怎么举报。"),
    }[part]


def dropped(w: Words, kinds: Sequence[str]) -> Message:
    """The part is kept without some of its formatting."""
    names = w("、").join(dict.fromkeys(_format_name(w, each) for each in kinds))
    return Message.of(w("已保存。发布时不用的格式去掉了：{names}。文字都还在。", names=names))


def _format_name(w: Words, kind: str) -> str:
    names = {
        "text_link": w("链接"),
        "text_mention": w("点名"),
        "code": w("代码"),
        "pre": w("代码"),
        "spoiler": w("遮挡"),
        "blockquote": w("引用"),
        "expandable_blockquote": w("引用"),
        "custom_emoji": w("自定义表情"),
    }
    return names.get(kind, w("其他格式"))


def choose_class(w: Words, exposure_id: int, now: Class, basis: str) -> Message:
    """Of what kind is it, and under which law may it be published?"""
    keys = [
        button(f"{'☑️ ' if each is now else ''}{class_name(w, each)}", Asked(Verb.CLASS, exposure_id, each).data)
        for each in Class
    ]
    rows = [*in_rows(keys), [button(w("📜 改发布依据"), Asked(Verb.CLASS, exposure_id, BASIS).data)]]
    head = w("稿件 {id} 是哪一类？换类别会换上该类的发布依据（自己写过的不换）。", id=exposure_id)
    return Message.of(as_list(head, w("发布依据：{basis}", basis=basis or w("（未填）"))), inline(rows))


def ask_basis(w: Words, exposure_id: int, basis: str, user_id: int, name: str) -> Message:
    """Under which law and article is it published?"""
    asked = w("，请回复本消息，写明稿件 {id} 的发布依据，要有法规名称和条款。", id=exposure_id)
    lines: list[Text | str] = [Text(mention(user_id, name), asked)]
    if basis:
        lines.append(Code(basis))
    return Message.of(as_list(*lines), force_reply(w("《…》第…条")))


def quick_reason(w: Words, key: str) -> str | None:
    """A reason for discarding a draft, by the key its button carries; None for a key no button ever had."""
    return _reasons(w).get(key)


def _reasons(w: Words) -> dict[str, str]:
    return {
        "double": w("与其他稿件重复"),
        "unfit": w("不宜公开"),
        "unsure": w("材料不足，无法核实"),
    }


def ask_discard(w: Words, exposure_id: int) -> Message:
    """Why is the draft discarded? One press, or a reply in one's own words."""
    rows = [[button(text, Asked(Verb.DRAFT, exposure_id, f"discard-{key}").data)] for key, text in _reasons(w).items()]
    asked = w("作废稿件 {id}：请选一个理由，或直接回复本消息写明。作废后不能恢复。", id=exposure_id)
    return Message.of(asked, inline(rows))


def preview_sent(w: Words) -> str:
    """For the short line on top of the chat."""
    return w("预览已发到您和机器人的私聊")


def _preview(w: Words, p: Mapping[str, Any]) -> Message:
    blanks = {"id": p["id"], "form": form_name(w, Form(p["form"]))}
    if p["frozen"]:
        head = w("👁 稿件 {id}（{form}），已定稿。下面就是发布时的样子，只有您能看到：", **blanks)
    else:
        head = w("👁 稿件 {id}（{form}），还在起草。下面是现在的样子，只有您能看到：", **blanks)
    return Message.of(head + (w("还有 {n} 张照片没有确认，这里没有显示。", n=p["unready"]) if p["unready"] else ""))


WRITING_NOTICES = {"exposure_preview": _preview}
"""Merged into `wording.notices.NOTICES`."""
