"""Choosing photos of an exposure: off by default, confirmed by a person, and an edit at every step."""

import pytest
from sqlalchemy import update

from domain.blackening import EVERYTHING, boxes_of, cell, spans
from domain.exposure import Status
from domain.exposure_photo import MOST_CHOSEN, SENTENCE, Origin, likeness_of
from domain.refusal import Refusal
from services import adding_photos, choosing_photos, keeping
from services.notes import Attachment
from storage import evidence, exposure_photos, exposures
from storage.tables import EvidenceRow, Exposure, SentMessage
from storage.vault import Kept
from tests.district import CHEN, EAST, OFFICE, STRANGER, SUN, District, hand
from tests.exposure_photos import BY, candidates, confirmed, draft, facts_of, photo
from tests.publicity import closed_case, exposure, row_of

FILE = Attachment("a-file", as_file=False, size=1000)


def wanted(row: EvidenceRow) -> keeping.Wanted:
    """The file as the program fetches it."""
    return keeping.Wanted(row.id, row.handle, "a-file", as_file=False, attempts=1)


@pytest.fixture(autouse=True)
async def office(district: District) -> None:
    await district.publicity()


async def test_no_photo_is_published_unless_somebody_chose_it(district: District) -> None:
    exposure_id, _ = await draft(district, 2)
    found = await candidates(district, exposure_id)
    assert [each.origin for each in found.photos] == [Origin.STAFF, Origin.STAFF]
    assert not any(each.chosen or each.confirmed for each in found.photos)
    async with district.database.read() as tx:
        assert await exposure_photos.pictures(tx, exposure_id) == []
        assert await exposure_photos.unready(tx, exposure_id) == []


async def test_every_step_takes_what_was_submitted_back_to_a_draft_and_asks_for_a_new_confirmation(
    district: District,
) -> None:
    exposure_id, [photo_id] = await draft(district)
    await confirmed(district, photo_id)
    for step in (
        lambda turn: choosing_photos.toggle(turn, BY, photo_id, cell("B2")),
        lambda turn: choosing_photos.undo(turn, BY, photo_id),
        lambda turn: choosing_photos.clear(turn, BY, photo_id),
        lambda turn: choosing_photos.reopen(turn, BY, photo_id),
        lambda turn: choosing_photos.choose(turn, BY, photo_id, published=False),
    ):
        async with district.turn() as turn:
            frozen = {"status": Status.SUBMITTED, "frozen": {"any": 1}, "digest": "0" * 64}
            await turn.tx.execute(update(Exposure).where(Exposure.id == exposure_id).values(**frozen))
            await exposure_photos.confirm(turn.tx, photo_id, SUN, turn.now)
        async with district.turn() as turn:
            assert await step(turn) is None
        row, photo_now = await row_of(district, exposure_id), await facts_of(district, photo_id)
        assert (row.status, row.frozen, row.digest) == (Status.DRAFT, None, None)
        assert (photo_now.confirmed, photo_now.confirmed_by, photo_now.state) == (False, "", None)
        async with district.database.read() as tx:
            last = (await exposures.events(tx, exposure_id))[-1]
            assert (last.what, last.actor_id, last.facts["photo"]) == ("photo", BY.user_id, photo_id)


async def test_whoever_confirms_a_photo_has_had_a_hand_in_the_exposure(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    async with district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, hand(SUN, OFFICE), photo_id, likeness_of([])) is None
        assert SUN in await exposures.editors(turn.tx, exposure_id)


async def test_who_confirms_confirms_what_their_screen_shows(district: District) -> None:
    _, [photo_id] = await draft(district)
    async with district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    seen = likeness_of((await facts_of(district, photo_id)).boxes)
    async with district.turn() as turn:
        await choosing_photos.toggle(turn, hand(SUN, OFFICE), photo_id, cell("B2"))
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, BY, photo_id, seen) == Refusal("photo_has_changed")
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, BY, photo_id, likeness_of(boxes_of(cell("B2")))) is None
    async with district.turn() as turn:
        again = await choosing_photos.confirm(turn, BY, photo_id, likeness_of(boxes_of(cell("B2"))))
        assert again == Refusal("photo_confirmed")


