"""One business under the many names people write for it."""

import re
import unicodedata

from domain.plain_text import clean_line

_LONGEST = 200
_NOBODY = frozenset(
    {"无", "没有", "无名", "不知道", "不清楚", "不详", "不明", "未知", "没有招牌", "无招牌", "没看清"}
    | {"路边摊", "小摊", "流动摊", "地摊", "摊主", "小店", "小卖部", "none", "unknown", "na"}
)
"""Keys of what people write where they know no name: cases would gather under it that have nothing in common."""

_BETWEEN = re.compile(r"[\W_]+")


def business_key(name: str) -> str:
    """What two spellings of one name have in common; empty for what names nobody: «不详», or no letter at all.

    Width, case, blanks and punctuation are what people write differently: «Ａ记 烧腊(东店)» is «a记烧腊（东店）».
    Words are left alone: a branch is another place, and a guess here would put one shop's past on another's card.
    """
    key = _BETWEEN.sub("", unicodedata.normalize("NFKC", clean_line(name, _LONGEST)).casefold())[:_LONGEST]
    return "" if key in _NOBODY else key
