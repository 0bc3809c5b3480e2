"""Words about groups, desks and who works there."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.asking import Asked, Verb, desk_handle
from domain.people import DeskKind, Person
from wording.message import Buttons, Message, button, inline
from wording.town import help_text, in_rows, mention
from wording.translate import Words


def kind_name(w: Words, kind: DeskKind) -> str:
    """What a desk is."""
    return {
        DeskKind.TOWN: w("镇街"),
        DeskKind.DEPARTMENT: w("部门"),
        DeskKind.DUTY: w("值班台"),
        DeskKind.PUBLICITY: w("宣传"),
        DeskKind.SUPERVISOR: w("督导"),
    }[kind]


def welcome_unbound(w: Words) -> Message:
    """Said to a group that somebody trusted has added the bot to."""
    return Message.of(
        w("大家好。要让本群接收线索，请管理员在私聊里用 /bindcode 生成绑定码，再在本群发送：/bind 绑定码")
    )


def greeting(w: Words, kind: DeskKind, desk: str, lead: str, waiting: int) -> Message:
    """Said to a group that has just become a desk's."""
    lines: list[Text | str] = [
        Text(w("本群现在是 "), Bold(desk), w(" 的工作群，负责人：{lead}。", lead=lead)),
        w("在这里工作的同事，请点下面的按钮，由负责人同意。"),
        Text(help_text(w, kind).text),
    ]
    if waiting:
        lines.append(w("有未办结的线索在等待，下面先列出几件，全部请看 /open。"))
    return Message.of(as_list(*lines, sep="\n\n"), inline([[button(w("🙋 我在这里工作"), Asked(Verb.JOIN).data)]]))


def asks_for_seat(w: Words, user_id: int, name: str, leads: Sequence[Person]) -> Message:
    """Somebody says they work here; the leads are called to decide."""
    called = [part for lead in leads for part in (mention(lead.user_id, lead.name), " ")]
    content = Text(
        *called,
        mention(user_id, name),
        w(" 申请成为本单位的工作人员（编号 {id}）。请负责人核对本人后决定。", id=user_id),
    )
    rows = [[
        button(w("同意"), Asked(Verb.ADMIT, user_id).data),
        button(w("谢绝"), Asked(Verb.DECLINE, user_id).data),
    ]]  # fmt: skip
    return Message.of(content, inline(rows))


def admitted(w: Words, name: str, desk: str) -> Message:
    """The lead agreed."""
    return Message.of(w("{name}现在是{desk}的工作人员，可以按卡片上的按钮办理线索。", name=name, desk=desk))


def declined(w: Words, name: str) -> Message:
    """The lead did not agree."""
    return Message.of(w("负责人没有同意{name}的申请。", name=name))


def dismissed(w: Words, name: str, released: int) -> Message:
    """A seat has ended."""
    text = w("{name}已移出，旧按钮对其不再有效。", name=name)
    if released:
        text += w("其承办的 {n} 件线索现在无人承办，请用 /open 查看并接办。", n=released)
    return Message.of(text)


def role_changed(w: Words, name: str, *, lead: bool) -> Message:
    """Somebody leads now, or no longer does."""
    return Message.of(w("{name}现在是负责人。", name=name) if lead else w("{name}现在是工作人员。", name=name))


def staff(w: Words, desk_id: str, desk: str, people: Sequence[Person]) -> Message:
    """Who works at the desk, with what a lead can change."""
    lines = ["· " + each.name + (w("（负责人）") if each.leads(desk_id) else "") for each in people]
    rows: Buttons = []
    for each in people:
        lead = each.leads(desk_id)
        role = (w("▽ {name}改为工作人员", name=each.name), Verb.LOWER) if lead else (
            w("△ {name}设为负责人", name=each.name), Verb.RAISE)  # fmt: skip
        rows.append([
            button(role[0], Asked(role[1], each.user_id).data),
            button(w("✖ 移出{name}", name=each.name), Asked(Verb.OUT, each.user_id).data),
        ])  # fmt: skip
    return Message.of(as_list(Bold(w("{desk}的工作人员", desk=desk)), *lines), inline(rows))


def choose_desk_to_bind(w: Words, desks: Sequence[tuple[str, str]], size: int) -> Message:
    """For which desk is the code? A desk is (id, name); one more than `size` means that another page follows."""
    shown = [button(name, Asked(Verb.CODE, 0, desk_handle(desk_id)).data) for desk_id, name in desks[:size]]
    rows = in_rows(shown)
    if len(desks) > size:
        rows.append([button(w("更多单位 ▸"), Asked(Verb.CODES, 0, desk_handle(desks[size - 1][0])).data)])
    return Message.of(w("为哪个单位生成绑定码？"), inline(rows))


def bind_code(w: Words, desk: str, code: str, expires_at: datetime, zone: ZoneInfo) -> Message:
    """The code, shown once, with the line to send in the group."""
    until = expires_at.astimezone(zone).strftime("%m-%d %H:%M")
    return Message.of(
        as_list(
            Text(Bold(desk), w(" 的绑定码（{until} 前有效，只能用一次）。请在该单位的群里发送：", until=until)),
            Code(f"/bind {code}"),
            w("发送的人会成为该单位的负责人，所以请只交给可信的人。"),
        )
    )


def desk_list(w: Words, desks: Sequence[tuple[str, DeskKind, bool, bool]]) -> Message:
    """Every desk and its group; a desk is (name, kind, bound, reachable)."""
    lines = [f"{_state(bound, reachable)} {name}（{kind_name(w, kind)}）" for name, kind, bound, reachable in desks]
    legend = w("✅ 已接入 · ⚠️ 机器人被移出 · ⬜ 未接入。用 /bindcode 生成绑定码。")
    return Message.of(as_list(Bold(w("单位与工作群")), *lines, legend))


def _state(bound: bool, reachable: bool) -> str:
    if not bound:
        return "⬜"
    return "✅" if reachable else "⚠️"
