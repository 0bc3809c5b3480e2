"""What officers read and answer while they begin a sweep and go from place to place."""

from collections.abc import Sequence
from datetime import date

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.asking import Asked, Verb
from domain.sweep import ALL, CHECKS, FINE, Check, Coverage, checks_in
from wording.clocks import day
from wording.message import Buttons, Message, button, inline, shortened
from wording.sweep_cards import check_name, check_names, covered, finish_button
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

CHOSEN = "days"
"""What a button says once the checks are chosen."""

SURE = "yes"

_DESKS_SHOWN = 30
_NAME = 40


def choose_checks(w: Words, bits: int, *, everywhere: bool) -> Message:
    """What shall be looked at? Each button turns one check on or off; at least one stays on."""
    keys = []
    for at, each in enumerate(CHECKS):
        turned = bits ^ 1 << at
        mark = "☑️" if bits >> at & 1 else "⬜"
        keys.append(button(f"{mark} {check_name(w, each)}", Asked(Verb.SWEEP, turned if turned else ALL).data))
    rows = [*in_rows(keys), [button(w("下一步 ▸"), Asked(Verb.SWEEP, bits, CHOSEN).data)]]
    asked = w("发起全区排查：查哪些内容？") if everywhere else w("发起排查：查哪些内容？")
    return Message.of(asked, inline(rows))


def choose_last_day(w: Words, bits: int, days: Sequence[date]) -> Message:
    """Until when?"""
    keys = [button(day(w, each), Asked(Verb.SWEEP, bits, each.strftime("%Y%m%d")).data) for each in days]
    checks = check_names(w, checks_in(bits))
    return Message.of(w("查：{checks}。哪一天结束？", checks=checks), inline(in_rows(keys)))


def ask_sweep(w: Words, bits: int, last: date, user_id: int, name: str, *, everywhere: bool) -> Message:
    """The form: a title, and for a desk's own sweep its places."""
    checks = check_names(w, checks_in(bits))
    head = w("，请回复本消息发起排查（查：{checks}，截至 {due}）：", checks=checks, due=day(w, last))
    if everywhere:
        lines = [w("写一行标题。各镇街的群会收到通知，地点由各自负责人添加。")]
    else:
        lines = [w("第一行：标题"), _a_line_each(w), w("也可以先只写标题，以后再添加地点。")]
    return Message.of(as_list(Text(mention(user_id, name), head), *lines), force_reply(w("排查标题")))


def ask_places(w: Words, title: str, user_id: int, name: str) -> Message:
    """Which places are to be added?"""
    head = w("，请回复本消息添加地点（{title}）。", title=title)
    return Message.of(as_list(Text(mention(user_id, name), head), _a_line_each(w)), force_reply(w("名称，地址")))


def _a_line_each(w: Words) -> str:
    return w("每行一个地点：名称，地址（例如：某某小卖部，东街 12 号）")


def begun(w: Words, title: str, places: int, again: int, *, everywhere: bool) -> Message:
    """The sweep goes on from now; its message follows where the work is done."""
    if everywhere:
        return Message.of(w("✅ 已发起「{title}」，已通知各镇街。用 /sweeps 看进度。", title=title))
    return Message.of(_listed(w, w("✅ 已发起「{title}」。", title=title), places, again))


def places_listed(w: Words, places: int, again: int) -> Message:
    """What became of the lines."""
    return Message.of(_listed(w, "", places, again))


def _listed(w: Words, head: str, places: int, again: int) -> str:
    told = w("已列入 {places} 处。", places=places)
    return head + told + (w("有 {again} 行和已有的地点重复，没有再列。", again=again) if again else "")


def choose_finding(w: Words, place_id: int, name: str, address: str, checks: Sequence[Check]) -> Message:
    """What was found there?"""
    where = Text("📍 ", Bold(shortened(name, 400)), f" {shortened(address, 800)}" if address else "")
    return Message.of(as_list(where, w("查到什么？")), inline(_findings(w, Verb.SPOT, place_id, checks)))


def choose_finding_off_list(w: Words, sweep_id: int, title: str, checks: Sequence[Check]) -> Message:
    """What was found in a place that nobody had listed?"""
    asked = w("「{title}」名单外的地点：查到什么？", title=title)
    return Message.of(asked, inline(_findings(w, Verb.OFFLIST, sweep_id, checks)))


def _findings(w: Words, verb: Verb, about: int, checks: Sequence[Check]) -> Buttons:
    wrong = [button(f"⚠️ {check_name(w, each)}", Asked(verb, about, each).data) for each in checks]
    return [[button(w("✅ 一切正常"), Asked(verb, about, FINE).data)], *in_rows(wrong)]


