"""What a citizen is told around filing: the receipt, a file that could not be taken, a draft that was left lying,
trouble with a message."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from aiogram.utils.formatting import Bold, Code, Text, as_list

from wording.citizen import draft_forgotten, draft_waits, photo_has_place
from wording.message import Message
from wording.translate import Words

_Facts = Mapping[str, Any]


def _receipt(w: Words, p: _Facts) -> Message:
    state = w("已交给负责的单位。") if p["routed"] else w("正在由值班人员确定负责的单位。")
    return Message.of(
        as_list(
            Bold(w("✅ 举报已登记")),
            Text(w("编号："), Code(p["number"]), "　", state),
            Text(w("回执码："), Code(p["code"])),
            w("请记下回执码：在任何账号里发 /find 加回执码都能查进度，不会显示是谁举报的。每次有进展我们都会告诉您。"),
            w("想补充照片或情况，直接回复这条消息，或用 /my。"),
            sep="\n",
        ),
        {"remove_keyboard": True},
    )


def _file_refused(w: Words, p: _Facts) -> Message:
    reasons = {
        "file_too_large": w("有一个文件超过 20 MB，没能收下。请改用「照片」方式发送。"),
        "not_a_picture": w("有一个文件不是图片，没能收下。请拍成照片发来。"),
        "picture_heic": w("有一张原图（如 iPhone 的 HEIC 格式）这里打不开，没有收下。请按「照片」而不是「文件」重发。"),
        "picture_too_big": w("有一张图片的尺寸太大，没能收下。请改用「照片」方式发送。"),
        "picture_too_costly": w("有一张图片太复杂，没能收下。请改用「照片」方式发送。"),
        "picture_unreadable": w("有一张图片打不开，没能收下。请重新发送。"),
    }
    return Message.of(reasons.get(p["trouble"], w("有一个文件没能从 Telegram 取到。请重新发送。")))


def _trouble(w: Words, p: _Facts) -> Message:
    return Message.of(
        Text(
            w(
                "抱歉，刚才那条消息没能处理，之前填写的内容都还在。请换个方式再发一次；如果还不行，请把这个编号告诉我们："
            ),
            Code(p["reference"]),
        )
    )


FILING_NOTICES: dict[str, Callable[[Words, _Facts], Message]] = {
    "draft_forgotten": lambda w, p: draft_forgotten(w),
    "draft_waits": lambda w, p: draft_waits(w, date.fromisoformat(p["day"]), p["mark"]),
    "file_refused": _file_refused,
    "photo_has_place": lambda w, p: photo_has_place(w, p["evidence"]),
    "receipt": _receipt,
    "trouble": _trouble,
}
"""By key; merged into `wording.notices.NOTICES`."""
