"""What groups are told of a sweep's end, before and when it comes."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.sweep import Coverage
from wording.clocks import day
from wording.message import Message, shortened
from wording.sweep_cards import covered
from wording.sweeps import desk_lines
from wording.translate import Words

_Facts = Mapping[str, Any]
_NAME = 60
_TITLE = 100


def _near(w: Words, p: _Facts) -> Message:
    head = w("⏳ 「{title}」{due}结束。{covered}。", **_blanks(w, p))
    if not p["places"]:
        return Message.of(head + w("本单位还没有地点，请负责人点「➕ 添加地点」。用 /sweeps 打开。"))
    return Message.of("\n".join([head, *_left(w, p), w("用 /sweeps 打开，到现场点地点登记。")]))


def _ended(w: Words, p: _Facts) -> Message:
    head = w("🏁 「{title}」已结束。{covered}。", **_blanks(w, p))
    rest = _left(w, p) if p["left"] else [w("名单上的地点都查完了，辛苦了。")] if p["places"] else []
    return Message.of("\n".join([head, *rest]))


def _left(w: Words, p: _Facts) -> list[str]:
    names = [f"· {shortened(each, _NAME)}" for each in p["next"]]
    more = p["left"] - len(names)
    return [w("没查的 {left} 处：", left=p["left"]), *names, *([w("……还有 {more} 处", more=more)] if more > 0 else [])]


def _near_everywhere(w: Words, p: _Facts) -> Message:
    return _everywhere(w, p, w("⏳ 全区排查「{title}」{due}结束。{covered}。", **_blanks(w, p)))


def _ended_everywhere(w: Words, p: _Facts) -> Message:
    return _everywhere(w, p, w("🏁 全区排查「{title}」已结束。{covered}。", **_blanks(w, p)))


def _everywhere(w: Words, p: _Facts, head: str) -> Message:
    return Message.of("\n".join([head, *desk_lines(w, [(name, Coverage(*each)) for name, *each in p["desks"]])]))


def _blanks(w: Words, p: _Facts) -> dict[str, object]:
    whole = Coverage(p["places"], p["visited"], p["findings"])
    due = day(w, date.fromisoformat(p["due"]))
    return {"title": shortened(p["title"], _TITLE), "due": due, "covered": covered(w, whole)}


SWEEP_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "sweep_ended": _ended,
    "sweep_ended_everywhere": _ended_everywhere,
    "sweep_near": _near,
    "sweep_near_everywhere": _near_everywhere,
}
"""By key; merged into `wording.notices.NOTICES`."""
