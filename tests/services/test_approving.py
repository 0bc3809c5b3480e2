"""A text is approved by others, as it was frozen, and by nobody twice."""

import asyncio

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from domain.exposure import Part, Status
from domain.people import Role
from domain.published import Rich, freeze
from domain.refusal import Refusal
from services import adding_photos, approving, office, planning
from services.notes import Attachment
from storage import businesses, conflicts, desks, exposures
from storage.tables import CaseRow, Exposure, ExposurePhoto
from tests.district import EAST, OFFICE, QIAN, STRANGER, SUN, ZHENG, District, hand
from tests.gate import approve, edit, needing, submit
from tests.publicity import PARTS, closed_case, exposure, row_of


async def test_another_lead_approves_and_editors_and_strangers_do_not(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft, SUN)
    assert await approve(district, draft, SUN, prefix) == "own_text"
    assert await approve(district, draft, QIAN, prefix) == "not_publicity_lead"
    assert await approve(district, draft, STRANGER, prefix) == "not_publicity"
    assert await approve(district, draft, ZHENG, prefix, EAST) == "not_publicity"
    assert await approve(district, draft, ZHENG, prefix) == Status.APPROVED


async def test_two_are_needed_where_two_are_and_one_counts_once(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)
    assert await approve(district, draft, SUN, prefix) == Status.SUBMITTED
    assert await approve(district, draft, SUN, prefix) == "approved_already"
    assert await approve(district, draft, ZHENG, prefix) == Status.APPROVED
    async with district.database.read() as tx:
        whats = [each.what for each in await exposures.events(tx, draft)]
    assert whats[-3:] == ["submitted", "approval", "approved"]


async def test_of_two_who_approve_at_the_same_moment_both_count(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)

    async def until_done(by: int) -> None:
        for _ in range(2):
            try:
                await approve(district, draft, by, prefix)
            except IntegrityError:
                continue  # As the worker does: what fails on a constraint is worked again by itself.
            return

    await asyncio.gather(until_done(SUN), until_done(ZHENG))
    assert (await row_of(district, draft)).status == Status.APPROVED


