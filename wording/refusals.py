"""Why something could not be done, and what to do next, as officers read it."""

from collections.abc import Callable, Mapping

from domain.refusal import Refusal
from wording import citizen_refusals
from wording.afterwards import AFTERWARDS_REFUSALS
from wording.answers import ANSWER_REFUSALS
from wording.clock_refusals import CLOCK_REFUSALS
from wording.digests import DIGEST_REFUSALS
from wording.entry import ENTRY_REFUSALS
from wording.gate_refusals import GATE_REFUSALS
from wording.ledger_list import LEDGER_LIST_REFUSALS
from wording.look_backs import LOOK_BACK_REFUSALS
from wording.photo_refusals import PHOTO_REFUSALS
from wording.planning_refusals import PLANNING_REFUSALS
from wording.publicity_refusals import PUBLICITY_REFUSALS
from wording.recusing import RECUSAL_REFUSALS
from wording.repeat_refusals import REPEAT_REFUSALS
from wording.round_notices import ROUND_REFUSALS
from wording.sweep_refusals import SWEEP_REFUSALS
from wording.together import TOGETHER_REFUSALS
from wording.translate import Words, words
from wording.writing_refusals import WRITING_REFUSALS

_Facts = Mapping[str, str]


def sentence(refusal: Refusal, lang: str) -> str:
    """The refusal's sentence, within the 200 characters of an alert. Raises KeyError for a key without one."""
    written = OFFICER_REFUSALS.get(refusal.key)
    return written(words(lang), refusal.params) if written else citizen_refusals.sentence(refusal, lang)


def _missing(w: Words, p: _Facts) -> str:
    return {
        "outcome": w("请先选择办理结果。"),
        "explanation": w("请写明理由或说明，不能为空。"),
        "measure": w("请先写明整改措施。"),
        "deadline": w("请先写明整改时限。"),
        "responsible": w("请先写明责任人。"),
        "penalty": w("请写明处罚决定，例如：处罚：罚款 5000 元。"),
        "penalty_document": w("请写明处罚决定书文号，例如：文号：……〔2026〕12号。"),
        "destination": w("请写明移送到哪个单位。"),
        "photo_after": w("结论为「已整改」时，要有整改后的现场照片：请先回复卡片发一张照片，再办结。"),
    }[p["what"]]


