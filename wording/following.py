"""What a citizen reads about reports already filed."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.case import OPEN, Outcome, Status
from domain.taxonomy import Taxonomy
from wording.message import Message, button, inline
from wording.terms import outcome_name
from wording.translate import Words


def reworded(w: Words) -> Message:
    """An edit of what was sent for a filed report was taken."""
    return Message.of(w("修改已经补充到举报里：改前改后的内容都保留，承办单位都能看到。"))


def none_yet(w: Words) -> Message:
    """Answers /my of an account that has filed nothing."""
    return Message.of(w("这个账号还没有提交过举报。直接发照片、位置或文字就可以开始；有回执码请用 /find 查询。"))


def several(
    w: Words, rows: Sequence[tuple[int, str, str, Status, datetime]], taxonomy: Taxonomy, zone: ZoneInfo
) -> Message:
    """The reports of one account; a row is (id, number, violation, status, received)."""
    lines = [
        Text(Code(number), " ", _date(at, zone), " ", taxonomy.violations[violation].short.in_language(w.lang), " · ",
             plain_status(w, status))
        for _, number, violation, status, at in rows
    ]  # fmt: skip
    buttons = [[button(number, f"m:see:{case_id}")] for case_id, number, *_ in rows]
    return Message.of(as_list(Bold(w("我的举报")), *lines), inline(buttons))


def one(
    w: Words, case_id: int, number: str, violation: str, status: Status, outcome: Outcome | None, at: datetime,
    taxonomy: Taxonomy, zone: ZoneInfo, *, own: bool, head: tuple[Status, Outcome | None] | None = None,
) -> Message:  # fmt: skip
    """One report; buttons only for the account that filed it. Nothing in it says who that was.

    `head` is how the case stands that it was linked to.
    """
    state = _state(w, status, outcome)
    joined = [w("合在一起办理的线索：{state}", state=_state(w, *head))] if head is not None else []
    content = as_list(
        Text(Bold(w("举报")), " ", Code(number)),
        w("类别：{name}", name=taxonomy.violations[violation].short.in_language(w.lang)),
        w("登记：{date}", date=_date(at, zone)),
        w("现在：{state}", state=state),
        *joined,
    )
    if own and status is Status.CONCLUDED:
        return Message.of(content, inline([[button(w("😕 问题还在"), f"m:object:{case_id}")]]))
    if not own or status not in OPEN:
        return Message.of(content)
    rows = [[button(w("补充材料"), f"m:add:{case_id}"), button(w("请求答复"), f"m:urge:{case_id}")]]
    if status in (Status.RECEIVED, Status.ASSIGNED):
        rows.append([button(w("撤回这份举报"), f"m:drop:{case_id}")])
    return Message.of(content, inline(rows))


def _state(w: Words, status: Status, outcome: Outcome | None) -> str:
    return plain_status(w, status) + (f"：{outcome_name(w, outcome)}" if outcome is not None else "")


def adding(w: Words, number: str) -> Message:
    """The next messages go to a filed report."""
    rows = [[button(w("✅ 补充完了"), "m:added")]]
    return Message.of(w("请发照片或文字，都会补充到 {number}。", number=number), inline(rows))


def added(w: Words) -> Message:
    """What was just sent belongs to a filed report now."""
    return Message.of(w("已补充到这份举报，承办人员会看到。"))


def added_all(w: Words) -> Message:
    """Adding has ended."""
    return Message.of(w("好的，已全部转给承办人员。"))


def ask_to_withdraw(w: Words, case_id: int, number: str) -> Message:
    """A withdrawal is confirmed once."""
    rows = [[button(w("确定撤回"), f"m:dropped:{case_id}"), button(w("不撤回"), f"m:see:{case_id}")]]
    return Message.of(w("撤回 {number} 后不再处理，也不能恢复。确定吗？", number=number), inline(rows))


def withdrawn(w: Words, number: str) -> Message:
    """The report was taken back."""
    return Message.of(w("{number} 已撤回。", number=number))


def urged(w: Words) -> Message:
    """The desk was asked for an answer."""
    return Message.of(w("已提醒承办单位答复您。"))


def how_to_find(w: Words) -> Message:
    """Answers /find without a code."""
    return Message.of(w("请在 /find 后面写上回执码，例如：/find K7MQ-4XTD-9P"))


def plain_status(w: Words, status: Status) -> str:
    """A status as a citizen understands it."""
    return {
        Status.RECEIVED: w("已登记，正在确定由谁处理"),
        Status.ASSIGNED: w("已交给负责的单位，等待核查"),
        Status.ACCEPTED: w("正在核查"),
        Status.RECTIFYING: w("正在督促整改"),
        Status.PROSECUTING: w("已立案查处"),
        Status.REFERRED: w("已移送有权处理的部门"),
        Status.CONCLUDED: w("已办结"),
        Status.CLOSED: w("已办结并复查通过"),
        Status.WITHDRAWN: w("已由您撤回"),
    }[status]


def _date(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"
