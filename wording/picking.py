"""What editors read while they pick what is exposed: the overview, suggestions, which issue, the form for a case from
elsewhere."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, Text, as_list

from domain.asking import Asked, Verb
from domain.decision import LABELS, Item
from domain.exposure import Status
from domain.picking import Candidate, Merit, Suggestion
from domain.taxonomy import Taxonomy
from wording.cards import violation_name
from wording.clocks import day
from wording.exposure_terms import stage_mark
from wording.message import Buttons, Message, button, inline, shortened
from wording.terms import outcome_name
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

PICK, ELSEWHERE, NEW = "pick", "scratch", "new"
"""What the buttons of `Verb.EXPOSE` say beside a case's id or a batch's."""

_NAME = 40

Line = tuple[int, int, str, Status]
"""(id, number of the issue, title, where it stands)."""


def overview(
    w: Words, found: Sequence[Suggestion], stages: Sequence[Sequence[Line]], taxonomy: Taxonomy, zone: ZoneInfo
) -> Message:
    """Everything at a glance, with a button for each thing that can be opened."""
    heads = (w("起草中"), w("待审核"), w("已通过，待排期"), w("已排期、发布中"), w("最近发布"))
    lines: list[Text | str] = [Text("📣 ", Bold(w("曝光工作台")))]
    for head, rows in zip(heads, stages, strict=True):
        if rows:
            lines += [Bold(head), *(_line(w, each) for each in rows)]
    if found:
        lines += [Bold(w("建议曝光")), *(_suggested(w, each, taxonomy, zone) for each in found)]
    if len(lines) == 1:
        lines.append(w("还没有稿件，也没有新的查处结果。外单位的案件可以「从头写」。"))
    opens = [
        button(w("{mark} 稿件 {id}", mark=stage_mark(status), id=exposure_id), Asked(Verb.DRAFT, exposure_id).data)
        for rows in stages
        for exposure_id, _, _, status in rows
    ]
    first = [
        button(w("🔎 选案"), Asked(Verb.EXPOSE, 0, PICK).data),
        button(w("✍️ 从头写"), Asked(Verb.EXPOSE, 0, ELSEWHERE).data),
        button(w("📚 各期"), Asked(Verb.BATCH).data),
    ]
    return Message.of(as_list(*lines), inline([first, *in_rows(opens, 3)]))


def _line(w: Words, row: Line) -> str:
    exposure_id, number, title, status = row
    shown = shortened(title, _NAME) or w("（无标题）")
    blanks = {"mark": stage_mark(status), "id": exposure_id, "number": number, "title": shown}
    return w("{mark} 稿件 {id} · 第{number}期 · {title}", **blanks)


def suggestions(w: Words, found: Sequence[Suggestion], taxonomy: Taxonomy, zone: ZoneInfo) -> Message:
    """Which of these?"""
    if not found:
        return Message.of(w("最近没有可以曝光的办结线索：要有处罚、取缔或移送的结果，而且还没有曝光过。"))
    lines = [_suggested(w, each, taxonomy, zone) for each in found]
    keys = [button(each.candidate.number, Asked(Verb.EXPOSE, each.candidate.case_id).data) for each in found]
    return Message.of(as_list(Bold(w("建议曝光（从上到下，越靠前越值得）")), *lines), inline(in_rows(keys)))


def _suggested(w: Words, each: Suggestion, taxonomy: Taxonomy, zone: ZoneInfo) -> Text:
    case = each.candidate
    facts = filter(None, (violation_name(w, case.violation, taxonomy), case.town, shortened(case.business, _NAME),
                          _concluded(w, case, zone), *(_merit(w, one, case) for one in each.merits)))  # fmt: skip
    return Text(Code(case.number), " · ", " · ".join(facts))


def _concluded(w: Words, case: Candidate, zone: ZoneInfo) -> str:
    when = day(w, case.concluded_at.astimezone(zone).date())
    return w("{outcome}（{when}办结）", outcome=outcome_name(w, case.outcome), when=when)


def _merit(w: Words, merit: Merit, case: Candidate) -> str:
    return {
        Merit.URGENT: w("🔴 紧急"),
        Merit.SERIOUS: w("🟠 严重"),
        Merit.BANNED: "",
        Merit.REPEATED: w("♻️ 同一对象第 {n} 次", n=case.times),
        Merit.FREQUENT: w("📈 近期多发"),
    }[merit]


def offer(
    w: Words, case: Candidate, open_batches: Sequence[tuple[int, int, str, int]], taxonomy: Taxonomy, zone: ZoneInfo
) -> Message:
    """The case as the ledger has it, and which issue it shall go into. A batch is (id, number, title, exposures)."""
    lines: list[Text | str] = [
        Text(Code(case.number), " · ", Bold(violation_name(w, case.violation, taxonomy))),
        w("办理单位：{desk}", desk=case.town or w("（未填）")),
        w("对象：{business}", business=shortened(case.business, 200) or w("（未填）")),
        w("结果：{outcome}", outcome=_concluded(w, case, zone)),
        w("文号：{document}", document=case.document or w("（未填）")),
        w("放进哪一期？会按台账填好初稿，再逐段修改。"),
    ]
    data = [Asked(Verb.EXPOSE, case.case_id, NEW).data]
    data += [Asked(Verb.EXPOSE, case.case_id, f"b{batch_id}").data for batch_id, *_ in open_batches]
    return Message.of(as_list(*lines), inline(_choices(w, data, open_batches)))


def choose_batch(w: Words, open_batches: Sequence[tuple[int, int, str, int]]) -> Message:
    """Into which issue does the case from elsewhere go?"""
    data = [Asked(Verb.EXPOSE, 0, f"{ELSEWHERE}-{NEW}").data]
    data += [Asked(Verb.EXPOSE, 0, f"{ELSEWHERE}-{batch_id}").data for batch_id, *_ in open_batches]
    return Message.of(w("从头写一篇（别处办理的案件）：放进哪一期？"), inline(_choices(w, data, open_batches)))


def choose_other_batch(w: Words, exposure_id: int, open_batches: Sequence[tuple[int, int, str, int]]) -> Message:
    """Into which issue is the draft moved?"""
    data = [Asked(Verb.DRAFT, exposure_id, f"move-{NEW}").data]
    data += [Asked(Verb.DRAFT, exposure_id, f"move-{batch_id}").data for batch_id, *_ in open_batches]
    asked = w("稿件 {id} 换到哪一期？换期算修改：稿件回到起草，导语里的期数跟着改。", id=exposure_id)
    return Message.of(asked, inline(_choices(w, data, open_batches)))


def _choices(w: Words, data: Sequence[str], open_batches: Sequence[tuple[int, int, str, int]]) -> Buttons:
    """`data` begins with that of the next issue."""
    texts = [w("🆕 新开一期")]
    for _, number, title, count in open_batches:
        named = shortened(title, 16)
        texts.append(w("第{number}期 {title}（{n} 篇）", number=number, title=named, n=count))
    return in_rows([button(text, each) for text, each in zip(texts, data, strict=True)])


def ask_elsewhere(w: Words, agency: str, user_id: int, name: str) -> Message:
    """The form, to be answered by one reply."""
    lines = [
        Text(mention(user_id, name), w("，请对照决定书回复本消息，一行一项：")),
        Code(_form(agency, "", "", "")),
        *_about_form(w),
    ]
    return Message.of(as_list(*lines), force_reply(w("机关、文号、日期、当事人，一行一项")))


def ask_decision(w: Words, exposure_id: int, filled: tuple[str, str, str, str], user_id: int, name: str) -> Message:
    """The same form with what is known; `filled` are agency, number, day and party."""
    lines = [
        Text(mention(user_id, name), w("，请对照决定书核对稿件 {id} 的决定信息。点一下复制，改好后回复本消息，"
                                       "只写要改的行也可以：", id=exposure_id)),
        Code(_form(*filled)),
        *_about_form(w),
    ]  # fmt: skip
    return Message.of(as_list(*lines), force_reply(w("机关、文号、日期、当事人，一行一项")))


def _form(agency: str, document: str, decided_on: str, party: str) -> str:
    """The form's lines, to be copied with one tap; what stands before the colon is read again, in no other language."""
    filled = {Item.AGENCY: agency, Item.DOCUMENT: document, Item.DECIDED_ON: decided_on, Item.PARTY: party}
    return "\n".join(f"{LABELS[each][0]}：{text}" for each, text in filled.items())


