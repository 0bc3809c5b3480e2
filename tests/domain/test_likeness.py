"""Two cases are compared fairly: whichever comes first, each reason only adds, and no single one is enough."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coordinates import Datum, Point, to_wgs84, wgs84_to_gcj02
from domain.likeness import PICTURE_BITS, SOON, WINDOW, Reason, Trait, Traits, likeness, telling

NOW = datetime(2026, 3, 2, tzinfo=UTC)
HERE = Point(23.105, 113.205)
PICTURE = 0x0F0F_3355_AA0F_F0CC
FULL = Traits(NOW, "unlicensed", "place", HERE, 7, (PICTURE,))
NOTHING = Traits(NOW + timedelta(days=400), "expired", "food", Point(23.2, 113.3), 8, (~PICTURE,))

points = st.builds(Point, st.floats(23.1, 23.11), st.floats(113.2, 113.21))
traits = st.builds(
    Traits,
    st.integers(-60 * 24, 60 * 24).map(lambda hours: NOW + timedelta(hours=hours)),
    st.sampled_from(["unlicensed", "expired", "mould"]),
    st.sampled_from(["place", "food", None]),
    st.none() | points,
    st.none() | st.integers(1, 3),
    st.lists(st.integers(-(2**63), 2**63 - 1), max_size=3).map(tuple),
)


def shared(other: Traits, *names: str) -> Traits:
    """`other` with those of its traits made the same as in `FULL`."""
    return replace(other, **{name: getattr(FULL, name) for name in names})


@given(traits, traits)
def test_whichever_comes_first_the_answer_is_the_same(one: Traits, other: Traits) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(traits, st.sampled_from(["received_at", "violation", "point", "business", "pictures"]))
def test_one_more_thing_in_common_never_makes_them_less_alike(other: Traits, name: str) -> None:
    assert likeness(FULL, shared(other, name)).score >= likeness(FULL, other).score


@given(traits, st.floats(0, 0.002), st.floats(0, 0.002))
def test_nearer_is_never_less_alike(other: Traits, one_way: float, further: float) -> None:
    near, far = (replace(other, point=Point(HERE.lat + way, HERE.lon)) for way in (one_way, one_way + further))
    assert likeness(FULL, near).score >= likeness(FULL, far).score


@pytest.mark.parametrize("name", ["received_at", "violation", "point", "business", "pictures"])
def test_one_reason_is_never_enough(name: str) -> None:
    alike = likeness(FULL, shared(NOTHING, name))
    assert len(alike.reasons) == 1
    assert not alike.likely


@pytest.mark.parametrize(
    ("names", "enough"),
    [
        (("pictures", "point"), True), (("pictures", "violation"), True), (("pictures", "received_at"), True),
        (("point", "violation"), False), (("point", "received_at"), False), (("business", "violation"), False),
        (("point", "violation", "received_at"), True), (("business", "violation", "received_at"), True),
    ],
)  # fmt: skip
def test_a_picture_needs_one_more_reason_and_the_rest_need_three(names: tuple[str, ...], enough: bool) -> None:
    assert likeness(FULL, shared(NOTHING, *names)).likely is enough


def test_the_reasons_say_how_far_and_how_long() -> None:
    there = Point(HERE.lat + 40 / 111_195, HERE.lon)
    other = Traits(NOW + timedelta(days=2), "signboard", "place", there)
    assert likeness(FULL, other).reasons == (
        Reason(Trait.NEAR, 2, 40), Reason(Trait.SOON, 2, SOON.days), Reason(Trait.SORT, 1),
    )  # fmt: skip


def test_a_month_is_a_reason_and_a_day_more_is_none() -> None:
    for apart, expected in ((WINDOW, [30]), (WINDOW + timedelta(days=1), [])):
        other = replace(NOTHING, received_at=NOW + apart)
        assert [each.n for each in likeness(FULL, other).reasons] == expected


def test_one_place_read_in_two_datums_is_one_place_once_both_are_read_alike() -> None:
    raw = wgs84_to_gcj02(HERE)
    assert not [each for each in likeness(FULL, replace(NOTHING, point=raw)).reasons if each.trait is Trait.NEAR]
    (near,) = likeness(FULL, replace(NOTHING, point=to_wgs84(raw, Datum.GCJ02))).reasons
    assert near == Reason(Trait.NEAR, 2, 0)


def test_a_picture_is_known_again_until_too_many_bits_differ() -> None:
    for bits, same in ((PICTURE_BITS, True), (PICTURE_BITS + 1, False)):
        other = replace(NOTHING, pictures=(PICTURE ^ ((1 << bits) - 1),))
        assert bool(likeness(FULL, other).reasons) is same


@pytest.mark.parametrize("picture", [0, -1, 1, 0x7F, ~0x7F])
def test_a_picture_of_nothing_is_like_no_other(picture: int) -> None:
    assert not telling(picture)
    assert not likeness(replace(FULL, pictures=(picture,)), replace(NOTHING, pictures=(picture,))).reasons


def test_a_hash_reads_the_same_signed_or_not() -> None:
    signed = -(2**62) ^ PICTURE
    assert likeness(replace(FULL, pictures=(signed,)), replace(NOTHING, pictures=(signed & (2**64 - 1),))).reasons
