"""What a person wrote, made safe to store, show and send: no character in it can hide, reorder or break text.

Newlines, emoji (with their joiners) and every script stay. What goes is invisible: controls, bidirectional
overrides that make text read differently from what it is, zero-width fillers, lone surrogates and NUL that
PostgreSQL refuses, and towers of combining marks. Unassigned and private characters stay: they are visible,
and rare hanzi of names are often newer than the Unicode tables of the machine.
"""

import re
import unicodedata

MARKS_PER_BASE = 8
"""Combining marks kept on one character. Vietnamese needs two, vocalised Hebrew and Arabic about four."""

_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES_AT_LINE_END = re.compile(r"[^\S\n]+$", re.MULTILINE)
_WIDE_GAPS = re.compile(r"[^\S\n]{3,}")
_BLANK_RUNS = re.compile(r"\n{3,}")
_LAST_OF_ONE_UNIT = "\uffff"

_ZWJ = "\u200d"
_VARIATION_SELECTORS = "\ufe0e\ufe0f"
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))

# Cc, Cf and Cs are controls, formats (all bidi signs, zero-widths, tags) and surrogates. Beside them stand
# letters and marks without ink, with which «empty» names are made, and code points that never are characters.
_WITHOUT_FORM = frozenset({"Cc", "Cf", "Cs"})
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufe00-\ufe0d\ufdd0-\ufdef\ufff0-\ufff8"
    "\U000e0000-\U000e0fff" + "".join(f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in
    range(0, 0x110000, 0x10000)) + "]"
)  # fmt: skip

# How far back a cut looks for the start of a character made of several; longer chains are not characters.
_LONGEST_CHARACTER = 16


def utf16_len(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units, two for what lies beyond U+FFFF."""
    return len(text) + sum(character > _LAST_OF_ONE_UNIT for character in text)


def clean(text: str, limit: int) -> str:
    """Plain NFC text of at most `limit` UTF-16 units, without blanks around it; may be empty.

    What comes out encodes to UTF-8, is accepted by PostgreSQL, and comes out unchanged when cleaned again
    with the same limit.
    """
    # One rule's removal may give another something to do (a joiner loses its neighbour, two letters compose),
    # so the rules run until nothing changes. After the first round each only removes: that ends, mostly at once.
    while (cleaner := _clean_once(text, limit)) != text:
        text = cleaner
    return text


def clean_line(text: str, limit: int) -> str:
    """As `clean`, on one line with single spaces: for names, numbers and other short answers."""
    return clean(" ".join(text.split()), limit)


def _clean_once(text: str, limit: int) -> str:
    # Marks are capped before NFC: sorting a long tower of them takes time quadratic in its height.
    visible = _visible(_LINE_BREAKS.sub("\n", text).replace("\t", " "))
    composed = unicodedata.normalize("NFC", visible)
    tidy = _BLANK_RUNS.sub("\n\n", _SPACES_AT_LINE_END.sub("", _WIDE_GAPS.sub("  ", composed)))
    return _cut(tidy.strip(), limit).rstrip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character, following in zip(text, text[1:] + " ", strict=True):
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MARKS_PER_BASE and _shows(character, kept[-1] if kept else " ", following):
            kept.append(character)
    return "".join(kept)


def _shows(character: str, before: str, after: str) -> bool:
    if character == "\n":
        return True
    if character == _ZWJ:
        return _is_picture(after) and (_is_picture(before) or before in _VARIATION_SELECTORS)
    if character in _VARIATION_SELECTORS:
        return not before.isspace() and before not in _VARIATION_SELECTORS
    return unicodedata.category(character) not in _WITHOUT_FORM and not _INVISIBLE.match(character)


def _is_picture(character: str) -> bool:
    """What emoji sequences join: symbols, skin tones, and the two arrows of «shaking» and «nodding»."""
    return unicodedata.category(character) in ("So", "Cn") or character in _SKIN_TONES or character in "↔↕"


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _cut(text: str, limit: int) -> str:
    units = 0
    for position, character in enumerate(text):
        units += 2 if character > _LAST_OF_ONE_UNIT else 1
        if units > limit:
            return text[: _character_start(text, position)]
    return text


def _character_start(text: str, position: int) -> int:
    """The nearest border between characters at or before `position`, unless none is near."""
    for start in range(position, max(position - _LONGEST_CHARACTER, -1), -1):
        continues = _is_mark(text[start]) or text[start] == _ZWJ or text[start] in _SKIN_TONES
        if not continues and (start == 0 or text[start - 1] != _ZWJ):
            return start
    return position
