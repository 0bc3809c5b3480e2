"""Why a batch can't be scheduled or published, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

PLANNING_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "approvals_too_few": lambda w, p: w(
        "现在要 {count} 位负责人通过才能发布，稿件 {id} 通过时人数要求较低。请在稿件卡片上把任一部分原文再写一次，"
        "再点「提交审核」，由 {count} 位没有经手的负责人审核。",
        **p,
    ),
    "batch_altered": lambda w, _: w("稿件内容和通过审核时的不一致，没有发布。请打开稿件改一次，再点「提交审核」。"),
    "batch_begun": lambda w, _: w("这一期已经开始发布，不用再操作。进度见群里的发布消息。"),
    "batch_correction": lambda w, _: w("更正稿不排期：请打开更正稿，点「发布更正」。"),
    "batch_empty": lambda w, _: w("这一期里还没有稿件。请先用 /exposures 选稿。"),
    "batch_expired": lambda w, _: w("有稿件的公示期限已过，不能发布。请打开稿件重新设置公示期限。"),
    "batch_unauthorised": lambda w, p: w(
        "本单位现在不能发布稿件 {id} 这一类内容。请改类别再提交审核，或把它作废。", **p
    ),
    "batch_undecided": lambda w, p: w("稿件 {id} 的案件又在办理，没有结论，不能发布。请把它移到别的期或作废。", **p),
    "batch_unapproved": lambda w, p: w("还有 {count} 篇稿件没有通过审核。请先提交审核，通过后再安排发布。", **p),
    "batch_recused": lambda w, _: w("这一期里有您需要回避的稿件，请由没有利害关系的同事安排。"),
    "batch_queued": lambda w, _: w("这一期已经在这个时段排队。要换时间，请选别的时段或时间。"),
    "batch_unplanned": lambda w, _: w("这一期没有排期，不用撤下。"),
    "hours_closed": lambda w, p: w("只在 {opens}–{closes} 之间发布。请点「安排发布」，选这段时间里的一刻。", **p),
    "moment_far": lambda w, _: w("时间超过一年，可能写错了年份。请重新写，例如：12月8日 18:00。"),
    "moment_past": lambda w, _: w("这个时间已经过了。请另选时间，例如：明天 9:00。"),
    "moment_unread": lambda w, _: w("时间看不懂。请再回复一次，例如：12月8日 18:00，或：明天 9:00。"),
    "month_unread": lambda w, _: w("月份看不懂。例如：/calendar 2026-10，或只发 /calendar 看本月。"),
    "no_such_batch": lambda w, _: w("没有这一期。请用 /exposures 查看各期稿件。"),
    "no_such_slot": lambda w, _: w("没有这个时段，可能刚被删除。请用 /slots 查看。"),
    "rehearsal_not_frozen": lambda w, _: w("提交审核以后、发布以前才能演练，看到的才是定稿。请先点「提交审核」。"),
    "slot_closed": lambda w, p: w("这个时段有落在 {opens}–{closes} 以外的时间，那时不发布。请换一个时间。", **p),
    "slot_never": lambda w, _: w("这样写永远不会到时间。请核对日期，例如：每月1日 10:00。"),
    "slot_often": lambda w, _: w("时段之间至少隔一小时。请写得稀疏一些，例如：每天 9:00。"),
    "slot_there": lambda w, _: w("已经有这个时段了，没有重复添加。请用 /slots 查看。"),
    "slot_unreadable": lambda w, _: w(
        "看不懂。请再回复一次，例如：每周五 18:00，每月1日 10:00，每个工作日 9:00，节前最后一个工作日 17:00。"
    ),
    "slots_full": lambda w, p: w("最多 {limit} 个时段。请先删除不用的。", limit=p["limit"]),
    "term_day": lambda w, _: w("到期日要在明天以后、十年以内。请再写一次，例如：2027-03-01。"),
    "term_over": lambda w, _: w("这篇稿件已经结束公示，不用再设置期限。"),
    "term_unread": lambda w, _: w("日期看不懂。请再回复一次，例如：2027-03-01。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
