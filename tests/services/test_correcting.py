"""Correcting what is published, on both databases: a text of its own, through the gate, in place of the first."""

import asyncio
from hashlib import sha256

import pytest
from sqlalchemy import insert, select, update

from domain.exposure import Part, Status
from domain.published import Frozen, Picture, Rich, freeze
from domain.refusal import Refusal
from services import approving, auditing, correcting, office, publishing, submitting, taking_down
from services.office import InHand, Seated
from storage import approvals, evidence, exposure_photos, exposures
from storage.tables import Broadcast, Exposure, ExposurePhoto
from tests.district import CHEN, EAST, OFFICE, QIAN, SUN, ZHENG, District, hand
from tests.gate import needing
from tests.publicity import PARTS, closed_case, exposure, row_of
from tests.rounds import begun, came_to_stand, copies_of

WORDS = {Part.LEAD: Rich("更正：罚款应为五千元。")}


@pytest.fixture
async def district(district: District) -> District:
    """The office is there."""
    await district.publicity()
    return district


async def correct(district: District, exposure_id: int, user_id: int = QIAN, chat_id: int = OFFICE) -> int | Refusal:
    async with district.turn() as turn:
        return await correcting.correct(turn, hand(user_id, chat_id), exposure_id)


async def publish(district: District, exposure_id: int, user_id: int = SUN) -> InHand | Refusal:
    async with district.turn() as turn:
        return await correcting.publish(turn, hand(user_id, OFFICE), exposure_id)


async def photo(district: District, exposure_id: int, content: bytes = b"1", **columns: object) -> Picture:
    """A photo that was confirmed and blackened, published unless said otherwise."""
    case_id = (await row_of(district, exposure_id)).case_id
    assert case_id is not None
    async with district.turn() as turn:
        row = evidence.want(turn.tx, district.app.keys, content.hex(), district.now, case_id=case_id)
        await turn.tx.flush()
        evidence_id = row.id
    made = {
        "exposure_id": exposure_id, "evidence_id": evidence_id, "published": True, "state": "made",
        "confirmed_by": QIAN, "confirmed_at": district.now, "copy": f"{evidence_id}.jpg",
        "sha256": sha256(content).hexdigest(), "boxes": [[1, 2, 3, 4]],
    }  # fmt: skip
    async with district.database.write() as tx:
        await tx.execute(insert(ExposurePhoto).values(**made | columns))
        return (await exposure_photos.pictures(tx, exposure_id))[-1]


async def standing(district: District, pictures: tuple[bytes, ...] = ()) -> int:
    """An exposure of a case that stands in both towns' groups, with those photos."""
    exposure_id = await exposure(district, Status.PUBLISHED, case_id=await closed_case(district))
    shown = [await photo(district, exposure_id, each) for each in pictures]
    await become(district, exposure_id, Status.PUBLISHED, freeze(PARTS, shown))
    await came_to_stand(district, await begun(district, exposure_id))
    return exposure_id


async def become(district: District, exposure_id: int, status: Status, frozen: Frozen) -> None:
    """As it would be behind the gate."""
    values = {"status": status, "frozen": frozen.to_json(), "digest": frozen.digest}
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(**values))
        await approvals.add(tx, exposure_id, frozen.digest, ZHENG, district.now)


async def approved(district: District, exposure_id: int) -> int:
    """Its correction, written and approved."""
    new_id = await correct(district, exposure_id)
    assert isinstance(new_id, int)
    async with district.database.read() as tx:
        pictures = await exposure_photos.pictures(tx, new_id)
    await become(district, new_id, Status.APPROVED, freeze(PARTS | WORDS, pictures))
    return new_id


async def rounds_of(district: District) -> list[str]:
    async with district.database.read() as tx:
        return list(await tx.scalars(select(Broadcast.verb).order_by(Broadcast.id)))


def refused(done: object) -> str:
    assert isinstance(done, Refusal)
    return done.key


async def test_a_correction_is_a_draft_of_its_own_with_the_same_parts_and_the_photos_that_were_shown(
    district: District,
) -> None:
    exposure_id = await standing(district, (b"1", b"2"))
    await photo(district, exposure_id, b"3", published=False)
    new_id = await correct(district, exposure_id)
    assert isinstance(new_id, int)
    old, new = await row_of(district, exposure_id), await row_of(district, new_id)
    assert (old.status, new.status) == (Status.PUBLISHED, Status.DRAFT)
    assert (new.corrects_id, new.series_id, new.frozen, new.published_at) == (old.id, old.series_id, None, None)
    for name in ("batch_id", "case_id", "class_", "basis", "agency", "party", "document", "decided_on", "desk_id"):
        assert getattr(new, name) == getattr(old, name)
    async with district.database.read() as tx:
        parts = await exposures.parts(tx, new_id)
        assert parts[Part.LEAD].text.startswith("更正：")
        assert parts[Part.LEAD].text.endswith(PARTS[Part.LEAD].text)
        assert parts[Part.FACTS] == PARTS[Part.FACTS]
        shown = [each.sha256 for each in await exposure_photos.pictures(tx, new_id)]
        assert shown == [sha256(each).hexdigest() for each in (b"1", b"2")]
        assert await exposure_photos.unready(tx, new_id) == []
        assert [each.what for each in await exposures.events(tx, exposure_id)] == ["begun", "submitted", "correcting"]