def _about_form(w: Words) -> list[str]:
    return [
        w("日期要写年份，例如 2026-03-01。当事人是自然人的写「姓某」。"),
        w("可再加两行：「镇街：…」「类别：…」（违法类别的名称），按镇街、类别订阅的群众才会收到。"),
    ]


def started(w: Words) -> str:
    """For the short line on top of the chat."""
    return w("初稿已生成，请对照决定书逐段核对")


def batch_list(w: Words, open_batches: Sequence[tuple[int, int, str, int]]) -> Message:
    """Issues that still take drafts."""
    if not open_batches:
        return Message.of(w("没有未排期的期次。选案或从头写时可以新开一期。"))
    rows = [
        button(w("第{number}期 {title}（{n} 篇）", number=number, title=shortened(title, 16), n=count),
               Asked(Verb.BATCH, batch_id).data)
        for batch_id, number, title, count in open_batches
    ]  # fmt: skip
    return Message.of(w("未排期的期次，点开看本期稿件："), inline(in_rows(rows)))


def ask_title(w: Words, number: int, user_id: int, name: str) -> Message:
    """What shall the issue be called?"""
    text = w("，请回复本消息，给第{number}期起个名字（只在本群显示，不公开）。", number=number)
    return Message.of(Text(mention(user_id, name), text), force_reply(w("期名")))


def choose_order(w: Words, batch_id: int, number: int, exposures: Sequence[tuple[int, str]]) -> Message:
    """What goes out earlier? An exposure is (id, title), in the order as it is; a tap moves it one place up."""
    lines = [f"{at}. {shortened(title, _NAME) or w('（无标题）')}" for at, (_, title) in enumerate(exposures, 1)]
    rows = [
        [button(w("⬆️ {at}. 稿件 {id}", at=at, id=exposure_id), Asked(Verb.BATCH, batch_id, f"up-{exposure_id}").data)]
        for at, (exposure_id, _) in enumerate(exposures, 1)
        if at > 1
    ]
    head = w("第{number}期的发布顺序，点一下往前移一位：", number=number)
    return Message.of(as_list(head, *lines), inline(rows))
