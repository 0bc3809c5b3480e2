"""The field's terms, as people read them."""

from domain.case import Outcome, Status
from domain.entry import Channel
from wording.translate import Words


def status_name(w: Words, status: Status) -> str:
    """As officers read it on a card."""
    return {
        Status.RECEIVED: w("已登记"),
        Status.ASSIGNED: w("已派发"),
        Status.ACCEPTED: w("核查中"),
        Status.RECTIFYING: w("整改中"),
        Status.PROSECUTING: w("立案查处"),
        Status.REFERRED: w("已移送"),
        Status.CONCLUDED: w("已办结"),
        Status.CLOSED: w("已销号"),
        Status.WITHDRAWN: w("已撤回"),
    }[status]


def outcome_name(w: Words, outcome: Outcome) -> str:
    """As officers choose it and citizens are told it."""
    return {
        Outcome.RECTIFIED: w("属实，已整改"),
        Outcome.PENALISED: w("属实，已查处"),
        Outcome.BANNED: w("已取缔"),
        Outcome.REFERRED: w("已移送有权部门"),
        Outcome.UNSUBSTANTIATED: w("经查不属实"),
        Outcome.NOT_OURS: w("不属于本渠道受理范围"),
        Outcome.DUPLICATE: w("与已有线索重复"),
    }[outcome]


def severity_name(w: Words, severity: str) -> str:
    """general, serious or urgent."""
    return {"general": w("一般"), "serious": w("严重"), "urgent": w("紧急")}[severity]


def channel_name(w: Words, channel: Channel) -> str:
    """How a case that staff entered reached them."""
    return {
        Channel.PHONE: w("电话举报"),
        Channel.WALK_IN: w("来访举报"),
        Channel.INSPECTION: w("检查发现"),
        Channel.SUPERVISOR: w("督导发现"),
    }[channel]