async def test_whoever_wrote_the_first_text_approves_no_correction_of_it(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await correct(district, exposure_id, user_id=ZHENG)
    assert isinstance(new_id, int)
    async with district.database.read() as tx:
        assert await exposures.editors(tx, new_id) == {QIAN, ZHENG}
        assert await exposures.editors(tx, exposure_id) == {QIAN}


async def test_one_correction_is_begun_at_a_time_and_another_once_it_was_given_up(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await correct(district, exposure_id)
    assert refused(await correct(district, exposure_id)) == "correction_begun"
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == new_id).values(status=Status.DISCARDED))
    assert isinstance(await correct(district, exposure_id), int)


async def test_of_two_who_begin_a_correction_at_once_one_does(district: District) -> None:
    exposure_id = await standing(district)
    done = await asyncio.gather(correct(district, exposure_id), correct(district, exposure_id, SUN))
    assert sorted(isinstance(each, int) for each in done) == [False, True]


async def test_only_what_stands_is_corrected_and_only_by_the_office(district: District) -> None:
    for stage in sorted(set(Status) - {Status.PUBLISHED}):
        assert refused(await correct(district, await exposure(district, stage))) == "exposure_no_such_move"
    exposure_id = await standing(district)
    assert refused(await correct(district, exposure_id, CHEN, EAST)) == "not_publicity"
    assert refused(await correct(district, 999)) == "no_such_exposure"


async def test_an_approved_correction_takes_the_place_of_the_first_in_every_chat_where_it_stands(
    district: District,
) -> None:
    exposure_id = await standing(district)
    async with district.database.write() as tx:
        told = update(Exposure).where(Exposure.id == exposure_id).values(reporter_told_at=district.now)
        await tx.execute(told)
    new_id = await approved(district, exposure_id)
    assert isinstance(await publish(district, new_id), InHand)
    old, new = await row_of(district, exposure_id), await row_of(district, new_id)
    assert (old.status, new.status) == (Status.CORRECTED, Status.PUBLISHING)
    assert (old.ended_at, new.reporter_told_at) == (district.now, district.now)
    assert await rounds_of(district) == ["publish", "correct"]
    recipients = [{each.recipient for each in await copies_of(district, round_id)} for round_id in (1, 2)]
    assert recipients[0] == recipients[1]
    async with district.turn() as turn:
        assert await publishing.published(turn, new_id)


async def test_pressed_twice_a_correction_goes_out_once(district: District) -> None:
    new_id = await approved(district, await standing(district))
    assert isinstance(await publish(district, new_id), InHand)
    assert refused(await publish(district, new_id)) == "correction_not_approved"
    assert await rounds_of(district) == ["publish", "correct"]


