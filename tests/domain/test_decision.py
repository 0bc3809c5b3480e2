"""What somebody types from a decision is read by labels or in order, and never half understood."""

from datetime import date

import pytest

from domain.decision import Item, read_day, read_decision
from domain.refusal import Refusal

TODAY = date(2026, 3, 2)


def test_four_lines_in_order_or_labelled_in_any_order_say_the_same() -> None:
    plain = read_decision("示例市监局\n示市监处罚〔2026〕12号\n2026年2月20日\n吴某", TODAY)
    labelled = read_decision(
        "当事人：吴某\n日期：2026-02-20\n办案机关：示例市监局\n文号：示市监处罚〔2026〕12号", TODAY
    )
    assert plain == labelled == {
        Item.AGENCY: "示例市监局", Item.DOCUMENT: "示市监处罚〔2026〕12号", Item.DECIDED_ON: "2026-02-20",
        Item.PARTY: "吴某",
    }  # fmt: skip


def test_lines_that_were_left_empty_in_the_form_are_left_alone() -> None:
    assert read_decision("办案机关：示例市监局\n决定书文号：\n决定日期：\n当事人：", TODAY) == {
        Item.AGENCY: "示例市监局"
    }


@pytest.mark.parametrize("text", ["2026-02-30", "2026-03-03", "2022-01-01", "2月20日", "昨天", "20260220"])
def test_a_day_needs_its_year_and_lies_in_the_last_three(text: str) -> None:
    assert read_day(text, TODAY) is None
    assert isinstance(read_decision(f"日期：{text}", TODAY), Refusal)


def test_nothing_is_not_a_decision() -> None:
    assert isinstance(read_decision("\n", TODAY), Refusal)
