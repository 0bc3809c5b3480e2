"""Numbers and addresses that lead to somebody: phones, ID numbers, bank cards, plates, mail, accounts, links.

Found in whatever disguise: full width, ornaments, blanks and dashes between digits, Chinese numerals, letters that
look like digits. What is found is a question to a person, so the patterns would rather ask once too often.
"""

import re
from collections.abc import Iterator

from domain.flag import Found, Kind
from domain.folded import with_lookalikes, with_numerals
from domain.never_flagged import Span

# What may stand between two digits of one number: up to three signs, none of which says that a number is over.
_GAP = r"(?:[^\w%‰]|_){0,3}"


def _spaced(*classes: str) -> str:
    return _GAP.join(classes)


_MONTH = f"(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
_DAY = f"(?:0{_GAP}[1-9]|[12]{_GAP}\\d|3{_GAP}[01])"
_CENTURY = f"(?:1{_GAP}[89]|2{_GAP}0)"
_NUMBERS = tuple(
    # Looked for from every place, because what begins earlier may hide what is a number in itself.
    (kind, re.compile(f"(?=({shape}))"))
    for kind, shape in (
        (Kind.ID_NUMBER, _spaced("[1-9]", *[r"\d"] * 5, _CENTURY, r"\d", r"\d", _MONTH, _DAY, *[r"\d"] * 3, r"[\dXx]")),
        (Kind.ID_NUMBER, _spaced("[1-9]", *[r"\d"] * 7, _MONTH, _DAY, *[r"\d"] * 3)),
        (Kind.PHONE, _spaced("1", "[3-9]", *[r"\d"] * 9)),
        (Kind.PHONE, _spaced("0", "[1-9]", rf"\d(?:{_GAP}\d)?", "[2-9]", *[r"\d"] * 6) + rf"(?:{_GAP}\d)?"),
        (Kind.PHONE, _spaced("[48]", "0", "0", *[r"\d"] * 7)),
    )
)
_LONG_RUN = re.compile(_spaced(*[r"\d"] * 16) + rf"(?:{_GAP}\d)*")
_CARD_LENGTHS = range(16, 20)

_NUMERAL = "0-9〇零一二三四五六七八九幺"
_CALL = "(?:电话|手机|座机|传真|热线|致电|拨打|联系方式|[Tt][Ee][Ll])"
_PAPER = "(?:身份证|证件号|护照|通行证)"
_CUED = (
    (Kind.PHONE, re.compile(rf"{_CALL}\D{{0,6}}((?:[{_NUMERAL}]{_GAP}){{7,13}})")),
    (Kind.PHONE, re.compile(rf"(\+{_GAP}[1-9](?:{_GAP}\d){{7,14}})(?!\d)")),
    (Kind.ID_NUMBER, re.compile(rf"{_PAPER}[^0-9A-Za-z]{{0,8}}([A-Za-z]?(?:[{_NUMERAL}]{_GAP}){{6,18}}[Xx]?)")),
    (Kind.BANK_CARD, re.compile(rf"(?:银行卡|卡号|账号|帐号|账户|开户行)\D{{0,8}}((?:[{_NUMERAL}]{_GAP}){{8,25}})")),
    (Kind.ACCOUNT, re.compile(r"(?:[Qq]{2}|扣扣|企鹅|Q)\W{0,3}[群号]?码?\W{0,4}((?:\d[\s-]{0,2}){5,12})(?!\d)")),
    (
        Kind.ACCOUNT,
        re.compile(
            r"(?:微信|薇信|威信|[Vv]信|\b[Vv][Xx]|\b[Ww][Xx]|[Ww]e[Cc]hat|[Ww]eixin|抖音|快手|小红书|微博|支付宝|加[Vv]|➕[Vv])"
            r"\W{0,3}(?:账|帐)?号?码?(?:[Ii][Dd])?[是为]?\W{0,4}([A-Za-z0-9][-\w.]{4,29})",
            re.ASCII,
        ),
    ),
)  # fmt: skip
"""What is a number of somebody only behind such words; the first group is what is flagged."""

