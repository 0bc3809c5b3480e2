"""The command menus, by where they are seen."""

from wording.translate import Words


def of_private_chats(w: Words) -> dict[str, str]:
    """What a citizen finds behind the menu button."""
    return {
        "start": w("开始举报"),
        "my": w("我的举报"),
        "find": w("用回执码查进度"),
        "subscribe": w("订阅典型案例"),
        "privacy": w("隐私说明"),
        "language": w("切换语言"),
        "help": w("怎么用"),
    }


def of_groups(w: Words) -> dict[str, str]:
    """What officers find in their group."""
    return {
        "open": w("本组未办结的线索"),
        "ledger": w("线索台账：查询、筛选、导出"),
        "mine": w("我承办的线索"),
        "case": w("按编号调出卡片"),
        "story": w("一件线索的全部经过"),
        "picture": w("未办结线索分布图"),
        "charts": w("办理情况图表"),
        "entry": w("登记来电、来访或检查发现"),
        "sweep": w("发起排查（负责人）"),
        "sweeps": w("排查进度"),
        "conflict": w("回避登记"),
        "staff": w("本组人员"),
        "help": w("怎么用"),
    }


def of_the_office(w: Words) -> dict[str, str]:
    """What the publicity office finds in its group."""
    return {
        "exposures": w("曝光工作台"),
        "calendar": w("发布日历"),
        "slots": w("固定发布时段"),
        "outlets": w("发布渠道"),
        "digest": w("起草公开进展"),
        "staff": w("本组人员"),
        "help": w("怎么用"),
    }
