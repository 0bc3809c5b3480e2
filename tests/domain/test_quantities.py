"""Weights that officers wrote, as they really write them, and what is no seized weight at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quantities import seized, total


def kilograms(*texts: str) -> Decimal:
    return total(seized(texts))


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("没收变质猪肉35公斤", "35"), ("当场查扣猪肉 12.5 千克", "12.5"), ("扣押冻品1,200kg", "1200"),
        ("没收牛肉300斤", "150"), ("收缴假盐1.2吨", "1200"), ("查获病死猪肉三百五十公斤", "350"),
        ("销毁腊肠两千斤", "1000"), ("没收１２０ＫＧ冻肉", "120"), ("查封面粉3万公斤", "30000"),
        ("没收豆芽三百余斤", "150"), ("没收豆芽300多公斤", "300"), ("没收面条十五公斤", "15"),
        ("没收猪肉20公斤、牛肉15公斤", "35"), ("没收变质猪肉，重35公斤", "35"), ("变质猪肉35公斤予以没收", "35"),
        ("没收油500市斤。罚款5000元", "250"), ("查获冻肉3千克", "3"), ("查获冻肉3千公斤", "3000"),
        ("没收一万两千斤", "6000"), ("扣押大米1,200公斤，没收油30公斤", "1230"),
    ],
)  # fmt: skip
def test_a_seized_weight_is_read_however_it_is_written(text: str, kg: str) -> None:
    assert kilograms(text) == Decimal(kg)


@pytest.mark.parametrize(
    "text",
    [
        "", "罚款5000元", "没收违法所得1000元，涉案猪肉50公斤", "已售出猪肉50公斤", "没收猪肉，单价每公斤20元",
        "没收大米20袋，规格5公斤装", "没收大米20袋，5kg/袋", "没收猪肉20-30公斤", "购进猪肉50公斤", "现场有猪肉50公斤",
        "没收猪肉20公里外", "没收零公斤",
    ],
)  # fmt: skip
def test_what_is_not_said_to_be_seized_is_not_counted(text: str) -> None:
    assert seized([text]) == []


def test_what_was_sold_is_left_out_beside_what_was_taken() -> None:
    assert kilograms("购进猪肉50公斤，售出30公斤，剩余20公斤予以没收") == 20


def test_a_sum_stands_for_its_parts() -> None:
    assert kilograms("没收猪肉20公斤、牛肉15公斤，共35公斤") == 35
    assert kilograms("查获猪肉20公斤", "没收上述肉品合计约 50 公斤") == 50


def test_the_same_weight_in_penalty_and_conclusion_is_one() -> None:
    assert kilograms("没收变质猪肉35公斤，罚款5000元", "当场查扣变质猪肉35公斤") == 35


def test_each_weight_brings_the_words_it_was_read_from() -> None:
    assert [each.words for each in seized(["经查，没收变质猪肉35公斤。罚款5000元"])] == ["没收变质猪肉35公斤"]


@given(st.integers(1, 999_999), st.sampled_from(["公斤", "千克", "kg", "KG", "斤", "吨"]))
def test_any_whole_number_is_read_with_its_unit(number: int, unit: str) -> None:
    each = {"斤": Decimal("0.5"), "吨": Decimal(1000)}.get(unit, Decimal(1))
    assert kilograms(f"没收肉{number}{unit}") == number * each
    assert kilograms(f"没收肉{number:,}{unit}") == number * each


@given(st.text("没收销售共计0123456789.,零一二十百千万余公斤千克kg吨，。;装/ ", max_size=40))
def test_whatever_is_written_weighs_nothing_or_something(text: str) -> None:
    assert all(each.kilograms > 0 and each.words for each in seized([text]))
