"""Text as it is searched: each character in its plainest form, at the place where it stood."""

import unicodedata

_TEN = ("〇零○洞", "一壹弌幺", "二贰貳两", "三叁參", "四肆", "五伍", "六陆陸", "七柒拐", "八捌", "九玖勾")
_NUMERALS = {each: str(value) for value, alike in enumerate(_TEN) for each in alike}
"""Chinese numerals as they are read out digit by digit, with the words radio operators use."""

_LOOKALIKES = {"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "Z": "2", "S": "5", "B": "8"}
_SIMPLE = {"×": "X", "✕": "X", "﹫": "@"}


def folded(text: str) -> str:
    """The same number of characters, so that places in one are places in the other: digits of every script, width and
    ornament become ASCII, full-width letters and signs their half-width forms."""
    return text if text.isascii() else "".join(map(_plain, text))


def with_numerals(plain: str) -> str:
    """As `folded`, with Chinese numerals as digits, too."""
    return "".join(_NUMERALS.get(each, each) for each in plain)


def with_lookalikes(plain: str) -> str:
    """As `with_numerals`, with letters that stand in for digits."""
    return "".join(_LOOKALIKES.get(each, each) for each in with_numerals(plain))


def letters_of(text: str) -> tuple[str, list[int]]:
    """Only the letters and digits, in one case, and where each of them stood: for comparing what was said."""
    kept = [(each.lower(), at) for at, each in enumerate(folded(text)) if each.isalnum() and len(each.lower()) == 1]
    return "".join(each for each, _ in kept), [at for _, at in kept]


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if (value := unicodedata.digit(character, None)) is not None:
        return str(value)
    normal = _SIMPLE.get(character) or unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character
