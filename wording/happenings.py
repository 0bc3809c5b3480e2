"""What happened to a case, an event at a time, as officers read it in its story."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.case import Actor, Outcome
from domain.look_back import Verdict
from domain.story import Happening
from wording.cards import half_day
from wording.clocks import term_name, wait_name
from wording.ledger import field_names
from wording.look_back_lines import verdict_name
from wording.terms import outcome_name, severity_name
from wording.translate import Words


def what_happened(w: Words, event: Happening) -> str:
    """One sentence, without its time, its author and what was written. Raises nothing for an event without one: it may
    have been written by a later version."""
    told = HAPPENINGS.get(event.what)
    return told(w, event) if told else w("其他办理")


def who_did(w: Words, event: Happening) -> str:
    """A colleague's name and capacity, or only the capacity."""
    named: Mapping[str, str] = {
        Actor.ROUTING: w("系统"),
        Actor.CITIZEN: w("举报人"),
        Actor.TOWN: w("镇街"),
        Actor.DEPARTMENT: w("部门"),
        Actor.DUTY_DESK: w("值班台"),
        Actor.SUPERVISOR: w("督导"),
        Actor.CHECKER: w("回头看"),
        "duty": w("值班台"),
        "custodian": w("保管人"),
    }
    capacity = named.get(event.actor, event.actor)
    return w("{name}（{capacity}）", name=event.who, capacity=capacity) if event.who else capacity


def when(w: Words, event: Happening, zone: ZoneInfo) -> str:
    """Officers' own acts to the minute; everything else to half a day, for its exact time could point at the
    reporter."""
    local = event.at.astimezone(zone)
    if event.exact:
        return f"{local.year}-{local.month:02d}-{local.day:02d} {local.hour:02d}:{local.minute:02d}"
    return dated(w, event.at, zone)


def dated(w: Words, at: datetime, zone: ZoneInfo) -> str:
    """A moment to half a day, with its year."""
    return w("{year}年{day}", year=at.astimezone(zone).year, day=half_day(w, at, zone))


def _rectifying(w: Words, e: Happening) -> str:
    return w("责令整改，{by} 前完成，责任人：{who}", by=e.facts.get("by", ""), who=e.facts.get("responsible", ""))


def _concluded(w: Words, e: Happening) -> str:
    outcome = e.facts.get("outcome")
    ended = w("办结：{outcome}", outcome=outcome_name(w, Outcome(outcome))) if outcome else w("办结")
    return "；".join(filter(None, (ended, e.facts.get("penalty"), e.facts.get("penalty_document"))))


def _graded(w: Words, e: Happening) -> str:
    before, after = (severity_name(w, str(e.facts[key])) for key in ("from", "to"))
    return w("严重程度由{before}改为{after}", before=before, after=after)


def _registered(w: Words, e: Happening) -> str:
    name = field_names(w).get(str(e.facts.get("field")), str(e.facts.get("field")))
    before, after = e.facts.get("from"), e.facts.get("to", "")
    if before:
        return w("{field}由「{before}」改为「{after}」", field=name, before=before, after=after)
    return w("登记{field}：{after}", field=name, after=after)


def _reopened(w: Words, e: Happening) -> str:
    return w("销号后重新办理") if e.facts.get("relapse") else w("重新办理")


def _verdict(w: Words, e: Happening) -> str:
    said = e.facts.get("verdict")
    return verdict_name(w, Verdict(said)) if said in set(Verdict) else w("其他办理")


def _filed(w: Words, e: Happening) -> str:
    return w("提出举报") if e.actor == Actor.CITIZEN else w("登记线索")


HAPPENINGS: dict[str, Callable[[Words, Happening], str]] = {
    "absorbed": lambda w, _: w("并入一件反映同一问题的线索"),
    "acknowledged": lambda w, e: w("签收移送的线索"),
    "answer_chased": lambda w, e: w("提醒：举报人询问进展，还没有答复"),
    "answered": lambda w, e: w("补充"),
    "asked": lambda w, e: w("问举报人"),
    "assigned": lambda w, e: w("派给{desk}", desk=e.desk),
    "chased": lambda w, e: w("提醒：{term}", term=term_name(w, e.facts.get("clock"))),
    "clock_paused": lambda w, e: w("暂停计时（{why}）", why=wait_name(w, e.facts.get("waits_for"))),
    "clock_restarted": lambda w, e: w("有了新情况，核查期限重新起算"),
    "clock_resumed": lambda w, e: w("恢复计时"),
    "closed": lambda w, e: w("销号"),
    "concluded": _concluded,
    "extension_asked": lambda w, e: w("申请延期"),
    "extension_declined": lambda w, e: w("不同意延期"),
    "extension_granted": lambda w, e: w("同意延期"),
    "filed": _filed,
    "graded": _graded,
    "handed_on": lambda w, e: w("由{before}转给{desk}", before=e.came_from, desk=e.desk),
    "handed_over": lambda w, e: w("交给{holder}承办", holder=e.holder),
    "identity_unlocked": lambda w, e: w("依规调取举报人账号"),
    "joined": lambda w, e: w("请{desk}协办", desk=e.desk),
    "not_alike": lambda w, e: w("与相似的线索核对，不是同一问题"),
    "note_edited": lambda w, e: w("修改备注"),
    "note_shared": lambda w, e: w("把备注告知举报人"),
    "look_back_begun": lambda w, e: w("安排{desk}回头看，{due} 前", desk=e.desk, due=e.facts.get("due", "")),
    "look_back_failed": lambda w, e: w("回头看不合格，重新办理"),
    "look_back_passed": lambda w, e: w("回头看合格"),
    "look_back_taken": lambda w, e: w("接过回头看"),
    "look_back_waived": lambda w, e: w("免于回头看"),
    "asked_if_gone": lambda w, e: w("询问举报人问题是否真的解决"),
    "verdict": lambda w, e: w("举报人回答：{verdict}", verdict=_verdict(w, e)),
    "verdict_reason": lambda w, e: w("举报人补充所见"),
    "noted": lambda w, e: w("备注"),
    "objected": lambda w, e: w("对结论提出异议"),
    "objection_declined": lambda w, e: w("异议不成立，答复举报人"),
    "objection_upheld": lambda w, e: w("异议成立，重新办理"),
    "parted": lambda w, e: w("{desk}退出协办", desk=e.desk),
    "prosecuting": lambda w, e: w("立案查处"),
    "rectifying": _rectifying,
    "referred": lambda w, e: w("移送{desk}", desk=e.desk),
    "registered": _registered,
    "relinked": lambda w, e: w("改为并入另一件线索"),
    "released": lambda w, e: w("{holder}不再承办", holder=e.holder),
    "reopened": _reopened,
    "returned": lambda w, e: w("退回值班台"),
    "reworded": lambda w, e: w("修改了说明，现在的说法"),
    "routed": lambda w, e: w("自动派给{desk}", desk=e.desk),
    "sent_back": lambda w, e: w("退回{desk}", desk=e.desk),
    "taken_up": lambda w, e: w("接办"),
    "unlinked": lambda w, _: w("与并入的线索分开"),
    "urged": lambda w, e: w("询问进展"),
    "withdrawn": lambda w, e: w("撤回"),
}
"""By `Happening.what`; a new event gets its sentence here."""
