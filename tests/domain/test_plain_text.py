import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plain_text import MARKS_PER_BASE, clean, clean_line, utf16_len

FAMILY = "👨‍👩‍👧‍👦"
MENDING_HEART = "❤️‍🩹"

# Ordinary text seldom meets the rules: most characters here are ones that a rule removes or joins.
troublesome = st.text(
    st.one_of(
        st.sampled_from("a字é \t\n\r\u200b\u200d\u202e\u2066\u2069\u0301\u0323\ufe0f\x00\ud800👩🏽❤\u2028\u3000"),
        st.sampled_from("ᄀ\u1161\u11a8\u0958\U0001d15e\U000e0041\ufdd0\u3164"),
        st.characters(),
    )
)
limits = st.integers(min_value=0, max_value=60)


@given(troublesome, limits)
def test_cleaning_twice_changes_nothing_more(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert clean(once, limit) == once


@given(troublesome, limits)
def test_the_result_is_never_longer_than_the_limit(text: str, limit: int) -> None:
    assert utf16_len(clean(text, limit)) <= limit


@given(troublesome)
def test_what_is_left_is_nfc_that_a_database_accepts(text: str) -> None:
    left = clean(text, 4096)
    assert "\x00" not in left
    assert left.encode("utf-8").decode("utf-8") == left
    assert unicodedata.is_normalized("NFC", left)


@given(troublesome)
def test_nothing_invisible_is_left(text: str) -> None:
    left = clean(text, 4096)
    formless = {c for c in left if unicodedata.category(c) in ("Cc", "Cf", "Cs")}
    assert formless <= {"\n", "\u200d"}


@given(st.text(), limits)
def test_the_length_is_telegram_s(text: str, limit: int) -> None:
    left = clean(text, limit)
    assert utf16_len(left) == len(left.encode("utf-16-le")) // 2


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), max_size=60))
def test_ordinary_words_are_untouched(text: str) -> None:
    assert clean(text, 60) == text


@pytest.mark.parametrize(
    "untouched",
    [
        "东山街 12 号，卖过期牛奶。",
        "第一行\n第二行\n\n第四行",
        FAMILY,
        MENDING_HEART,
        "👍🏽",
        "🇨🇳",
        "1️⃣",
        "Nguyễn",
        "\U00031350记",
    ],
)
def test_what_people_really_write_stays(untouched: str) -> None:
    assert clean(untouched, 4096) == untouched


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("\u2066inside\u2069", "inside"),
        ("过\u200b期\ufeff奶", "过期奶"),
        ("a\x00b\x07c", "abc"),
        ("broken \ud83d half", "broken  half"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("a\tb", "a b"),
        ("a" + " " * 50 + "b", "a  b"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("a   \nb\n   ", "a\nb"),
        ("letters\u200djoined", "lettersjoined"),
        ("👩\u200d", "👩"),
        ("\U000e0068\U000e0069", ""),
        ("\u3164\u2800\u115f", ""),
        ("\ufe0f\ufe0f", ""),
        ("e\u0301", "é"),
    ],
)
def test_what_hides_or_reorders_is_removed(written: str, left: str) -> None:
    assert clean(written, 4096) == left


def test_a_tower_of_marks_is_cut_to_a_storey_people_use() -> None:
    assert clean("x" + "\u0323" * 100, 4096) == "x" + "\u0323" * MARKS_PER_BASE


def test_a_hundred_thousand_marks_are_no_more_work_than_letters() -> None:
    assert clean("x" + "\u0323\u0301" * 100_000, 4096).startswith("x")


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [
        ("abcdef", 3, "abc"),
        ("ab🙂", 3, "ab"),
        ("ab🙂", 4, "ab🙂"),
        (f"a{FAMILY}", 5, "a"),
        ("a👍🏽", 3, "a"),
        ("xq\u0323", 2, "x"),
        ("ab   cd", 3, "ab"),
        ("abc", 0, ""),
    ],
)
def test_a_cut_never_splits_a_character(text: str, limit: int, left: str) -> None:
    assert clean(text, limit) == left


def test_an_endless_chain_of_joined_pictures_is_cut_and_not_lost() -> None:
    chain = "\u200d".join("👩" * 3000)
    left = clean(chain, 4096)
    assert utf16_len(left) > 4000
    assert left.endswith("👩")


def test_a_name_is_one_line() -> None:
    assert clean_line(" 某 店\n\u2028第二行  x ", 30) == "某 店 第二行 x"
