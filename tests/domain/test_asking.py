"""What buttons carry: written and read back, small enough for Telegram, and nothing forged slips through."""

from hypothesis import given
from hypothesis import strategies as st

from domain.asking import Asked, Verb, desk_handle

ASKED = st.builds(
    Asked,
    st.sampled_from(Verb),
    st.integers(0, 10**18 - 1),
    st.text("abcxyzABCXYZ0189_-", max_size=32),
)


@given(ASKED)
def test_what_is_written_is_read_back_and_fits_a_button(asked: Asked) -> None:
    assert Asked.read(asked.data) == asked
    assert len(asked.data.encode()) <= 64


@given(st.text(max_size=80))
def test_whatever_is_read_is_what_a_button_of_ours_would_say(data: str) -> None:
    asked = Asked.read(data)
    assert asked is None or asked.data == data


@given(ASKED, st.integers(0, 70), st.characters())
def test_one_character_more_or_other_never_crashes(asked: Asked, at: int, character: str) -> None:
    data = asked.data
    for forged in (data[:at] + character + data[at:], data[:at] + character + data[at + 1 :], data[:at]):
        read = Asked.read(forged)
        assert read is None or read.data == forged


def test_nothing_is_read_from_nothing() -> None:
    assert Asked.read(None) is None
    assert Asked.read("") is None


@given(st.text(min_size=1, max_size=64))
def test_a_desks_handle_fits_whatever_its_id(desk_id: str) -> None:
    asked = Asked(Verb.DESK, 10**18 - 1, desk_handle(desk_id))
    assert Asked.read(asked.data) == asked
