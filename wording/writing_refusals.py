"""Why something could not be picked or written for an exposure, and what to do next."""

from collections.abc import Callable, Mapping

from wording.translate import Words

WRITING_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "batch_closed": lambda w, _: w("这一期已经排期或发布，不能再加减稿件。请先取消排期，或另开一期。"),
    "case_exposed": lambda w, p: w("这件线索已经有稿件 {id}，不能重复曝光。请打开那篇稿件。", **p),
    "case_only_warned": lambda w, _: w("这件线索只有警告处罚，不予公示（信息公示规定第二条）。请选别的案件。"),
    "decision_bad_day": lambda w, _: w(
        "决定日期看不懂、还没到或已超过三年，没有保存。请写成 2026-03-01 的样子再回复一次。"
    ),
    "decision_empty": lambda w, _: w("没有读到内容，没有保存。请一行写一项：机关、文号、日期、当事人。"),
    "discard_needs_draft": lambda w, _: w("待审核、已排期的稿件不能直接作废。请先退回或取消排期，回到起草后再作废。"),
    "draft_tap_first": lambda w, _: w("卡片不收回复。请先点卡片上要改的部分，再回复机器人的提问。"),
    "exposure_too_long": lambda w, p: w("全文超出一条消息 {over} 个字，没有保存。请压缩案情或典型意义后再试。", **p),
    "no_such_batch": lambda w, _: w("没有这一期。请用 /exposures 打开「各期」再选。"),
    "no_such_candidate": lambda w, _: w("这件线索现在不能曝光：要有处罚、取缔或移送的结果。请用 /exposures 重新选案。"),
    "no_such_category": lambda w, _: w("没有这个违法类别，没有保存。请照台账上的类别名称写，或去掉这一行。"),
    "no_such_town": lambda w, _: w("没有这个镇街，没有保存。请写全名，或去掉这一行。"),
    "which_draft": lambda w, _: w(
        "这条消息没有等着回复。要改稿件：发 /exposures 打开稿件卡片，点要改的部分，再回复机器人的提问。"
    ),
    "nothing_to_show": lambda w, _: w("稿件还没有内容可以预览。请先写标题和案情。"),
    "part_empty": lambda w, _: w("没有读到文字，没有保存。请用文字回复；要清空可以不写的部分，回复「—」。"),
    "part_has_changed": lambda w, _: w("您打开之后同事改过这一处，没有覆盖。请在卡片上重新点开，看过新内容再改。"),
    "part_needed": lambda w, _: w("这一部分不能空着，没有清空。请回复新的文字。"),
    "preview_needs_start": lambda w, p: w(
        "机器人还不能给您发私聊。请先打开 @{me}，点「开始」或发送 /start，再回来点预览。", **p
    ),
    "sampling_reserved": lambda w, _: w(
        "本区没有登记公布抽检结果的权限（食品安全抽样检验管理办法第四十六条）。请选别的类别，或请管理员核实配置。"
    ),
    "warning_reserved": lambda w, _: w(
        "风险警示由国家或省级公布（食品安全法第一百一十八条），本区没有登记授权。请选别的类别，或请管理员核实配置。"
    ),
    "write_takes_words": lambda w, _: w("这里只收文字，没有保存。请用文字回复；照片请在卡片上另外添加。"),
}
"""By `Refusal.key`; merged into `wording.refusals.OFFICER_REFUSALS`."""