OFFICER_REFUSALS: dict[str, Callable[[Words, _Facts], str]] = {
    **AFTERWARDS_REFUSALS,
    **ANSWER_REFUSALS,
    **CLOCK_REFUSALS,
    **DIGEST_REFUSALS,
    **ENTRY_REFUSALS,
    **GATE_REFUSALS,
    **RECUSAL_REFUSALS,
    **LEDGER_LIST_REFUSALS,
    **LOOK_BACK_REFUSALS,
    **TOGETHER_REFUSALS,
    **PLANNING_REFUSALS,
    **PHOTO_REFUSALS,
    **PUBLICITY_REFUSALS,
    **REPEAT_REFUSALS,
    **ROUND_REFUSALS,
    **SWEEP_REFUSALS,
    **WRITING_REFUSALS,
    "acknowledged_already": lambda w, _: w("本单位已经签收过了。"),
    "already_held": lambda w, p: w("这件线索已由{holder}承办。需要换人时，请承办人或负责人点「交给同事」。", **p),
    "already_seated": lambda w, _: w("已经是本单位的工作人员了。"),
    "already_shared": lambda w, _: w("这条备注已经发给举报人了，不会重复发送。"),
    "already_there": lambda w, p: w("这件线索已经派给{desk}了。", **p),
    "already_yours": lambda w, _: w("这件线索已经由您承办。"),
    "anonymous": lambda w, _: w(
        "匿名管理员或频道身份不能办理线索，也无法核对权限。请在群设置里关闭「匿名」，用自己的账号再发一次。"
    ),
    "bad_deadline": lambda w, _: w("整改时限看不懂或已过。请写工作日数（例如 7）或一年内的日期（例如 3月20日）。"),
    "bad_bind_code": lambda w, _: w("绑定码不对、已用过或已过期。请向管理员要一个新的。"),
    "cannot_note": lambda w, _: w("这种文件不能存为备注，只能收文字、照片和图片文件。附带的文字会保留。"),
    "case_ended": lambda w, _: w("这件线索已经办结或撤回，不能再提问。"),
    "empty_note": lambda w, _: w("备注里没有可读的文字或照片，没有保存。"),
    "forged": lambda w, _: w("这个按钮无效。请用 /open 打开线索的最新卡片。"),
    "group_is_desk": lambda w, p: w("本群已经是{desk}的工作群。要改绑，请管理员先换群。", **p),
    "group_unbound": lambda w, _: w("本群还没有绑定单位。请向管理员要绑定码，然后在群里发送：/bind 绑定码"),
    "has_changed": lambda w, _: w("线索状态刚刚变了，请看最新的卡片再操作。"),
    "last_lead": lambda w, _: w("这是最后一位负责人。请先让另一位同事成为负责人。"),
    "missing": _missing,
    "no_custodian": lambda w, _: w("请写明由谁调取。"),
    "no_reporter": lambda w, _: w("这件线索没有可以调取的举报人账号。"),
    "reason_too_short": lambda w, p: w("请写明调取理由，至少 {limit} 个字。", **p),
    "no_colleagues": lambda w, _: w("本单位还没有其他同事登记。请他们在群里点「我在这里工作」。"),
    "no_departments": lambda w, _: w("本区还没有设置可以移送的部门，请联系管理员。"),
    "no_objection": lambda w, _: w("没有等待答复的异议，可能同事刚刚答复过。"),
    "no_such_case": lambda w, _: w("没有这件线索。请核对编号，或用 /open 查看本单位的线索。"),
    "no_such_desk": lambda w, _: w("没有这个单位，名单可能刚更新过。请重新打开列表再选。"),
    "no_such_move": lambda w, _: w("按线索现在的状态不能这样操作，请看最新的卡片。"),
    "no_such_request": lambda w, _: w("没有这个申请。请对方重新点「我在这里工作」。"),
    "nobody_to_tell": lambda w, _: w("举报人已撤回，或没有留下联系渠道，无法转达。"),
    "not_a_colleague": lambda w, _: w("对方已不在本单位，请重新选择。"),
    "not_administrator": lambda w, _: w("只有系统管理员能这样做。"),
    "not_holder": lambda w, p: w("这件线索由{holder}承办，只有承办人或负责人能这样操作。", **p),
    "not_lead": lambda w, _: w("只有本单位的负责人能这样操作。"),
    "not_staff_here": lambda w, _: w("您还不是本单位的工作人员。请在群里点「我在这里工作」，由负责人同意。"),
    "not_your_move": lambda w, _: w("按线索现在的状态，这一步由其他单位操作。"),
    "not_your_right": lambda w, _: w("您可以查看这件线索，但这一步由承办单位操作。"),
    "objection_open": lambda w, _: w("举报人的异议还没有答复。请先答复，或者重新办理。"),
    "own_case": lambda w, _: w("这件线索由您承办，复核和回头看要由别人来做。请交给同事。"),
    "photos_coming": lambda w, _: w("照片还在处理，请过几秒再点一次。"),
    "same_severity": lambda w, _: w("现在就是这个严重程度。"),
    "too_long": lambda w, p: w("文字超过 {limit} 个字，没有保存。请分成几条发送。", **p),
    "too_many_guesses": lambda w, _: w("尝试次数太多，请一小时后再试。"),
    "which_case": lambda w, _: w("这条消息不属于任何线索。请回复线索的卡片，或用 /case 编号 打开卡片。"),
}
"""By `Refusal.key`. Keys not found here are the citizens' (`wording/citizen_refusals.py`)."""
