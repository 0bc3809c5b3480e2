"""What officers read while they enter a case for somebody else."""

from collections.abc import Callable, Mapping

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.asking import Asked, Verb
from domain.entry import CALLERS, CHANNELS, Channel
from domain.taxonomy import Taxonomy
from wording.message import Message, button, inline
from wording.terms import channel_name
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

GROUP = "g-"
"""Stands before a group's id in a button, where a category's own id has no dash."""


def choose_channel(w: Words) -> Message:
    """How did it reach us?"""
    keys = [button(channel_name(w, each), Asked(Verb.ENTRY, at).data) for at, each in enumerate(CHANNELS)]
    return Message.of(w("登记一件线索。它是怎么来的？"), inline(in_rows(keys)))


def choose_group(w: Words, channel: Channel, taxonomy: Taxonomy) -> Message:
    """Which kind of problem, by the pictures that citizens choose from."""
    keys = [
        button(f"{each.emoji} {each.label.in_language(w.lang)}", _asked(channel, GROUP + each.id))
        for each in taxonomy.violations.groups
    ]
    return Message.of(w("{channel}：是哪一类问题？", channel=channel_name(w, channel)), inline(in_rows(keys)))


def choose_violation(w: Words, channel: Channel, group_id: str, taxonomy: Taxonomy) -> Message:
    """Which one of the group."""
    group = taxonomy.violations.group(group_id)
    rows = [
        [button(taxonomy.violations[each].label.in_language(w.lang), _asked(channel, each))] for each in group.members
    ]
    return Message.of(Text(f"{group.emoji} ", Bold(group.label.in_language(w.lang))), inline(rows))


def ask_form(w: Words, channel: Channel, kind: str, user_id: int, name: str) -> Message:
    """The form, to be answered by one reply."""
    head = w("，请回复本消息登记（{channel}，{kind}）：", channel=channel_name(w, channel), kind=kind)
    lines = (
        w("地点：街道、路名、门牌或显眼的标志"),
        w("对象：店名或摊主（不知道可以不写）"),
        w("情况：看到了什么、什么时候"),
    )
    rule = w("请勿写反映人的姓名、电话：承办人员都能看到这里的内容。")
    return Message.of(
        as_list(Text(mention(user_id, name), head), *lines, rule),
        force_reply(w("地点：… 对象：… 情况：…")),
    )


def entered(w: Words, channel: Channel, number: str, code: str, desk: str, *, here: bool) -> Message:
    """The case is in the ledger. The receipt code is said here and never again."""
    place = w("卡片在本群。") if here else w("已交给{desk}，卡片在他们的群里。", desk=desk)
    lines: list[Text | str] = [Text(w("✅ 已登记 "), Code(number), "　", place)]
    if channel in CALLERS:
        lines.append(Text(w("回执码："), Code(code)))
        lines.append(w("请现在念给或抄给对方：用任何账号私聊机器人发 /find 加回执码，就能查进度。回执码不会再显示。"))
    if here:
        lines.append(w("要补充照片或情况，请回复卡片。"))
    return Message.of(as_list(*lines))


def _asked(channel: Channel, detail: str) -> str:
    return Asked(Verb.ENTRY, CHANNELS.index(channel), detail).data


ENTRY_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "entry_lacks_place": lambda w, _: w("缺少地点，还没有登记。请再回复一次登记表，写上一行「地点：…」。"),
    "entry_lacks_story": lambda w, _: w("缺少情况，还没有登记。请再回复一次登记表，写上一行「情况：…」。"),
    "entry_outdated": lambda w, _: w("登记表用的类别已经调整，还没有登记。请重新发送 /entry。"),
    "entry_takes_words": lambda w, _: w("登记表只收文字，还没有登记。请先用文字回复登记表，再回复线索卡片发照片。"),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
