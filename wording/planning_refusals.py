"""Why a batch can't be scheduled or published, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

PLANNING_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "batch_altered": lambda w, _: w("稿件内容和批准时的不一致，没有发布。请打开稿件改一次，重新送审。"),
    "batch_begun": lambda w, _: w("这一期已经开始发布，不用再操作。进度见群里的发布消息。"),
    "batch_correction": lambda w, _: w("更正稿不排期：请打开更正稿，点「发布更正」。"),
    "batch_empty": lambda w, _: w("这一期里还没有稿件。请先用 /exposures 选稿。"),
    "batch_expired": lambda w, _: w("有稿件的公示期限已过，不能发布。请打开稿件重新设置公示期限。"),
    "batch_unapproved": lambda w, p: w("还有 {count} 篇稿件没有批准。请先送审、批准，再安排发布。", **p),
    "no_such_batch": lambda w, _: w("没有这一期。请用 /exposures 查看各期稿件。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
