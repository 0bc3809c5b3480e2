"""What a correction begins with, and which photos it may keep."""

from hypothesis import given
from hypothesis import strategies as st

from domain.correction import begun_with, only_fewer, untold
from domain.exposure import Part
from domain.published import Picture, Rich

BOLD = {"type": "bold", "offset": 2, "length": 2}


def pictures(names: str) -> list[Picture]:
    return [Picture(at, f"{name}.jpg", name) for at, name in enumerate(names)]


def test_a_correction_says_that_it_is_one_and_asks_what_was_corrected() -> None:
    parts = begun_with({Part.LEAD: Rich("专项整治", [BOLD]), Part.TITLE: Rich("某案")})
    lead = parts[Part.LEAD]
    assert lead.text.startswith("更正：")
    assert untold(parts)
    assert lead.text[lead.entities[0]["offset"] :] == "整治"
    assert parts[Part.TITLE] == Rich("某案")
    assert not untold(parts | {Part.LEAD: Rich("更正：罚款应为五千元。\n专项整治")})


def test_where_there_was_no_preamble_the_correction_has_one() -> None:
    assert begun_with({})[Part.LEAD].text.startswith("更正：")


@given(st.text("ABC", max_size=5), st.data())
def test_photos_may_be_taken_away_in_any_number(before: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(before), max_size=len(before)))
    left = [each for each, stays in zip(pictures(before), kept, strict=True) if stays]
    assert only_fewer(left, pictures(before))


def test_photos_are_not_added_changed_or_put_in_another_order() -> None:
    for now, before in (("A", ""), ("AB", "A"), ("AA", "A"), ("X", "A"), ("BA", "AB")):
        assert not only_fewer(pictures(now), pictures(before))
