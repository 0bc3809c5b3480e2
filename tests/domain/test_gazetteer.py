import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.coordinates import Datum
from domain.gazetteer import Found, Gazetteer, GazetteerError
from domain.ground import Boundaries

SAMPLE = Path("data/sample")
TOWNS = Boundaries.from_geojson(
    json.loads((SAMPLE / "yuexiu_18_jiedao.wgs84.geojson").read_text(encoding="utf-8")), Datum.WGS84
).names
OWN_NAMES = tomllib.loads((SAMPLE / "gazetteer.toml").read_text(encoding="utf-8"))
YUEXIU = Gazetteer.of_district(TOWNS, OWN_NAMES)


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("东山街道新河浦三横路 2 号", "东山街道"),
        ("东山街庙前直街", "东山街道"),
        ("越秀区 东 山 街 道 某号", "东山街道"),
        ("杨箕村里的小卖部", "梅花村街道"),
        ("白云山脚，登峰街道", "登峰街道"),
        ("白云街道东湖路", "白云街道"),
        ("广州市人民政府旁边，人民街道", "人民街道"),
    ],
)
def test_a_name_of_the_district_finds_its_town(typed: str, town: str) -> None:
    assert YUEXIU.find(typed).towns == (town,)


@pytest.mark.parametrize("typed", ["北京", "我从北京来的", "白云区人和镇", "白云山上", "东山", "一家小店", "", "  "])
def test_what_only_resembles_a_town_finds_none(typed: str) -> None:
    assert YUEXIU.find(typed).towns == ()


def test_a_name_known_to_lie_elsewhere_is_told() -> None:
    assert YUEXIU.find("白云区人和镇") == Found(towns=(), words=(), elsewhere=("白云区",))


def test_a_road_through_two_towns_is_asked_about() -> None:
    assert YUEXIU.find("北京路某奶茶店").towns == ("北京街道", "珠光街道")


def test_a_town_named_beside_its_road_settles_the_question() -> None:
    found = YUEXIU.find("珠光街道北京路 300 号")
    assert found.towns == ("珠光街道",)
    assert set(found.words) == {"珠光街道", "北京路"}


def test_two_towns_in_one_text_are_both_asked_about() -> None:
    assert YUEXIU.find("东山街道和农林街道交界").towns == ("东山街道", "农林街道")


def test_the_longer_name_hides_the_shorter_one_in_it() -> None:
    shi_ma = Gazetteer({"石马镇": ["石马镇"], "石马村": ["石马镇"], "马村": ["远镇"], "石马村东": ["东镇"]})
    assert shi_ma.find("石马村口").towns == ("石马镇",)
    assert shi_ma.find("马村").towns == ("远镇",)
    assert shi_ma.find("石马村东头").towns == ("东镇",)
    assert shi_ma.find("石马村、马村").towns == ("石马镇", "远镇")


def test_names_do_not_grow_together_where_a_longer_one_was_taken_out() -> None:
    assert Gazetteer({"甲乙丙": ["一镇"], "东西": ["二镇"]}).find("东甲乙丙西").towns == ("一镇",)


def test_full_width_letters_and_capitals_are_the_same_name() -> None:
    plaza = Gazetteer({"K11广场": ["一镇"]})
    assert plaza.find("在ｋ１１ 广场").towns == ("一镇",)


def test_towns_of_the_country_keep_their_full_name() -> None:
    country = Gazetteer.of_district(["石马镇", "大乡"])
    assert country.find("石马镇石马村").towns == ("石马镇",)
    assert country.find("石马").towns == ()


@given(st.text(), st.sampled_from(TOWNS), st.text())
def test_a_town_s_full_name_is_found_in_any_text(before: str, town: str, after: str) -> None:
    assert town in YUEXIU.find(f"{before} {town} {after}").towns or YUEXIU.find(before + after).words


@pytest.mark.parametrize(
    ("own_names", "sentence"),
    [
        ({"towns": {"幻镇": {"roads": ["幻路"]}}}, "幻镇, which the boundaries do not have"),
        ({"towns": ["东山街道"]}, "needs a table"),
        ({"towns": {"东山街道": ["新河浦"]}}, "needs lists under headings"),
        ({"towns": {"东山街道": {"roads": "新河浦路"}}}, "东山街道 roads must be a list"),
        ({"towns": {"东山街道": {"roads": ["路"]}}}, "two characters"),
        ({"towns": {"东山街道": {"roads": [7]}}}, "two characters"),
        ({"elsewhere": "白云山"}, "elsewhere must be a list"),
        ({"elsewhere": ["东山街"]}, "东山街 cannot both be elsewhere and in 东山街道"),
        ({"town": {}}, 'not "town"'),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(own_names: dict[str, Any], sentence: str) -> None:
    with pytest.raises(GazetteerError, match=sentence):
        Gazetteer.of_district(TOWNS, own_names)
