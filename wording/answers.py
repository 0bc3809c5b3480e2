"""What officers read about canned answers: the duty desk's list, and the choice under a question."""

from collections.abc import Callable, Mapping, Sequence

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.case import Status
from domain.taxonomy import Taxonomy
from wording.cards import violation_name
from wording.message import Message, button, inline, shortened
from wording.terms import status_name
from wording.town import force_reply, in_rows, mention
from wording.translate import Words

ANY = "-"
"""Stands for any category in a button."""

STATUS_CHOSEN = "--"
"""Stands where the category is still to be chosen."""

GROUP = "g-"
"""Stands before a group's id in a button."""

_SHOWN = 60

Answer = tuple[int, Status | None, str | None, str]
"""(id, status, violation, text); None is any."""


def answer_list(w: Words, answers: Sequence[Answer], taxonomy: Taxonomy) -> Message:
    """What the duty desk keeps, with a button to drop each and one to add."""
    lines: list[Text | str] = [Bold(w("快捷答复"))]
    for n, (_, status, violation, text) in enumerate(answers, 1):
        lines.append(f"{n}. [{_for(w, status, violation, taxonomy)}] {shortened(text, _SHOWN)}")
    if not answers:
        lines.append(w("还没有快捷答复。添加后，各单位询问举报人或办结时可以一点就用。"))
    drops = [button(f"🗑 {n}", Asked(Verb.DROP, answer_id).data) for n, (answer_id, *_) in enumerate(answers, 1)]
    return Message.of(as_list(*lines), inline([*in_rows(drops, 5), [button(w("➕ 添加一条"), Asked(Verb.KEEP).data)]]))


def choose_status(w: Words, statuses: Sequence[Status]) -> Message:
    """In which status is it for? Buttons carry the status's place in the row, from 1; 0 is any."""
    names = [w("任何状态"), *(status_name(w, each) for each in statuses)]
    keys = [button(name, Asked(Verb.KEEP, at, STATUS_CHOSEN).data) for at, name in enumerate(names)]
    return Message.of(w("这条答复用于哪个状态的线索？"), inline(in_rows(keys)))


def choose_group(w: Words, about: int, taxonomy: Taxonomy) -> Message:
    """Which kind of problem is it for?"""
    keys = [button(w("任何类别"), Asked(Verb.KEEP, about, ANY).data)]
    keys += [
        button(f"{each.emoji} {each.label.in_language(w.lang)}", Asked(Verb.KEEP, about, GROUP + each.id).data)
        for each in taxonomy.violations.groups
    ]
    return Message.of(w("用于哪一类问题？"), inline(in_rows(keys)))


def choose_violation(w: Words, about: int, group_id: str, taxonomy: Taxonomy) -> Message:
    """Which one of the group?"""
    members = taxonomy.violations.group(group_id).members
    rows = [[button(violation_name(w, each, taxonomy), Asked(Verb.KEEP, about, each).data)] for each in members]
    return Message.of(w("用于哪一类问题？"), inline(rows))


def ask_text(
    w: Words, status: Status | None, violation: str | None, taxonomy: Taxonomy, user_id: int, name: str
) -> Message:
    """What shall it say?"""
    text = w("，请回复本消息，写下答复的内容（{use}）。它会原样发给举报人。", use=_for(w, status, violation, taxonomy))
    return Message.of(Text(mention(user_id, name), text), force_reply(w("快捷答复的内容")))


def offer(w: Words, case_id: int, number: str, answers: Sequence[tuple[int, str]], purpose: str) -> Message:
    """What could be said with one tap instead of writing; each text stands whole, a button sends it as it stands."""
    lines = [f"{n}. {text}" for n, (_, text) in enumerate(answers, 1)]
    keys = [
        button(w("发送 {n}", n=n), Asked(Verb.PICK, case_id, f"{purpose}-{answer_id}").data)
        for n, (answer_id, _) in enumerate(answers, 1)
    ]
    title = w("⚡ 快捷答复（{number}），点一下就发给举报人：", number=number)
    return Message.of(as_list(title, *lines), inline(in_rows(keys, 3)))


def _for(w: Words, status: Status | None, violation: str | None, taxonomy: Taxonomy) -> str:
    state = status_name(w, status) if status else w("任何状态")
    return f"{state} · {violation_name(w, violation, taxonomy) if violation else w('任何类别')}"


ANSWER_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "answer_gone": lambda w, _: w("这条快捷答复已删除，或不再适用于这件线索。请直接回复写明。"),
    "answers_full": lambda w, p: w("快捷答复最多 {limit} 条。请先用 /answers 删掉不用的。", **p),
    "answers_not_yours": lambda w, _: w("快捷答复由值班台在值班台的群里管理。"),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