async def test_a_step_back_puts_the_boxes_as_they_were_and_a_second_one_forward_again(district: District) -> None:
    _, [photo_id] = await draft(district)
    async with district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    async with district.turn() as turn:
        assert await choosing_photos.undo(turn, BY, photo_id) == Refusal("photo_nothing_to_undo")
    for units in (cell("B2"), spans("C3-D4") or frozenset()):
        async with district.turn() as turn:
            assert await choosing_photos.toggle(turn, BY, photo_id, units) is None
    both = (await facts_of(district, photo_id)).boxes
    for expected in (tuple(map(tuple, boxes_of(cell("B2")))), both):
        async with district.turn() as turn:
            assert await choosing_photos.undo(turn, BY, photo_id) is None
        assert (await facts_of(district, photo_id)).boxes == expected


async def test_a_photo_that_is_all_black_is_refused_as_a_whole(district: District) -> None:
    _, [photo_id] = await draft(district)
    async with district.turn() as turn:
        assert await choosing_photos.toggle(turn, BY, photo_id, cell("B2")) == Refusal("photo_not_chosen")
        assert await choosing_photos.confirm(turn, BY, photo_id, likeness_of([])) == Refusal("photo_not_chosen")
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    async with district.turn() as turn:
        assert await choosing_photos.toggle(turn, BY, photo_id, EVERYTHING) == Refusal("photo_all_black")
    assert (await facts_of(district, photo_id)).boxes == ()


async def test_an_album_has_ten_photos_and_no_more_can_be_chosen(district: District) -> None:
    exposure_id, photos = await draft(district, MOST_CHOSEN + 1)
    async with district.turn() as turn:
        for each in photos[:MOST_CHOSEN]:
            await exposure_photos.change(turn.tx, each, published=True)
        refused = await choosing_photos.choose(turn, BY, photos[-1], published=True)
    assert refused == Refusal("photos_full", {"limit": "10"})
    async with district.database.read() as tx:
        assert await exposure_photos.chosen(tx, exposure_id) == MOST_CHOSEN


async def test_what_a_reporter_sent_is_shown_to_nobody_before_the_sentence_is_written(district: District) -> None:
    case_id = await closed_case(district)
    taken, sent = await photo(district, case_id), await photo(district, case_id, by_staff=False)
    exposure_id = await exposure(district, case_id=case_id)
    before = await candidates(district, exposure_id)
    assert [each.origin for each in before.photos] == [Origin.STAFF] and before.material == 1
    for words in ("", "好的", SENTENCE[:-1], SENTENCE + "吧"):
        async with district.turn() as turn:
            refused = await adding_photos.use_material(turn, BY, exposure_id, words)
            assert refused == Refusal("material_sentence")
    assert (await candidates(district, exposure_id)).photos == before.photos
    async with district.turn() as turn:
        assert await adding_photos.use_material(turn, BY, exposure_id, f" {SENTENCE}。\n") is None
    after = await candidates(district, exposure_id)
    assert [each.origin for each in after.photos] == [Origin.STAFF, Origin.REPORT] and after.material == 0
    assert not any(each.chosen for each in after.photos)
    async with district.turn() as turn:
        rows = await exposure_photos.of_exposure(turn.tx, exposure_id)
        assert [each.id for _, each in rows] == [taken, sent]
        last = (await exposures.events(turn.tx, exposure_id))[-1]
        assert (last.what, last.actor_id, last.facts["did"]) == ("photo", BY.user_id, "material")
        assert await adding_photos.may_use_material(turn, BY, exposure_id) == Refusal("no_material")


