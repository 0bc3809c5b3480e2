"""What parts, classes and stages of exposures are called."""

from domain.completeness import Lack
from domain.exposure import Class, Part, Status
from domain.published import Form
from wording.translate import Words


def part_name(w: Words, part: Part) -> str:
    """As editors call it."""
    return {
        Part.LEAD: w("导语"),
        Part.TITLE: w("标题"),
        Part.FACTS: w("案情"),
        Part.VIOLATED: w("违反条款"),
        Part.BASIS: w("处罚依据"),
        Part.PENALTY: w("处理结果"),
        Part.MEANING: w("典型意义"),
        Part.TIP: w("消费提示"),
    }[part]


def class_name(w: Words, class_: Class) -> str:
    """As editors choose it."""
    return {
        Class.PENALTY: w("行政处罚案例"),
        Class.TRANSFER: w("移送案例"),
        Class.WARNING: w("风险警示"),
        Class.SAMPLING: w("抽检结果"),
        Class.PROGRESS: w("工作进展"),
    }[class_]


def stage_name(w: Words, status: Status) -> str:
    """Where it stands."""
    return {
        Status.DRAFT: w("起草中"),
        Status.SUBMITTED: w("待审核"),
        Status.APPROVED: w("已通过"),
        Status.SCHEDULED: w("已排期"),
        Status.PUBLISHING: w("发布中"),
        Status.PUBLISHED: w("已发布"),
        Status.CORRECTED: w("已更正"),
        Status.WITHDRAWN: w("已撤下"),
        Status.EXPIRED: w("已到期"),
        Status.DISCARDED: w("已作废"),
    }[status]


def stage_mark(status: Status) -> str:
    """The same as a picture, for lists and buttons."""
    return {
        Status.DRAFT: "✏️",
        Status.SUBMITTED: "🔍",
        Status.APPROVED: "✅",
        Status.SCHEDULED: "🗓",
        Status.PUBLISHING: "📡",
        Status.PUBLISHED: "📢",
        Status.CORRECTED: "♻️",
        Status.WITHDRAWN: "⛔",
        Status.EXPIRED: "⌛",
        Status.DISCARDED: "🗑",
    }[status]


def form_name(w: Words, form: Form) -> str:
    """In which form a chat gets it."""
    return {Form.FULL: w("全文"), Form.SHORT: w("短文"), Form.ALBUM: w("配图文字")}[form]


def lack_name(w: Words, lack: Lack) -> str:
    """What is missing, in a word or two."""
    others = {
        Lack.LEGAL_BASIS: w("发布依据"),
        Lack.AGENCY: w("办案机关"),
        Lack.PARTY: w("当事人"),
        Lack.DOCUMENT: w("决定书文号"),
        Lack.DECIDED_ON: w("决定日期"),
        Lack.ROOM: w("缩短全文（超过一条消息的长度）"),
        Lack.CASE: w("台账结论（线索正在重新办理）"),
    }
    return others[lack] if lack in others else part_name(w, Part(lack.value))
