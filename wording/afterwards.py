"""What comes after publishing, as the office reads it: taking down, correcting, sending again, telling reporters."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import BlockQuote, Text

from domain.asking import Asked, Verb
from domain.exposure import Part, Status
from domain.exposure_card import ExposureFacts
from wording.message import Buttons, Message, button, inline, shortened
from wording.town import force_reply, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_QUOTED = 3000


def lines_after(w: Words, facts: ExposureFacts) -> list[str]:
    """How an exposure's card says that it corrects another, or that another corrects it."""
    lines = []
    if facts.corrects is not None:
        lines.append(w("更正的是稿件 {id}。", id=facts.corrects))
    if facts.correction is not None and facts.status is Status.CORRECTED:
        lines.append(w("已由稿件 {id} 更正。", id=facts.correction))
    elif facts.correction is not None:
        lines.append(w("正在起草更正：稿件 {id}。", id=facts.correction))
    if facts.told:
        lines.append(w("已告知举报人。"))
    return lines


def buttons_after(w: Words, facts: ExposureFacts) -> Buttons:
    """What can be done with what is out, and with a correction that was approved."""

    def ask(text: str, detail: str) -> dict[str, Any]:
        return button(text, Asked(Verb.AMEND, facts.exposure_id, detail).data)

    history = ask(w("🧾 发布经过"), "history")
    match facts.status:
        case Status.APPROVED if facts.corrects is not None:
            return [[ask(w("♻️ 发布更正"), "publish")]]
        case Status.PUBLISHING:
            return [[ask(w("⛔ 撤下"), "withdraw"), history]]
        case Status.PUBLISHED:
            tell = [ask(w("🙏 告知举报人"), "thank")] if facts.case and not facts.told else []
            again = [ask(w("🔁 再改一遍"), "redo")] if facts.corrects is not None else []
            return [
                [ask(w("♻️ 更正"), "correct"), ask(w("⛔ 撤下"), "withdraw")],
                [ask(w("🔁 重发"), "reprint"), ask(w("⌛ 提前到期"), "expire")],
                [*again, *tell, history],
            ]
        case Status.WITHDRAWN | Status.EXPIRED:
            return [[ask(w("🔁 再删一遍"), "redo"), history]]
        case Status.CORRECTED:
            return [[history]]
        case _:
            return []


def ask_why_withdrawn(w: Words, exposure_id: int, user_id: int, name: str) -> Message:
    """Why is it taken down? Nobody else has to agree."""
    text = w("，请回复本消息，写明撤下稿件 {id} 的理由。回复后立即从所有频道、群和订阅者处删除。", id=exposure_id)
    rule = w("处罚决定被撤销、变更的，要在 3 个工作日内撤下（信息公示规定第十一条）。只是写错了，请改用「更正」。")
    return Message.of(Text(mention(user_id, name), text, "\n", rule), force_reply(w("撤下的理由")))


def ask_why_ended(w: Words, exposure_id: int, user_id: int, name: str) -> Message:
    """Why does it end before its day?"""
    text = w("，请回复本消息，写明稿件 {id} 提前到期的理由。回复后立即从所有频道、群和订阅者处删除。", id=exposure_id)
    rule = w("食品类处罚公示满一年后，当事人可以申请提前停止（信息公示规定第十四条）。")
    return Message.of(Text(mention(user_id, name), text, "\n", rule), force_reply(w("提前到期的理由")))


def choose_reprint(w: Words, exposure_id: int, revision: int) -> Message:
    """To whom is it sent again?"""

    def ask(text: str, detail: str) -> list[dict[str, Any]]:
        return [button(text, Asked(Verb.AMEND, exposure_id, f"{detail}-{revision}").data)]

    return Message.of(
        w("稿件 {id} 按已发布的内容原样重发。发给谁？", id=exposure_id),
        inline(
            [
                ask(w("只补发给没收到的"), "missing"),
                ask(w("全部再发一遍（已收到的会再收到一条）"), "everybody"),
            ]
        ),
    )


def correction_begun(w: Words, exposure_id: int, correction_id: int) -> Message:
    """Where to go on."""
    text = w(
        "稿件 {id} 的更正已起草：稿件 {new}。请先改「导语」第一行，写明更正了什么，再改其他部分，然后照常提交、审核。"
        "通过后由负责人点「发布更正」，已发出的每一条都会原地改过来。照片只能减，不能加。",
        id=exposure_id, new=correction_id,
    )  # fmt: skip
    open_card = button(w("📄 打开稿件 {id}", id=correction_id), Asked(Verb.DRAFT, correction_id).data)
    lead = button(w("✏️ 改导语"), Asked(Verb.WRITE, correction_id, Part.LEAD).data)
    return Message.of(text, inline([[lead, open_card]]))


def _taken_down(head: str, reason: str) -> Message:
    return Message.of(Text(head, "\n", BlockQuote(shortened(reason, _QUOTED))))


def _withdrawn(w: Words, p: _Facts) -> Message:
    head = w("⛔ {who}撤下了稿件 {id}，正在从各处删除。理由：", who=p["who"], id=p["exposure"])
    if p.get("conflict"):
        tie = w("⚠️ {who}登记了与该经营者的回避关系，请其他负责人复核这次撤下。", who=p["who"])
        head = f"{tie}\n{head}"
    return _taken_down(head, p["reason"])


AFTERWARDS_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "exposure_withdrawn": _withdrawn,
    "exposure_ended_early": lambda w, p: _taken_down(
        w("⌛ {who}让稿件 {id} 提前到期，正在从各处删除。理由：", who=p["who"], id=p["exposure"]), p["reason"]
    ),
    "made_public": lambda w, p: Message.of(
        w("您的举报 {number} 反映的问题已经查处，并作为典型案例向社会公开。公开的内容不提举报人。感谢您。",
          number=p["number"])
    ),
}  # fmt: skip
"""By key; merged into `wording.notices.NOTICES`."""

AFTERWARDS_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "corrected_is_gone": lambda w, _: w("要更正的稿件已经撤下、到期或被另一篇更正，这篇更正发不出去了。请作废它。"),
    "correction_adds_photos": lambda w, _: w("更正只能去掉照片，不能加、换或改遮挡：已发出的消息里加不进照片。"
                                             "请只保留原来发布的照片；要换照片，请撤下后另发一篇。"),
    "correction_begun": lambda w, p: w("已经有人在起草更正：稿件 {exposure}。请在那篇上继续改，或先作废它。", **p),
    "correction_not_approved": lambda w, _: w("这篇更正还没有通过审核。请先提交，由没有经手的负责人审核。"),
    "correction_untold": lambda w, _: w("请先在「导语」第一行写明更正了什么，替换掉方括号里的提示，再提交。"),
    "exposure_altered": lambda w, _: w("稿件与审核通过的内容不一致，没有发布。请联系管理员核查。"),
    "nobody_reported": lambda w, _: w("这篇稿件不是从台账线索写的，没有可以告知的举报人。"),
    "not_a_correction": lambda w, _: w("这篇稿件不是更正，请在期次卡片上排期或发布。"),
    "not_published": lambda w, _: w("稿件现在没有公开，不能这样操作。请看最新的稿件卡片。"),
    "round_goes_on": lambda w, _: w("这篇稿件还有一轮没有发完。请等它结束，或先在进度消息上停止，再重发。"),
    "nothing_to_redo": lambda w, _: w("没有还需要处理的消息了。发布时存疑的，请到那个群或频道手工处理。"),
    "thanked_already": lambda w, _: w("已经告知过举报人，不会再发一次。"),
}  # fmt: skip
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
