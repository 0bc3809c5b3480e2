"""Photos of an exposure in the database: what may be published, and which copy is the approved one."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.exposure import Status
from domain.published import Picture
from storage import evidence, exposure_photos
from storage.exposure_photos import NotAsFrozen, ToBlacken, Unreadable, pictures, read_published, unready
from storage.vault import EvidenceFolder
from tests.district import QIAN, District
from tests.publicity import closed_case, exposure

LEASE = timedelta(seconds=90)


async def candidates(district: District, count: int = 1) -> tuple[int, list[int]]:
    """A draft about a case with officers' photos, and its candidates."""
    case_id = await closed_case(district)
    for _ in range(count):
        async with district.turn() as turn:
            evidence.want(turn.tx, turn.app.keys, "f", turn.now, case_id=case_id, by_staff=True)
    await district.keep_photos(case_id)
    exposure_id = await exposure(district, case_id=case_id)
    async with district.turn() as turn:
        found = await exposure_photos.kept_of_case(turn.tx, case_id, by_staff=True)
        await exposure_photos.add(turn.tx, exposure_id, found)
        return exposure_id, [row.id for row, _ in await exposure_photos.of_exposure(turn.tx, exposure_id)]


async def claim_one(district: District) -> ToBlacken:
    async with district.turn() as turn:
        [claimed] = await exposure_photos.claim(turn.tx, district.now, LEASE, 5)
        return claimed


async def test_a_photo_is_published_only_when_chosen_confirmed_and_made(district: District) -> None:
    exposure_id, [photo_id, other] = await candidates(district, 2)
    async with district.turn() as turn:
        assert (await pictures(turn.tx, exposure_id), await unready(turn.tx, exposure_id)) == ([], [])
        await exposure_photos.change(turn.tx, photo_id, published=True)
        assert (await pictures(turn.tx, exposure_id), await unready(turn.tx, exposure_id)) == ([], [photo_id])
        await exposure_photos.confirm(turn.tx, photo_id, QIAN, district.now)
        assert (await pictures(turn.tx, exposure_id), await unready(turn.tx, exposure_id)) == ([], [photo_id])
    claimed = await claim_one(district)
    async with district.turn() as turn:
        assert await unready(turn.tx, exposure_id) == [photo_id]
        assert await exposure_photos.made(turn.tx, claimed, "0" * 64)
        assert await pictures(turn.tx, exposure_id) == [Picture(photo_id, claimed.copy, "0" * 64)]
        assert await unready(turn.tx, exposure_id) == []
        await exposure_photos.change(turn.tx, photo_id, boxes=[(0, 0, 125, 167)])
        assert (await pictures(turn.tx, exposure_id), await unready(turn.tx, exposure_id)) == ([], [photo_id])
    assert other != photo_id


async def test_a_copy_of_boxes_that_were_changed_meanwhile_is_never_taken(district: District) -> None:
    exposure_id, [photo_id] = await candidates(district)
    async with district.turn() as turn:
        await exposure_photos.change(turn.tx, photo_id, published=True)
        await exposure_photos.confirm(turn.tx, photo_id, QIAN, district.now)
    stale = await claim_one(district)
    async with district.turn() as turn:
        await exposure_photos.change(turn.tx, photo_id, boxes=[(0, 0, 125, 167)])
        await exposure_photos.confirm(turn.tx, photo_id, QIAN, district.now)
    fresh = await claim_one(district)
    assert (stale.boxes, fresh.boxes) == ([], [(0, 0, 125, 167)])
    async with district.turn() as turn:
        assert not await exposure_photos.made(turn.tx, stale, "0" * 64)
        assert not await exposure_photos.fail(turn.tx, stale)
        assert await exposure_photos.made(turn.tx, fresh, "1" * 64)
        assert [each.sha256 for each in await pictures(turn.tx, exposure_id)] == ["1" * 64]


