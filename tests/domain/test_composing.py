"""A first text says what the ledger established, and nothing that a report brought."""

from dataclasses import replace

from domain.case import Outcome
from domain.composing import Known, by_liability, compose, enumerated, renumbered
from domain.exposure import Part
from domain.published import Rich
from domain.surnames import looks_like_a_person
from domain.taxonomy import Label, LawReference
from wording.composed import phrases
from wording.translate import words

PHRASES = phrases(words("zh"))
LAW = Label("食品安全法", "Food Safety Law")
KNOWN = Known(
    district="示例区",
    batch_number=3,
    agency="示例区市场监督管理局",
    business="阳光小卖部",
    violation="超过保质期",
    law=(LawReference(LAW, 34, None, (10,)), LawReference(LAW, 124, 1, (5,)), LawReference(LAW)),
    outcome=Outcome.PENALISED,
    conclusion="货架上有过期饼干三包",
    measure="",
    penalty="罚款5000元",
    document="示市监处罚〔2026〕12号",
    destination="",
    found_by_staff=False,
    month=(2026, 3),
)


def texts(known: Known, *, full_names: bool = True) -> dict[Part, str]:
    return {part: rich.text for part, rich in compose(known, PHRASES, full_names=full_names).items()}


def test_a_first_text_has_the_published_shape() -> None:
    assert texts(KNOWN) == {
        Part.LEAD: "示例区食品安全专项整治典型案例（第3期）",
        Part.TITLE: "示例区市场监督管理局查处阳光小卖部超过保质期案",
        Part.FACTS: "根据线索核查，2026年3月办结。经查：货架上有过期饼干三包",
        Part.VIOLATED: "上述行为违反《食品安全法》第三十四条第十项的规定。",
        Part.BASIS: "处理依据：《食品安全法》第一百二十四条第一款第五项。",
        Part.PENALTY: "示例区市场监督管理局作出行政处罚决定（示市监处罚〔2026〕12号）：罚款5000元",
    }


def test_a_referral_tells_where_it_went_and_a_closure_that_it_was_shut() -> None:
    referred = texts(replace(KNOWN, outcome=Outcome.REFERRED, destination="示例区公安分局"))
    assert referred[Part.TITLE] == "示例区市场监督管理局移送阳光小卖部涉嫌超过保质期案"
    assert "移送示例区公安分局" in referred[Part.PENALTY]
    assert "取缔" in texts(replace(KNOWN, outcome=Outcome.BANNED, penalty=""))[Part.PENALTY]


def test_where_it_came_from_is_said_in_general_words_only() -> None:
    assert texts(KNOWN)[Part.FACTS].startswith("根据线索核查")
    assert texts(replace(KNOWN, found_by_staff=True))[Part.FACTS].startswith("监督检查发现")
    assert "举报" not in "".join(texts(KNOWN).values())


def test_businesses_follow_the_districts_rule_and_people_are_never_named() -> None:
    assert "查处某店" in texts(KNOWN, full_names=False)[Part.TITLE]
    for full_names in (True, False):
        assert "查处吴某超过" in texts(replace(KNOWN, business="吴小明"), full_names=full_names)[Part.TITLE]
    assert "查处某经营者" in texts(replace(KNOWN, business=""))[Part.TITLE]


def test_a_short_name_after_a_surname_is_taken_for_a_person() -> None:
    assert all(map(looks_like_a_person, ("吴小明", "李四", "褚红", "欧阳小明")))
    assert not any(map(looks_like_a_person, ("王记", "高家店", "阳光小卖部", "李", "李四小明")))


def test_whoever_has_a_surname_of_two_characters_keeps_both() -> None:
    assert "查处欧阳某超过" in texts(replace(KNOWN, business="欧阳小明"))[Part.TITLE]


def test_articles_on_liability_are_the_basis_and_a_law_without_an_article_is_not_cited() -> None:
    violated, basis = by_liability(KNOWN.law)
    assert violated == ["《食品安全法》第三十四条第十项"]
    assert basis == ["《食品安全法》第一百二十四条第一款第五项"]
    bare = texts(replace(KNOWN, law=(LawReference(LAW),)))
    assert Part.VIOLATED not in bare
    assert Part.BASIS not in bare


def test_what_the_law_asks_of_authorities_is_violated_by_no_business() -> None:
    assert by_liability((LawReference(LAW, 122), LawReference(LAW, 121))) == ([], ["《食品安全法》第一百二十二条"])


def test_braces_in_what_people_wrote_stay_braces() -> None:
    assert "{agency}" in texts(replace(KNOWN, conclusion="{agency}{0}"))[Part.FACTS]


def test_a_preamble_is_renumbered_where_nothing_is_formatted() -> None:
    assert renumbered(Rich("典型案例（第3期）"), 3, 12).text == "典型案例（第12期）"
    assert renumbered(Rich("典型案例（第13期）"), 3, 12).text == "典型案例（第13期）"
    bold = Rich("第3期", [{"type": "bold", "offset": 0, "length": 3}])
    assert renumbered(bold, 3, 12) == bold


def test_a_law_is_named_once_for_the_articles_that_follow_each_other() -> None:
    cited = ["《甲法》第三条第一项", "《甲法》第三条第十项", "《乙条例》第五条", "《甲法》第九条"]
    assert enumerated(cited) == "《甲法》第三条第一项、第三条第十项、《乙条例》第五条、《甲法》第九条"
    assert enumerated(["《甲法》", "《甲法》"]) == "《甲法》、《甲法》"
