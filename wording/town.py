"""What officers read about a case besides its card: questions, choices, acknowledgements, lists."""

from collections.abc import Sequence

from aiogram.types import User
from aiogram.utils.formatting import Bold, Code, Text, TextMention, as_list

from domain.asking import Asked, Verb, desk_handle
from domain.case import Outcome, Status
from domain.people import DeskKind
from domain.taxonomy import Taxonomy
from wording import publicity_help
from wording.cards import violation_name
from wording.message import Buttons, Message, button, inline
from wording.terms import outcome_name, status_name
from wording.translate import Words

_COLLEAGUES_SHOWN = 40
"""Buttons of one choice; a desk with more people hands over within its first forty, leads first."""


def mention(user_id: int, name: str) -> TextMention:
    """Calls somebody by their account, whether or not it has a username."""
    return TextMention(name, user=User(id=user_id, is_bot=False, first_name=name))


def force_reply(placeholder: str) -> dict[str, object]:
    """Opens the reply field for whoever is mentioned, and for nobody else in the group."""
    return {"force_reply": True, "selective": True, "input_field_placeholder": placeholder[:64]}


def quick_reason(w: Words, key: str) -> str | None:
    """A reason for returning a case, by the key its button carries; None for a key no button ever had."""
    return _quick_reasons(w).get(key)


def _quick_reasons(w: Words) -> dict[str, str]:
    return {
        "place": w("地点不在本辖区"),
        "matter": w("不属于本单位职责"),
        "double": w("其他单位正在办理同一问题"),
    }


def ask_reason(w: Words, case_id: int, number: str) -> Message:
    """Why is the case returned? One press, or a reply in one's own words."""
    rows = [[button(text, Asked(Verb.BECAUSE, case_id, key).data)] for key, text in _quick_reasons(w).items()]
    return Message.of(w("退回 {number}：请选一个理由，或直接回复本消息写明。", number=number), inline(rows))


