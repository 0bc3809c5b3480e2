"""Blackened copies are made beside the work: from confirmed boxes, once, and again where it failed."""

from collections.abc import AsyncIterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.blackening import boxes_of, cell
from domain.exposure import Status
from domain.exposure_photo import likeness_of
from papers.press import PaperFailed, Press
from services import choosing_photos, tidying
from services.blackening import ATTEMPTS
from storage import evidence, exposure_photos
from storage.exposure_photos import read_published
from storage.tables import Exposure
from storage.vault import EvidenceFolder
from tests.district import District
from tests.exposure_photos import BY, blackening, confirmed, draft, facts_of, scene


class Broken(Press):
    """A press that makes nothing."""

    async def make(self, writer: str, lines: AsyncIterable[object]) -> bytes:
        raise PaperFailed(writer)


@pytest.fixture
async def folder(district: District, tmp_path: Path) -> EvidenceFolder:
    await district.publicity()
    folder = EvidenceFolder(tmp_path / "evidence", district.app.keys)
    folder.prepare()
    return folder


def shelf(folder: EvidenceFolder, name: str) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in (folder.root / name).iterdir()}


async def test_what_was_confirmed_is_made_and_what_it_is_made_of_is_not_touched(
    district: District, folder: EvidenceFolder
) -> None:
    exposure_id, [photo_id, other] = await draft(district, 2, folder)
    before = shelf(folder, "copies") | shelf(folder, "originals")
    part = blackening(district, folder)
    assert await part.blacken_once() == 0
    async with district.turn() as turn:
        await choosing_photos.choose(turn, BY, photo_id, published=True)
    async with district.turn() as turn:
        await choosing_photos.toggle(turn, BY, photo_id, cell("B2"))
    assert await part.blacken_once() == 0
    async with district.turn() as turn:
        await exposure_photos.confirm(turn.tx, photo_id, BY.user_id, district.now)
    assert await part.blacken_once() == 1
    async with district.database.read() as tx:
        [picture] = await exposure_photos.pictures(tx, exposure_id)
        assert await exposure_photos.unready(tx, exposure_id) == []
    content = await read_published(folder, picture)
    with Image.open(folder.root / "published" / picture.copy) as file:
        pixels = np.asarray(file.convert("RGB")).astype(int)
    assert pixels[80:160, 80:160].max() == 0
    assert pixels[300:, 300:].mean() == pytest.approx(200, abs=3)
    assert sha256(content).hexdigest() == picture.sha256
    assert shelf(folder, "copies") | shelf(folder, "originals") == before
    assert not (await facts_of(district, other)).confirmed
    assert "发布的就是上面这张图" in await shown(district, photo_id)


async def test_no_copy_is_known_by_its_evidence(district: District, folder: EvidenceFolder) -> None:
    # A name that led from what is published back to the evidence would lead to who sent it.
    _, [photo_id] = await draft(district, 1, folder)
    await confirmed(district, photo_id)
    await blackening(district, folder).blacken_once()
    handles = {Path(each).stem for each in shelf(folder, "originals")}
    assert not handles & {Path(each).stem for each in shelf(folder, "published")}


async def test_a_press_that_fails_is_asked_again_and_then_somebody_is_told(
    district: District, folder: EvidenceFolder
) -> None:
    exposure_id, [photo_id] = await draft(district, 1, folder)
    await confirmed(district, photo_id)
    for _ in range(ATTEMPTS):
        assert await blackening(district, folder, Broken()).blacken_once() == 1
        assert await blackening(district, folder, Broken()).blacken_once() == 0
        district.now += timedelta(hours=1)
    assert (await facts_of(district, photo_id)).state == "failed"
    assert "没有做成" in await shown(district, photo_id)
    async with district.database.read() as tx:
        assert await exposure_photos.unready(tx, exposure_id) == [photo_id]
    assert shelf(folder, "published") == {}
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, BY, photo_id, likeness_of([])) is None
    assert await blackening(district, folder).blacken_once() == 1
    assert (await facts_of(district, photo_id)).picture is not None


async def test_a_photo_whose_copy_is_gone_takes_no_other_down(district: District, folder: EvidenceFolder) -> None:
    exposure_id, [gone, fine] = await draft(district, 2, folder)
    await confirmed(district, gone)
    await confirmed(district, fine)
    copy = (await facts_of(district, gone)).copy
    (folder.root / "copies" / str(copy)).unlink()
    assert await blackening(district, folder).blacken_once() == 2
    async with district.database.read() as tx:
        assert [each.photo_id for each in await exposure_photos.pictures(tx, exposure_id)] == [fine]
        assert await exposure_photos.unready(tx, exposure_id) == [gone]


async def test_copies_of_other_boxes_and_of_discarded_drafts_are_removed_and_approved_ones_stay(
    district: District, folder: EvidenceFolder
) -> None:
    exposure_id, [photo_id] = await draft(district, 1, folder)
    discarded, [theirs] = await draft(district, 1, folder)
    for each in (photo_id, theirs):
        await confirmed(district, each)
    part = blackening(district, folder)
    await part.blacken_once()
    async with district.turn() as turn:
        await choosing_photos.toggle(turn, BY, photo_id, cell("B2"))
        row = await turn.tx.get(Exposure, discarded)
        assert row is not None
        row.status = Status.DISCARDED
    async with district.turn() as turn:
        assert await choosing_photos.confirm(turn, BY, photo_id, likeness_of(boxes_of(cell("B2")))) is None
    await part.blacken_once()
    assert len(shelf(folder, "published")) == 3
    async with district.turn() as turn:
        await tidying.tidy(turn.tx, district.now)
    assert await tidying.remove_unused_copies(district.database, folder) == 2
    async with district.database.read() as tx:
        [picture] = await exposure_photos.pictures(tx, exposure_id)
    assert set(shelf(folder, "published")) == {picture.copy}
    assert await tidying.remove_unused_copies(district.database, folder) == 0
    # The evidence of a case stays with its case, whatever became of the draft.
    assert len(shelf(folder, "copies")) == 2


async def test_what_the_office_added_goes_with_the_draft(district: District, folder: EvidenceFolder) -> None:
    exposure_id, _ = await draft(district, 0)
    async with district.turn() as turn:
        row = evidence.want(turn.tx, turn.app.keys, "f", turn.now, by_staff=True)
        await turn.tx.flush()
        await evidence.mark_kept(turn.tx, row.id, await folder.keep(row.handle, b"o", scene()), 1, 1, None, None)
        await exposure_photos.add(turn.tx, exposure_id, [row.id])
    later = district.now + timedelta(hours=1)
    assert await tidying.remove_dropped_files(district.database, folder, later) == 0
    async with district.turn() as turn:
        found = await turn.tx.get(Exposure, exposure_id)
        assert found is not None
        found.status = Status.DISCARDED
    async with district.turn() as turn:
        await tidying.tidy(turn.tx, later)
    assert await tidying.remove_dropped_files(district.database, folder, later) == 1
    assert shelf(folder, "originals") == shelf(folder, "copies") == {}


async def shown(district: District, photo_id: int) -> str:
    """What the photo's card says now; it is brought if it stands nowhere."""
    async with district.turn() as turn:
        await choosing_photos.show(turn, BY, photo_id)
    return [each.text for each in await district.speak() if each.ask == f"t:snap:{photo_id}:show"][-1]
