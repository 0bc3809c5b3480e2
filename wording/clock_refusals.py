"""Why a clock can't be stopped, resumed or lengthened, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

CLOCK_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "clock_cannot_extend": lambda w, _: w("按线索现在的状态没有可以延长的期限，请看最新的卡片。"),
    "clock_cannot_pause": lambda w, _: w("只有核查期限可以暂停。请看最新的卡片。"),
    "clock_extended": lambda w, _: w("期限已经延长过一次，不能再延。"),
    "clock_is_paused": lambda w, _: w("计时已经暂停。要继续，请点「恢复计时」。"),
    "clock_runs": lambda w, _: w("计时没有暂停，不用恢复。"),
    "nothing_asked": lambda w, _: w("没有等待举报人答复的提问。请先点「问举报人」提问，再暂停计时。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
