"""What the office reads and presses while it decides when a batch goes out."""

from collections.abc import Sequence
from datetime import date, datetime

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.slots import Slot
from wording.clocks import day
from wording.message import Buttons, Message, button, inline
from wording.slots import moment, slot_name
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

SURE = "yes"
"""What a button says that was asked for twice."""


def choose_time(
    w: Words, batch_id: int, number: int, quick: Sequence[datetime], slots: Sequence[tuple[int, Slot, datetime | None]]
) -> Message:
    """When? `quick` are moments by the district's clock; a slot is (id, rule, when its turn would come)."""
    rows: Buttons = in_rows(
        [button(moment(w, each), Asked(Verb.PLAN, batch_id, f"{each:%Y%m%d%H%M}").data) for each in quick]
    )
    for slot_id, rule, coming in slots:
        turn = w("（轮到 {at}）", at=moment(w, coming)) if coming else ""
        rows.append([button(f"🔁 {slot_name(w, rule)}{turn}", Asked(Verb.PLAN, batch_id, f"slot-{slot_id}").data)])
    rows.append([button(w("✍️ 自己写时间"), Asked(Verb.PLAN, batch_id, "ask").data)])
    text = w("第{number}期什么时候发布？选一个时间，或排进固定时段。", number=number)
    return Message.of(text, inline(rows))


def ask_moment(w: Words, number: int, user_id: int, name: str) -> Message:
    """The moment, in one reply."""
    text = w("，请回复本消息，写明第{number}期的发布时间，例如：12月8日 18:00，或：明天 9:00。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("12月8日 18:00")))


def planned(w: Words, number: int, at: datetime | None, late: Sequence[tuple[int, date]], *, in_queue: bool) -> Message:
    """It is scheduled; `at` by the district's clock."""
    when = moment(w, at) if at else w("下一个空出的时段")
    done = (
        w("🗓 第{number}期已排进时段，预计 {when} 发布。", number=number, when=when)
        if in_queue
        else w("🗓 第{number}期定于 {when} 发布。", number=number, when=when)
    )
    return Message.of("\n".join([done, *late_lines(w, late)]))


def late_lines(w: Words, late: Sequence[tuple[int, date]]) -> list[str]:
    """Texts that come later than the law allows."""
    return [
        w("⚠️ 稿件 {id} 应在 {due} 前公示（决定之日起二十个工作日，信息公示规定第九条），请尽早发布。", id=exposure_id,
          due=day(w, until))
        for exposure_id, until in late
    ]  # fmt: skip


def confirm_publish(
    w: Words, batch_id: int, number: int, texts: int, reach: tuple[int, int, int], late: Sequence[tuple[int, date]]
) -> Message:
    """Shall it really go out, and to how many?"""
    outlets, towns, people = reach
    blanks = {"outlets": outlets, "towns": towns, "people": people, "total": outlets + towns + people}
    lines: list[Text | str] = [
        Text(Bold(w("现在发布第{number}期（{texts} 篇）？", number=number, texts=texts))),
        w("将发到 {total} 个对话：发布渠道 {outlets} 个，镇街群 {towns} 个，订阅者 {people} 人。", **blanks),
        w("发出后只能更正或撤下，不能悄悄收回。"),
        *late_lines(w, late),
    ]
    if not sum(reach):
        lines.insert(2, w("⚠️ 现在没有任何接收对象。请先用 /outlets 添加发布渠道。"))
    sure = button(w("🚀 确定发布"), Asked(Verb.PUBLISH, batch_id, SURE).data)
    return Message.of(as_list(*lines), inline([[sure]]))


def choose_term(w: Words, exposure_id: int, terms: Sequence[int], until: date | None) -> Message:
    """How long shall it be shown?"""
    names = {
        3: w("3 个月（通报批评、较低数额罚款）"),
        12: w("1 年"),
        36: w("3 年（食品类处罚的一般期限）"),
    }
    rows = [[button(names[each], Asked(Verb.TERM, exposure_id, str(each)).data)] for each in terms]
    rows.append([button(w("✍️ 写一个日期"), Asked(Verb.TERM, exposure_id, "ask").data)])
    now = w("现在的到期日：{due}。", due=until.isoformat()) if until else ""
    asked = w("稿件 {id} 公示多久？从发布之日起算，到期自动下架。", id=exposure_id)
    return Message.of(now + asked, inline(rows))


def ask_term(w: Words, exposure_id: int, user_id: int, name: str) -> Message:
    """The day, in one reply."""
    text = w("，请回复本消息，写明稿件 {id} 从哪一天起不再公示，例如：2027-03-01。", id=exposure_id)
    return Message.of(Text(mention(user_id, name), text), force_reply("2027-03-01"))
