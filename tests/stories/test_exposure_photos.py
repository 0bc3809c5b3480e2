"""The program itself blackens what was confirmed: nobody is asked to run anything for it."""

import asyncio
import time
from datetime import UTC, datetime

from sqlalchemy import delete

from domain.blackening import boxes_of, cell
from domain.exposure import Class
from domain.published import Picture
from papers.blackened import blackened
from storage import evidence, exposure_photos, exposures
from storage.database import Database
from storage.exposure_photos import read_published
from storage.sealing import load_keys
from storage.tables import Batch, Exposure, ExposurePhoto
from storage.vault import EvidenceFolder
from tests.exposure_photos import scene
from tests.stories.district import District

BOXES = boxes_of(cell("B2"))


async def test_a_confirmed_photo_is_blackened_by_the_running_program(district: District) -> None:
    # Given a draft with a photo whose boxes somebody has just confirmed
    database = Database(district.database_url)
    folder = EvidenceFolder(district.folder / "evidence", load_keys(district.folder / "keys.json"))
    exposure_id, batch_id = await confirmed_photo(database, folder)
    try:
        # When somebody writes to the bot, so that the program looks at what there is to do
        await (await district.citizen()).says("/start")
        # Then the copy is made, and it is the one that may be published
        picture = await made(database, exposure_id)
        assert await read_published(folder, picture) == blackened(scene(), BOXES)
    finally:
        await removed(database, exposure_id, batch_id)
        await database.close()


async def confirmed_photo(database: Database, folder: EvidenceFolder) -> tuple[int, int]:
    """An exposure with one photo, wanted; and its batch."""
    now = datetime.now(UTC)
    async with database.write() as tx:
        batch = await exposures.add_batch(tx, "", 1, now)
        row = Exposure(batch_id=batch.id, class_=Class.PENALTY, made_by=1, made_at=now)
        exposure_id = await exposures.add(tx, row, {})
        file = evidence.want(tx, folder.keys, "file", now, by_staff=True)
        await tx.flush()
        kept = await folder.keep(file.handle, b"original", scene())
        await evidence.mark_kept(tx, file.id, kept, 640, 480, None, None)
        await exposure_photos.add(tx, exposure_id, [file.id])
        [(photo, _)] = await exposure_photos.of_exposure(tx, exposure_id)
        await exposure_photos.change(tx, photo.id, boxes=BOXES, published=True)
        await exposure_photos.confirm(tx, photo.id, 1, now)
        return exposure_id, batch.id


async def made(database: Database, exposure_id: int) -> Picture:
    """Waits for the program."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        async with database.read() as tx:
            if found := await exposure_photos.pictures(tx, exposure_id):
                return found[0]
        await asyncio.sleep(0.1)
    raise AssertionError("the photo was never blackened")


async def removed(database: Database, exposure_id: int, batch_id: int) -> None:
    """The district is shared: other stories count their batches from the first."""
    async with database.write() as tx:
        await tx.execute(delete(ExposurePhoto).where(ExposurePhoto.exposure_id == exposure_id))
        await tx.execute(delete(Exposure).where(Exposure.id == exposure_id))
        await tx.execute(delete(Batch).where(Batch.id == batch_id))
