"""What the office is told of outlets and rounds without having asked, and why something can't be done with them."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.broadcast import Round
from wording.exposure_stories import verb_name
from wording.message import Message, shortened
from wording.translate import Words

ROUND_NOTICES: dict[str, Callable[[Words, Mapping[str, Any]], Message]] = {
    "round_halted": lambda w, p: Message.of(
        w(
            "⛔ 稿件 {exposure} 的发布已自动暂停：要发出的文字或照片和审核通过的不一致，没有发出。"
            "请不要点「继续」，先撤下已发出的，并联系系统管理员。",
            exposure=p["exposure"],
        )
    ),
    "round_photo_gone": lambda w, p: Message.of(
        w(
            "⛔ 稿件 {exposure} 的{verb}已自动暂停：第 {n} 张照片的文件找不到或读不出来，还没发出的文字和照片都没有发。"
            "请让系统管理员从备份恢复这个文件（日志里写着文件名），恢复后点「继续」，会从停下的地方接着发。"
            "恢复不了的：已经开始发布的请撤下，另写一篇提交审核；还没发布的换掉照片，重新提交审核。",
            exposure=p["exposure"],
            verb=verb_name(w, Round(p["verb"])),
            n=p["nth"],
        )
    ),
    "outlet_unreachable": lambda w, p: Message.of(
        w(
            "⚠️ 机器人不能再在「{title}」发布，以后的曝光不会发到那里。恢复后请重新添加机器人；/outlets 查看发布渠道。",
            title=shortened(p["title"], 128),
        )
    ),
}
"""By key; merged into `wording.notices.NOTICES`."""

ROUND_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "doubt_decided": lambda w, _: w("这一条已经处理过了。"),
    "no_such_outlet": lambda w, _: w("没有这个发布渠道。请用 /outlets 看最新的列表。"),
    "no_such_round": lambda w, _: w("没有这次发布。请从稿件卡片打开。"),
    "not_out": lambda w, _: w("这篇稿件已经不在公示中，不能再发。请重新点「存疑」，核对后点「已送达」或「没有送到」。"),
    "still_sendable": lambda w, _: w("这一条还可以再发。请重新点「存疑」，点「已送达」或「再发一次」。"),
    "outlet_decided": lambda w, _: w("这个渠道已经有人处理过了。请用 /outlets 看最新的列表。"),
    "outlet_is_desk": lambda w, _: w("这个群是工作群，不能作为发布渠道。"),
    "round_over": lambda w, _: w("这次发布的状态已经变了，请看最新的进度消息。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
