"""Printed papers and pictures: Chinese type that is really there, on whatever machine this runs."""

import io
from base64 import b64encode
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader

from papers import registration, story, typeface

SHEET = {
    "title": "线索全部经过", "head": "示例区　线索 SL-2026-00007", "foot": "内部资料，请勿外传",
    "numbered": "第 {page} 页，共 {pages} 页", "made_at": "2026-03-02T09:30:00+08:00",
}  # fmt: skip


def story_facts(**changed: Any) -> dict[str, Any]:
    steps = [{"when": "2026-03-02 09:37", "who": "王（镇街）", "what": "接办", "words": "已到现场"}]
    return {
        **SHEET,
        "about": [{"title": "基本情况", "rows": [["地点", "后巷"]]}],
        "told": {"title": "反映的情况", "text": "有人无证加工熟食"},
        "steps": {"title": "办理经过", "steps": steps},
        "photos": {"title": "照片", "missing": ""},
        **changed,
    }


def form_facts(clues: str) -> dict[str, Any]:
    return {
        **SHEET,
        "title": "举报登记表", "unit": "登记单位：区值班台", "number": "编号：SL-2026-00007",
        "reporter": {"party": "举报人", "rows": [["姓名", "匿名", "联系电话", "匿名"]]},
        "reported": {"party": "被举报人", "rows": [["地址", "后巷" * 100]]},
        "clues": {"label": "具体线索和相应的事实依据", "text": clues},
        "signatures": ["举报人（签字）：", "经办人（签字）："],
        "notes": ["注：1. 本表格适用于登记。"],
    }  # fmt: skip


def photo(colour: str) -> str:
    out = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(out, "JPEG")
    return b64encode(out.getvalue()).decode()


def pages(pdf: bytes) -> list[str]:
    return [each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages]


def drawn(character: str) -> bytes:
    canvas = Image.new("L", (48, 48))
    ImageDraw.Draw(canvas).text((4, 0), character, font=ImageFont.truetype(typeface.path(), 36), fill=255)
    return canvas.tobytes()


def test_the_type_has_every_character_of_the_common_standards() -> None:
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    common = {each for row in rows for each in row.decode("gb2312", errors="ignore")}
    assert len(common) > 6700
    assert {each for each in common if ord(each) not in typeface.glyphs()} == set()


def test_two_characters_are_drawn_differently_and_neither_as_the_missing_one() -> None:
    missing = drawn("\U0010ffff")
    assert len({drawn("食"), drawn("品"), missing}) == 3


def test_what_has_no_glyph_is_marked_and_what_is_invisible_is_left_out() -> None:
    assert typeface.printable("吃\u200d坏了😷\ufe0f，𠮷\n店\t名") == "吃坏了〓，〓\n店 名"


def test_a_story_is_chinese_text_that_a_reader_can_search() -> None:
    (page,) = pages(story.write(iter([story_facts()])))
    for words in ("线索全部经过", "有人无证加工熟食", "王（镇街）", "已到现场", "SL-2026-00007", "第 1 页，共 1 页"):
        assert words in page


def test_the_same_facts_give_the_same_bytes_and_photos_stay_small() -> None:
    lines = [story_facts(), photo("red"), photo("blue"), photo("green")]
    pdf = story.write(iter(lines))
    assert pdf == story.write(iter(lines))
    assert len(pdf) < 300_000
    images = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert [max(each.image.size) for each in images if each.image] == [900, 900, 900]


def test_a_long_story_runs_over_numbered_pages_with_its_number_on_each() -> None:
    step = {"when": "2026-03-02 09:37", "who": "王（镇街）", "what": "备注", "words": "现场情况" * 60}
    found = pages(story.write(iter([story_facts(steps={"title": "办理经过", "steps": [step] * 40})])))
    assert len(found) > 3
    for number, page in enumerate(found, 1):
        assert "SL-2026-00007" in page
        assert f"第 {number} 页，共 {len(found)} 页" in page
    assert sum(page.count("备注") for page in found) == 40


@pytest.mark.parametrize("lines", [1, 60, 200])
def test_the_form_holds_all_that_was_reported_and_room_to_sign_once(lines: int) -> None:
    found = pages(registration.write(iter([form_facts("\n".join(f"第{n}行。" for n in range(lines)))])))
    text = "".join(found)
    assert all(f"第{n}行。" in text for n in range(lines))
    assert text.count("经办人（签字）：") == 1
    assert "经办人" in found[-1]
    assert text.count("匿名") == 2