async def test_only_the_office_in_its_own_group_touches_a_photo(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    refused = Refusal("not_publicity")
    for by in (hand(STRANGER, OFFICE), hand(CHEN, EAST), hand(BY.user_id, EAST), hand(CHEN, OFFICE)):
        async with district.turn() as turn:
            assert await choosing_photos.candidates(turn, by, exposure_id) == refused
            assert await choosing_photos.show(turn, by, photo_id) == refused
            assert await choosing_photos.show_all(turn, by, exposure_id) == refused
            assert await choosing_photos.choose(turn, by, photo_id, published=True) == refused
            assert await choosing_photos.toggle(turn, by, photo_id, cell("B2")) == refused
            assert await choosing_photos.confirm(turn, by, photo_id, likeness_of([])) == refused
            assert await adding_photos.add(turn, by, exposure_id, FILE, None) == refused
            assert await adding_photos.use_material(turn, by, exposure_id, SENTENCE) == refused
    assert not (await facts_of(district, photo_id)).chosen


async def test_a_photo_that_is_not_there_is_an_exposure_that_is_not_there(district: District) -> None:
    async with district.turn() as turn:
        assert await choosing_photos.show(turn, BY, 999) == Refusal("no_such_exposure")
        assert await choosing_photos.choose(turn, BY, 999, published=True) == Refusal("no_such_exposure")


async def test_what_is_out_is_changed_no_more(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    async with district.turn() as turn:
        await turn.tx.execute(update(Exposure).values(status=Status.PUBLISHED))
    async with district.turn() as turn:
        refused = await choosing_photos.choose(turn, BY, photo_id, published=True)
        assert isinstance(refused, Refusal) and refused.key == "exposure_not_editable"
    assert not (await candidates(district, exposure_id)).editable


async def test_of_two_edits_at_once_the_second_is_told_so(district: District) -> None:
    exposure_id, [photo_id] = await draft(district)
    async with district.turn() as turn:
        read = await choosing_photos._photo(turn, BY, photo_id)
        assert not isinstance(read, Refusal)
        await exposures.edit(turn.tx, read.held.exposure)
        lost = await choosing_photos._edit(turn, read, "chosen", published=True)
        assert lost == Refusal("exposure_has_changed")
    assert not (await facts_of(district, photo_id)).chosen
    assert (await row_of(district, exposure_id)).revision == 2


async def test_a_photo_of_ones_own_belongs_to_the_draft_and_to_no_case(district: District) -> None:
    exposure_id = await exposure(district)
    async with district.turn() as turn:
        assert await adding_photos.add(turn, BY, exposure_id, None, None) == Refusal("photo_wanted")
        too_large = Attachment("f", as_file=True, size=30 * 2**20)
        assert await adding_photos.add(turn, BY, exposure_id, too_large, None) == Refusal("file_too_large")
        assert await adding_photos.add(turn, BY, exposure_id, FILE, "album") is None
        assert await adding_photos.album_of(turn, OFFICE, "album") == exposure_id
        assert await adding_photos.album_of(turn, EAST, "album") is None
    [facts] = (await candidates(district, exposure_id)).photos
    assert (facts.origin, facts.copy, facts.chosen) == (Origin.OFFICE, None, False)
    async with district.turn() as turn:
        assert await choosing_photos.choose(turn, BY, facts.photo_id, published=True) == Refusal("photo_coming")
        assert await choosing_photos.show(turn, BY, facts.photo_id) == Refusal("photo_coming")
        [(_, row)] = await exposure_photos.of_exposure(turn.tx, exposure_id)
        assert (row.case_id, row.owner, row.by_staff) == (None, None, True)
    async with district.turn() as turn:
        fetched = keeping.Picture(Kept("x.sealed", "x.jpg", "0" * 64), 640, 480, None, None)
        await keeping.keep(turn, wanted(row), fetched)
    card = (await district.speak())[0]
    assert (card.recipient, card.ask) == (str(OFFICE), f"t:snap:{facts.photo_id}:show")


async def test_a_photo_that_can_not_be_had_is_told_of_and_offered_no_more(district: District) -> None:
    exposure_id = await exposure(district)
    async with district.turn() as turn:
        await adding_photos.add(turn, BY, exposure_id, FILE, None)
    async with district.turn() as turn:
        [(_, row)] = await exposure_photos.of_exposure(turn.tx, exposure_id)
        await keeping.refuse(turn, wanted(row), "not_a_picture")
    assert (await candidates(district, exposure_id)).photos == []
    assert "没有收下" in (await district.speak())[-1].text
    async with district.turn() as turn:
        assert [each.id for each in await evidence.dropped(turn.tx, district.now.replace(year=2027), 9)] == [row.id]


async def test_a_standing_card_is_found_again_after_somebody_replied_to_it(district: District) -> None:
    _, [photo_id] = await draft(district)
    async with district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
        await choosing_photos.show(turn, BY, photo_id)
    card = next(each for each in await district.speak() if "照片 1/1" in each.text)
    await district.write(BY.user_id, OFFICE, "B2-D3 f5", reply_to=card.message_id)
    assert (await facts_of(district, photo_id)).boxes == tuple(boxes_of(spans("B2-D3 F5") or ()))
    async with district.database.read() as tx:
        kept = await tx.get(SentMessage, (str(OFFICE), card.message_id))
        assert kept is not None and kept.ask == card.ask
    assert any(each.edits == card.message_id for each in district.spoken)