async def test_a_claim_that_died_is_made_again_after_its_lease(district: District) -> None:
    _, [photo_id] = await candidates(district)
    async with district.turn() as turn:
        await exposure_photos.confirm(turn.tx, photo_id, QIAN, district.now)
    dead = await claim_one(district)
    async with district.turn() as turn:
        assert await exposure_photos.claim(turn.tx, district.now, LEASE, 5) == []
        [again] = await exposure_photos.claim(turn.tx, district.now + LEASE, LEASE, 5)
        assert (again.photo_id, again.attempts) == (photo_id, 2)
        assert not await exposure_photos.made(turn.tx, dead, "0" * 64)


async def test_only_the_bytes_that_were_frozen_are_read(tmp_path: Path, district: District) -> None:
    folder = EvidenceFolder(tmp_path, district.app.keys)
    folder.prepare()
    picture = Picture(1, "a.jpg", await folder.keep_published("a.jpg", b"approved"))
    assert await read_published(folder, picture) == b"approved"
    (tmp_path / "published" / "a.jpg").write_bytes(b"something else")
    with pytest.raises(NotAsFrozen):
        await read_published(folder, picture)
    await folder.remove_published("a.jpg")
    with pytest.raises(Unreadable):
        await read_published(folder, picture)


async def test_an_added_photo_belongs_to_its_draft_until_that_is_discarded(district: District) -> None:
    kept, dropped = await exposure(district), await exposure(district, Status.DISCARDED)
    later = district.now + timedelta(hours=1)
    async with district.turn() as turn:
        rows = [evidence.want(turn.tx, turn.app.keys, "f", turn.now, by_staff=True) for _ in (kept, dropped)]
        await turn.tx.flush()
        await exposure_photos.add(turn.tx, kept, [rows[0].id])
        await exposure_photos.add(turn.tx, dropped, [rows[1].id])
        assert await evidence.dropped(turn.tx, later, 10) == []
        await exposure_photos.forget_discarded(turn.tx)
        assert [row.id for row in await evidence.dropped(turn.tx, later, 10)] == [rows[1].id]


async def test_the_staffs_photos_are_published_before_the_reporters_whichever_came_first(district: District) -> None:
    case_id = await closed_case(district)
    exposure_id = await exposure(district, case_id=case_id)
    for by_staff in (False, True):
        async with district.turn() as turn:
            evidence.want(turn.tx, turn.app.keys, "f", turn.now, case_id=case_id, by_staff=by_staff)
        await district.keep_photos(case_id)
        async with district.turn() as turn:
            found = await exposure_photos.kept_of_case(turn.tx, case_id, by_staff=by_staff)
            await exposure_photos.add(turn.tx, exposure_id, found)
    async with district.turn() as turn:
        listed = await exposure_photos.of_exposure(turn.tx, exposure_id)
        assert [row.by_staff for _, row in listed] == [True, False]
        for photo, _ in listed:
            await exposure_photos.change(turn.tx, photo.id, published=True)
            await exposure_photos.confirm(turn.tx, photo.id, QIAN, district.now)
        for each in await exposure_photos.claim(turn.tx, district.now, LEASE, 5):
            await exposure_photos.made(turn.tx, each, "0" * 64)
        published = await pictures(turn.tx, exposure_id)
        assert [each.photo_id for each in published] == [photo.id for photo, _ in listed]


async def test_a_correction_takes_the_photos_over_as_they_are(district: District) -> None:
    exposure_id, [photo_id] = await candidates(district)
    async with district.turn() as turn:
        await exposure_photos.change(turn.tx, photo_id, boxes=[(0, 0, 125, 167)], published=True)
        await exposure_photos.confirm(turn.tx, photo_id, QIAN, district.now)
    claimed = await claim_one(district)
    correction = await exposure(district)
    async with district.turn() as turn:
        await exposure_photos.made(turn.tx, claimed, "0" * 64)
        await exposure_photos.carry_over(turn.tx, exposure_id, correction)
        [mine] = await pictures(turn.tx, correction)
        assert (mine.copy, mine.sha256) == (claimed.copy, "0" * 64) and mine.photo_id != photo_id
