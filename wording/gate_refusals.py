"""Why a text can't be submitted, approved or sent back, and what to do next."""

from collections.abc import Callable, Mapping

from domain.completeness import Lack
from wording.exposure_terms import lack_name
from wording.translate import Words

_Facts = Mapping[str, str]
_NAMED = 6
"""What an alert of 200 characters has room for; the card lists it all."""


def _lacks(w: Words, p: _Facts) -> str:
    lacks = p["lacks"].split(",")
    missing = w("、").join(lack_name(w, Lack(each)) for each in lacks[:_NAMED]) + ("…" if lacks[_NAMED:] else "")
    return w("还不能提交，缺：{missing}。请在稿件卡片上补齐。", missing=missing)


GATE_REFUSALS: dict[str, Callable[[Words, _Facts], str]] = {
    "approved_already": lambda w, _: w("您已经通过这一稿了，还需要其他负责人审核。"),
    "exposure_flags_open": lambda w, p: w("还有 {count} 处待核，请点稿件卡片上的「待核」逐处决定。", **p),
    "exposure_lacks": _lacks,
    "exposure_photos_unready": lambda w, p: w(
        "有 {count} 张要公开的照片还没确认遮挡，或还没处理好。请点「照片」查看。", **p
    ),
    "exposure_reject_reason": lambda w, _: w("请写明退回的理由，编辑才知道要改什么。"),
    "exposure_text_changed": lambda w, _: w("这个按钮属于旧的一稿，稿件后来改过。请在稿件卡片上点「看送审稿」再审核。"),
    "exposure_unauthorised": lambda w, _: w(
        "这一类信息只能由有权机关发布，本区没有设置授权，不能提交。请改类别，或联系管理员。"
    ),
    "exposure_undecided": lambda w, _: w("对应的线索还没有查实办结，或又重新办理了，不能公开。请等办结后再提交。"),
    "flag_no_mask": lambda w, _: w("这一处程序不能代为遮盖，请改写，或写明理由保留。"),
    "flag_reason": lambda w, _: w("请写明保留的理由，至少两个字。"),
    "flag_settled": lambda w, _: w("这一处已经决定过，或文字已经改了。请点稿件卡片上的「待核」看还剩哪些。"),
    "no_such_flag": lambda w, _: w("没有这一处待核。请点稿件卡片上的「待核」重新打开。"),
    "own_text": lambda w, _: w("您写过、改过或提交过这篇稿件，要由没有经手的负责人审核。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
