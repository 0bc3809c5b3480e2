"""Where a text says something else than the ledger, or says it as the reporter did."""

from datetime import date

import pytest

from domain.case import Outcome
from domain.echoes import Overheard
from domain.exposure import Part
from domain.flag import Kind
from domain.ledger_differences import Ledger
from domain.money import spoken
from domain.redaction import Known, found_in

LEDGER = Ledger(
    words="罚款5000元\n货架上有超过保质期的饼干三包，货值1.2万元\n停业整顿，2026年1月9日起",
    documents=("示市监处罚〔2026〕12号",),
    days=frozenset({date(2026, 2, 20)}),
    outcome=Outcome.PENALISED,
)
ELSEWHERE = Ledger(documents=("示市监处罚〔2026〕12号",), days=frozenset({date(2026, 2, 20)}), elsewhere=True)


def kinds(text: str, part: Part = Part.PENALTY, ledger: Ledger = LEDGER) -> set[tuple[Kind, str]]:
    return {(each.kind, text[each.start : each.end]) for each in found_in(part, text, Known(ledger))}


@pytest.mark.parametrize(
    "text", ["罚款5000元", "罚款5,000元", "罚款５０００元", "罚款五千元", "罚款伍仟元整", "罚款0.5万元", "货值12000元"]
)
def test_the_same_sum_in_any_writing_is_the_same(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("罚款5万元", "5万元"),
        ("罚款500元", "500元"),
        ("罚款伍万元整", "伍万元"),
        ("罚款5.5万", "5.5万"),
        ("共50,000元", "50,000元"),
    ],
)
def test_another_sum_is_asked_about(text: str, words: str) -> None:
    assert kinds(text) == {(Kind.AMOUNT, words)}


@pytest.mark.parametrize(
    ("words", "value"),
    [("三万五千", 35_000), ("十", 10), ("一百二十四", 124), ("两千零五", 2005), ("一亿二千万", 120_000_000)],
)
def test_chinese_numerals_come_to_what_they_say(words: str, value: int) -> None:
    assert spoken(words) == value


@pytest.mark.parametrize(
    "text", ["2026年2月20日", "2026-02-20", "二〇二六年二月二十日", "2026年2月", "2月20日", "2026年1月9日", "2026.2.20"]
)
def test_a_day_of_the_ledger_is_no_difference(text: str) -> None:
    assert kinds(text) == set()


@pytest.mark.parametrize("text", ["2026年2月21日", "二〇二五年二月二十日", "2026年3月", "2月2日", "2026/2/19"])
def test_another_day_is_asked_about(text: str) -> None:
    assert kinds(text) == {(Kind.DATE, text)}


@pytest.mark.parametrize(
    "text",
    ["依示市监处罚〔2026〕12号", "示市监处罚(2026)第12号", "示市监处罚［２０２６］ 12 号", "示市监处罚【2026】012号"],
)
def test_the_decisions_number_may_be_written_in_many_ways(text: str) -> None:
    assert kinds(text, Part.BASIS) == set()


@pytest.mark.parametrize("text", ["示市监处罚〔2026〕13号", "示市监处罚〔2025〕12号", "他市监处罚〔2026〕12号"])
def test_another_decision_is_asked_about_in_every_part(text: str) -> None:
    assert kinds(text, Part.BASIS) == {(Kind.DOCUMENT, text)}
    assert kinds(text, ledger=ELSEWHERE) == {(Kind.DOCUMENT, text)}


@pytest.mark.parametrize(
    ("text", "words"), [("依法取缔", "取缔"), ("吊销许可证", "吊销"), ("移送公安机关", "移送"), ("老板被拘留", "拘留")]
)
def test_an_outcome_that_was_not_so_is_asked_about(text: str, words: str) -> None:
    assert kinds(text) == {(Kind.OUTCOME, words)}
    assert kinds(text, Part.MEANING) == set(), "advice speaks of other cases, too"


def test_a_penalty_is_asked_about_where_there_was_only_a_rectification() -> None:
    rectified = Ledger(words="已整改", outcome=Outcome.RECTIFIED)
    assert kinds("没收工具", ledger=rectified) == {(Kind.OUTCOME, "没收")}
    assert kinds("没收工具") == set()


def test_what_the_law_says_is_not_compared() -> None:
    assert kinds("并处五万元以上罚款，吊销许可证", Part.BASIS) == set()


def test_of_a_case_handled_elsewhere_only_what_was_typed_is_compared() -> None:
    assert kinds("2026年2月20日罚款5万元，取缔", ledger=ELSEWHERE) == set()
    assert kinds("2026年2月21日", ledger=ELSEWHERE) == {(Kind.DATE, "2026年2月21日")}
    assert kinds("2026年2月1日检查", Part.FACTS, ledger=ELSEWHERE) == set()


REPORT = "后巷有人无证加工熟食，晚上十点才开门，臭得很。阳光小卖部批发部也卖"


def echoes(text: str, names: tuple[str, ...] = ()) -> list[str]:
    known = Known(overheard=Overheard([REPORT], names))
    return [text[each.start : each.end] for each in found_in(Part.FACTS, text, known) if each.kind is Kind.ECHO]


def test_eight_letters_in_a_row_are_an_echo_whatever_stands_between_them() -> None:
    assert echoes("经现场检查，查明有人 无证-加工，熟食若干，另有冰柜两台和绞肉机一台") == ["有人 无证-加工，熟食"]


def test_seven_are_none() -> None:
    assert echoes("查明其无证加工熟食") == []


def test_the_same_words_in_another_order_are_an_echo() -> None:
    assert echoes("臭得很，十点才开门，无证加工，后巷有人。") == ["臭得很，十点才开门，无证加工，后巷有人"]


def test_the_name_of_the_business_is_everybodys() -> None:
    assert echoes("阳光小卖部批发部被查") == ["阳光小卖部批发部"]
    assert echoes("阳光小卖部批发部被查", ("阳光小卖部批发部",)) == []


def test_without_a_report_nothing_is_an_echo() -> None:
    assert list(Overheard([]).echoes("有人无证加工熟食")) == []
