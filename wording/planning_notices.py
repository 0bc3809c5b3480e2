"""What the publicity office is told of its schedule when nobody of it pressed anything."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.asking import Asked, Verb
from wording.message import Message, button, inline
from wording.planning_refusals import PLANNING_REFUSALS
from wording.slots import moment
from wording.translate import Words

_Facts = Mapping[str, Any]


def _edited(w: Words, p: _Facts) -> Message:
    blanks = {"number": p["number"], "who": p["who"], "id": p["exposure"]}
    return _told(
        w, p, w("⚠️ {who}改了稿件 {id}，第{number}期已整体撤下排期。重新提交审核、通过后，请再安排发布。", **blanks)
    )


def _held_back(w: Words, p: _Facts) -> Message:
    why = PLANNING_REFUSALS[p["why"]](w, {"count": str(p["count"]), "id": str(p.get("id", ""))})
    return _told(w, p, w("🚨 第{number}期没有按时发布，已撤下排期。{why}", number=p["number"], why=why))


def _missed(w: Words, p: _Facts) -> Message:
    blanks = {"number": p["number"], "at": _moment(w, p, "at")}
    return _told(
        w, p, w("🚨 第{number}期原定 {at} 发布，当时系统没有运行，已错过太久，没有补发。请重新安排时间。", **blanks)
    )


def _slot_missed(w: Words, p: _Facts) -> Message:
    coming = _moment(w, p, "coming") if p["coming"] else w("下一个时段")
    blanks = {"number": p["number"], "at": _moment(w, p, "at"), "next": coming}
    return _told(
        w, p, w("⚠️ 第{number}期错过了 {at} 的时段，当时系统没有运行。将改在 {next} 发布，不用操作。", **blanks)
    )


def _moment(w: Words, p: _Facts, name: str) -> str:
    return moment(w, datetime.fromisoformat(p[name]).astimezone(p["zone"]))


def _told(w: Words, p: _Facts, text: str) -> Message:
    opens = button(w("📚 第{number}期", number=p["number"]), Asked(Verb.BATCH, int(p["batch"])).data)
    return Message.of(text, inline([[opens]]))


PLANNING_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "batch_edited": _edited,
    "batch_held_back": _held_back,
    "batch_missed": _missed,
    "slot_missed": _slot_missed,
}
"""By key; merged into `wording.notices.NOTICES`."""
