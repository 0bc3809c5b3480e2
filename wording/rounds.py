"""What the office reads about rounds: progress, results, what is in doubt."""

from collections import Counter
from collections.abc import Sequence
from math import ceil

from aiogram.utils.formatting import Bold, Text, as_list

from domain.asking import Asked, Verb
from domain.broadcast import AMENDS, UNPLACED, UNSEEN, CopyState, Going, Outcome, Round
from domain.outgoing import Progress
from domain.published import Piece
from domain.round_view import Doubt, Place, Results, RoundFacts
from wording import unreached
from wording.exposure_stories import verb_name
from wording.message import Buttons, Message, button, inline, shortened
from wording.translate import Words, words

_TITLE = 60
_LINES = 60
_WHY = 60


def progress(facts: RoundFacts, what: Progress, lang: str) -> Message:
    """The standing message, with its buttons."""
    w = words(lang)
    lines: list[Text | str] = [_head(w, facts), _state(w, facts), _counts(w, facts)]
    left = facts.count(CopyState.WAITING, CopyState.QUEUED)
    if facts.going is Going.RUNNING and what.opens:
        lines.append(w("现在不在发布时段，{when} 继续。", when=what.opens))
    elif facts.going is Going.RUNNING and left:
        lines.append(_time_left(w, left / what.per_s))
    if facts.count(CopyState.IN_DOUBT):
        lines.append(w("存疑的可能已经送达、也可能没有，不会自动重发：请点「存疑」逐条核对。"))
    if facts.verb in AMENDS and (failed := facts.count(CopyState.FAILED)):
        lines.append(w("⚠️ 有 {n} 处没有改掉或删掉，那里还是原来的内容：请点「看结果」，到那里手工处理。", n=failed))
    lines += unreached.lines(w, facts.left)
    return Message.of(as_list(*lines), inline(_buttons(w, facts)))


def _head(w: Words, facts: RoundFacts) -> Text:
    title = shortened(facts.title, _TITLE) or w("（无标题）")
    return Text("📡 ", Bold(w("{verb} · 稿件 {id}", verb=verb_name(w, facts.verb), id=facts.exposure_id)), f" {title}")


def _state(w: Words, facts: RoundFacts) -> str:
    return {
        Going.RUNNING: w("▶️ 进行中"),
        Going.PAUSED: w("⏸ 已暂停：没发出的都停下了，点「继续」接着发"),
        Going.DONE: w("✅ 已结束"),
        Going.CANCELLED: w("⏹ 已取消：没发出的不再发"),
    }[facts.going]


def _counts(w: Words, facts: RoundFacts) -> str:
    named = (
        (w("完成 {n}", n=facts.count(CopyState.DONE)), True),
        (w("失败 {n}", n=facts.count(CopyState.FAILED)), facts.count(CopyState.FAILED)),
        (w("存疑 {n}", n=facts.count(CopyState.IN_DOUBT)), facts.count(CopyState.IN_DOUBT)),
        (w("待发 {n}", n=facts.count(CopyState.WAITING, CopyState.QUEUED)), facts.going is not Going.DONE),
        (w("取消 {n}", n=facts.count(CopyState.CANCELLED)), facts.count(CopyState.CANCELLED)),
    )
    all_ = sum(facts.counts.values())
    if not all_:
        return _nobody(w, facts.verb)
    return w("共 {n} 条：", n=all_) + w("，").join(text for text, shown in named if shown)


def _nobody(w: Words, verb: Round) -> str:
    if verb is Round.REPRINT:
        return w("没有人要补发：现在的频道、群和订阅者都已经收到了，这次什么也没有发。")
    if verb in AMENDS:
        return w("没有找到还在的消息，没有什么要改或要删。")
    return w("没有可以发到的频道、群或订阅者，什么也没有发。请用 /outlets 添加发布渠道，再在稿件卡片上点「重发」。")


def _time_left(w: Words, seconds: float) -> str:
    if seconds < 60:
        return w("预计还需不到一分钟")
    return w("预计还需约 {n} 分钟", n=ceil(seconds / 60))


def _buttons(w: Words, facts: RoundFacts) -> Buttons:
    def ask(label: str, detail: str) -> dict[str, str]:
        return button(label, Asked(Verb.ROUND, facts.broadcast_id, detail).data)

    steer = []
    if facts.going is Going.RUNNING:
        steer = [ask(w("⏸ 暂停"), "pause"), ask(w("⏹ 取消其余"), "cancel")]
    elif facts.going is Going.PAUSED:
        steer = [ask(w("▶️ 继续"), "resume"), ask(w("⏹ 取消其余"), "cancel")]
    look = [ask(w("📊 看结果"), "results")]
    if in_doubt := facts.count(CopyState.IN_DOUBT):
        look.append(ask(w("❓ 存疑 {n}", n=in_doubt), "doubts"))
    return [steer, look, unreached.buttons(w, facts.left)]