async def test_a_correction_goes_out_only_approved_unaltered_and_by_a_lead(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await approved(district, exposure_id)
    assert refused(await publish(district, new_id, QIAN)) == "exposure_not_your_move"
    assert refused(await publish(district, exposure_id)) == "not_a_correction"
    async with district.database.write() as tx:
        await tx.execute(update(Exposure).where(Exposure.id == new_id).values(frozen=freeze(PARTS).to_json()))
    assert refused(await publish(district, new_id)) == "exposure_altered"
    await become(district, new_id, Status.SUBMITTED, freeze(PARTS | WORDS))
    assert refused(await publish(district, new_id)) == "correction_not_approved"
    assert (await row_of(district, exposure_id)).status == Status.PUBLISHED


async def test_photos_are_taken_away_by_a_correction_and_never_added(district: District) -> None:
    exposure_id = await standing(district, (b"1", b"2"))
    new_id = await approved(district, exposure_id)
    row = await row_of(district, new_id)
    assert row.frozen is not None
    first, second = Frozen.from_json(row.frozen).pictures
    added = Picture(99, "x.jpg", "f" * 64)
    await become(district, new_id, Status.APPROVED, freeze(PARTS | WORDS, (first, second, added)))
    assert refused(await publish(district, new_id)) == "correction_adds_photos"
    await become(district, new_id, Status.APPROVED, freeze(PARTS | WORDS, (second,)))
    assert isinstance(await publish(district, new_id), InHand)


async def test_what_was_taken_down_meanwhile_is_not_corrected(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await approved(district, exposure_id)
    async with district.turn() as turn:
        await taking_down.take_down(turn, hand(ZHENG, OFFICE), exposure_id, Status.WITHDRAWN, "已撤销")
    assert refused(await publish(district, new_id)) == "corrected_is_gone"
    assert (await row_of(district, new_id)).status == Status.APPROVED


async def test_of_a_withdrawal_and_a_correction_at_once_one_happens(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await approved(district, exposure_id)

    async def withdraw() -> object:
        async with district.turn() as turn:
            return await taking_down.take_down(turn, hand(ZHENG, OFFICE), exposure_id, Status.WITHDRAWN, "已撤销")

    done = await asyncio.gather(publish(district, new_id), withdraw())
    assert sorted(isinstance(each, InHand) for each in done) == [False, True]
    old, new = await row_of(district, exposure_id), await row_of(district, new_id)
    assert (old.status, new.status) in ((Status.CORRECTED, Status.PUBLISHING), (Status.WITHDRAWN, Status.APPROVED))
    assert len(await rounds_of(district)) == 2


async def test_of_an_edit_and_a_correction_going_out_at_once_one_happens_whole(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await approved(district, exposure_id)

    async def edit() -> object:
        async with district.turn() as turn:
            held = await office.to_edit(turn, hand(QIAN, OFFICE), new_id)
            return held if isinstance(held, Refusal) else await office.edited(turn, held, "written")

    await asyncio.gather(publish(district, new_id), edit(), return_exceptions=True)
    old, new = await row_of(district, exposure_id), await row_of(district, new_id)
    assert (old.status, new.status) in ((Status.CORRECTED, Status.PUBLISHING), (Status.PUBLISHED, Status.DRAFT))
    assert await rounds_of(district) == ["publish", "correct"][: 1 + (new.status == Status.PUBLISHING)]


async def test_a_correction_says_what_it_corrects_before_it_is_submitted(district: District) -> None:
    exposure_id = await standing(district, (b"1",))
    new_id = await correct(district, exposure_id)
    assert isinstance(new_id, int)
    async with district.turn() as turn:
        row, old = await exposures.get(turn.tx, new_id), await exposures.get(turn.tx, exposure_id)
        assert row is not None
        assert old is not None
        parts = await exposures.parts(turn.tx, new_id)
        assert refused(await correcting.unready(turn, row, parts)) == "correction_untold"
        assert await correcting.unready(turn, row, parts | WORDS) is None
        assert await correcting.unready(turn, old, PARTS) is None


async def test_a_correction_goes_through_the_same_gate_as_what_it_corrects(district: District) -> None:
    first = await exposure(district)
    await passes_the_gate(district, first)
    async with district.turn() as turn:
        row = await row_of(district, first)
        by = await office.leading(turn, hand(SUN, OFFICE))
        assert isinstance(by, Seated)
        assert await publishing.publish_batch(turn, row.batch_id, by=by) is None
        assert await publishing.published(turn, first)
    new_id = await correct(district, first)
    assert isinstance(new_id, int)
    assert refused(await submit(district, new_id)) == "correction_untold"
    async with district.turn() as turn:
        held = await office.to_edit(turn, hand(QIAN, OFFICE), new_id)
        assert isinstance(held, InHand)
        assert await office.edited(turn, held, "written") is None
        await exposures.set_part(turn.tx, new_id, Part.LEAD, WORDS[Part.LEAD])
    await passes_the_gate(district, new_id)
    assert isinstance(await publish(district, new_id), InHand)
    async with district.turn() as turn:
        assert await publishing.published(turn, new_id)
        assert await taking_down.take_down(turn, hand(ZHENG, OFFICE), new_id, Status.WITHDRAWN, "已撤销")
    assert await rounds_of(district) == ["publish", "correct", "withdraw"]
    verified = await auditing.verify(district.database, district.app.keys)
    assert verified.exposures == 2


async def submit(district: District, exposure_id: int) -> Exposure | Refusal:
    async with district.turn() as turn:
        return await submitting.submit(turn, hand(QIAN, OFFICE), exposure_id)


async def passes_the_gate(district: District, exposure_id: int) -> None:
    """Submitted by 钱 and approved by 孙, whatever is asked about it kept."""
    submitted = await submit(district, exposure_id)
    assert isinstance(submitted, Exposure), submitted
    assert submitted.digest is not None
    async with district.turn() as turn:
        done = await approving.approve(turn, hand(SUN, OFFICE), exposure_id, submitted.digest[: submitting.PREFIX])
        assert isinstance(done, Exposure), done


async def test_a_correction_approved_by_fewer_than_are_asked_for_now_stays_in(district: District) -> None:
    exposure_id = await standing(district)
    new_id = await approved(district, exposure_id)
    needing(district, 2)
    assert refused(await publish(district, new_id)) == "approvals_too_few"
    assert (await row_of(district, exposure_id)).status == Status.PUBLISHED
