"""The history of an exposure (发布经过), for its office."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text, as_list

from domain.broadcast import CopyState, Round
from domain.exposure_story import ExposureStory, Sent, Step
from wording.exposure_terms import stage_mark, stage_name
from wording.message import Message, shortened
from wording.translate import Words

_SHOWN = 30
"""The newest entries: with their reasons they fit one message."""

_REASON = 60
"""UTF-16 units of a reason."""


def told(w: Words, story: ExposureStory, zone: ZoneInfo) -> Message:
    """Line by line, oldest first; the beginning is left out where it is long."""
    head = Bold(w("🧾 稿件 {id} 的发布经过", id=story.series_id))
    left = len(story.told) - _SHOWN
    more = [w("（更早的 {left} 条从略）", left=left)] if left > 0 else []
    return Message.of(as_list(head, *more, *(_line(w, each, story, zone) for each in story.told[-_SHOWN:])))


def _line(w: Words, each: Step | Sent, story: ExposureStory, zone: ZoneInfo) -> Text:
    which = w("［稿件 {id}］", id=each.exposure_id) if each.exposure_id != story.series_id else ""
    said = _step(w, each) if isinstance(each, Step) else _sent(w, each)
    return Text(_moment(w, each.at, zone), " ", which, said)


def _moment(w: Words, at: datetime, zone: ZoneInfo) -> str:
    here = at.astimezone(zone)
    return w("{month}月{day}日 {time}", month=here.month, day=here.day, time=f"{here:%H:%M}")


def _step(w: Words, step: Step) -> str:
    if step.to is not None:
        said = f"{stage_mark(step.to)} {stage_name(w, step.to)}"
    else:
        said = {
            "correcting": w("♻️ 开始起草更正"),
            "reprinted": w("🔁 重发"),
            "amended_again": w("🔁 再处理一遍还在的消息"),
            "reporters_told": w("🙏 告知举报人"),
            "round_paused": w("⏸ 暂停发送"),
            "round_resumed": w("▶️ 继续发送"),
            "round_cancelled": w("⏹ 取消其余"),
            "doubt_decided": w("❓ 核对存疑"),
        }[step.what]
    said += w("（{who}）", who=step.who) if step.who else ""
    return said + (w("：{reason}", reason=shortened(step.reason, _REASON)) if step.reason else "")


def _sent(w: Words, sent: Sent) -> str:
    parts = []
    if sent.groups:
        parts.append(w("频道和群{ends}", ends=_ends(w, sent.groups)))
    if sent.people:
        parts.append(w("订阅者{ends}", ends=_ends(w, sent.people)))
    return w("📡 {verb}：{parts}", verb=verb_name(w, sent.verb), parts=w("；").join(parts) or w("没有要处理的消息"))


def _ends(w: Words, counts: Mapping[CopyState, int]) -> str:
    waiting = counts.get(CopyState.WAITING, 0) + counts.get(CopyState.QUEUED, 0)
    said = [
        w(" {n} 个完成", n=counts.get(CopyState.DONE, 0)),
        w(" {n} 个失败", n=counts[CopyState.FAILED]) if CopyState.FAILED in counts else "",
        w(" {n} 个存疑", n=counts[CopyState.IN_DOUBT]) if CopyState.IN_DOUBT in counts else "",
        w(" {n} 个已取消", n=counts[CopyState.CANCELLED]) if CopyState.CANCELLED in counts else "",
        w(" {n} 个等待中", n=waiting) if waiting else "",
    ]
    return w("，").join(each for each in said if each)


def verb_name(w: Words, verb: Round) -> str:
    """What a round does."""
    return {
        Round.PUBLISH: w("发布"),
        Round.REHEARSE: w("演练"),
        Round.CORRECT: w("更正"),
        Round.WITHDRAW: w("撤下"),
        Round.EXPIRE: w("到期下架"),
        Round.REPRINT: w("重发"),
    }[verb]
