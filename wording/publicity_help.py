"""What can be done in the publicity office's group."""

from aiogram.utils.formatting import as_list

from wording.message import Message
from wording.translate import Words


def help_text(w: Words) -> Message:
    """The office's answer to /help."""
    return Message.of(
        as_list(
            w("这是宣传部门的工作群：把办结的线索写成典型案例，审核后公开曝光。"),
            w("/exposures 曝光工作台：选案、起草、看每篇稿件到了哪一步"),
            w("选案后按台账生成初稿。在稿件卡上点要改的部分，再回复机器人的提问；预览发到您的私聊。"),
            w("写稿的人不能审核自己写的稿子；任何修改都会让稿件回到起草。"),
            w("期次卡上安排发布、演练、立即发布（负责人）；/slots 固定发布时段；/calendar 发布日历"),
            w("已发布的稿件在卡片上更正、撤下、提前到期、重发（负责人），并能查看发布经过。"),
            w("/digest 月份：起草公开进展，例如 /digest 2026-02；只发 /digest 就是上个月"),
            w("/outlets 发布渠道：把机器人设为频道管理员或拉进群，在本群确认（负责人）"),
            w("发布后的进度消息可以暂停、继续、取消其余，并核对存疑（负责人）；订阅者由市民用 /subscribe 自己订阅。"),
            w("/staff 管理人员（负责人）"),
        )
    )
