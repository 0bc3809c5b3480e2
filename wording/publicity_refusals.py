"""Why the publicity office can't do something with an exposure, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

PUBLICITY_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "exposure_has_changed": lambda w, _: w("稿件刚刚被同事改过，这一步没有做。请看最新的稿件卡片再操作。"),
    "exposure_no_such_move": lambda w, _: w("按稿件现在的状态不能这样操作，请看最新的稿件卡片。"),
    "exposure_not_editable": lambda w, _: w("这篇稿件已经发布或结束，不能再改。要改已发布的内容，请点「更正」。"),
    "exposure_not_your_move": lambda w, _: w("这一步由宣传部门的负责人操作。"),
    "no_such_exposure": lambda w, _: w("没有这篇稿件。请用 /exposures 打开稿件列表。"),
    "not_publicity": lambda w, _: w("只有宣传部门的工作人员能在本部门的群里这样操作。"),
    "not_publicity_lead": lambda w, _: w("只有宣传部门的负责人能这样操作，请转告负责人。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
