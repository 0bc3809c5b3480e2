"""What the publicity office reads when a month's progress (公开进展) was drafted."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from aiogram.utils.formatting import Bold, Code, ExpandableBlockQuote, Text, as_list

from domain.progress import FEW, figure
from domain.quantities import Weight
from wording.message import Message, shortened
from wording.translate import Words

_SHOWN = 40
"""Cases that are listed: with their words they fit one message."""

_CLAUSE = 60
"""UTF-16 units of a clause."""


def drafted(
    w: Words, exposure_id: int, month: date, kilograms: Decimal, sources: Sequence[tuple[str, Sequence[Weight]]]
) -> Message:
    """The draft is there; and what in it has to be checked by hand. `sources` are cases with the weights read."""
    head = w(
        "{year}年{month}月的公开进展已起草，见稿件 {id} 的卡片。", year=month.year, month=month.month, id=exposure_id
    )
    lines: list[Text | str] = [head]
    if sources:
        counted = w("没收、查扣共 {kg} 公斤，从 {count} 件线索的文字里读出：", kg=figure(kilograms), count=len(sources))
        lines += [Text(Bold(w("⚖️ 程序读出，请核对：")), counted)]
        lines += [ExpandableBlockQuote(as_list(*_sources(w, sources)))]
    else:
        lines += [w("办结文字里没有读出没收、查扣的重量。如有，请自己写进「案情」。")]
    lines += [w("只有 1–{few} 件的镇街已并入「其他」，以免看出是谁反映的。", few=FEW)]
    lines += [w("核对后照常提交、审核、排期。")]
    return Message.of(as_list(*lines))


def _sources(w: Words, sources: Sequence[tuple[str, Sequence[Weight]]]) -> list[Text | str]:
    lines: list[Text | str] = [
        Text(Code(number), "　", w("；").join(_weight(w, each) for each in weights))
        for number, weights in sources[:_SHOWN]
    ]
    left = len(sources) - _SHOWN
    return [*lines, w("……另有 {left} 件", left=left)] if left > 0 else lines


def _weight(w: Words, weight: Weight) -> str:
    return w("{kg} 公斤「{words}」", kg=figure(weight.kilograms), words=shortened(weight.words, _CLAUSE))


DIGEST_REFUSALS: dict[str, Callable[[Words, Mapping[str, str]], str]] = {
    "digest_drafted": lambda w, p: w("这个月的公开进展已经起草过了：稿件 {exposure}。要重写，请先作废它。", **p),
    "digest_of_nothing": lambda w, _: w("这个月没有收到也没有办结线索，不用起草。请换一个月份，例如 /digest 2026-02"),
    "digest_which_month": lambda w, _: w("请写已经结束的月份，例如 /digest 2026-02；只发 /digest 就是上个月。"),
}
"""Merged into `wording.refusals.OFFICER_REFUSALS`."""
