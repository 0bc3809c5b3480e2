"""Where a text says something else than the ledger: sums, days, the decision's number, how it ended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from domain.case import Outcome
from domain.days_written import days_written
from domain.exposure import Part
from domain.flag import Found, Kind
from domain.folded import folded
from domain.money import sums


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of the case. `words` is everything that officers established, in their own words; for a case that
    was handled elsewhere (`elsewhere`) nothing is known but the decision's number and day, which somebody typed."""

    words: str = ""
    documents: tuple[str, ...] = ()
    days: frozenset[date] = field(default_factory=frozenset)
    outcome: Outcome | None = None
    elsewhere: bool = False


_OF_THE_LAW = frozenset({Part.VIOLATED, Part.BASIS})
"""Parts that quote the law, which has sums and sanctions of its own."""

_TELLING = frozenset({Part.LEAD, Part.TITLE, Part.FACTS, Part.PENALTY})
"""Parts that say how this case ended; advice and meaning speak of others, too."""

_SANCTIONS: dict[str, frozenset[Outcome]] = {
    "取缔": frozenset({Outcome.BANNED}),
    "罚款|罚没|没收": frozenset({Outcome.PENALISED}),
    "吊销|撤销许可": frozenset(),
    "停产停业|责令停业": frozenset(),
    "移送|移交公安": frozenset({Outcome.REFERRED}),
    "拘留|逮捕|批捕|有期徒刑|判处|追究刑事责任": frozenset(),
    "从业禁止|终身禁止|禁止从事": frozenset(),
    "不予处罚|免予处罚|免于处罚": frozenset(),
}
"""Words for how a case ends, with the outcomes that say as much; else the ledger's own words have to."""

_NUMBER = re.compile(r"[〔\[(【（]\s?(\d{4})\s?[〕\])】）]\s?第?\s?(\d{1,8})\s?号")
_NAME_BEFORE = re.compile(r"[一-鿿]{0,12}$")


def differences(part: Part, text: str, ledger: Ledger) -> Iterator[Found]:
    """Everything in the part that the ledger does not bear out."""
    yield from _documents(text, ledger)
    if part in _OF_THE_LAW:
        return
    if not ledger.elsewhere:
        known = {value for _, value in sums(ledger.words)}
        yield from (found for found, value in sums(text) if value not in known)
    yield from _days(part, text, ledger)
    if part in _TELLING and not ledger.elsewhere:
        yield from _sanctions(text, ledger)


def _days(part: Part, text: str, ledger: Ledger) -> Iterator[Found]:
    # Of a case handled elsewhere only the decision's day is known; the other parts tell of earlier days.
    if ledger.elsewhere and part not in (Part.PENALTY, Part.TITLE):
        return
    known = ledger.days | {
        date(each.year, each.month, each.day)
        for each in days_written(ledger.words)
        if each.year and each.day and _is_day(each.year, each.month, each.day)
    }
    for each in days_written(text):
        if not each.names_one_of(known):
            yield Found(each.start, each.end, Kind.DATE)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _documents(text: str, ledger: Ledger) -> Iterator[Found]:
    plain = folded(text)
    known = [_numbers_shape(each) for each in ledger.documents if each]
    for each in _NUMBER.finditer(plain):
        said = _numbers_shape(plain[: each.end()])
        if not any(said.endswith(one) for one in known):
            before = _NAME_BEFORE.search(plain[: each.start()])
            yield Found(before.start() if before else each.start(), each.end(), Kind.DOCUMENT)


def _numbers_shape(words: str) -> str:
    """Brackets, blanks and 第 are written in many ways."""
    plain = _NUMBER.sub(lambda each: f"[{each[1]}]{int(each[2])}号", folded(words))
    return "".join(plain.split())


def _sanctions(text: str, ledger: Ledger) -> Iterator[Found]:
    for words, outcomes in _SANCTIONS.items():
        if ledger.outcome in outcomes or re.search(words, ledger.words):
            continue
        yield from (Found(*each.span(), Kind.OUTCOME) for each in re.finditer(words, text))
