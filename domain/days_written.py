"""Days as Chinese texts write them: 2026年2月20日, 2026-02-20, 二〇二六年二月二十日, 2026年2月, 2月20日."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from domain.folded import folded, with_numerals

# Numerals have become digits by then, all but 十: 二十一 is 2十1.
_N = r"(\d?十\d?|\d{1,2})"
_WITH_YEAR = re.compile(
    rf"(?<!\d)((?:19|20)\d{{2}})\s?(?:年\s?{_N}\s?月(?:\s?{_N}\s?日)?|([./-])\s?{_N}\s?\4\s?{_N}(?!\d))"
)
_WITHOUT_YEAR = re.compile(rf"(?<![\d年十])(?<!年 ){_N}\s?月\s?{_N}\s?日")


@dataclass(frozen=True, slots=True)
class Written:
    """A day as far as a text says it, and where."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    def names_one_of(self, days: Collection[date]) -> bool:
        """Whether what is said is true of one of those days."""
        return any(
            self.month == each.month and self.year in (None, each.year) and self.day in (None, each.day)
            for each in days
        )


def days_written(text: str) -> Iterator[Written]:
    """Each day, or month of a year, that the text names."""
    readable = with_numerals(folded(text))
    for each in _WITH_YEAR.finditer(readable):
        month, day = (each[2], each[3]) if each[2] else (each[5], each[6])
        yield Written(*each.span(), int(each[1]), _number(month), _number(day) if day else None)
    for each in _WITHOUT_YEAR.finditer(readable):
        yield Written(*each.span(), None, _number(each[1]), _number(each[2]))


def _number(words: str) -> int:
    tens, ten, ones = words.rpartition("十")
    return int(tens or 1) * 10 + int(ones or 0) if ten else int(words)
