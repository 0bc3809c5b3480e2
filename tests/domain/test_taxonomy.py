import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from domain.taxonomy import (
    LARGEST_GROUP,
    Catalogue,
    Entry,
    Label,
    LawReference,
    Route,
    Severity,
    Taxonomy,
    TaxonomyError,
    Violation,
)

DOCUMENT: dict[str, Any] = json.loads(Path("domain/taxonomy.json").read_text(encoding="utf-8"))
TAXONOMY = Taxonomy.load(DOCUMENT)
CATALOGUES: dict[str, Catalogue[Entry] | Catalogue[Violation]] = {
    "violations": TAXONOMY.violations,
    "foods": TAXONOMY.foods,
    "businesses": TAXONOMY.businesses,
}


def test_it_holds_the_twenty_violations_one_for_the_rest_and_all_food_classes() -> None:
    assert len(TAXONOMY.violations.entries) == 21
    assert "other" in TAXONOMY.violations
    assert len(TAXONOMY.foods.entries) == 31 + 3


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_entry_is_reached_through_exactly_one_small_group(name: str) -> None:
    catalogue = CATALOGUES[name]
    members = [member for group in catalogue.groups for member in group.members]
    assert sorted(members) == sorted(catalogue.entries)
    assert 6 <= len(catalogue.groups) <= LARGEST_GROUP
    for group in catalogue.groups:
        assert 1 <= len(group.members) <= LARGEST_GROUP
        assert all(catalogue.group_of(member) is group for member in group.members)
        assert catalogue.group(group.id) is group


def test_group_pictures_are_told_apart() -> None:
    for catalogue in CATALOGUES.values():
        assert len({group.emoji for group in catalogue.groups}) == len(catalogue.groups)


def test_what_stands_on_a_button_is_short() -> None:
    for group in (group for catalogue in CATALOGUES.values() for group in catalogue.groups):
        assert len(group.label.zh) <= 8
        assert len(group.label.en) <= 24
    for violation in TAXONOMY.violations:
        assert len(violation.short.zh) <= 10
        assert len(violation.short.en) <= 24


def test_poisoning_is_urgent_and_the_telephone_comes_first() -> None:
    poisoning = TAXONOMY.violations["poisoning"]
    assert (poisoning.severity, poisoning.route) == (Severity.URGENT, Route.PHONE_FIRST)


def test_misconduct_of_officials_is_referred_out_and_nothing_else_is() -> None:
    assert [v.id for v in TAXONOMY.violations if v.route is Route.REFER_OUT] == ["official_misconduct"]


def test_black_dens_are_serious_by_default() -> None:
    assert TAXONOMY.violations["black_den"].severity is Severity.SERIOUS


def test_dead_meat_brings_in_agriculture_and_the_police() -> None:
    assert TAXONOMY.violations["dead_meat"].departments == ("agriculture", "police")


def test_the_campaign_s_foods_and_places_are_marked() -> None:
    assert {food.id for food in TAXONOMY.foods if food.campaign} == {"meat", "dairy", "alcohol", "seasoning"}
    assert "corner_shop" in {business.id for business in TAXONOMY.businesses if business.campaign}


@pytest.mark.parametrize(
    ("reference", "zh", "en"),
    [
        ((34, None, (11,)), "《食品安全法》第三十四条第十一项", "Food Safety Law, art. 34(11)"),
        ((125, 1, (2,)), "《食品安全法》第一百二十五条第一款第二项", "Food Safety Law, art. 125(1)(2)"),
        ((103, None, ()), "《食品安全法》第一百零三条", "Food Safety Law, art. 103"),
        ((110, None, ()), "《食品安全法》第一百一十条", "Food Safety Law, art. 110"),
        ((20, 2, (5, 6)), "《食品安全法》第二十条第二款第五项、第六项", "Food Safety Law, art. 20(2)(5)(6)"),
        ((None, None, ()), "《食品安全法》", "Food Safety Law"),
    ],
)
def test_law_is_cited_as_officials_cite_it(
    reference: tuple[int | None, int | None, tuple[int, ...]], zh: str, en: str
) -> None:
    cited = LawReference(Label("食品安全法", "Food Safety Law"), *reference)
    assert (cited.zh, cited.en) == (zh, en)


@pytest.mark.parametrize(("code", "word"), [("zh-hans", "酒类"), ("en-GB", "Alcohol"), ("fr", "酒类"), ("", "酒类")])
def test_the_office_s_language_is_the_fallback(code: str, word: str) -> None:
    assert TAXONOMY.foods["alcohol"].label.in_language(code) == word


def put(*path: str | int) -> Callable[[Any], dict[str, Any]]:
    """A copy of the shipped document with the value at `path` replaced; None removes the key."""

    def change(value: Any) -> dict[str, Any]:
        document = copy.deepcopy(DOCUMENT)
        parent: Any = document
        for step in path[:-1]:
            parent = parent[step]
        if value is None:
            del parent[path[-1]]
        else:
            parent[path[-1]] = value
        return document

    return change


first = ("violations", "entries", 0)


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ({}, "lacks or misspells 'laws'"),
        (put("foods", "groups", 0, "members")(["meat"]), "canned is in no group"),
        (put("foods", "groups", 0, "members")(["meat", "eggs", "seafood", "canned", "dairy"]), "more than one group"),
        (put("foods", "groups", 0, "members")(["meat", "eggs", "seafood", "canned", "x"]), "x is in a group but not"),
        (put("foods", "groups", 1, "id")("meat_fish"), "meat_fish is a group described twice"),
        (put("foods", "entries", 1, "id")("grain"), "grain is described twice"),
        (put(*first, "severity")("awful"), "unlicensed: 'awful'"),
        (put(*first, "route")("elsewhere"), "unlicensed: 'elsewhere'"),
        (put(*first, "departments")(["navy"]), "navy is a department of unlicensed but not described"),
        (put(*first, "law")([{"law": "unheard_of"}]), "misspells 'unheard_of'"),
        (put(*first, "id")("无证"), "not an id"),
        (put(*first, "id")("a" * 25), "not an id"),
        (put(*first, "label")(None), "misspells 'label'"),
        (put(*first, "label")({"zh": "只有中文"}), "'en'"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(document: dict[str, Any], sentence: str) -> None:
    with pytest.raises(TaxonomyError, match=sentence):
        Taxonomy.load(document)


def test_a_group_of_nine_is_refused() -> None:
    document = copy.deepcopy(DOCUMENT)
    groups = document["foods"]["groups"]
    groups[0]["members"] += groups.pop()["members"] + groups.pop()["members"]
    with pytest.raises(TaxonomyError, match="not between 1 and 8"):
        Taxonomy.load(document)
