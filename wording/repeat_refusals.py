"""Why two cases can't be linked or parted, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

REPEAT_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "no_business": lambda w, _: w("还没有登记这个名称。请先点「登记信息」填写。"),
    "no_such_pair": lambda w, _: w("这条提示已经处理过了，请看最新的卡片。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
