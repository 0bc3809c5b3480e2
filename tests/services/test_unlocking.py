"""An identity is unlocked for a reason, by somebody named, and never without a trace."""

import pytest

from domain.refusal import Refusal, refuse
from services.unlocking import unlock
from tests.district import REPORTER, District

REASON = "公安机关依法调取，文号示例〔2026〕1号"


async def number_of(district: District, case_id: int) -> str:
    return (await district.row(case_id)).number


async def test_an_unlocked_identity_stands_in_the_history_and_the_duty_desk_is_told(district: District) -> None:
    case_id = await district.case()
    number = await number_of(district, case_id)
    async with district.turn() as turn:
        found = await unlock(turn, number, "保管人甲", REASON)
    assert found == REPORTER
    assert (await district.events(case_id))[-1] == "identity_unlocked"
    spoken = await district.speak()
    told = [each for each in spoken if REASON in each.text]
    assert len(told) == 1
    assert "保管人甲" in told[0].text
    assert str(REPORTER) not in "".join(each.text for each in spoken)


@pytest.mark.parametrize(
    ("custodian", "reason", "key"), [("保管人甲", "好奇", "reason_too_short"), (" ", REASON, "no_custodian")]
)
async def test_without_a_name_and_a_reason_nothing_is_unlocked(
    district: District, custodian: str, reason: str, key: str
) -> None:
    case_id = await district.case()
    before = await district.events(case_id)
    async with district.turn() as turn:
        found = await unlock(turn, await number_of(district, case_id), custodian, reason)
    assert isinstance(found, Refusal)
    assert found.key == key
    assert await district.events(case_id) == before


async def test_a_case_that_does_not_exist_unlocks_nobody(district: District) -> None:
    async with district.turn() as turn:
        assert await unlock(turn, "YX-1999-00001", "保管人甲", REASON) == refuse("no_such_case")
