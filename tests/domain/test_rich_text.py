"""What an editor wrote keeps its plain formatting, in its place, and nothing that leads elsewhere."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.plain_text import clean, utf16_len
from domain.published import KEPT_ENTITIES, LONGEST
from domain.rich_text import RECOGNISED, Received, received

# Everything that cleaning takes away or moves, among letters of one and of two units.
TRICKY = st.text([*"abcXYZ过期饼干😀𠮷", "\u202e", "\u200b", "\x00", "\ud800", "\u0301", "\r", "\n", "\t", " "])
KINDS = ["bold", "italic", "underline", "strikethrough", "text_link", "text_mention", "code", "custom_emoji", "url"]


def cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


@st.composite
def formatted(draw: st.DrawFn) -> tuple[str, list[dict[str, Any]]]:
    text = draw(TRICKY)
    entities = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=5)):
        begin = draw(st.integers(0, utf16_len(text)))
        length = draw(st.integers(1, 40))
        entities.append({"type": kind, "offset": begin, "length": length, "url": "http://example.invalid"})
    return text, entities


@given(formatted(), st.integers(1, 200))
def test_whatever_was_formatted_comes_out_clean_and_with_plain_formatting_only(
    written: tuple[str, list[dict[str, Any]]], limit: int
) -> None:
    text, entities = written
    got = received(text, entities, limit)
    assert got.rich.text == clean(text, limit)
    room = utf16_len(got.rich.text)
    for each in got.rich.entities:
        assert set(each) == {"type", "offset", "length"}
        assert each["type"] in KEPT_ENTITIES
        assert 0 <= each["offset"] < each["offset"] + each["length"] <= room
    assert set(got.dropped) == {each["type"] for each in entities} - KEPT_ENTITIES - RECOGNISED
    # What is kept is kept: read again, nothing moves and nothing more is dropped.
    assert received(got.rich.text, got.rich.entities, limit) == Received(got.rich)


PIECES = st.lists(
    st.tuples(st.sampled_from(["\u202e", "\u200b", "\x00", ""]), st.text("ab过期😀𠮷", min_size=1, max_size=6))
)


@given(PIECES, st.text("cd饼干😀", min_size=1, max_size=6), PIECES)
def test_formatting_stays_on_the_very_words_while_what_is_invisible_goes(
    before: list[tuple[str, str]], bold: str, after: list[tuple[str, str]]
) -> None:
    front, back = ("".join(hidden + shown for hidden, shown in pieces) for pieces in (before, after))
    text = f"{front}\u200b{bold}{back}"
    place = {"type": "bold", "offset": utf16_len(front) + 1, "length": utf16_len(bold)}
    got = received(text, [place], LONGEST).rich
    assert [cut(got.text, each["offset"], each["length"]) for each in got.entities] == [bold]
    assert got.text[: len(got.text) - len("".join(shown for _, shown in after))].endswith(bold)


def test_formatted_blanks_and_pieces_side_by_side_are_tidied() -> None:
    parts = [{"type": "bold", "offset": 0, "length": 3}, {"type": "bold", "offset": 3, "length": 2},
             {"type": "italic", "offset": 2, "length": 1}]  # fmt: skip
    assert received("ab cd", parts, 99).rich.entities == [{"type": "bold", "offset": 0, "length": 5}]


@pytest.mark.parametrize("kind", ["text_link", "text_mention", "code", "pre", "spoiler", "blockquote", "custom_emoji"])
def test_what_leads_elsewhere_or_hides_is_named_as_dropped(kind: str) -> None:
    got = received("点这里", [{"type": kind, "offset": 0, "length": 3, "url": "http://example.invalid"}], 99)
    assert got == Received(received("点这里", [], 99).rich, (kind,))


def test_what_telegram_recognised_by_itself_is_nobodys_formatting() -> None:
    assert received("@someone", [{"type": "mention", "offset": 0, "length": 8}], 99).dropped == ()
