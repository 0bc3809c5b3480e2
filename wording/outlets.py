"""What the office reads about its channels and groups."""

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.outlet import OutletFacts
from domain.published import Form
from wording.message import Buttons, Message, button, inline, shortened
from wording.translate import Words

_TITLE = 60
_MOST = 30
DROP, KEEP, OPEN = "drop", "drop-yes", "open"


def form_name(w: Words, form: Form) -> str:
    """In which form a chat gets exposures."""
    return {
        Form.FULL: w("全文（有照片时先发照片）"),
        Form.SHORT: w("摘要，点按钮看全文"),
        Form.ALBUM: w("照片配摘要"),
    }[form]


def ask(w: Words, facts: OutletFacts) -> Message:
    """Asked in the office once the bot was added somewhere."""
    kind = w("频道") if facts.is_channel else w("群")
    return Message.of(
        as_list(
            Text("📣 ", w("机器人进了{kind}", kind=kind), " ", Bold(shortened(facts.title, _TITLE))),
            w("把它加为发布渠道？请负责人选择发布形式；加入后，以后的曝光都会发到那里。"),
        ),
        inline([*_forms(w, facts), [button(w("不加入"), _data(facts, DROP))]]),
    )


def listing(w: Words, found: Sequence[OutletFacts]) -> Message:
    """All of them, each with a button that opens it."""
    if not found:
        return Message.of(w("还没有发布渠道。把机器人设为频道管理员（允许发消息），或拉进要发布的群，本群会收到确认。"))
    lines: list[Text | str] = [Bold(w("发布渠道"))]
    lines += [_line(w, at, each) for at, each in enumerate(found[:_MOST], 1)]
    if len(found) > _MOST:
        lines.append(w("……还有 {n} 个", n=len(found) - _MOST))
    lines.append(w("镇街的工作群和订阅者不在这里，发布时自动包括。"))
    numbers = [button(str(at), _data(each, OPEN)) for at, each in enumerate(found[:_MOST], 1)]
    return Message.of(as_list(*lines), inline([numbers[at : at + 6] for at in range(0, len(numbers), 6)]))


def one(w: Words, facts: OutletFacts) -> Message:
    """One of them, to change its form or to drop it."""
    if facts.waiting:
        return ask(w, facts)
    lines = [Bold(shortened(facts.title, _TITLE)), w("现在的形式：{form}", form=form_name(w, facts.form))]
    rows = [*_forms(w, facts), [button(w("🗑 移除这个渠道"), _data(facts, DROP))]]
    return Message.of(as_list(*lines), inline(rows))


def sure_to_drop(w: Words, facts: OutletFacts) -> Message:
    """Asked before one that stands is dropped."""
    text = w("确定移除「{title}」吗？以后的曝光不再发到那里，已发布的不受影响。", title=shortened(facts.title, _TITLE))
    return Message.of(text, inline([[button(w("确定移除"), _data(facts, KEEP))]]))


def shaped(w: Words, facts: OutletFacts) -> Message:
    """Said once a form was chosen."""
    title, form = shortened(facts.title, _TITLE), form_name(w, facts.form)
    return Message.of(w("✅ 「{title}」是发布渠道，形式：{form}。/outlets 可以随时改。", title=title, form=form))


def dropped(w: Words, facts: OutletFacts) -> Message:
    """Said once one was dropped, or not taken in."""
    title = shortened(facts.title, _TITLE)
    return Message.of(w("「{title}」不是发布渠道，曝光不会发到那里。可以把机器人移出。", title=title))


def _line(w: Words, at: int, each: OutletFacts) -> str:
    mark = "📣" if each.is_channel else "👥"
    state = w("等待确认") if each.waiting else w("⚠️ 机器人不能发言") if each.lost else form_name(w, each.form)
    return f"{at}. {mark} {shortened(each.title, _TITLE)}（{state}）"


def _forms(w: Words, facts: OutletFacts) -> Buttons:
    return [[button(form_name(w, form), _data(facts, form))] for form in Form]


def _data(facts: OutletFacts, detail: str) -> str:
    return Asked(Verb.OUTLET, facts.outlet_id, detail).data
