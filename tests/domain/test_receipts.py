import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.receipts import ALPHABET, RANDOM_BYTES, format_number, new_code, read_code, read_number

random_bytes = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)
positions = st.integers(min_value=0, max_value=9)


def full_width(code: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in code)


@given(random_bytes)
def test_a_code_reads_as_itself(random: bytes) -> None:
    code = new_code(random)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}", code)
    assert read_code(code) == code


@given(random_bytes)
def test_a_code_is_found_however_it_is_typed(random: bytes) -> None:
    code = new_code(random)
    for typed in (
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("-", "—"),
        f"  {code}\n",
        full_width(code),
        full_width(code.lower()),
        code.replace("0", "O").replace("1", "l"),
        code.replace("0", "o").replace("1", "I"),
    ):
        assert read_code(typed) == code


@given(random_bytes, positions, st.sampled_from(ALPHABET))
def test_one_wrong_digit_is_always_noticed(random: bytes, position: int, wrong: str) -> None:
    digits = list(new_code(random).replace("-", ""))
    assume(digits[position] != wrong)
    digits[position] = wrong
    assert read_code("".join(digits)) is None


@given(random_bytes, st.integers(min_value=0, max_value=7))
def test_two_neighbours_swapped_are_noticed_unless_they_are_sixteen_apart(random: bytes, position: int) -> None:
    digits = list(new_code(random).replace("-", ""))
    left, right = digits[position], digits[position + 1]
    assume((ALPHABET.index(left) - ALPHABET.index(right)) % 16)
    digits[position], digits[position + 1] = right, left
    assert read_code("".join(digits)) is None


@given(random_bytes, random_bytes)
def test_codes_differ_where_their_forty_five_bits_do(one: bytes, other: bytes) -> None:
    bits = [int.from_bytes(random, "big") % 2**45 for random in (one, other)]
    assert (new_code(one) == new_code(other)) == (bits[0] == bits[1])


@given(st.text())
def test_what_is_no_code_is_refused_or_read_in_one_way(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(code) == code


@pytest.mark.parametrize("typed", ["", "-", "K7MQ-4XTD", "UUUU-UUUU-UU", "过期牛奶", "K7MQ-4XTD-9PP", "٠" * 10])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="6 random bytes, not 5"):
        new_code(b"12345")


def test_a_case_number_is_padded_and_grows() -> None:
    assert format_number("YX", 2026, 42) == "YX-2026-00042"
    assert format_number("YX", 2026, 123_456) == "YX-2026-123456"
    with pytest.raises(ValueError, match="from one"):
        format_number("YX", 2026, 0)


@pytest.mark.parametrize("prefix", ["YX", "越秀", "YX-E", "ß"])
@given(year=st.integers(min_value=2000, max_value=2999), serial=st.integers(min_value=1, max_value=999_999))
def test_a_case_number_reads_back(prefix: str, year: int, serial: int) -> None:
    assert read_number(format_number(prefix, year, serial), prefix) == (year, serial)


@pytest.mark.parametrize(
    "typed", ["yx-2026-42", "YX 2026 00042", "2026-42", " #YX-2026-00042 ", "ＹＸ－２０２６－４２", "yx2026/42"]
)
def test_a_case_number_is_found_however_it_is_typed(typed: str) -> None:
    assert read_number(typed, "YX") == (2026, 42)


@pytest.mark.parametrize("typed", ["", "42", "ZZ-2026-00042", "YX-2026-0", "YX-26-42", "YX-2026-٤٢", "YX-2026-1-2"])
def test_what_is_no_case_number_is_none(typed: str) -> None:
    assert read_number(typed, "YX") is None
