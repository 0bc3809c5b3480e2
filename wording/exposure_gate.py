"""What the office reads on its way from a draft to an approved text: questions about the text, approval, rejection."""

from collections.abc import Callable, Mapping
from typing import Any

from aiogram.utils.formatting import BlockQuote, Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.flag import Kind, Question
from domain.redaction import mask_for
from wording.exposure_terms import part_name
from wording.message import Buttons, Message, button, inline, shortened
from wording.town import force_reply, mention
from wording.translate import Words

_Facts = Mapping[str, Any]
_AROUND = 60
"""Letters of context on either side of the words in question."""
_SHOWN = 300
_REASON = 1500


def kind_name(w: Words, kind: Kind) -> str:
    """What it may be, and why it is asked about."""
    return {
        Kind.PHONE: w("疑似电话号码"),
        Kind.ID_NUMBER: w("疑似身份证件号码"),
        Kind.BANK_CARD: w("疑似银行账号"),
        Kind.PLATE: w("疑似车牌号"),
        Kind.EMAIL: w("疑似电子邮箱"),
        Kind.ACCOUNT: w("疑似社交账号"),
        Kind.LINK: w("链接、用户名或话题（会变成可点击的）"),
        Kind.NAME: w("疑似个人姓名"),
        Kind.BUSINESS: w("经营者名称（本区规定不公开全名）"),
        Kind.HOME: w("疑似住址"),
        Kind.HEALTH: w("疑似个人健康信息"),
        Kind.MINOR: w("疑似涉及未成年人"),
        Kind.AMOUNT: w("金额与台账不一致，或台账里没有"),
        Kind.DATE: w("日期与台账不一致，或台账里没有"),
        Kind.DOCUMENT: w("文号与台账不一致"),
        Kind.OUTCOME: w("处理结果与台账不一致"),
        Kind.ECHO: w("与举报内容的写法相近，可能暴露举报人"),
    }[kind]


def question(w: Words, q: Question) -> Message:
    """One question about the text."""
    where = w(" · 稿件 {id} · {part}", id=q.exposure_id, part=part_name(w, q.part))
    across = [w("它和相邻部分的开头或结尾连起来，会被读成一个号码。")] if q.across else []
    content = as_list(
        Text("🚩 ", Bold(w("待核 {n}/{of}", n=q.n, of=q.of)), where),
        Text(w("{kind}：", kind=kind_name(w, q.kind)), Bold(shortened(q.words, _SHOWN))),
        BlockQuote(_around(q.text, q.words)),
        *across,
        w("不宜公开：请遮盖或改写。可以公开：请点「保留」并说明理由，理由会存档。"),
    )
    return Message.of(content, inline(_answers(w, q)))


def _around(text: str, said: str) -> Text:
    at = max(text.find(said), 0)
    before, after = text[max(at - _AROUND, 0) : at], text[at + len(said) :][:_AROUND]
    dots = ("…" if at > _AROUND else "", "…" if at + len(said) + _AROUND < len(text) else "")
    return Text(dots[0], before, Bold(shortened(said, _SHOWN)), after, dots[1])


def _answers(w: Words, q: Question) -> Buttons:
    mask = mask_for(q.kind, q.words)
    rewrite = button(w("✏️ 改写「{part}」", part=part_name(w, q.part)), Asked(Verb.WRITE, q.exposure_id, q.part).data)
    rows = [[button(w("🙈 遮盖成「{mask}」", mask=mask), Asked(Verb.FLAG, q.flag_id, "mask").data)]] if mask else []
    rows += [[rewrite], [button(w("✅ 保留"), Asked(Verb.FLAG, q.flag_id, "keep").data)]]
    if q.of > 1:
        rows.append([button(w("⏭ 下一处"), Asked(Verb.FLAG, q.exposure_id, f"after-{q.flag_id}").data)])
    return rows


def nothing_open(w: Words, exposure_id: int) -> Message:
    """Every question has its answer."""
    submit = button(w("📤 提交审核"), Asked(Verb.SUBMIT, exposure_id).data)
    return Message.of(w("稿件 {id} 没有待核的地方了。", id=exposure_id), inline([[submit]]))


def keep_reason(w: Words, key: str) -> str | None:
    """A reason for keeping something, by the key its button carries; None for a key no button ever had."""
    return _keep_reasons(w).get(key)


def _keep_reasons(w: Words) -> dict[str, str]:
    return {
        "public": w("依法应当公开的信息"),
        "unit": w("是单位信息，不是个人信息"),
        "checked": w("已与决定书原件核对一致"),
        "common": w("通用表述，看不出是谁说的"),
        "mistaken": w("程序误判"),
    }


def ask_keep_reason(w: Words, flag_id: int, said: str) -> Message:
    """Why may the words stay? One press, or a reply in one's own words."""
    rows = [[button(text, Asked(Verb.FLAG, flag_id, f"k-{key}").data)] for key, text in _keep_reasons(w).items()]
    text = w("保留「{words}」：请选一个理由，或直接回复本消息写明。", words=shortened(said, _SHOWN))
    return Message.of(text, inline(rows))


def ask_reject_reason(w: Words, exposure_id: int, user_id: int, name: str) -> Message:
    """What has to be changed?"""
    text = w("，请回复本消息，写明稿件 {id} 哪里要改。稿件会退回起草。", id=exposure_id)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("退回理由")))


def _to_approve(w: Words, p: _Facts) -> Message:
    content = as_list(
        Text("🔍 ", Bold(w("稿件 {id} 请审核", id=p["exposure"])), w("（{who}提交）", who=p["who"])),
        w("上一条消息就是将要公开的全文，一字不差。照片：{n} 张，请点「预览」在私聊里看。", n=p["pictures"])
        if int(str(p["pictures"]))
        else w("上一条消息就是将要公开的全文，一字不差。没有照片。"),
        w(
            "需要 {needed} 位负责人通过，已有 {given} 位。写过、改过或提交过本稿的人不能审核。",
            needed=p["needed"],
            given=p["given"],
        ),
        w("定稿校验码：{digest}", digest=p["digest"]),
    )
    about, prefix = p["exposure"], p["digest"]
    rows = [
        [button(w("👁 预览（私聊）"), Asked(Verb.PREVIEW, about).data)],
        [
            button(w("✅ 通过"), Asked(Verb.APPROVE, about, prefix).data),
            button(w("↩️ 退回"), Asked(Verb.REJECT, about, prefix).data),
        ],
    ]
    return Message.of(content, inline(rows))


def _rejected(w: Words, p: _Facts) -> Message:
    user_id, name = p["editor"]
    head = w(" 稿件 {id} 被{who}退回，已回到起草。理由：", id=p["exposure"], who=p["who"])
    return Message.of(Text("↩️ ", mention(user_id, name), head, "\n", BlockQuote(shortened(p["reason"], _REASON))))


GATE_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "exposure_to_approve": _to_approve,
    "exposure_approval": lambda w, p: Message.of(
        w("✅ {who}通过了稿件 {exposure}（{given}/{needed}），还需其他负责人审核。", **_counted(p))
    ),
    "exposure_approved": lambda w, p: Message.of(
        w(
            "✅ {who}通过了稿件 {exposure}（{given}/{needed}），定稿已锁定，下一步看稿件卡片。再改要重新提交。",
            **_counted(p),
        )
    ),
    "exposure_rejected": _rejected,
}
"""By key; merged into `wording.notices.NOTICES`."""


def _counted(p: _Facts) -> dict[str, Any]:
    return {name: p[name] for name in ("who", "exposure", "given", "needed")}