def fine(w: Words, name: str, who: str) -> Message:
    """Somebody was there, and nothing is wrong."""
    return Message.of(w("✅ {name}：一切正常（{who}）", name=shortened(name, 400), who=who))


def ask_photo(w: Words, name: str, check: Check, user_id: int, who: str) -> Message:
    """The photo that shows it."""
    blanks = {"name": shortened(name, 400), "check": check_name(w, check)}
    text = w("，请回复本消息发现场照片（{name}：{check}）。情况写在照片的说明里；要带定位，请先回复定位。", **blanks)
    return Message.of(Text(mention(user_id, who), text), force_reply(w("照片和说明")))


def ask_off_list(w: Words, check: Check | None, user_id: int, who: str) -> Message:
    """Which place it is; with what is wrong there, the photo that shows it."""
    if check is None:
        asked = w("，请回复本消息，写明名单外地点的名称，地址；也可以发送地图上的地点。")
    else:
        blank = check_name(w, check)
        asked = w(
            "，请回复本消息发现场照片（{check}），照片说明第一行写名单外地点的名称，地址，其余写情况。", check=blank
        )
    return Message.of(Text(mention(user_id, who), asked), force_reply(w("名称，地址")))


def pinned(w: Words, name: str) -> Message:
    """The place's position is kept; the photo is still owed."""
    return Message.of(w("📍 已记下{name}的定位。请再回复上面的提问，发现场照片。", name=shortened(name, 400)))


def found(w: Words, name: str, check: Check, number: str, holder: str) -> Message:
    """The finding is a row of the ledger, in the hands of its finder."""
    text = w("⚠️ {name}：{check}。已登记 ", name=shortened(name, 400), check=check_name(w, check))
    held = w("，由{who}核查。", who=holder)
    return Message.of(Text(text, Code(number), held, w("卡片在本群，要补充照片或情况，请回复卡片。")))


def ask_finish(w: Words, sweep_id: int, title: str, left: int) -> Message:
    """Shall it really end?"""
    rest = w("还有 {left} 处没查。", left=left) if left else w("名单上的地点都查完了。")
    asked = w("结束「{title}」？结束后不能再登记。", title=title)
    return Message.of(rest + asked, inline([[button(w("确定结束"), Asked(Verb.FINISH, sweep_id, SURE).data)]]))


def standing(
    w: Words, sweep_id: int, title: str, due: date, desks: Sequence[tuple[str, Coverage]], whole: Coverage
) -> Message:
    """One running sweep of the whole district, town by town."""
    head = Text("🔎 ", Bold(title), w(" · 截至 {due}", due=day(w, due)))
    return Message.of(as_list(head, covered(w, whole), *desk_lines(w, desks)), inline([[finish_button(w, sweep_id)]]))


def own_list(w: Words, rows: Sequence[tuple[str, str, date, Coverage]]) -> Message:
    """Running sweeps that desks have begun themselves; a row is (desk, title, last day, coverage)."""
    lines = [
        f"· {shortened(desk, _NAME)}「{shortened(title, _NAME)}」"
        + w("{covered} · 截至 {due}", covered=covered(w, whole), due=day(w, due))
        for desk, title, due, whole in rows[:_DESKS_SHOWN]
    ]
    more = len(rows) - len(lines)
    rest = [w("……还有 {more} 次排查", more=more)] if more > 0 else []
    return Message.of(as_list(Text("🔎 ", Bold(w("各单位自己的排查"))), *lines, *rest))


def desk_lines(w: Words, desks: Sequence[tuple[str, Coverage]]) -> list[str]:
    """A line a desk; those beyond the first thirty are counted."""
    shown = [
        f"· {shortened(name, _NAME)}：" + (covered(w, each) if each.places else w("还没有地点"))
        for name, each in desks[:_DESKS_SHOWN]
    ]
    more = len(desks) - len(shown)
    return [*shown, w("……还有 {more} 个单位", more=more)] if more > 0 else shown


def ended_list(w: Words, rows: Sequence[tuple[str, date, Coverage]]) -> Message:
    """Sweeps that are over; a row is (title, last day, coverage)."""
    lines = [f"· {title}（{day(w, due)}）{covered(w, whole)}" for title, due, whole in rows]
    return Message.of(as_list(Bold(w("已结束的排查")), *lines))


def none_running(w: Words) -> Message:
    """Nothing to show."""
    return Message.of(w("没有进行中的排查。负责人发送 /sweep 发起。"))
