"""What an exposure looks like, put together from its parts."""

import json

from hypothesis import given
from hypothesis import strategies as st

from domain.exposure import Part
from domain.plain_text import clean, utf16_len
from domain.published import LONGEST_CAPTION, Frozen, Picture, Rich, fits, freeze, whole

TEXTS = st.text("案罚、a <😀𠮷\n", max_size=60).map(lambda text: clean(text, 200))
BOLD = st.sampled_from(["bold", "italic", "underline", "strikethrough"])


@st.composite
def riches(draw: st.DrawFn) -> Rich:
    text = draw(TEXTS)
    if not text or not draw(st.booleans()):
        return Rich(text)
    offset = draw(st.integers(0, utf16_len(text) - 1))
    length = draw(st.integers(1, utf16_len(text) - offset))
    return Rich(text, [{"type": draw(BOLD), "offset": offset, "length": length}])


PARTS = st.dictionaries(st.sampled_from(Part), riches())


@given(PARTS)
def test_no_entity_reaches_beyond_the_text_in_any_form(parts: dict[Part, Rich]) -> None:
    frozen = freeze(parts)
    for each in (frozen.full, frozen.short, frozen.caption):
        for entity in each.entities:
            assert entity["offset"] >= 0 and entity["length"] > 0
            assert entity["offset"] + entity["length"] <= utf16_len(each.text)


@given(PARTS)
def test_what_is_stored_comes_back_and_has_the_same_digest(parts: dict[Part, Rich]) -> None:
    frozen = freeze(parts, [Picture(1, "a.jpg", "0" * 64)])
    again = Frozen.from_json(json.loads(json.dumps(frozen.to_json())))
    assert again == frozen
    assert again.digest == frozen.digest


def test_one_character_or_one_pixel_more_is_another_digest() -> None:
    was = freeze({Part.TITLE: Rich("案")}, [Picture(1, "a.jpg", "0" * 64)])
    assert freeze({Part.TITLE: Rich("案。")}, was.pictures).digest != was.digest
    assert freeze({Part.TITLE: Rich("案")}, [Picture(1, "a.jpg", "1" * 64)]).digest != was.digest
    # The name of the file is ours: the public does not see it.
    assert freeze({Part.TITLE: Rich("案")}, [Picture(1, "b.jpg", "0" * 64)]).digest == was.digest


def test_parts_stand_in_the_published_order_with_the_title_in_bold() -> None:
    shown = whole({Part.PENALTY: Rich("罚款"), Part.TITLE: Rich("某案"), Part.LEAD: Rich("第1期")})
    assert shown.text == "第1期\n\n某案\n\n罚款"
    assert shown.entities == [{"type": "bold", "offset": 5, "length": 2}]


def test_a_caption_is_cut_to_its_room_and_a_text_too_long_is_not_let_through() -> None:
    frozen = freeze({Part.TITLE: Rich("案"), Part.PENALTY: Rich("罚" * 5000)})
    assert utf16_len(frozen.caption.text) <= LONGEST_CAPTION
    assert frozen.caption.text.endswith("…")
    assert not fits(frozen)
    assert not fits(freeze({}))