async def test_an_approval_is_for_one_text_and_gone_with_it(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    first = await submit(district, draft)
    assert await approve(district, draft, SUN, first) == Status.SUBMITTED
    async with district.turn() as turn:
        await edit(turn, QIAN, draft, Part.TIP, Rich("请索要票据。"))
    assert await approve(district, draft, ZHENG, first) == "exposure_no_such_move"
    second = await submit(district, draft)
    assert await approve(district, draft, ZHENG, first) == "exposure_text_changed"
    assert await approve(district, draft, ZHENG, second[:6]) == "exposure_text_changed"
    assert await approve(district, draft, ZHENG, second) == Status.SUBMITTED


async def test_a_text_that_is_again_as_it_was_is_approved_anew(district: District) -> None:
    await district.publicity()
    needing(district, 2)
    draft = await exposure(district)
    prefix = await submit(district, draft)
    assert await approve(district, draft, SUN, prefix) == Status.SUBMITTED
    async with district.turn() as turn:
        await approving.reject(turn, hand(ZHENG, OFFICE), draft, prefix, "再核实")
    assert await submit(district, draft) == prefix
    assert await approve(district, draft, ZHENG, prefix) == Status.SUBMITTED
    assert await approve(district, draft, SUN, prefix) == Status.APPROVED


async def test_whoever_wrote_what_is_corrected_does_not_approve_the_correction(district: District) -> None:
    await district.publicity()
    first = await exposure(district, Status.PUBLISHED)
    async with district.turn() as turn:
        held = await office.in_hand(turn, hand(SUN, OFFICE), first)
        assert not isinstance(held, Refusal)
        await office.record(turn, held, "written", Status.PUBLISHED)
    correction = await exposure(district)
    async with district.database.write() as tx:
        mine = update(Exposure).where(Exposure.id == correction)
        await tx.execute(mine.values(series_id=first, corrects_id=first))
    prefix = await submit(district, correction)
    assert await approve(district, correction, SUN, prefix) == "own_text"
    assert await approve(district, correction, ZHENG, prefix) == Status.APPROVED


async def test_whoever_is_too_close_to_the_business_finds_no_such_text(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        business = await businesses.enter(turn.tx, "阳光小卖部", turn.now)
        assert business is not None
        await conflicts.mark(turn.tx, SUN, business, "亲属", ZHENG, turn.now)
    assert await approve(district, draft, SUN, prefix) == "no_such_exposure"


async def test_a_ledger_that_says_something_else_by_now_stops_the_approval_and_the_card_says_why(
    district: District,
) -> None:
    await district.publicity()
    case_id = await closed_case(district)
    draft = await exposure(district, case_id=case_id)
    prefix = await submit(district, draft)
    async with district.database.write() as tx:
        await tx.execute(update(CaseRow).where(CaseRow.id == case_id).values(penalty="罚款3000元"))
    assert await approve(district, draft, SUN, prefix) == "exposure_flags_open"
    await district.speak()
    assert "待核 1 处" in district.last(OFFICE).text
    assert (await row_of(district, draft)).status == Status.SUBMITTED


async def test_a_dismissed_lead_approves_nothing(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        await desks.enrol(turn.tx, SUN, "孙", "publicity", Role.OFFICER, turn.now)
    assert await approve(district, draft, SUN, prefix) == "not_publicity_lead"


async def test_what_was_frozen_and_altered_behind_our_back_is_not_approved(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    other = freeze(PARTS | {Part.TITLE: Rich("别的")})
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == draft).values(frozen=other.to_json()))
    assert await approve(district, draft, SUN, prefix) == "exposure_text_changed"


async def test_rejected_is_a_draft_again_and_its_editor_is_called(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    prefix = await submit(district, draft)
    async with district.turn() as turn:
        by = hand(SUN, OFFICE)
        assert await approving.reject(turn, by, draft, prefix, " ") == Refusal("exposure_reject_reason")
        assert not isinstance(await approving.reject(turn, by, draft, prefix, "标题太长"), Refusal)
    await district.speak()
    row = await row_of(district, draft)
    assert (row.status, row.frozen, row.digest) == (Status.DRAFT, None, None)
    told = district.said_in(OFFICE, "标题太长")[0].text
    assert "钱" in told
    assert "孙" in told
    again = await submit(district, draft)
    assert await approve(district, draft, SUN, again) == Status.APPROVED, "who sent it back had no hand in the text"


async def test_whoever_brought_a_photo_that_is_chosen_approves_the_text_no_more(district: District) -> None:
    await district.publicity()
    draft = await exposure(district)
    async with district.turn() as turn:
        brought = Attachment("file", as_file=False, size=1000)
        assert await adding_photos.add(turn, hand(SUN, OFFICE), draft, brought, None) is None
    async with district.database.read() as tx:
        assert SUN not in await exposures.editors(tx, draft), "nobody has chosen it"
    async with district.database.write() as tx:
        await tx.execute(update(ExposurePhoto).values(published=True))
    async with district.database.read() as tx:
        assert await exposures.editors(tx, draft) == {QIAN, SUN}


async def test_a_text_approved_by_fewer_than_are_asked_for_now_stays_in_until_it_is_approved_anew(
    district: District,
) -> None:
    await district.publicity()
    draft = await exposure(district)
    assert await approve(district, draft, SUN, await submit(district, draft)) == Status.APPROVED
    batch_id = (await row_of(district, draft)).batch_id
    needing(district, 2)
    async with district.turn() as turn:
        for refused in (
            await planning.may_plan(turn, hand(QIAN, OFFICE), batch_id),
            await planning.publish_now(turn, hand(SUN, OFFICE), batch_id),
        ):
            assert isinstance(refused, Refusal)
            assert (refused.key, refused.params["count"]) == ("approvals_too_few", "2")
    async with district.turn() as turn:
        await edit(turn, QIAN, draft, Part.TIP, Rich("请索要票据。"))
    prefix = await submit(district, draft)
    assert await approve(district, draft, SUN, prefix) == Status.SUBMITTED
    assert await approve(district, draft, ZHENG, prefix) == Status.APPROVED
    async with district.turn() as turn:
        assert await planning.publish_now(turn, hand(SUN, OFFICE), batch_id) is None