_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_BLANK = r"[^\w]{0,2}"
_PLAIN = (
    # The eight characters of a new-energy plate first: its first seven would pass for an ordinary one.
    (
        Kind.PLATE,
        re.compile(
            rf"[{_PROVINCE}]{_BLANK}[A-Za-z]{_BLANK}(?:[A-Za-z](?:{_BLANK}[A-Za-z0-9]){{1}}(?:{_BLANK}\d){{4}}"
            rf"|\d(?:{_BLANK}\d){{4}}{_BLANK}[A-Za-z])(?![A-Za-z0-9])"
        ),
    ),
    (
        Kind.PLATE,
        re.compile(
            rf"[{_PROVINCE}]{_BLANK}[A-Za-z](?:{_BLANK}[A-Za-z0-9]){{4}}{_BLANK}[A-Za-z0-9挂学警港澳](?![A-Za-z0-9])"
        ),
    ),
    (Kind.EMAIL, re.compile(r"[A-Za-z0-9][\w.+-]*\s?(?:@|[(\[]at[)\]]|#)\s?[\w-]+(?:\s?\.\s?[A-Za-z]{2,})+", re.ASCII)),
    (Kind.LINK, re.compile(r"(?:https?|ftp|tg|ton)\s?:\s?/\s?/[^\s，。；！？、》）]*", re.IGNORECASE)),
    (Kind.LINK, re.compile(r"(?:t|telegram)\s?\.\s?(?:me|dog)\b[^\s，。；！？、》）]*", re.IGNORECASE | re.ASCII)),
    (Kind.LINK, re.compile(r"@[A-Za-z]\w{2,31}", re.ASCII)),
    (Kind.LINK, re.compile(r"(?<!\S)/[A-Za-z]\w{0,31}", re.ASCII)),
    (Kind.LINK, re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    (Kind.LINK, re.compile(r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?(?:\.[\w-]+)*\.[A-Za-z]{2,24}(?![A-Za-z0-9])", re.ASCII)),
    (Kind.LINK, re.compile(r"[\w-]+\.(?:中国|公司|网络|网址|在线|政务|公益)(?!\w)")),
)  # fmt: skip


def identifiers(plain: str) -> Iterator[Found]:
    """Everything of these kinds in a folded text; what overlaps is not yet put together."""
    for kind, shape in _PLAIN:
        yield from (Found(*each.span(), kind) for each in shape.finditer(plain))
    for kind, shape in _CUED:
        yield from (Found(*_trimmed(plain, each.span(1)), kind) for each in shape.finditer(plain))
    yield from _numbers(plain, plain)
    yield from _numbers(plain, with_numerals(plain))
    yield from _numbers(plain, with_lookalikes(plain))


def _numbers(plain: str, digits: str) -> Iterator[Found]:
    """`digits` is the text in which more signs are read as digits. Numbers of plain digits stand alone; where a sign
    was read as a digit, its neighbours may have been by mistake, so the number is taken out of their midst."""
    ids = list[Span]()
    for kind, shape in _NUMBERS:
        for each in shape.finditer(digits):
            span = each.span(1)
            if _alone(digits, span) or plain[slice(*span)] != digits[slice(*span)]:
                yield Found(*span, kind)
                ids += [span] if kind is Kind.ID_NUMBER else []
    for span in _cards(plain, digits):
        if not any(start <= span[0] and span[1] <= end for start, end in ids):
            yield Found(*span, Kind.BANK_CARD)


def _cards(plain: str, digits: str) -> Iterator[Span]:
    for run in _LONG_RUN.finditer(digits):
        places = [at for at in range(*run.span()) if digits[at].isdigit()]
        for length in _CARD_LENGTHS:
            for first in range(len(places) - length + 1):
                span = (places[first], places[first + length - 1] + 1)
                read_so = plain[slice(*span)] != digits[slice(*span)]
                if (read_so or _alone(digits, span)) and luhn([int(digits[at]) for at in places[first:][:length]]):
                    yield span


def _alone(digits: str, span: Span) -> bool:
    before, after = digits[: span[0]][-1:], digits[span[1] :][:1]
    return not before.isdigit() and not after.isdigit()


def _trimmed(plain: str, span: Span) -> Span:
    start, end = span
    while end > start and not plain[end - 1].isalnum():
        end -= 1
    return start, end


def luhn(digits: list[int]) -> bool:
    """Whether the last one is the check digit of ISO/IEC 7812-1. Most bar codes would pass, too: they are shorter."""
    doubled = [sum(divmod(2 * each, 10)) for each in digits[-2::-2]]
    return (sum(doubled) + sum(digits[-1::-2])) % 10 == 0
