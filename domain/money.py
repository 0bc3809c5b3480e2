"""Sums of money as Chinese texts write them: 5000元, 5,000元, 5万元, 五千元, 伍仟元整."""

import re
from collections.abc import Iterator
from decimal import Decimal

from domain.flag import Found, Kind
from domain.folded import folded

_DIGITS = ("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
_DIGIT = {each: value for value, every in enumerate(_DIGITS) for each in every}
_POWER = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIAD = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
_WORDS = "零〇一壹二贰两三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿"
_SUM = re.compile(
    r"(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
    r"(?P<unit>[十百千万亿]{0,3})[余多]?\s?(?:元|圆|块钱)"
    rf"|(?P<words>[{_WORDS}]+)[余多]?(?:元|圆|块钱)"
    r"|(?:[¥￥]|人民币|罚款|罚没|没收|货值|金额|所得)[^\d，。；元]{0,4}"
    r"(?P<bare>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<many>[万亿]+)(?!元)"
)


def sums(text: str) -> Iterator[tuple[Found, Decimal]]:
    """Each sum in the text, in yuan, and where it stands."""
    for each in _SUM.finditer(folded(text)):
        if each["words"]:
            value = spoken(each["words"])
        else:
            value = Decimal(re.sub("[ ,]", "", each["digits"] or each["bare"]))
            for unit in each["unit"] or each["many"] or "":
                value *= _POWER.get(unit) or _MYRIAD[unit]
        start = each.start("bare") if each["bare"] else each.start()
        yield Found(start, each.end(), Kind.AMOUNT), value.normalize()


def spoken(words: str) -> Decimal:
    """What Chinese numerals come to: 三万五千 is 35000; 一百二 is read as 102, as accounts do."""
    total = part = digit = 0
    for each in words:
        if each in _DIGIT:
            digit = _DIGIT[each]
        elif each in _POWER:
            part, digit = part + (digit or 1) * _POWER[each], 0
        elif each == "亿":
            total, part, digit = (total + part + digit) * _MYRIAD[each], 0, 0
        else:
            total, part, digit = total + (part + digit) * _MYRIAD[each], 0, 0
    return Decimal(total + part + digit)
