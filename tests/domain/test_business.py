"""One business under the names people write for it."""

import pytest

from domain.business import business_key


@pytest.mark.parametrize("written", ["Ａ记 烧腊(东店)", "a记烧腊（东店）", " A记　烧腊-东店 "])
def test_width_case_blanks_and_punctuation_make_no_other_business(written: str) -> None:
    assert business_key(written) == business_key("A记烧腊东店") == "a记烧腊东店"


@pytest.mark.parametrize("written", ["", "……", "不知道", "（不详）", " 无 ", "N/A"])
def test_what_names_nobody_gathers_nothing(written: str) -> None:
    assert business_key(written) == ""


def test_a_branch_is_another_place() -> None:
    assert business_key("陈记烧腊（东店）") != business_key("陈记烧腊（西店）")
