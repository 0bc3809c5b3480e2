"""Telling those who reported that it was made public: once, each under their own number, and nothing to the office."""

import asyncio

import pytest
from sqlalchemy import update

from domain.case import Outcome
from domain.case import Status as CaseStatus
from domain.exposure import Status
from domain.refusal import Refusal
from services import thanking
from services.office import InHand
from storage import correspondents
from storage.tables import CaseRow
from tests.district import OFFICE, QIAN, SUN, ZHENG, District, hand
from tests.publicity import closed_case, exposure, row_of

OTHER = 7002


@pytest.fixture
async def district(district: District) -> District:
    """The office is there."""
    await district.publicity()
    return district


async def thank(district: District, exposure_id: int, user_id: int = SUN) -> InHand | Refusal:
    async with district.turn() as turn:
        done = await thanking.thank(turn, hand(user_id, OFFICE), exposure_id)
    await district.speak()
    return done


async def linked(district: District, head_id: int) -> tuple[str, str]:
    """Another person's report of the same facts: their pseudonym and its number."""
    case_id = await district.case(status=CaseStatus.CLOSED)
    async with district.turn() as turn:
        key = correspondents.meet(turn.tx, district.app.keys, OTHER, "en", district.now).key
        await turn.tx.flush()
        values = {"duplicate_of": head_id, "outcome": Outcome.DUPLICATE, "reporter": key}
        await turn.tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(**values))
    return key, (await district.row(case_id)).number


async def test_each_reporter_hears_it_under_their_own_number_and_without_a_link(district: District) -> None:
    case_id = await closed_case(district)
    key, number = await linked(district, case_id)
    exposure_id = await exposure(district, Status.PUBLISHED, case_id=case_id)
    assert isinstance(await thank(district, exposure_id), InHand)
    first = (await district.row(case_id)).number
    assert [first in each for each in district.told_reporter()] == [True]
    theirs = [each for each in district.spoken if each.recipient == f"p:{key}"]
    assert [number in each.text and first not in each.text for each in theirs] == [True]
    for each in (*theirs, *(one for one in district.spoken if one.recipient == f"p:{district.reporter}")):
        assert not each.buttons
        assert "http" not in each.text
        assert "阳光小卖部" not in each.text
    assert (await row_of(district, exposure_id)).reporter_told_at == district.now


async def test_the_office_learns_nothing_of_who_could_be_told(district: District) -> None:
    seen = []
    for reporter in (district.reporter, None):
        case_id = await closed_case(district)
        async with district.database.write() as tx:
            await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(reporter=reporter))
        exposure_id = await exposure(district, Status.PUBLISHED, case_id=case_id)
        before = len(district.spoken)
        assert isinstance(await thank(district, exposure_id), InHand)
        said = [each.text for each in district.spoken[before:] if each.recipient == str(OFFICE)]
        seen.append([text.splitlines()[-2:] for text in said])
    assert seen[0] == seen[1] == [["经手：钱", "已告知举报人。"]]


async def test_it_is_told_once_whoever_presses(district: District) -> None:
    exposure_id = await exposure(district, Status.PUBLISHED, case_id=await closed_case(district))
    done = await asyncio.gather(thank(district, exposure_id), thank(district, exposure_id, ZHENG))
    assert sorted(isinstance(each, InHand) for each in done) == [False, True]
    again = await thank(district, exposure_id)
    assert isinstance(again, Refusal)
    assert again.key == "thanked_already"
    assert len(district.told_reporter()) == 1


async def test_only_leads_have_it_told_and_only_of_a_case_that_is_public(district: District) -> None:
    case_id = await closed_case(district)
    standing = await exposure(district, Status.PUBLISHED, case_id=case_id)
    scratch = await exposure(district, Status.PUBLISHED)
    over = await exposure(district, Status.WITHDRAWN, case_id=await closed_case(district))
    for exposure_id, user_id, key in (
        (standing, QIAN, "exposure_not_your_move"), (scratch, SUN, "nobody_reported"), (over, SUN, "not_published"),
    ):  # fmt: skip
        done = await thank(district, exposure_id, user_id)
        assert isinstance(done, Refusal)
        assert done.key == key
    assert not district.told_reporter()
