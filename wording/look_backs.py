"""What officers read about looking back (回头看): who goes and by when, what was found, who was chosen at random."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aiogram.utils.formatting import BlockQuote, Code, ExpandableBlockQuote, Text

from domain.asking import Asked, Verb
from wording.clocks import day, reported
from wording.message import Message, button, inline, shortened
from wording.town import force_reply, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def ask_failure(w: Words, number: str, user_id: int, name: str) -> Message:
    """What was found? The desk and the reporter are told."""
    text = w("，请回复本消息，写明现场发现的问题（{number}）。会告知承办单位和举报人，请勿写个人信息。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("现场发现的问题")))


def ask_waiver(w: Words, number: str, user_id: int, name: str) -> Message:
    """Why need nobody look?"""
    text = w("，请回复本消息，写明 {number} 免于回头看的理由，会记入办理过程。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("免于回头看的理由")))


def chosen(w: Words, numbers: Sequence[str], of: int, town: str) -> Message:
    """What was drawn for a re-check; `town` is empty for the whole district."""
    where = town or w("全区")
    if not numbers:
        return Message.of(w("{where}近期没有可以抽查的已销号线索。", where=where))
    head = w("🎲 从{where}近期已销号的 {of} 件线索中随机抽取 {n} 件复查：", where=where, of=of, n=len(numbers))
    return Message.of(Text(head, *[part for each in numbers for part in ("\n· ", Code(each))]))


def _call(p: _Facts) -> list[Text | str]:
    return [part for user_id, name in p["people"] for part in (mention(user_id, name), " ")]


def _blanks(w: Words, p: _Facts) -> dict[str, object]:
    return {"number": p["number"], "due": day(w, date.fromisoformat(p["due"]))}


def _given(w: Words, p: _Facts) -> Message:
    why = w("（随机复查）") if p["random"] else ""
    head = w("🔎 {number} 要回头看{why}：请在{due}前到现场，看问题是不是真的解决了。", why=why, **_blanks(w, p))
    how = w("回复卡片发现场照片，再点卡片上的「回头看合格」或「不合格」。")
    whose = "" if p["who"] else w("还没有定由谁去，请不是原承办人的同事点「由我去看」。")
    take = button(w("🙋 由我去看"), Asked(Verb.LOOK, int(p["case"]), "take").data)
    return Message.of(Text(*_call(p), "\n".join(filter(None, (head, whose, how)))), inline([[take]]))


def _near(w: Words, p: _Facts) -> Message:
    return _reminding(w, p, w("⏳ {number} 的回头看{due}到期。", **_blanks(w, p)), _what_to_do(w, p))


def _passed(w: Words, p: _Facts) -> Message:
    line = w("⏰ {number} 的回头看（{due}）已超过 {days} 个工作日。", days=p["days"], **_blanks(w, p))
    return _reminding(w, p, line, reported(w, p), _what_to_do(w, p))


def _unmet(w: Words, p: _Facts) -> Message:
    line = w(
        "🚨 {desk}的 {number}：回头看（{due}）已超过 {days} 个工作日，多次提醒后仍没有结果。",
        desk=p["desk"],
        days=p["days"],
        **_blanks(w, p),
    )
    who = w("负责去看的是{who}。", who=p["who"]) if p["who"] else w("还没有定由谁去。")
    return _reminding(w, p, line, who, w("请督促该单位尽快去看；用 /case {number} 看卡片。", number=p["number"]))


def _what_to_do(w: Words, p: _Facts) -> str:
    if not p["who"]:
        return w("还没有定由谁去，请不是原承办人的同事点「由我去看」。")
    return w("请到现场拍照，回复卡片后点「回头看合格」或「不合格」；去不了的，请同事点「由我去看」。")


def _reminding(w: Words, p: _Facts, *sentences: str) -> Message:
    called = _call(p)
    return Message.of(Text(*called, "\n" if called else "", "\n".join(filter(None, sentences))))


def _waived(w: Words, p: _Facts) -> Message:
    head = w("📄 {by} 决定 {number} 免于回头看。理由：", by=p["by"], number=p["number"])
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(p["reason"], _QUOTED))))


def _found(w: Words, p: _Facts) -> Message:
    head = w("🔄 {who}回头看 {number}，问题还在，现重新办理：", who=p["who"], number=p["number"])
    return Message.of(Text(head, "\n", ExpandableBlockQuote(shortened(p["reason"], _QUOTED))))


def _told_failed(w: Words, p: _Facts) -> Message:
    head = w("🔄 我们又去看了您举报 {number} 的地点，问题还在，已要求重新办理：", number=p["number"])
    return Message.of(Text(head, "\n", BlockQuote(shortened(p["explanation"], _QUOTED))))


LOOK_BACK_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "look_back_failed": _told_failed,
    "look_back_found": _found,
    "look_back_given": _given,
    "look_back_near": _near,
    "look_back_passed": _passed,
    "look_back_taken": lambda w, p: Message.of(
        w("🙋 {number} 改由{who}回头看，{due}前。", who=p["who"], **_blanks(w, p))
    ),
    "look_back_unmet": _unmet,
    "look_back_waived": _waived,
}
"""By key; merged into `wording.notices.NOTICES`."""

LOOK_BACK_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "look_back_elsewhere": lambda w, p: w("这件线索由{desk}回头看，请由他们报告结果。", **p),
    "look_back_given": lambda w, p: w("这次回头看由{holder}去。要换您去，请先点「由我去看」。", **p),
    "look_back_lacks_photo": lambda w, _: w(
        "还没有这次回头看的现场照片。请先回复卡片发一张新拍的照片（原承办人发的、以前发过的不算），再点一次。"
    ),
    "look_back_open": lambda w, p: w("回头看（{due} 前）还没有做，不能销号。督导组可以在卡片上点「免于回头看」。", **p),
    "no_look_back": lambda w, _: w("这件线索没有等待的回头看，可能刚刚做过。请看最新的卡片。"),
    "recheck_too_many": lambda w, p: w("一次最多抽取 {limit} 件。请写小一点的数，例如：/recheck 3", **p),
    "recheck_unclear": lambda w, _: w("请写抽取的件数和单位名称（都可以不写），例如：/recheck 3 某某街道"),
    "supervisors_only": lambda w, _: w("随机复查由督导组在督导组的群里发起。"),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
