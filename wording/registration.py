"""The registration form for reports: form 2 of the set of 2026-04 that goes with order 121, filled from the ledger."""

from typing import Any
from zoneinfo import ZoneInfo

from domain.card import CardFacts
from domain.entry import Channel
from domain.story import Story
from domain.taxonomy import Taxonomy
from wording.cards import shipped_taxonomy, violation_name
from wording.happenings import dated
from wording.joint_lines import established
from wording.terms import channel_name
from wording.translate import Words


def form(w: Words, story: Story, zone: ZoneInfo, district: str, taxonomy: Taxonomy | None = None) -> dict[str, Any]:
    """What `papers/registration.py` prints, without its date.

    Nothing about the reporter is ever filled in. Whoever used the bot is anonymous; for a call or a visit the cells
    stay empty, to be written by hand; what was found on inspection has no reporter.
    """
    card = story.card
    reporter = _reporter(w, card.ledger.source)
    return {
        "title": w("举报登记表"),
        "head": w("{district}　线索 {number}", district=district, number=card.number),
        "foot": w("文书式样二（2026年4月）"),
        "numbered": w("第 {page} 页，共 {pages} 页", page="{page}", pages="{pages}"),
        "unit": w("登记单位：{unit}", unit=story.registrar),
        "number": w("编号：{number}", number=_number(w, card)),
        "reporter": {
            "party": w("举报人"),
            "rows": [
                [w("姓名"), reporter, w("联系电话"), reporter],
                [w("联系地址"), reporter, w("身份证件号码"), reporter],
            ],
        },
        "reported": {
            "party": w("被举报人"),
            "rows": [[w("名称（姓名）"), card.business], [w("地址"), card.place_text]],
        },
        "clues": {
            "label": w("涉嫌违反市场监督管理法律、法规、规章的具体线索和相应的事实依据"),
            "text": _clues(w, story, zone, taxonomy or shipped_taxonomy()),
        },
        "signatures": [_signature(w, w("举报人（签字）：")), _signature(w, w("经办人（签字）："))],
        "notes": [
            w("注：1. 本表格适用于市场监督管理部门对举报人通过电话、信函、上门等方式提起举报的登记。"),
            w(
                "2. 举报人可以匿名举报，但应当提供具体涉嫌违法线索和相应的事实依据，并对举报内容的真实性负责。"
                "举报人实名举报的，还应当提供真实的身份信息。"
            ),
            w("3. 通过非现场方式提出举报的，无须在举报人一栏签字。"),
        ],
    }


def file_name(w: Words, number: str) -> str:
    """Of the form, without its ending."""
    return w("举报登记表-{number}", number=number)


def caption(w: Words, number: str) -> str:
    """Under the form."""
    return w("{number} 的举报登记表（文书式样二），请核对后打印签字。机器人不掌握举报人身份，没有填写。", number=number)


def _reporter(w: Words, source: str) -> str:
    named: dict[str, str] = {
        Channel.PHONE: "",
        Channel.WALK_IN: "",
        Channel.INSPECTION: w("（无）"),
        Channel.SUPERVISOR: w("（无）"),
        "referral": w("（见移送材料）"),
    }
    return named.get(source, w("匿名"))


def _number(w: Words, card: CardFacts) -> str:
    if card.ledger.external_number:
        return w("{number}（12315：{other}）", number=card.number, other=card.ledger.external_number)
    return card.number


def _clues(w: Words, story: Story, zone: ZoneInfo, taxonomy: Taxonomy) -> str:
    card = story.card
    source = card.ledger.source
    way = channel_name(w, Channel(source)) if source in set(Channel) else w("网络渠道举报")
    lines = [
        w("来源：{way}；收到：{when}", way=way, when=dated(w, card.received_at, zone)),
        w("涉嫌违法类型：{kind}", kind=violation_name(w, card.violation, taxonomy)),
        established(w, card) if card.withheld else card.happened or w("（没有文字说明）"),
    ]
    added = [each.words for each in story.happenings if each.what == "answered" and each.words]
    if added:
        lines += [w("举报人补充："), *added]
    if card.photos:
        lines.append(w("附照片 {n} 张。", n=card.photos))
    return "\n".join(lines)


def _signature(w: Words, title: str) -> str:
    return title + "\n" + w("　　　　　　　　　　　　年　　月　　日")
