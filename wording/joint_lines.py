"""What a card shows of desks working together: who helps, what a desk that helps reads and presses, what a referral
brings."""

from typing import Any

from aiogram.utils.formatting import Bold, Text

from domain.asking import Asked, Verb
from domain.card import CardFacts
from domain.case import Status
from wording.message import Buttons, button, shortened
from wording.translate import Words

_NAMES_SHOWN = 80
"""UTF-16 units of all the desks that help."""

_BEGUN = (Status.ACCEPTED, Status.RECTIFYING, Status.PROSECUTING, Status.REFERRED)


def joint_lines(w: Words, facts: CardFacts) -> list[Text | str]:
    """Who helps, and who leads where it is this group that helps."""
    lines: list[Text | str] = []
    if facts.as_guest:
        lines.append(Text("🤝 ", Bold(w("本单位协办，由{desk}牵头。", desk=facts.desk_name or w("值班台")))))
    if facts.guests:
        lines.append(w("协办单位：{desks}", desks=shortened("、".join(facts.guests), _NAMES_SHOWN)))
    return lines


def established(w: Words, facts: CardFacts) -> str:
    """What stands in the place of the reporter's words where those are withheld."""
    asker = facts.desk_name if facts.as_guest else facts.ledger.referred_from
    rule = w("举报人的原话由{desk}保管，不随案提供；需要了解的，请与该单位联系。", desk=asker or w("值班台"))
    if facts.referral is None or facts.as_guest:
        return rule
    parts = (facts.referral.findings, w("移送理由：{reason}", reason=facts.referral.reason), rule)
    return "\n".join(each for each in parts if each)


def invite_buttons(w: Words, facts: CardFacts) -> Buttons:
    """For whoever leads a case that has begun."""
    if facts.status not in _BEGUN:
        return []
    return [[_ask(w("🤝 联合办理"), Verb.JOINT, facts)]]


def guest_buttons(w: Words, facts: CardFacts) -> Buttons:
    """For a desk that helps: to note, and to leave."""
    return [[_ask(w("📝 记备注"), Verb.NOTE, facts), _ask(w("🚪 退出协办"), Verb.PART, facts)]]


def _ask(text: str, verb: Verb, facts: CardFacts) -> dict[str, Any]:
    return button(text, Asked(verb, facts.case_id).data)
