"""What is submitted is whole, decided, and frozen as the public will see it."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from domain.case import Status as CaseStatus
from domain.exposure import Class, Part, Status
from domain.published import Frozen, Rich, freeze
from services import approving
from storage import cases
from storage.tables import CaseRow, Exposure, ExposurePhoto, NoteRow
from tests.district import OFFICE, QIAN, SUN, District, hand
from tests.gate import approve, submit
from tests.publicity import PARTS, closed_case, exposure, row_of

FLAGGED = PARTS | {Part.FACTS: Rich("联系电话13800138000。")}


async def test_what_is_submitted_is_frozen_as_the_parts_say(district: District) -> None:
    await district.publicity()
    draft = await exposure(district, case_id=await closed_case(district))
    prefix = await submit(district, draft)
    row = await row_of(district, draft)
    assert row.status == Status.SUBMITTED
    assert row.frozen is not None
    assert Frozen.from_json(row.frozen) == freeze(PARTS)
    assert row.digest is not None
    assert row.digest.startswith(prefix)
    await district.speak()
    request = district.last(OFFICE)
    assert district.said_in(OFFICE, freeze(PARTS).full.text)
    assert prefix in request.text


async def test_nothing_that_lacks_something_is_submitted(district: District) -> None:
    await district.publicity()
    without = {part: rich for part, rich in PARTS.items() if part is not Part.LEAD}
    assert (
        await submit(district, await exposure(district, case_id=await closed_case(district), parts=without))
        == "exposure_lacks"
    )
    assert await submit(district, await exposure(district, parts=FLAGGED)) == "exposure_flags_open"
    long = PARTS | {Part.MEANING: Rich("好" * 4096)}
    assert await submit(district, await exposure(district, parts=long)) == "exposure_lacks"


@pytest.mark.parametrize("class_", [Class.WARNING, Class.SAMPLING])
async def test_what_only_others_may_publish_is_refused(district: District, class_: Class) -> None:
    await district.publicity()
    draft = await exposure(district, parts=PARTS | {Part.TIP: Rich("请索要票据。")})
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(class_=class_))
    assert await submit(district, draft) == "exposure_unauthorised"
    district.app = replace(district.app, publicity=replace(district.app.publicity, reserved=frozenset({class_})))
    prefix = await submit(district, draft)
    assert str((await row_of(district, draft)).digest).startswith(prefix)


async def test_a_photo_nobody_confirmed_holds_the_text_back(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    draft = await exposure(district, case_id=case_id)
    async with district.turn() as turn:
        note_id = await cases.add_note(turn.tx, NoteRow(case_id=case_id, author_id=QIAN, at=turn.now))
    evidence_id = await district.staff_photo(case_id, note_id)
    async with district.turn() as turn:
        turn.tx.add(ExposurePhoto(exposure_id=draft, evidence_id=evidence_id, published=True))
    assert await submit(district, draft) == "exposure_photos_unready"


async def test_a_case_that_was_opened_again_is_not_published(district: District) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    draft = await exposure(district, case_id=case_id)
    prefix = await submit(district, draft)
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(status=CaseStatus.ACCEPTED))
    assert await approve(district, draft, SUN, prefix) == "exposure_undecided"
    async with district.turn() as turn:
        await approving.reject(turn, hand(SUN, OFFICE), draft, prefix, "又重新办理了")
    assert await submit(district, draft) == "exposure_undecided"
