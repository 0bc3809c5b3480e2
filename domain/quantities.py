"""Weights of seized goods, read out of what officers wrote: a figure for a person to check, never the last word."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_KILOGRAMS = {
    "公斤": Decimal(1),
    "千克": Decimal(1),
    "kg": Decimal(1),
    "市斤": Decimal("0.5"),
    "斤": Decimal("0.5"),
    "公吨": Decimal(1000),
    "吨": Decimal(1000),
}
_DIGITS = {each: at for at, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}

_WEIGHT = re.compile(
    r"(?<![\d.,\-~至到零〇一二两三四五六七八九十百千万])"
    r"(?:(?P<digits>\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,3})?|\d{1,9}(?:\.\d{1,3})?) ?(?P<times>[百千万]?)"
    r"|(?P<hanzi>[零〇一二两三四五六七八九十百千万]{1,12}))"
    r"[多余来]? ?"
    r"(?P<unit>公斤|千克|kg|市斤|斤|公吨|吨)"
    # «5公斤装», «5kg/袋», «5kg×10»: the size of a package, and nobody says here how many there were.
    r"(?! ?[装/*x×每])",
    re.IGNORECASE,
)
_SEIZED = re.compile(r"没收(?!违法所得)|收缴|罚没|查扣|扣押|查封|查获|封存|销毁|扣留")
_TRADED = re.compile(r"售出|销售|已售|卖出|购进|购入|进货|采购")
_WHOLE = re.compile(r"(?:共计|合计|总计|总共|总重|共)[^\d零〇一二两三四五六七八九十百千万]{0,4}$")
_SENTENCE = re.compile(r"[^。;!\n]+")
_CLAUSE = re.compile(r"[^,:]+(?:,\d{3}[^,:]*)*")


@dataclass(frozen=True, slots=True)
class Weight:
    """Goods that were taken away. `words` is the clause that says so; `whole`: it sums up others beside it."""

    kilograms: Decimal
    words: str
    whole: bool = False


def seized(texts: Iterable[str]) -> list[Weight]:
    """The weights that one case's texts call seized, without what is plainly the same thing said twice.

    Read are 公斤, 千克, kg, 斤, 吨, in digits or in hanzi. A weight counts where the words nearest to it speak of
    taking away and not of buying or selling. Where a sum is given («共120公斤»), the greatest sum stands for all. Two
    goods of one weight are read once: rather too little than too much in a figure that is published.
    """
    found = [each for text in texts for each in _read(unicodedata.normalize("NFKC", text))]
    if sums := [each for each in found if each.whole]:
        return [max(sums, key=lambda each: each.kilograms)]
    return list({each.kilograms: each for each in reversed(found)}.values())[::-1]


def total(weights: Iterable[Weight]) -> Decimal:
    """Kilograms altogether."""
    return sum((each.kilograms for each in weights), Decimal(0))


def _read(text: str) -> list[Weight]:
    found = []
    for sentence in _SENTENCE.findall(text):
        before = ""
        for clause in _CLAUSE.findall(sentence):
            for match in _WEIGHT.finditer(clause):
                kilograms = _number(match) * _KILOGRAMS[match["unit"].lower()]
                if kilograms and _taken(before, clause[: match.start()], clause[match.end() :]):
                    whole = _WHOLE.search(clause[: match.start()]) is not None
                    found.append(Weight(kilograms, clause.strip(), whole))
            before += clause
    return found


def _taken(earlier: str, before: str, after: str) -> bool:
    """What the nearest words say: those before it in its clause, else those after it there, else earlier ones."""
    for words in (before, after, earlier):
        taken = [each.end() for each in _SEIZED.finditer(words)]
        traded = [each.end() for each in _TRADED.finditer(words)]
        if taken or traded:
            return max(taken, default=0) > max(traded, default=0)
    return False


def _number(written: re.Match[str]) -> Decimal:
    if written["digits"]:
        return Decimal(written["digits"].replace(",", "")) * _TIMES.get(written["times"], 1)
    whole, part, digit = 0, 0, 0
    for each in written["hanzi"]:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif each == "万":
            whole, part, digit = (whole + part + digit) * 10_000, 0, 0
        else:
            part, digit = part + (digit or 1) * _TIMES[each], 0
    return Decimal(whole + part + digit)