def ask_question(w: Words, number: str, user_id: int, name: str) -> Message:
    """What shall the reporter be asked?"""
    text = w("，请回复本消息，写下要问举报人的话（{number}）。会以机器人的名义转达，双方互不可见。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("要问举报人的话")))


def ask_note(w: Words, number: str, user_id: int, name: str) -> Message:
    """What shall be noted?"""
    text = w("，请回复本消息，写备注或发照片（{number}）。默认内部可见。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("备注")))


def choose_outcome(w: Words, case_id: int, number: str) -> Message:
    """How did it end?"""
    rows = [[button(outcome_name(w, each), Asked(Verb.AS, case_id, each).data)] for each in Outcome]
    return Message.of(w("办结 {number}：请选择办理结果。", number=number), inline(rows))


def ask_explanation(w: Words, number: str, outcome: Outcome, user_id: int, name: str) -> Message:
    """What shall the reporter be told of the outcome?"""
    text = w(
        "，请回复本消息，写明核查情况（{number}，{outcome}）。这段话会发给举报人，请勿写个人信息。",
        number=number,
        outcome=outcome_name(w, outcome),
    )
    return Message.of(Text(mention(user_id, name), text), force_reply(w("核查情况")))


def choose_colleague(w: Words, case_id: int, number: str, people: Sequence[tuple[int, str]]) -> Message:
    """Who takes the case over? A person is (user id, name)."""
    shown = [button(name, Asked(Verb.TO, case_id, str(user_id)).data) for user_id, name in people[:_COLLEAGUES_SHOWN]]
    return Message.of(w("把 {number} 交给哪位同事？", number=number), inline(in_rows(shown)))


def choose_desk(w: Words, case_id: int, number: str, desks: Sequence[tuple[str, str]], size: int) -> Message:
    """Which desk gets the case? A desk is (id, name); one more than `size` means that another page follows."""
    shown = [button(name, Asked(Verb.DESK, case_id, desk_handle(desk_id)).data) for desk_id, name in desks[:size]]
    rows = in_rows(shown)
    if len(desks) > size:
        after = desk_handle(desks[size - 1][0])
        rows.append([button(w("更多单位 ▸"), Asked(Verb.ASSIGN, case_id, after).data)])
    return Message.of(w("把 {number} 派给哪个单位？", number=number), inline(rows))


def in_rows(buttons: Sequence[dict[str, object]], width: int = 2) -> Buttons:
    """Buttons side by side."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


def noted(w: Words, number: str, note_id: int | None, *, edited: bool, too_large: bool) -> Message:
    """The message was kept; one press tells it to the reporter, except where there is no `note_id`."""
    text = (
        w("已更新 {number} 的备注，旧版本也保留。", number=number)
        if edited
        else w("已记入 {number}，仅内部可见。", number=number)
    )
    if too_large:
        text += w("文件超过 20 MB，没能收下，请改用「照片」方式发送。")
    if note_id is None:
        return Message.of(text)
    return Message.of(text, inline([[button(w("📤 发给举报人"), Asked(Verb.SHARE, note_id).data)]]))


def done(w: Words, verb: Verb) -> str:
    """What a press has done, for the short line on top of the chat."""
    return {
        Verb.TAKE: w("已由您承办"),
        Verb.BECAUSE: w("已退回值班台"),
        Verb.TO: w("已交接"),
        Verb.DESK: w("已派发"),
        Verb.SHARE: w("已发给举报人"),
        Verb.ACK: w("已签收，由您承办"),
        Verb.CLOSE: w("已销号"),
        Verb.LINK: w("已并案"),
        Verb.UNLIKE: w("好的，不再提示"),
        Verb.PICK: w("已发给举报人"),
        Verb.DROP: w("已删除"),
        Verb.PAPER: w("正在制作，马上发到本群"),
        Verb.STOP: w("已暂停计时"),
        Verb.RESUME: w("已恢复计时"),
        Verb.ADMIT: w("已同意"),
        Verb.DECLINE: w("已谢绝"),
        Verb.OUT: w("已移出"),
        Verb.RAISE: w("已设为负责人"),
        Verb.LOWER: w("已设为工作人员"),
        Verb.PART: w("已结束协办"),
        Verb.EXPORT: w("正在生成文件，稍后发到本群"),
        Verb.JOIN: w("已告诉负责人，请等待同意"),
    }.get(verb, "")


def case_list(
    w: Words,
    rows: Sequence[tuple[int, str, Status, str, str, str]],
    taxonomy: Taxonomy,
    *,
    mine: bool,
    after: int | None,
) -> Message:
    """Open cases; a row is (id, number, status, violation, holder, desk). `after` leads to the next page."""
    if not rows:
        return Message.of(w("您手上没有未办结的线索。") if mine else w("没有未办结的线索。"))
    lines = []
    for _, number, status, violation, holder, desk in rows:
        facts = (status_name(w, status), violation_name(w, violation, taxonomy), desk, holder)
        lines.append(Text(Code(number), " · ", " · ".join(filter(None, facts))))
    keys = in_rows([button(number, Asked(Verb.SHOW, case_id).data) for case_id, number, *_ in rows])
    if after is not None:
        keys.append([button(w("下一页 ▸"), Asked(Verb.MINE if mine else Verb.OPEN, after).data)])
    title = w("我承办的线索") if mine else w("未办结的线索")
    return Message.of(as_list(Bold(title), *lines), inline(keys))


def how_to_find(w: Words) -> Message:
    """Answers /case without a number."""
    return Message.of(w("请在 /case 后面写上线索编号，例如：/case 2026-00042"))


def help_text(w: Words, kind: DeskKind | None) -> Message:
    """What can be done in this group."""
    if kind is None:
        return Message.of(w("本群还没有绑定单位。请向管理员要绑定码，然后在群里发送：/bind 绑定码"))
    if kind is DeskKind.PUBLICITY:
        return publicity_help.help_text(w)
    if kind is DeskKind.SUPERVISOR:
        return Message.of(
            as_list(
                w("这是督导组的工作群：各单位的线索都能查看，多次提醒仍超期的线索会报到这里。"),
                w("回复卡片，文字和照片就成为备注；已办结的线索在卡片上销号或重新办理。"),
                w("/open 未办结的线索"),
                w("/ledger 线索台账：查询、筛选、导出"),
                w("/exports 最近导出的文件"),
                w("/case 编号：打开一件线索"),
                w("/story 编号：一件线索的全部经过，可转成 PDF 或举报登记表"),
                w("/picture 未办结线索分布图；/charts 办理情况图表"),
                w("/entry 登记督导发现"),
                w("/recheck 件数 单位：随机抽取已销号的线索复查"),
                *_about_sweeps(w, kind),
                w("/conflict 回避：登记谁与哪家经营者有关联"),
                w("/staff 管理人员（负责人）"),
            )
        )
    return Message.of(
        as_list(
            w("线索以卡片送到本群，按卡片上的按钮办理。"),
            w("办结后要回头看：不是原承办人的同事到现场拍照，回复卡片后点「回头看合格」或「不合格」。"),
            w("回复卡片或这件线索的任何一条消息，文字和照片就成为备注：默认内部可见，点一下才发给举报人。"),
            w("卡片会提示可能重复的线索，点一下即可并案；商家和供货商以往的线索也从卡片打开。"),
            *([] if kind is DeskKind.DUTY else [_about_others(w)]),
            w("/open 未办结的线索"),
            w("/ledger 线索台账：查询、筛选、导出"),
            w("/mine 我承办的线索"),
            w("/case 编号：打开一件线索"),
            w("/story 编号：一件线索的全部经过，可转成 PDF 或举报登记表"),
            w("/picture 未办结线索分布图；/charts 办理情况图表"),
            w("/entry 登记来电、来访或检查发现"),
            *_about_sweeps(w, kind),
            w("/conflict 回避：登记谁与哪家经营者有关联"),
            *([w("/exports 最近导出的文件"), w("/answers 管理快捷答复")] if kind is DeskKind.DUTY else []),
            w("/staff 管理人员（负责人）"),
        )
    )


def _about_others(w: Words) -> str:
    return w("要别的单位一起办，点卡片上的「联合办理」；不是本单位的，点「退回值班台」。")


def _about_sweeps(w: Words, kind: DeskKind) -> tuple[str, str]:
    if kind in (DeskKind.DUTY, DeskKind.SUPERVISOR):
        return w("/sweep 发起全区排查（负责人）"), w("/sweeps 各镇街的排查进度")
    return w("/sweep 发起排查（负责人）"), w("/sweeps 进行中的排查")


def invite_to_private(w: Words, username: str) -> Message:
    """A report made in an officers' group is not taken there: everybody in the group would know who made it."""
    return Message.of(
        w("这里是工作群，不接收举报。请与机器人私聊：@{username}，那里不会显示您的身份。", username=username)
    )
