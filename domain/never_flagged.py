"""Numbers that belong into a published case and are no secret: licences, dates, amounts, decisions' numbers."""

import re
from collections.abc import Sequence

Span = tuple[int, int]
"""From the first character to behind the last."""

_OPEN_NUMBERS = (
    # Food production and food business licences: 食品生产许可管理办法 art. 29, 食品经营许可和备案管理办法.
    re.compile(r"(?<![A-Za-z])(?:SC|JY)\s?\d{14}(?!\d)", re.IGNORECASE),
    re.compile(
        r"(?<!\d)(?:19|20)\d{2}\s?[-./年]\s?(?:0?[1-9]|1[0-2])\s?[-./月]\s?(?:0?[1-9]|[12]\d|3[01])\s?日?(?!\d)"
    ),
    re.compile(r"(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)"),
    re.compile(r"(?<![\d.])\d{1,10}(?:\.\d{1,4})?\s?[万亿千百]{0,2}余?(?:元|公斤|千克|克|斤|吨|毫升|升|kg|g|mL|ml)"),
    re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?\s?[万亿千百]{0,2}余?(?:元|公斤|千克|克|斤|吨)"),
    re.compile(r"[〔\[(【]\s?\d{4}\s?[〕\])】]\s?第?\s?\d{1,8}\s?号"),
    re.compile(r"第\s?\d{1,4}\s?[条款项章]"),
)

_CREDIT_CODE = re.compile(r"(?<![0-9A-Z])[1-9A-Y][1-9A-Y]\d{6}[0-9A-Y]{10}(?![0-9A-Z])")
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BORN = re.compile(r"[1-68]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_MODULUS = 31
_CODE_LENGTH = 18


def open_numbers(plain: str) -> list[Span]:
    """Where such numbers stand in a folded text."""
    spans = [each.span() for shape in _OPEN_NUMBERS for each in shape.finditer(plain)]
    spans += [each.span() for each in _CREDIT_CODE.finditer(plain.upper()) if is_credit_code(each[0])]
    return spans


def is_credit_code(code: str) -> bool:
    """Whether it is a 统一社会信用代码 with the check digit of GB 32100-2015.

    One of digits that could be somebody's ID number is none: every thirty-first ID number would pass.
    """
    if len(code) != _CODE_LENGTH or any(each not in _ALPHABET for each in code):
        return False
    if code[:-1].isdigit() and (code[0] not in "159" or _BORN.fullmatch(code)):
        return False
    total = sum(_ALPHABET.index(each) * pow(3, n, _MODULUS) for n, each in enumerate(code[:-1]))
    return _ALPHABET[-total % _MODULUS] == code[-1]


def digits_covered(plain: str, span: Span, spans: Sequence[Span]) -> bool:
    """Whether every letter and digit of `span` lies within one of the others."""
    within = [each for each in spans if each[0] < span[1] and span[0] < each[1]]
    return bool(within) and all(
        any(start <= at < end for start, end in within) for at in range(*span) if plain[at].isalnum()
    )
