"""Somebody with a hand in the database changes an exposure or its history; the verifier says where."""

import pytest
from sqlalchemy import update

from domain.exposure import Part, Status
from domain.published import Rich, freeze
from services import auditing
from storage.tables import Exposure, ExposureEvent
from tests.district import SUN, ZHENG, District
from tests.gate import approve, submit
from tests.publicity import PARTS, exposure


async def broken(district: District) -> str:
    found = (await auditing.verify(district.database, district.app.keys)).broken
    return str(found or "")


async def test_what_exposures_went_through_is_verified_with_the_cases(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    found = await auditing.verify(district.database, district.app.keys)
    assert (found.broken, found.exposures, found.events) == (None, 1, 3)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"status": Status.PUBLISHED}, "status does not follow"),
        ({"digest": "0" * 64}, "digest does not follow"),
        ({"frozen": freeze(PARTS | {Part.TITLE: Rich("别的")}).to_json()}, "not what was submitted"),
        ({"frozen": {"full": 1}}, "not what was submitted"),
        ({"frozen": None}, "not what was submitted"),
    ],
)
async def test_an_exposure_changed_without_an_event_is_found(
    district: District, columns: dict[str, object], why: str
) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    assert await broken(district) == ""
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(**columns))
    assert why in await broken(district)


async def test_an_event_altered_is_found_at_its_place(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    await approve(district, draft, SUN, await submit(district, draft))
    async with district.database.write() as tx:
        mine = (ExposureEvent.exposure_id == draft) & (ExposureEvent.seq == 2)
        await tx.execute(update(ExposureEvent).where(mine).values(actor_id=ZHENG))
    assert (await broken(district)).startswith(f"exposure {draft}, event 2")
