"""The office's cards fit a message whatever people wrote, and say what is missing."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.completeness import Lack
from domain.exposure import Class, Part, Status
from domain.exposure_card import BatchFacts, ExposureFacts, InBatch
from domain.plain_text import utf16_len
from domain.published import Rich
from wording import batch_cards, exposure_cards

FACTS = ExposureFacts(
    exposure_id=12,
    status=Status.DRAFT,
    batch_id=3,
    batch_number=3,
    class_=Class.PENALTY,
    basis="第四条",
    agency="示例区市场监督管理局",
    party="阳光小卖部",
    document="示市监处罚〔2026〕12号",
    decided_on=date(2026, 2, 20),
    case="SL-2026-00001",
    parts={Part.TITLE: Rich("某案"), Part.FACTS: Rich("货架上有过期饼干")},
    lacks=(Lack.PENALTY, Lack.ROOM),
    units=300,
)


def labels(message: exposure_cards.Message) -> list[str]:
    assert message.markup is not None
    return [each["text"] for row in message.markup["inline_keyboard"] for each in row]


def test_the_day_it_is_taken_down_is_told_with_its_year() -> None:
    facts = replace(FACTS, status=Status.PUBLISHED, expires_on=date(2029, 2, 20))
    assert "到期：2029-02-20" in exposure_cards.render(facts, "zh").text


def test_a_text_that_is_not_out_yet_says_until_when_it_is_in_time() -> None:
    facts = replace(FACTS, publish_by=date(2026, 3, 20))
    assert "⏱ 应在 2026-03-20 前公示" in exposure_cards.render(facts, "zh").text
    assert "⚠️ 应在 2026-03-20 前公示，已过期限" in exposure_cards.render(replace(facts, late=True), "zh").text
    assert "公示（" not in exposure_cards.render(replace(facts, status=Status.PUBLISHED), "zh").text


@settings(deadline=None)  # a machine that does other things beside it is no defect
@given(st.dictionaries(st.sampled_from(Part), st.text(min_size=1, max_size=6000), min_size=1))
def test_a_card_fits_a_message_however_long_the_parts_are(parts: dict[Part, str]) -> None:
    long = {"basis": "据" * 300, "agency": "局" * 100, "party": "店" * 200, "document": "号" * 100}
    facts = replace(
        FACTS, parts={name: Rich(text) for name, text in parts.items()}, editors=("王" * 64,) * 8,
        lacks=tuple(Lack), lead_batch="第123456789期",
        publish_by=date(2026, 3, 20), late=True, **long,
    )  # fmt: skip
    assert utf16_len(exposure_cards.render(facts, "zh").text) <= exposure_cards.LONGEST


def test_short_parts_stand_whole_beside_a_long_one() -> None:
    facts = replace(FACTS, parts={Part.TITLE: Rich("题" * 60), Part.FACTS: Rich("实" * 4000), Part.PENALTY: Rich("罚")})
    shown = exposure_cards.render(facts, "zh").text
    assert "题" * 60 in shown
    assert "【处理结果】\n罚" in shown
    assert shown.count("实") > 3000


def test_a_draft_names_what_is_missing_and_marks_the_buttons_of_empty_parts() -> None:
    shown = exposure_cards.render(FACTS, "zh")
    assert "还缺：处理结果、缩短全文" in shown.text
    assert "❗ 处理结果" in labels(shown)
    assert "✏️ 标题" in labels(shown)
    assert "➕ 典型意义" in labels(shown)


def test_a_preamble_of_another_issue_is_noticed() -> None:
    assert "导语写的是第2期" in exposure_cards.render(replace(FACTS, lead_batch="第2期"), "zh").text


def test_what_is_published_can_be_looked_at_and_not_written() -> None:
    assert labels(exposure_cards.render(replace(FACTS, status=Status.PUBLISHED), "zh")) == [
        "👁 全文",
        "👁 短文",
        "👁 配图文字",
        "♻️ 更正",
        "⛔ 撤下",
        "🔁 重发",
        "⌛ 提前到期",
        "🙏 告知举报人",
        "🧾 发布经过",
        "⏳ 公示期限",
        "📚 第3期",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_batch_lists_its_exposures_in_order_and_fits_a_message(lang: str) -> None:
    many = tuple(InBatch(each, "题" * 300, Status.DRAFT, 4) for each in range(1, 40))
    shown = batch_cards.render(BatchFacts(3, 3, "名" * 100, None, False, None, many), lang, ZoneInfo("Asia/Shanghai"))
    assert utf16_len(shown.text) <= 4096
    assert shown.text.index("1. ") < shown.text.index("2. ")
    assert len(labels(shown)) == 22
