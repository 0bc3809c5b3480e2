"""An operator is told where the boundary file contradicts itself."""

import shapely

from domain.boundary_file import Town
from domain.coverage import flaws


def town(name: str, west: float, south: float, east: float, north: float) -> Town:
    return Town(name, shapely.box(west, south, east, north))


def test_towns_that_only_touch_are_well() -> None:
    assert flaws([town("甲", 113.0, 23.0, 113.1, 23.1), town("乙", 113.1, 23.0, 113.2, 23.1)]) == []


def test_two_towns_that_claim_the_same_place_are_named() -> None:
    (flaw,) = flaws([town("甲", 113.0, 23.0, 113.1, 23.1), town("乙", 113.09, 23.0, 113.2, 23.1)])
    assert "甲 and 乙 overlap" in flaw


def test_a_place_in_the_middle_that_nobody_has_is_named_by_its_position() -> None:
    ring = shapely.box(113.0, 23.0, 113.3, 23.3) - shapely.box(113.1, 23.1, 113.2, 23.2)
    (flaw,) = flaws([Town("甲", ring)])
    assert "23.15000, 113.15000 belong to no town" in flaw


def test_slivers_are_not_worth_a_line() -> None:
    assert flaws([town("甲", 113.0, 23.0, 113.1, 23.1), town("乙", 113.1 - 1e-8, 23.0, 113.2, 23.1)]) == []


def test_the_largest_comes_first() -> None:
    ground = town("甲", 113.0, 23.0, 113.3, 23.3)
    found = flaws([ground, town("乙", 113.1, 23.1, 113.11, 23.11), town("丙", 113.2, 23.2, 113.22, 23.22)])
    assert ["丙" in flaw for flaw in found] == [True, False]
