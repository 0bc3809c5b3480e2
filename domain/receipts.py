"""Codes that people copy from a screen, read over the telephone and type again: receipts, binds, case numbers.

Codes are Crockford base32 (no I, L, O, U) and end in a check character: a slip of the finger is told apart from
a code that does not exist without asking the database, and without letting a guesser learn anything from it.
"""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's digits: five bits each."""

RANDOM_BYTES = 6
"""Random bytes a code is made from; nine digits use 45 of their 48 bits."""

_DIGITS = 9
_BITS = 5 * _DIGITS
_CODE = re.compile(rf"[{ALPHABET}]{{{_DIGITS + 1}}}")
_SEPARATORS = re.compile(r"[\s\-‐-―−·.,_/:]+")

# What people type for a digit that looks the same.
_LOOK_ALIKES = str.maketrans("OIL", "011")

# The check is a sum of digits times odd numbers, modulo 32: an odd factor can be undone modulo 32, so every
# single wrong digit changes the sum. Neighbours differ by 2, so a swap goes unseen only for digits 16 apart.
_WEIGHTS = tuple(range(1, 2 * _DIGITS, 2))


def new_code(random: bytes) -> str:
    """A code such as `K7MQ-4XTD-9P` from RANDOM_BYTES bytes of a secure source; raises ValueError for fewer.

    45 bits: with 10,000 live codes, 5 guesses an hour find one in the order of 80,000 years.
    """
    if len(random) < RANDOM_BYTES:
        raise ValueError(f"A code needs {RANDOM_BYTES} random bytes, not {len(random)}.")
    number = int.from_bytes(random[:RANDOM_BYTES], "big") % (1 << _BITS)
    digits = "".join(ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return _grouped(digits + _check_digit(digits))


def read_code(typed: str) -> str | None:
    """The code as `new_code` writes it, or None if what was typed cannot be one.

    Forgives case, blanks, dashes of any kind, full-width letters, and O, I, L for 0, 1, 1.
    """
    plain = _plain(typed, "").translate(_LOOK_ALIKES)
    if not _CODE.fullmatch(plain) or _check_digit(plain[:_DIGITS]) != plain[_DIGITS]:
        return None
    return _grouped(plain)


def format_number(prefix: str, year: int, serial: int) -> str:
    """A case's number as officers say it: `YX-2026-00042`. Serials above 99,999 simply grow longer."""
    if serial < 1:
        raise ValueError("Case numbers count from one.")
    return f"{prefix}-{year:04d}-{serial:05d}"


def read_number(typed: str, prefix: str) -> tuple[int, int] | None:
    """(year, serial) of a typed case number of this district, or None; forgives as `read_code` does.

    The prefix may be left out, and so may leading zeros.
    """
    # ASCII digits only: `\d` would also take numerals of other scripts.
    shape = rf"#?(?:{re.escape(_plain(prefix, '-'))}-?)?([0-9]{{4}})-([0-9]{{1,9}})"
    match = re.fullmatch(shape, _plain(typed, "-"))
    return (int(match[1]), int(match[2])) if match and int(match[2]) else None


def _plain(typed: str, separator: str) -> str:
    return _SEPARATORS.sub(separator, unicodedata.normalize("NFKC", typed).strip()).upper()


def _check_digit(digits: str) -> str:
    total = sum(weight * ALPHABET.index(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return ALPHABET[total % 32]


def _grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