def sure_to_cancel(w: Words, facts: RoundFacts) -> Message:
    """Asked before the rest is cancelled: there is no way back."""
    left = facts.count(CopyState.WAITING, CopyState.QUEUED)
    text = w("确定取消「{verb} · 稿件 {id}」其余的 {n} 条吗？已经发出的不受影响；取消后不能恢复，只能「重发」。",
             verb=verb_name(w, facts.verb), id=facts.exposure_id, n=left)  # fmt: skip
    yes = button(w("确定取消其余"), Asked(Verb.ROUND, facts.broadcast_id, "cancel-yes").data)
    return Message.of(text, inline([[yes]]))


def results(found: Results, lang: str) -> Message:
    """What became of a round: by name, and for subscribers by numbers."""
    w = words(lang)
    lines: list[Text | str] = [_head(w, found.facts), _state(w, found.facts), _counts(w, found.facts)]
    names = Counter(each.name for each in found.places)
    lines += [_place(w, each, in_pieces=names[each.name] > 1) for each in found.places[:_LINES]]
    if len(found.places) > _LINES:
        lines.append(w("……还有 {n} 个群或频道", n=len(found.places) - _LINES))
    lines += [
        w("订阅者：{what} {n} 条", what=_became(w, state, outcome), n=n)
        for (state, outcome), n in sorted(found.subscribers.items(), key=str)
    ]
    failed = found.facts.count(CopyState.FAILED)
    if failed and found.facts.verb not in AMENDS:
        lines.append(w("没有送到的，恢复联系后可在稿件卡片上点「重发」。"))
    elif failed:
        lines.append(w("没有处理到的，请到那个群或频道里手工删改。"))
    lines += unreached.lines(w, found.facts.left)
    asks = unreached.buttons(w, found.facts.left)
    return Message.of(as_list(*lines), inline([asks]) if asks else None)


def _place(w: Words, place: Place, *, in_pieces: bool) -> str:
    why = f"（{_why(w, place.why)}）" if place.why and place.state is CopyState.FAILED else ""
    what = f" · {_piece(w, place.piece)}" if in_pieces else ""
    return f"{_sign(place.state)} {shortened(place.name, _TITLE)}{what} {_became(w, place.state, place.outcome)}{why}"


def _piece(w: Words, piece: Piece) -> str:
    return {Piece.ALBUM: w("照片"), Piece.TEXT: w("文字")}[piece]


def _why(w: Words, why: str) -> str:
    """In the reader's words where it is ours, as Telegram put it where it is Telegram's."""
    if why == UNSEEN:
        return w("核对过，没有送到")
    return w("不知道是哪条消息，请到那里手工删改") if why == UNPLACED else shortened(why, _WHY)


def _sign(state: CopyState) -> str:
    return {
        CopyState.WAITING: "⏳",
        CopyState.QUEUED: "⏳",
        CopyState.DONE: "✅",
        CopyState.FAILED: "❌",
        CopyState.IN_DOUBT: "❓",
        CopyState.CANCELLED: "⏹",
    }[state]


def _became(w: Words, state: CopyState, outcome: Outcome | None) -> str:
    if state is CopyState.DONE and outcome is not None:
        return {
            Outcome.SENT: w("已送达"),
            Outcome.EDITED: w("已改"),
            Outcome.DELETED: w("已删除"),
            Outcome.REPLACED: w("不能删除，已换成撤下说明"),
            Outcome.GONE: w("早已被人删除"),
        }[outcome]
    return {
        CopyState.WAITING: w("待发"),
        CopyState.QUEUED: w("待发"),
        CopyState.DONE: w("已送达"),
        CopyState.FAILED: w("失败"),
        CopyState.IN_DOUBT: w("存疑"),
        CopyState.CANCELLED: w("已取消"),
    }[state]


def doubts(w: Words, found: Sequence[Doubt], more: int, *, sendable: bool) -> Message:
    """Each in doubt with what can be said of it: it was seen there; or it was not, and is sent once more if it may."""
    if not found:
        return Message.of(w("没有存疑的了。"))
    lines: list[Text | str] = [
        Bold(w("存疑：发送时断线，不知道是否送达")),
        _how_to_decide(w, sendable=sendable),
    ]
    rows: Buttons = []
    for at, each in enumerate(found, 1):
        name = each.name or w("一位订阅者")
        lines.append(f"{at}. {name} · {_piece(w, each.piece)}")
        rows.append([
            button(w("{at} 已送达", at=at), Asked(Verb.DOUBT, each.copy_id, "got").data),
            _not_there(w, at, each, sendable=sendable),
        ])  # fmt: skip
    if more > 0:
        lines.append(w("……还有 {n} 条，处理完这些再显示。", n=more))
    return Message.of(as_list(*lines), inline(rows))


def _how_to_decide(w: Words, *, sendable: bool) -> str:
    if sendable:
        return w(
            "请先到对方群或频道里看一眼。看到了点「已送达」，确实没有才点「再发一次」。订阅者那里无法核对，拿不准就点「已送达」。"
        )
    return w("这些不会再发了。请到对方群或频道里看一眼：看到了点「已送达」，确实没有点「没有送到」。")


def _not_there(w: Words, at: int, doubt: Doubt, *, sendable: bool) -> dict[str, str]:
    if sendable:
        return button(w("{at} 再发一次", at=at), Asked(Verb.DOUBT, doubt.copy_id, "again").data)
    return button(w("{at} 没有送到", at=at), Asked(Verb.DOUBT, doubt.copy_id, "missing").data)
